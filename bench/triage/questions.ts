import { readFileSync } from 'node:fs';
import type { MessageClass } from '../../src/ai/triage/classifier.ts';

/** A question that somebody asked a bank or an assistant: hardly ever an emergency. */
export interface Question {
  source: string;
  kind: MessageClass;
  text: string;
}

const ROOT = new URL('../../', import.meta.url);
/** Their examples are about the emergencies themselves and mix both. */
const MIXED_TOPICS = new Set(['unrecognised-charge', 'deceased-customer', 'complaints-une-condusef']);
/** The emergencies among the intents of the labelled questions. */
const INTENTS = new Map<string, MessageClass>([
  ['lost_or_stolen_card', 'lost_card'],
  ['lost_or_stolen_phone', 'lost_card'],
  ['compromised_card', 'fraud'],
  ['card_payment_not_recognised', 'unknown_charge'],
  ['direct_debit_payment_not_recognised', 'unknown_charge'],
  ['cash_withdrawal_not_recognised', 'unknown_charge'],
]);
/** Intents that hold emergencies and everyday matters alike. */
const MIXED_INTENTS = new Set(['card_swallowed', 'extra_charge_on_statement', 'terminate_account']);
/** Intents of CLINC150 that may be emergencies. */
const REPORTS = new Set(['report_fraud', 'report_lost_card', 'freeze_account', 'lost_luggage']);
const UTTERANCES_APART = 5;
const IN_THE_ABSTRACT = /\b(?:if|how (?:do|can|would|long)|what (?:happens|can|if)|si|cómo|como|cuánto|qué pasa)\b/i;

/** Customers' questions: the demo bank's, unanswerable ones, Banking77 and its Spanish counterpart, CLINC150. */
export function readQuestions(): Question[] {
  return [
    ...readTopics('data/demo-bank/examples.jsonl'),
    ...readLines('data/negatives.jsonl').map(({ text }) => calm('negatives', text)),
    ...readIntents('banking77', '../shared/data/banking77/train.csv'),
    ...readIntents('banking-es', '../shared/data/banking_es_handwritten/train_seeds.csv'),
    ...readUtterances('../shared/data/clinc150/data_full.json'),
  ];
}

const calm = (source: string, text: string): Question => ({ source, kind: 'none', text });

const readTopics = (path: string): Question[] =>
  readLines(path)
    .filter(({ slug }) => !MIXED_TOPICS.has(slug))
    .flatMap(({ examples }) => (examples as string[]).map((text) => calm('demo bank', text)));

/** Everyday requests: what else an assistant is asked. */
function readUtterances(path: string): Question[] {
  const { train, oos_train } = JSON.parse(readFileSync(new URL(path, ROOT), 'utf8')) as Record<
    'train' | 'oos_train',
    [string, string][]
  >;
  const asked = train.filter(([, intent], at) => at % UTTERANCES_APART === 0 && !REPORTS.has(intent));
  return [...asked, ...oos_train].map(([text]) => calm('clinc150', text));
}

function readIntents(source: string, path: string): Question[] {
  const found: Question[] = [];
  for (const line of readFileSync(new URL(path, ROOT), 'utf8').split(/\r?\n/)) {
    const [, quoted, bare, intent] = /^(?:"((?:[^"]|"")*)"|([^,]*)),(.*)$/.exec(line) ?? [];
    const text = quoted?.replaceAll('""', '"') ?? bare;
    const kind = INTENTS.get(intent ?? '') ?? 'none';
    if (!text || !intent || MIXED_INTENTS.has(intent) || (kind !== 'none' && IN_THE_ABSTRACT.test(text))) continue;
    found.push({ source, kind, text });
  }
  return found;
}

/** The objects of a file that holds one a line. */
// biome-ignore lint/suspicious/noExplicitAny: the files' lines differ in shape
export function readLines(path: string): any[] {
  return readFileSync(new URL(path, ROOT), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}
