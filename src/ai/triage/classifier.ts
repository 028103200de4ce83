import { featuresOf, shareOf } from './features.ts';
import type { EmergencyKind } from './replies.ts';
import { isGeneral } from './signals.ts';
import model from './weights.json' with { type: 'json' };

/** What the weights tell apart. The other kinds of emergency are left to the rules. */
export const CLASSES = [
  'none',
  'self_harm',
  'extortion',
  'fraud',
  'takeover',
  'sim_swap',
  'lost_card',
  'unknown_charge',
  'bereavement',
  'legal',
  'complaint',
  'person',
] as const satisfies readonly (EmergencyKind | 'none')[];
export type MessageClass = (typeof CLASSES)[number];

/** How likely each class is. Units: 0 to 1, together 1. */
export type Likelihoods = Readonly<Record<MessageClass, number>>;

/** What was learnt of the features that were seen often enough; the others say nothing. */
export interface Weights {
  /** In ascending order. */
  features: Int32Array;
  /** Shape: a weight for each class of each feature, feature after feature. */
  values: Int8Array;
  biases: readonly number[];
  /** What a stored weight counts. */
  scale: number;
}

const bytesOf = (base64: string): ArrayBuffer => new Uint8Array(Buffer.from(base64, 'base64')).buffer;

const FITTED: Weights = {
  ...model,
  features: new Int32Array(bytesOf(model.features)),
  values: new Int8Array(bytesOf(model.weights)),
};

/** The features of a message together with what the rules and its punctuation say about it. */
export function describe(text: string, now: string, rule: EmergencyKind | null): Set<number> {
  return featuresOf(now, [
    text.includes('?') ? 'question' : 'statement',
    `rule ${rule}`,
    isGeneral(now) ? 'in general' : 'in particular',
  ]);
}

/** Searched for and not looked up: a table of all of them would be built at every start. -1: it is none of them. */
function placeOf(feature: number, features: Int32Array): number {
  let low = 0;
  let high = features.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = features[middle] as number;
    if (found === feature) return middle;
    if (found < feature) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/**
 * How likely the message is of each class, by weights that bench/train-triage.ts fits to written-out wordings.
 *
 * @param now the text laid out by `sentences`
 */
export function weigh(
  text: string,
  now: string,
  rule: EmergencyKind | null,
  { features, values, biases, scale }: Weights = FITTED,
): Likelihoods {
  const scores = new Int32Array(CLASSES.length);
  let squares = 1;
  for (const feature of describe(text, now, rule)) {
    const place = placeOf(feature, features);
    if (place < 0) continue;
    const share = shareOf(feature);
    squares += share * share;
    const from = place * CLASSES.length;
    for (let at = 0; at < CLASSES.length; at += 1)
      scores[at] = (scores[at] as number) + (values[from + at] as number) * share;
  }
  // Long messages do not outdo short ones.
  const unit = scale / Math.sqrt(squares);
  const odds = CLASSES.map((_, at) => Math.exp((scores[at] as number) * unit + (biases[at] as number)));
  const sum = odds.reduce((total, one) => total + one, 0);
  return Object.fromEntries(CLASSES.map((name, at) => [name, (odds[at] as number) / sum])) as Likelihoods;
}
