import { featuresOf, lengthOf, shareOf } from './features.ts';
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

/** Shape: a weight for each class of each bucket, bucket after bucket. */
export interface Weights {
  values: Int8Array;
  biases: readonly number[];
  /** What a stored weight counts. */
  scale: number;
}

const FITTED: Weights = { ...model, values: new Int8Array(Buffer.from(model.weights, 'base64')) };

/** The buckets of a message together with what the rules and its punctuation say about it. */
export function describe(text: string, now: string, rule: EmergencyKind | null): number[] {
  return featuresOf(now, [
    text.includes('?') ? 'question' : 'statement',
    `rule ${rule}`,
    isGeneral(now) ? 'in general' : 'in particular',
  ]);
}

/**
 * How likely the message is of each class, by weights that bench/train-triage.ts fits to written-out wordings.
 *
 * @param now the text laid out by `sentences`
 */
export function weigh(text: string, now: string, rule: EmergencyKind | null, weights: Weights = FITTED): Likelihoods {
  const { values, biases } = weights;
  const features = describe(text, now, rule);
  const scores = new Int32Array(CLASSES.length);
  for (const bucket of features) {
    const from = bucket * CLASSES.length;
    const share = shareOf(bucket);
    for (let at = 0; at < CLASSES.length; at += 1)
      scores[at] = (scores[at] as number) + (values[from + at] as number) * share;
  }
  const scale = weights.scale / lengthOf(features);
  const odds = CLASSES.map((_, at) => Math.exp((scores[at] as number) * scale + (biases[at] as number)));
  const sum = odds.reduce((total, one) => total + one, 0);
  return Object.fromEntries(CLASSES.map((name, at) => [name, (odds[at] as number) / sum])) as Likelihoods;
}
