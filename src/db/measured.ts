import type postgres from 'postgres';
import type { PoolLoad } from '../metrics/figures.ts';
import { Admission, NoConnectionError, type Waiting } from './admission.ts';

export type SqlOperation = 'select' | 'insert' | 'update' | 'delete' | 'transaction' | 'other';

/** What a statement of our own is, as its words say; none of its values. */
export interface Statement {
  operation: SqlOperation;
  /** With `?` for each value. */
  text: string;
  /** What it does to which table, in two words. */
  summary: string;
}

/** Hears of each statement and transaction; answers who is to hear of its end. */
export type StatementWatch = (pool: PoolLoad['pool'], statement: Statement) => (error: unknown) => void;

/** A statement of postgres.js, of which it hands out the two ends: who sends it, and who is told how it went. */
interface Query extends Waiting {
  handler: (query: Query) => void;
  resolve: (result: unknown) => void;
}

type AnyFunction = (...args: unknown[]) => unknown;

const TRANSACTION: Statement = { operation: 'transaction', text: 'BEGIN', summary: 'TRANSACTION' };

/**
 * The pool, refusing what waits too long for a connection, and telling `watch` of every statement from the moment at
 * which it is sent to the pool, and of every transaction. Fragments of statements, which are never sent themselves, are
 * none.
 */
export class MeasuredPool {
  readonly sql: postgres.Sql;
  readonly #pool: PoolLoad['pool'];
  readonly #size: number;
  readonly #watch: StatementWatch;
  readonly #admission: Admission;
  #open = 0;

  constructor(pool: PoolLoad['pool'], size: number, sql: postgres.Sql, watch: StatementWatch) {
    this.#pool = pool;
    this.#size = size;
    this.#watch = watch;
    this.#admission = new Admission(size);
    this.sql = this.#measured(sql, true);
  }

  get load(): PoolLoad {
    return { pool: this.#pool, size: this.#size, open: this.#open };
  }

  /** Errors and timeout: as those of the driver's `end`. */
  async end(options: { timeout: number }): Promise<void> {
    this.#admission.stop();
    await this.sql.end(options);
  }

  /** `isOwn`: what is sent takes a connection of the pool; a transaction has one already. */
  #measured<Sql extends postgres.Sql | postgres.TransactionSql>(sql: Sql, isOwn: boolean): Sql {
    const own = sql as unknown as Record<string, AnyFunction>;
    const scopes: Record<PropertyKey, AnyFunction> = {
      unsafe: (...args) => this.#follow(own.unsafe?.(...args), args, isOwn),
      begin: (...args) => this.#transaction((onBegin) => own.begin?.(...this.#within(args, onBegin))),
      savepoint: (...args) => own.savepoint?.(...this.#within(args)),
    };
    return new Proxy(sql, {
      apply: (target, _self, args) => this.#follow((target as AnyFunction)(...args), args, isOwn),
      get: (target, key) => (Object.hasOwn(scopes, key) && key in target ? scopes[key] : Reflect.get(target, key)),
    });
  }

  /** The work that a transaction is handed is given one whose statements are followed too. */
  #within(args: unknown[], onBegin = () => {}): unknown[] {
    return args.map((arg) => {
      if (typeof arg !== 'function') return arg;
      return (tx: postgres.TransactionSql) => {
        onBegin();
        return arg(this.#measured(tx, false));
      };
    });
  }

  #follow(made: unknown, args: unknown[], isOwn: boolean): unknown {
    // Besides statements the same function makes names and lists of values.
    if (!(made instanceof Promise)) return made;
    const query = made as unknown as Query;
    const { handler } = query;
    query.handler = (sent) => {
      const end = this.#begun(statementOf(args), isOwn);
      const { resolve, reject } = sent;
      sent.resolve = (result) => {
        this.#admission.release(sent);
        end(null);
        resolve(result);
      };
      sent.reject = (error) => {
        this.#admission.release(sent);
        end(error);
        reject(error);
      };
      if (isOwn) this.#send(sent, handler);
      else handler(sent);
    };
    return made;
  }

  #send(query: Query, handler: Query['handler']): void {
    try {
      this.#admission.admit(query);
      handler(query);
    } catch (error) {
      query.reject(error);
    }
  }

  async #transaction(work: (onBegin: () => void) => unknown): Promise<unknown> {
    const end = this.#begun(TRANSACTION, true);
    const refusal = Promise.withResolvers<never>();
    let isRefused = false;
    const place: Waiting = {
      state: null,
      reject: (error) => {
        isRefused = true;
        refusal.reject(error);
      },
    };
    const begun = () => {
      // Whoever asked has been told so, and nothing may happen any more.
      if (isRefused) throw new NoConnectionError();
      place.state = true;
      this.#admission.release(place);
    };
    try {
      this.#admission.admit(place);
      const done = Promise.resolve(work(begun));
      // After a refusal its end is nobody's.
      done.catch(() => {});
      const result = await Promise.race([done, refusal.promise]);
      end(null);
      return result;
    } catch (error) {
      this.#admission.release(place);
      end(error);
      throw error;
    }
  }

  #begun(statement: Statement, isOwn: boolean): (error: unknown) => void {
    const ended = this.#watch(this.#pool, statement);
    let isOpen = true;
    if (isOwn) this.#open += 1;
    return (error) => {
      if (!isOpen) return;
      isOpen = false;
      if (isOwn) this.#open -= 1;
      ended(error);
    };
  }
}

const statements = new WeakMap<object, Statement>();

/** Of a template's pieces, which are the same at every call, or of a text with its values apart. */
function statementOf([strings, first]: unknown[]): Statement {
  if (typeof strings === 'string') return described(strings);
  const pieces = strings as readonly string[];
  const known = statements.get(pieces);
  if (known) return known;
  const statement = described(wordsOf(pieces, first));
  statements.set(pieces, statement);
  return statement;
}

/** With the words of the fragment that it begins with, if it begins with one, as they say what it is. */
function wordsOf(pieces: readonly string[], first: unknown): string {
  const text = pieces.join('?').replace(/\s+/g, ' ').trim();
  const fragment = (first as { strings?: unknown } | null)?.strings;
  return text.startsWith('?') && Array.isArray(fragment) ? `${wordsOf(fragment, null)} ${text.slice(1)}` : text;
}

function described(text: string): Statement {
  const operation = operationOf(text);
  const table = TABLE_OF[operation]?.exec(text)?.[1];
  const verb = operation === 'other' ? (/^\w+/.exec(text)?.[0] ?? 'statement') : operation;
  return { operation, text, summary: table ? `${verb.toUpperCase()} ${table}` : verb.toUpperCase() };
}

const TABLE_OF: Partial<Record<SqlOperation, RegExp>> = {
  select: /\bfrom\s+"?([a-z_]+)"?(?!\s*\()/i,
  insert: /\binsert\s+into\s+"?([a-z_]+)"?/i,
  update: /\bupdate\s+"?([a-z_]+)"?/i,
  delete: /\bdelete\s+from\s+"?([a-z_]+)"?/i,
};

/** What it does first of all that changes anything, as a statement that begins with WITH may do several things. */
function operationOf(text: string): SqlOperation {
  const [, first] = /^\s*\(*\s*(\w+)/.exec(text) ?? [];
  const word = first?.toLowerCase();
  const changing = /\b(insert into|update|delete from)\b/i.exec(text)?.[1]?.toLowerCase().split(' ')[0];
  if (word === 'with') return (changing ?? 'select') as SqlOperation;
  return word === 'select' || word === 'insert' || word === 'update' || word === 'delete' ? word : 'other';
}
