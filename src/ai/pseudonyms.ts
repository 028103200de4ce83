import type { Person, Question } from './answer.ts';
import { namesTold, partsOfName } from './told-names.ts';

type Kind = 'NAME' | 'EMAIL' | 'PHONE';

const EMAIL = /[\p{L}\d_.+-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu;
/** Ten digits and more, as people write phone numbers; neither an amount nor a date. */
const PHONE =
  /(?<![\p{L}\d$.,/-])(?!\d{4}-\d{2}-\d{2})\+?(?:\d{1,3}[ .-]?)?(?:\(\d{2,3}\)[ .-]?|\d{2,4}[ .-]?)(?:\d{2,4}[ .-]?){1,4}\d{2,4}(?![\d%]|[.,]\d)/gu;
const PHONE_DIGITS = { min: 10, max: 13 };
/** Numbers that differ only in the country's code are the same. */
const LOCAL_DIGITS = 10;
/** A vendor may drop the brackets or change the letters. */
const TOKEN = /\[?\b(NAME|EMAIL|PHONE)_(\d{1,4})\b\]?/gi;

/** What one conversation's tokens stand for: the same one as long as this process remembers the conversation. */
class Ledger {
  readonly names = new Map<string, string>();
  readonly phones = new Set<string>();
  readonly #numbers = new Map<string, number>();
  readonly #counts: Record<Kind, number> = { NAME: 0, EMAIL: 0, PHONE: 0 };

  learnName(name: string): void {
    for (const known of [name, ...partsOfName(name)]) {
      const key = keyOf(known);
      if (key !== '' && !this.names.has(key)) this.names.set(key, known);
    }
  }

  numberOf(kind: Kind, key: string): number {
    const name = `${kind} ${key}`;
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    this.#counts[kind] += 1;
    this.#numbers.set(name, this.#counts[kind]);
    return this.#counts[kind];
  }
}

/** How many conversations a process remembers the tokens of; a forgotten one starts again from 1. */
const CONVERSATIONS = 2_000;

/** The tokens of the conversations that a process answers. */
export class PseudonymBook {
  readonly #ledgers = new Map<string, Ledger>();

  /** The tokens for one answer to the question. */
  open(conversationId: string | undefined, person: Person): Pseudonyms {
    const ledger = (conversationId === undefined ? undefined : this.#ledgers.get(conversationId)) ?? new Ledger();
    if (conversationId !== undefined) this.#remember(conversationId, ledger);
    return new Pseudonyms(ledger, person);
  }

  /** What was said in it is erased. */
  forget(conversationId: string): void {
    this.#ledgers.delete(conversationId);
  }

  #remember(conversationId: string, ledger: Ledger): void {
    this.#ledgers.delete(conversationId);
    this.#ledgers.set(conversationId, ledger);
    if (this.#ledgers.size > CONVERSATIONS) this.#ledgers.delete(this.#ledgers.keys().next().value as string);
  }
}

/**
 * Puts tokens (`[NAME_1]`, `[EMAIL_1]`, `[PHONE_1]`) in the place of what tells who somebody is, and the words back in
 * the place of the tokens.
 *
 * Promise: only what was hidden in this answer comes back, so that nobody learns a name by writing its token.
 */
export class Pseudonyms {
  readonly #ledger: Ledger;
  readonly #hidden = new Map<string, string>();
  #names: RegExp | null = null;
  #phones: RegExp | null = null;

  constructor(ledger: Ledger, { names, emails, phones }: Person) {
    this.#ledger = ledger;
    for (const name of names) ledger.learnName(name);
    for (const email of emails) ledger.numberOf('EMAIL', keyOf(email));
    for (const phone of phones) ledger.phones.add(phone.replace(/\D/g, '').slice(-LOCAL_DIGITS));
  }

  /** The question as a vendor may read it. Names that the customer tells anywhere in it are hidden everywhere. */
  hideIn(question: Question): Question {
    const { text, history } = question;
    const told = [...history.filter(({ role }) => role === 'customer').map(({ content }) => content), text];
    for (const name of told.flatMap(namesTold)) this.#ledger.learnName(name);
    this.#names = null;
    const { person: _, ...rest } = question;
    return {
      ...rest,
      history: history.map((exchange) => ({ ...exchange, content: this.hide(exchange.content) })),
      text: this.hide(text),
    };
  }

  hide(text: string): string {
    const veil = (kind: Kind) => (found: string) => this.#tokenFor(kind, found);
    // What a customer wrote like a token must not be taken for one.
    let hidden = text.replace(TOKEN, (token) => token.replaceAll('_', ' ')).replace(EMAIL, veil('EMAIL'));
    if (this.#ledger.phones.size > 0) hidden = hidden.replace(this.#knownPhones(), veil('PHONE'));
    hidden = hidden.replace(PHONE, (found) => (isPhone(found) ? this.#tokenFor('PHONE', found) : found));
    return this.#ledger.names.size > 0 ? hidden.replace(this.#knownNames(), veil('NAME')) : hidden;
  }

  restore(text: string): string {
    return text.replace(TOKEN, (token, kind: string, number: string) => {
      return this.#hidden.get(`${kind.toUpperCase()}_${Number(number)}`) ?? token;
    });
  }

  /** What a model passes to a tool: the texts in it, restored. */
  restoreIn(values: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? this.restore(value) : value]),
    );
  }

  #tokenFor(kind: Kind, found: string): string {
    const key = kind === 'PHONE' ? found.replace(/\D/g, '').slice(-LOCAL_DIGITS) : keyOf(found);
    const token = `${kind}_${this.#ledger.numberOf(kind, key)}`;
    if (!this.#hidden.has(token)) this.#hidden.set(token, found.trim());
    return `[${token}]`;
  }

  /** The longest first, so that a whole name is one token. */
  #knownNames(): RegExp {
    const names = [...this.#ledger.names.values()].sort((a, b) => b.length - a.length).map(inAnySpelling);
    this.#names ??= new RegExp(`(?<![\\p{L}\\d_[])(?:${names.join('|')})(?![\\p{L}\\d_])`, 'giu');
    return this.#names;
  }

  #knownPhones(): RegExp {
    const numbers = [...this.#ledger.phones].filter((digits) => digits.length > 6);
    const written = numbers.map((digits) => [...digits].join('[ .()-]{0,2}'));
    this.#phones ??= new RegExp(`(?<!\\d)(?:\\+?\\d{1,3}[ .()-]{0,2})?(?:${written.join('|') || '(?!)'})(?!\\d)`, 'gu');
    return this.#phones;
  }
}

/** True when a text still holds a token. */
export const hasToken = (text: string): boolean => text.search(TOKEN) >= 0;

const isPhone = (found: string): boolean => {
  const { length } = found.replace(/\D/g, '');
  return length >= PHONE_DIGITS.min && length <= PHONE_DIGITS.max;
};

const keyOf = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

const SPELLINGS: Record<string, string> = {
  a: '[aáàäâã]',
  e: '[eéèëê]',
  i: '[iíï]',
  o: '[oóöô]',
  u: '[uúü]',
  n: '[nñ]',
};

/** A pattern for a name with or without its accents. */
const inAnySpelling = (name: string): string =>
  [...keyOf(name)]
    .map((letter) => (letter === ' ' ? '\\s+' : (SPELLINGS[letter] ?? letter.replace(/[.*+?^${}()|[\]\\/]/, '\\$&'))))
    .join('');
