import { readFileSync } from 'node:fs';
import { CLASSES, describe, type MessageClass } from '../../src/ai/triage/classifier.ts';
import { ruleFor } from '../../src/ai/triage/rules.ts';
import { sentences } from '../../src/ai/triage/signals.ts';
import { LANGUAGES, type Language } from '../../src/lib/language.ts';
import type { Example } from './fit.ts';
import { pick, random } from './random.ts';

/** A message as a customer may write it. */
export interface Message {
  kind: MessageClass;
  lang: Language;
  text: string;
}

const ROOT = new URL('../../', import.meta.url);
const TEST_SETS = ['urgent', 'informational', 'handoff'];
/** Their examples are about the emergencies themselves and mix both. */
const MIXED_TOPICS = new Set([
  'lost-or-stolen-card',
  'phishing-and-fraud',
  'unrecognised-charge',
  'deceased-customer',
  'complaints-une-condusef',
]);
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
const MIXED_INTENTS = new Set(['card_swallowed', 'extra_charge_on_statement']);
/** Intents of CLINC150 that may be emergencies. */
const REPORTS = new Set(['report_fraud', 'report_lost_card', 'freeze_account', 'lost_luggage']);
const UTTERANCES_APART = 5;
const IN_THE_ABSTRACT = /\b(?:if|how (?:do|can|would|long)|what (?:happens|can|if)|si|cómo|como|cuánto|qué pasa)\b/i;
const SAMPLES_PER_WORDING = 25;
/** Each message counts nearly as much as a pattern's wordings, most of the time mistyped. */
const COPIES_OF_MESSAGE = 30;
const TYPOS_PER_LETTER = 0.02;
const LOST_WORDS = 0.04;

/** What the weights are fitted to, without the messages of `readMessages`. */
export function readExamples(): Example[] {
  const sets = TEST_SETS.flatMap((set) => readLines(`tests/data/triage-${set}.jsonl`))
    .filter(({ split }) => split === 'open')
    .map(({ text, kind }) => exampleOf(text, kind === 'informational' ? 'none' : kind));
  const questions = readLines('data/demo-bank/examples.jsonl')
    .filter(({ slug }) => !MIXED_TOPICS.has(slug))
    .flatMap(({ examples }) => examples as string[]);
  const unanswerable = readLines('data/negatives.jsonl').map(({ text }) => text as string);
  return [
    ...sets,
    ...[...questions, ...unanswerable].map((text) => exampleOf(text, 'none')),
    ...readWordings(),
    ...readIntents('../shared/data/banking77/train.csv'),
    ...readUtterances('../shared/data/clinc150/data_full.json'),
    ...readIntents('../shared/data/banking_es_handwritten/train_seeds.csv'),
  ];
}

/** Everyday requests: what else an assistant is asked. */
function readUtterances(path: string): Example[] {
  const { train } = JSON.parse(readFileSync(new URL(path, ROOT), 'utf8')) as { train: [string, string][] };
  return train
    .filter(([, intent], at) => at % UTTERANCES_APART === 0 && !REPORTS.has(intent))
    .map(([text]) => exampleOf(text, 'none'));
}

function readIntents(path: string): Example[] {
  const found: Example[] = [];
  for (const line of readFileSync(new URL(path, ROOT), 'utf8').split(/\r?\n/)) {
    const [, quoted, bare, intent] = /^(?:"((?:[^"]|"")*)"|([^,]*)),(.*)$/.exec(line) ?? [];
    const text = quoted?.replaceAll('""', '"') ?? bare;
    const kind = INTENTS.get(intent ?? '') ?? 'none';
    if (!text || !intent || MIXED_INTENTS.has(intent) || (kind !== 'none' && IN_THE_ABSTRACT.test(text))) continue;
    found.push(exampleOf(text, kind));
  }
  return found;
}

function readWordings(): Example[] {
  let kind: MessageClass = 'none';
  const found: Example[] = [];
  for (const line of readFileSync(new URL('bench/triage/wordings.txt', ROOT), 'utf8').split('\n')) {
    if (line.startsWith('# ')) kind = line.slice(2).trim() as MessageClass;
    else if (line.trim()) {
      const wordings = new Set(Array.from({ length: SAMPLES_PER_WORDING }, () => expand(line)));
      for (const text of wordings) {
        found.push(exampleOf(random() < 0.5 ? text : text.replace(/[?¿]/g, ''), kind));
      }
    }
  }
  return found;
}

/** One wording of a pattern in which `{a|b}` stands for either. */
function expand(pattern: string): string {
  let text = pattern;
  for (;;) {
    const choice = /\{([^{}]*)\}/.exec(text);
    if (!choice) return text;
    const chosen = pick((choice[1] as string).split('|'));
    text = text.slice(0, choice.index) + chosen + text.slice(choice.index + choice[0].length);
  }
}

function exampleOf(text: string, kind: MessageClass): Example {
  const label = CLASSES.indexOf(kind);
  if (label < 0) throw new Error(`No class is called ${kind}`);
  const now = sentences(text);
  return { features: describe(text, now, ruleFor(now, '')), label };
}

// biome-ignore lint/suspicious/noExplicitAny: the files' lines differ in shape
function readLines(path: string): any[] {
  return readFileSync(new URL(path, ROOT), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** The messages that were written one by one: bench/triage/messages.txt. */
export function readMessages(): Message[] {
  let kind: MessageClass = 'none';
  let lang: Language = 'es';
  const found: Message[] = [];
  for (const line of readFileSync(new URL('bench/triage/messages.txt', ROOT), 'utf8').split('\n')) {
    const [, heading, language] = /^# (\w+) (\w+)$/.exec(line) ?? [];
    if (heading && language) {
      kind = CLASSES[CLASSES.indexOf(heading as MessageClass)] as MessageClass;
      lang = LANGUAGES[LANGUAGES.indexOf(language as Language)] as Language;
      if (!kind || !lang) throw new Error(`No such heading: ${line}`);
    } else if (line.trim()) found.push({ kind, lang, text: line });
  }
  return found;
}

/** A message as it stands and as hurried people type it. */
export function examplesOf({ text, kind }: Message): Example[] {
  const mistyped = Array.from({ length: COPIES_OF_MESSAGE - 1 }, () => exampleOf(mistype(text), kind));
  return [exampleOf(text, kind), ...mistyped];
}

function mistype(text: string): string {
  const kept = text.split(' ').filter(() => random() >= LOST_WORDS);
  return kept
    .join(' ')
    .replace(/[?¿!¡]/g, (mark) => (random() < 0.5 ? '' : mark))
    .replace(/\p{L}\p{L}/gu, (pair) => (random() < 2 * TYPOS_PER_LETTER ? slip(pair) : pair));
}

/** Two letters swapped, the second one missing, doubled or another. */
function slip(pair: string): string {
  const [first = '', second = ''] = pair;
  return pick([second + first, first, pair + second, first + pick([...'aeiorslntcd'])]);
}
