import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { foldText } from '../../lib/text.ts';
import { type CleanFields, type PhoneReader, phoneReader, readFields, type TypedFields } from '../customers/fields.ts';
import { type FileRecord, recordsOf } from './file.ts';
import { type ImportField, isImportField, type LineFault, type OnDuplicate } from './model.ts';
import { findKnown, type KnownRow } from './queries.ts';

/** Lines that are looked up in the database together. */
const BATCH = 500;
/** What a spreadsheet was kept from taking for a formula, by the apostrophe before it. */
const KEPT_FROM_FORMULA = /^'(?=[=+\-@\t\r＝＋－＠])/;

export type PlannedLine = { line: number } & (
  | { kind: 'add'; fields: CleanFields }
  | { kind: 'update'; fields: CleanFields; customerId: number }
  | { kind: 'skip' }
  | { kind: 'faulty'; faults: LineFault[] }
);

interface ImportOrder {
  content: string;
  /** By the place of the column; empty for one that is left out. */
  mapping: readonly string[];
  onDuplicate: OnDuplicate;
}

/** What is to become of each line, batch by batch. Nothing is changed by it. */
export async function* planImport(ctx: Context, sql: Sql, order: ImportOrder): AsyncGenerator<PlannedLine[]> {
  const readPhone = await phoneReader(ctx.settings.get('bank.country'));
  const seen = new Set<string>();
  let columns: number | null = null;
  let batch: FileRecord[] = [];
  for await (const record of recordsOf(order.content)) {
    if (columns === null) {
      columns = record.cells.length;
      continue;
    }
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield await planBatch(sql, order, batch, { columns, readPhone, seen });
    batch = [];
  }
  if (batch.length > 0) yield await planBatch(sql, order, batch, { columns: columns ?? 0, readPhone, seen });
}

interface Means {
  columns: number;
  readPhone: PhoneReader;
  /** What may stand in the file once. */
  seen: Set<string>;
}

async function planBatch(
  sql: Sql,
  { mapping, onDuplicate }: ImportOrder,
  records: FileRecord[],
  { columns, readPhone, seen }: Means,
): Promise<PlannedLine[]> {
  const read = records.map(({ line, cells }) => {
    if (cells.length !== columns) {
      return { line, fields: {}, faults: [{ field: null, fault: 'columns' }] };
    }
    const { fields, faults } = readFields(typedOf(cells, mapping), readPhone);
    return { line, fields, faults: [...faults, ...twiceIn(seen, fields)] };
  });
  const known = await findKnown(
    sql,
    read.map(({ fields }) => fields),
  );
  return read.map(({ line, fields, faults }) => {
    const plan = faults.length > 0 ? { kind: 'faulty' as const, faults } : planLine(fields, known, onDuplicate);
    return plan.kind === 'faulty'
      ? { line, kind: 'faulty', faults: plan.faults.map((fault) => ({ line, ...fault })) }
      : { line, ...plan };
  });
}

type Faulty = { kind: 'faulty'; faults: { field: string | null; fault: string }[] };

function planLine(
  fields: CleanFields,
  known: KnownRow[],
  onDuplicate: OnDuplicate,
):
  | { kind: 'add'; fields: CleanFields }
  | { kind: 'update'; fields: CleanFields; customerId: number }
  | { kind: 'skip' }
  | Faulty {
  const keys = keysOf(fields);
  const matches = known.filter(({ field, value }) => keys.some(([name, own]) => name === field && own === value));
  const [first] = matches;
  if (!first) return { kind: 'add', fields };
  const faulty = (field: string | null, fault: string): Faulty => ({ kind: 'faulty', faults: [{ field, fault }] });
  if (matches.some(({ id }) => id !== first.id)) return faulty(null, 'ambiguous');
  if (onDuplicate === 'REFUSE' || !first.isListed) return faulty(first.field, `taken_${first.field}`);
  if (onDuplicate === 'SKIP') return { kind: 'skip' };
  const isAnothers = fields.externalId && first.externalId !== null && first.externalId !== fields.externalId;
  return isAnothers ? faulty('external_id', 'locked') : { kind: 'update', fields, customerId: first.id };
}

/** Of what makes a customer one: by the names of the interface. */
function keysOf({ email, externalId, accountNumber }: CleanFields): [string, string][] {
  return [
    ...(email ? [['email', email.toLowerCase()] as [string, string]] : []),
    ...(externalId ? [['external_id', externalId] as [string, string]] : []),
    ...(accountNumber ? [['account_number', accountNumber] as [string, string]] : []),
  ];
}

function twiceIn(seen: Set<string>, fields: CleanFields): { field: string; fault: string }[] {
  return keysOf(fields).flatMap(([field, value]) => {
    const key = `${field} ${value}`;
    if (seen.has(key)) return [{ field, fault: `twice_${field}` }];
    seen.add(key);
    return [];
  });
}

/** An empty cell says nothing about the field. */
function typedOf(cells: readonly string[], mapping: readonly string[]): TypedFields {
  const values: Partial<Record<ImportField, string>> = {};
  for (const [at, field] of mapping.entries()) {
    const cell = (cells[at] ?? '').replace(KEPT_FROM_FORMULA, '').trim();
    if (cell !== '' && isImportField(field)) values[field] = cell;
  }
  const name = values.full_name ?? [values.first_name, values.last_name].filter(Boolean).join(' ');
  return {
    fullName: name,
    email: values.email,
    phone: values.phone,
    birthDate: values.birth_date,
    externalId: values.external_id,
    accountNumber: values.account_number,
    ...(values.tags !== undefined && { tags: values.tags.split(/[,;|]/) }),
    ...(values.customer_type !== undefined && { customerType: wordOf(TYPES, values.customer_type) }),
    ...(values.language !== undefined && { language: wordOf(LANGUAGE_NAMES, values.language) }),
  };
}

const TYPES: Record<string, string> = {
  persona: 'INDIVIDUAL',
  'persona fisica': 'INDIVIDUAL',
  fisica: 'INDIVIDUAL',
  person: 'INDIVIDUAL',
  empresa: 'BUSINESS',
  'persona moral': 'BUSINESS',
  moral: 'BUSINESS',
  company: 'BUSINESS',
};
const LANGUAGE_NAMES: Record<string, string> = {
  espanol: 'es',
  spanish: 'es',
  ingles: 'en',
  english: 'en',
};

const wordOf = (words: Record<string, string>, text: string): string => words[foldText(text)] ?? text;
