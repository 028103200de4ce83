import type { Sql } from '../../db/client.ts';
import { accountNumberOf, looksLikeAccount } from './fields.ts';
import type { Customer, CustomerOrder, CustomerRow, ListedStatus } from './model.ts';
import { customerColumns, customerTables } from './queries.ts';

/** A text shorter than this has no trigram, so no index finds it: it is looked for among the newest customers. */
const MIN_PATTERN_CHARS = 3;
const NEWEST = 20_000;
/** What a text is looked for in first: where these are enough for the page, or the count, nobody else is looked at. */
const SEARCHED_FIRST = 1_000;
/** Of those who fit a text, the newest so many are put into the order of their names. */
const MAX_SORTED = 2_000;
/** More words than this narrow nothing down. */
const MAX_WORDS = 6;
/** Figures with what people write between them: a telephone number, or a part of one. */
const FIGURES = /^\+?[\d\s().-]{4,}$/;
/** Tags in use are those of so many of the newest customers, and no more than that are shown. */
const TAGGED = 2_000;
const MAX_TAGS_SHOWN = 200;

export interface CustomerFilter {
  /** Those whom the desk serves, unless another one is named. */
  status?: ListedStatus;
  customerType?: string;
  language?: string;
  tag?: string;
  /** A person's id, or none for those whom nobody looks after. */
  agent?: number | 'none';
  /** In name, e-mail, telephone number, the bank's id or tags; or a whole account number. */
  text?: string;
}

export const NEWEST_FIRST: CustomerOrder = { by: 'recent', isReversed: true };

interface Paging {
  limit: number;
  skip: number;
  order?: CustomerOrder;
}

export function listCustomers(sql: Sql, filter: CustomerFilter, paging: Paging): Promise<Customer[]> {
  return sql<Customer[]>`
    WITH page AS MATERIALIZED (${pageOf(sql, filter, paging)})
    SELECT ${customerColumns(sql)} FROM page p JOIN ${customerTables(sql)} ON c.id = p.id ORDER BY p.place`;
}

/** With when somebody last talked with them, and what of their tickets is open. */
export function listCustomerRows(sql: Sql, filter: CustomerFilter, paging: Paging): Promise<CustomerRow[]> {
  return sql<CustomerRow[]>`
    WITH page AS MATERIALIZED (${pageOf(sql, filter, paging)})
    SELECT ${customerColumns(sql)},
      (SELECT max(v.updated_at) FROM conversations v WHERE v.customer_id = c.id) AS "lastContactAt",
      (SELECT count(*)::int FROM tickets t WHERE t.customer_id = c.id AND t.status IN ('OPEN', 'IN_PROGRESS')) AS "openTickets"
    FROM page p JOIN ${customerTables(sql)} ON c.id = p.id ORDER BY p.place`;
}

/** The rows are found first and described afterwards: those that are skipped are never joined. */
function pageOf(sql: Sql, filter: CustomerFilter, { limit, skip, order = NEWEST_FIRST }: Paging) {
  const isByText = filter.text !== undefined;
  const found = sql`customers c WHERE ${condition(sql, filter)}`;
  const fitting = !isByText
    ? found
    : order.by === 'name'
      ? // Else the names would be gone through until enough of them fit.
        sql`(SELECT c.id, c.full_name FROM ${found} ORDER BY c.id DESC LIMIT ${MAX_SORTED}) c`
      : order.isReversed
        ? sql`(${fittingNewest(sql, filter, limit + skip)}) c`
        : found;
  return sql`
    SELECT c.id, row_number() OVER () AS place FROM (
      SELECT c.id FROM ${fitting} ORDER BY ${inOrder(sql, order)} LIMIT ${limit} OFFSET ${skip}) c`;
}

/** How many there are, counted no further than `most`. */
export async function countCustomers(sql: Sql, filter: CustomerFilter, most: number): Promise<number> {
  const fitting =
    filter.text === undefined
      ? sql`SELECT 1 FROM customers c WHERE ${condition(sql, filter)} LIMIT ${most}`
      : sql`SELECT 1 FROM (${fittingNewest(sql, filter, most)}) c LIMIT ${most}`;
  const [row] = await sql<{ total: number }[]>`SELECT count(*)::int AS total FROM (${fitting}) one`;
  return row?.total ?? 0;
}

/**
 * The ids of at least the newest `enough` who fit, as far as there are so many. A text that nearly all fit would have the
 * index of words read as a whole for them; the newest customers alone tell at once that there are enough.
 */
function fittingNewest(sql: Sql, filter: CustomerFilter, enough: number) {
  const fits = condition(sql, filter);
  const newest = sql`SELECT * FROM customers n WHERE n.status = ${filter.status ?? 'ACTIVE'} ORDER BY n.id DESC LIMIT ${SEARCHED_FIRST}`;
  return sql`
    WITH newest AS MATERIALIZED (SELECT c.id FROM (${newest}) c WHERE ${fits} LIMIT ${enough})
    SELECT id FROM newest UNION ALL (
      SELECT c.id FROM customers c
      WHERE ${fits} AND (SELECT count(*) FROM newest) < ${enough}
        AND c.id < (SELECT min(n.id) FROM (${newest}) n)
      ORDER BY c.id DESC LIMIT ${enough})`;
}

/** The ids after this one, for whoever goes through all of them in pages; in the order of ids. */
export function listCustomersAfter(
  sql: Sql,
  filter: CustomerFilter,
  after: number,
  limit: number,
): Promise<Customer[]> {
  return sql<Customer[]>`
    WITH page AS MATERIALIZED (
      SELECT c.id FROM customers c WHERE ${condition(sql, filter)} AND c.id > ${after} ORDER BY c.status, c.id LIMIT ${limit})
    SELECT ${customerColumns(sql)} FROM page p JOIN ${customerTables(sql)} ON c.id = p.id ORDER BY c.id`;
}

/** The tags in use among the newest customers that have any, for the filter. */
export async function listTags(sql: Sql): Promise<string[]> {
  const rows = await sql<{ tag: string }[]>`
    SELECT tag FROM (
      SELECT unnest(tags) AS tag FROM (SELECT tags FROM customers WHERE status = 'ACTIVE' ORDER BY id DESC LIMIT ${TAGGED}) n) t
    GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ${MAX_TAGS_SHOWN}`;
  return rows.map(({ tag }) => tag).sort();
}

/** Each is an index of src/db/schema/customers.ts; the status leads both of them, and is one alone. */
function inOrder(sql: Sql, { by, isReversed }: CustomerOrder) {
  const direction = isReversed ? sql`DESC` : sql`ASC`;
  return by === 'name' ? sql`lower(c.full_name) ${direction}, c.id ${direction}` : sql`c.id ${direction}`;
}

function condition(sql: Sql, filter: CustomerFilter) {
  const { status = 'ACTIVE', customerType, language, tag, agent, text } = filter;
  const all = sql`true`;
  return sql`
    c.status = ${status}
    AND ${customerType === undefined ? all : sql`c.customer_type = ${customerType}`}
    AND ${language === undefined ? all : sql`c.language = ${language}`}
    AND ${tag === undefined ? all : sql`c.tags @> ARRAY[${tag}]`}
    AND ${agent === undefined ? all : agent === 'none' ? sql`c.agent_id IS NULL` : sql`c.agent_id = ${agent}`}
    AND ${text === undefined ? all : customerMatch(sql, text, status)}`;
}

/**
 * Whether `c` is meant by what somebody typed: all of its words, without accents; the figures of a telephone number; or a
 * whole account number. `status` is that of the customers who are looked through.
 */
export function customerMatch(sql: Sql, text: string, status: ListedStatus = 'ACTIVE'): ReturnType<Sql> {
  const typed = text.trim();
  const byWords = wordsMatch(sql, typed, status);
  if (!looksLikeAccount(typed)) return byWords;
  // Of two indexes, one after the other: with OR between them all customers would be gone through.
  return sql`c.id IN (
    SELECT customer_id FROM customer_accounts WHERE number = ${accountNumberOf(typed)}
    UNION ALL SELECT c.id FROM customers c WHERE ${byWords})`;
}

function wordsMatch(sql: Sql, text: string, status: ListedStatus): ReturnType<Sql> {
  const words = FIGURES.test(text) ? [text.replace(/\D/g, '')] : text.split(/\s+/).slice(0, MAX_WORDS);
  const long = words.filter(({ length }) => length >= MIN_PATTERN_CHARS);
  if (long.length > 0) {
    return words
      .map((word): ReturnType<Sql> => sql`c.search_text LIKE ${patternOf(sql, word)}`)
      .reduce((all, one): ReturnType<Sql> => sql`${all} AND ${one}`);
  }
  // Without a pattern: one of no trigram would have the index read as a whole.
  return sql`c.id IN (SELECT n.id FROM customers n WHERE n.status = ${status} ORDER BY n.id DESC LIMIT ${NEWEST})
    AND strpos(c.search_text, (SELECT folded(${text}))) > 0`;
}

/** By a query of its own, so that no plan works it out again for every row. */
const patternOf = (sql: Sql, word: string): ReturnType<Sql> =>
  sql`(SELECT '%' || folded(${word.replace(/[\\%_]/g, '\\$&')}) || '%')`;
