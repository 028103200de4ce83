import { join } from 'node:path';
import type { Example } from '../../src/ai/classifier/train.ts';

export interface Datasets {
  train: Example[];
  test: Example[];
  /** Texts about anything but a bank, to learn `none` from. */
  negatives: string[];
  /** The same kind, to test with. */
  far: string[];
  /** About a bank, yet about no intent of Banking77; never learnt from. */
  near: string[];
}

/** [text, intent] */
type ClincQuery = [string, string];

/** Subjects of CLINC150's two banking domains that Banking77 does not have. */
const NEAR_INTENTS: ReadonlySet<string> = new Set([
  'routing',
  'bill_due',
  'pay_bill',
  'interest_rate',
  'min_payment',
  'bill_balance',
  'order_checks',
  'spending_history',
  'improve_credit_score',
  'credit_limit_change',
  'apr',
  'redeem_rewards',
  'credit_limit',
  'rewards_balance',
  'application_status',
  'credit_score',
]);

/** Reads Banking77 and CLINC150 from the folders of those names (`banking77`, `clinc150`) under one folder. */
export async function readDatasets(folder: string): Promise<Datasets> {
  const clinc: Record<string, ClincQuery[]> = await Bun.file(join(folder, 'clinc150/data_full.json')).json();
  const domains: Record<string, string[]> = await Bun.file(join(folder, 'clinc150/domains.json')).json();
  const banking = new Set([...(domains.banking ?? []), ...(domains.credit_cards ?? [])]);
  const queries = (part: string): ClincQuery[] => clinc[part] ?? [];
  const farOf = (...parts: string[]): string[] =>
    parts.flatMap((part) => queries(part).flatMap(([text, intent]) => (banking.has(intent) ? [] : [text])));
  return {
    train: await readExamples(join(folder, 'banking77/train.csv')),
    test: await readExamples(join(folder, 'banking77/test_dev_half.csv')),
    negatives: farOf('oos_train', 'oos_val', 'train', 'val'),
    far: farOf('oos_test', 'test'),
    near: queries('test').flatMap(([text, intent]) => (NEAR_INTENTS.has(intent) ? [text] : [])),
  };
}

async function readExamples(path: string): Promise<Example[]> {
  const [, ...rows] = parseCsv(await Bun.file(path).text());
  return rows.map(([text = '', label = '']) => ({ text, label }));
}

/** Source: RFC 4180; quoted fields may hold commas, line ends and doubled quotes. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    if (row.length > 1) rows.push(row);
    row = [];
  }
  return rows;
}
