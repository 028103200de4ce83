// Fits the weights of src/ai/triage/classifier.ts: `bun bench/train-triage.ts` writes src/ai/triage/weights.json.
// Data: the wordings in bench/triage/, written for this; the open part of the triage tests' sets; the demo bank's example
// questions and unanswerable questions as what is no emergency; customers' questions of Banking77 (CC BY 4.0, see NOTICE)
// and its Spanish counterpart. The held-out part of the test sets is left out.
import { readFileSync, writeFileSync } from 'node:fs';
import { CLASSES, describe, type MessageClass } from '../src/ai/triage/classifier.ts';
import { ruleFor } from '../src/ai/triage/rules.ts';
import { sentences } from '../src/ai/triage/signals.ts';

interface Example {
  features: number[];
  label: number;
}

const ROOT = new URL('../', import.meta.url);
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
const SAMPLES_PER_WORDING = 50;
const ROUNDS = 16;
const FIRST_AVERAGED = 6;
const FIRST_STEP = 2;
const STEP_DECAY = 0.1;
const BIAS_STEP = 0.02;
/** A missed emergency weighs more than a false alarm. */
const EMERGENCY_WEIGHT = 2;
const NEGLIGIBLE = 1e-3;
const LARGEST_WEIGHT = 127;

let state = 7;

function train(examples: Example[]): { weights: Float32Array; biases: Float32Array } {
  const buckets = 1 + Math.max(...examples.flatMap(({ features }) => Math.max(...features)));
  const weights = new Float32Array(buckets * CLASSES.length);
  const biases = new Float32Array(CLASSES.length);
  const mean = { weights: new Float32Array(weights.length), biases: new Float32Array(biases.length) };
  for (let round = 0; round < ROUNDS; round += 1) {
    const step = FIRST_STEP / (1 + round * STEP_DECAY);
    for (let count = 0; count < examples.length; count += 1) learn(weights, biases, pick(examples), step);
    if (round < FIRST_AVERAGED) continue;
    addShare(mean.weights, weights);
    addShare(mean.biases, biases);
  }
  return mean;
}

/** The mean of the later rounds depends less on the order of the examples than the last one does. */
function addShare(mean: Float32Array, values: Float32Array): void {
  for (let at = 0; at < values.length; at += 1) {
    mean[at] = (mean[at] as number) + (values[at] as number) / (ROUNDS - FIRST_AVERAGED);
  }
}

function learn(weights: Float32Array, biases: Float32Array, { features, label }: Example, step: number): void {
  const share = 1 / Math.sqrt(features.length);
  const odds = Array.from(biases, (bias, at) => {
    let score = 0;
    for (const bucket of features) score += weights[bucket * CLASSES.length + at] as number;
    return Math.exp(score * share + bias);
  });
  const sum = odds.reduce((total, one) => total + one, 0);
  for (let at = 0; at < CLASSES.length; at += 1) {
    const error = Number(at === label) - (odds[at] as number) / sum;
    if (Math.abs(error) < NEGLIGIBLE) continue;
    const change = error * step * (label === 0 ? 1 : EMERGENCY_WEIGHT);
    for (const bucket of features) {
      const index = bucket * CLASSES.length + at;
      weights[index] = (weights[index] as number) + change * share;
    }
    biases[at] = (biases[at] as number) + change * BIAS_STEP;
  }
}

function readExamples(): Example[] {
  const sets = TEST_SETS.flatMap((set) => readLines(`tests/data/triage-${set}.jsonl`))
    .filter(({ split }) => split === 'open')
    .map(({ text, kind }) => exampleOf(text, kind === 'informational' ? 'none' : kind));
  const questions = readLines('data/demo-bank/examples.jsonl')
    .filter(({ slug }) => !MIXED_TOPICS.has(slug))
    .flatMap(({ examples }) => examples as string[]);
  const unanswerable = readLines('data/demo-bank/negatives.jsonl').map(({ text }) => text as string);
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

const pick = <Item>(items: Item[]): Item => items[Math.floor(random() * items.length)] as Item;

/** The same numbers at every run, so that the same data gives the same weights. */
function random(): number {
  state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
  return state / 0x8000_0000;
}

const { weights, biases } = train(readExamples());
const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
const scale = largest / LARGEST_WEIGHT;
const packed = Int8Array.from(weights, (weight) => Math.round(weight / scale));
const shownBiases = Array.from(biases, (bias) => Number(bias.toFixed(3))).join(', ');
writeFileSync(
  new URL('src/ai/triage/weights.json', ROOT),
  `{
  "scale": ${scale},
  "biases": [${shownBiases}],
  "weights": "${Buffer.from(packed.buffer).toString('base64')}"
}
`,
);
