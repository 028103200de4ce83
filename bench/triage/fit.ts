import { CLASSES, type Weights } from '../../src/ai/triage/classifier.ts';
import { shareOf } from '../../src/ai/triage/features.ts';
import { random, shuffle } from './random.ts';

/** Shape: the features of a message and the index of its class. */
export interface Example {
  features: Int32Array;
  label: number;
  /** A text as it was written rather than a mistyped copy of it. */
  isOriginal: boolean;
}

/** Features of fewer texts are left to chance. */
const LEAST_TEXTS = 3;
/** The weights of a feature take 16 bytes, a third more in the file. */
const MOST_FEATURES = 55_000;
/** The mean of runs that differ in the order of the examples alone is steadier than one of them. */
const RUNS = 3;
const ROUNDS = 14;
const FIRST_AVERAGED = 5;
const FIRST_STEP = 3;
const STEP_DECAY = 0.1;
const BIAS_STEP = 0.02;
/** Each time an example is learnt, this share of its buckets is left out, so that no few of them decide alone. */
const LEFT_OUT = 0.25;
const NEGLIGIBLE = 1e-3;
const LARGEST_WEIGHT = 127;

/** Weights that tell the examples' classes apart: a logistic regression by stochastic gradient descent, in whole numbers. */
export function fit(examples: readonly Example[]): Weights {
  const features = selectFeatures(examples);
  const { weights, biases } = train(examples, features);
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const scale = largest / LARGEST_WEIGHT;
  return {
    features,
    scale,
    biases: Array.from(biases, (bias) => Number(bias.toFixed(3))),
    values: Int8Array.from(weights, (weight) => Math.round(weight / scale)),
  };
}

/** The features that most texts have, in ascending order. */
function selectFeatures(examples: readonly Example[]): Int32Array {
  const texts = new Map<number, number>();
  for (const { features, isOriginal } of examples) {
    if (!isOriginal) continue;
    for (const feature of features) texts.set(feature, (texts.get(feature) ?? 0) + 1);
  }
  const common = [...texts].filter(([, count]) => count >= LEAST_TEXTS).sort((one, other) => other[1] - one[1]);
  return Int32Array.from(common.slice(0, MOST_FEATURES), ([feature]) => feature).sort();
}

interface Fitted {
  weights: Float32Array;
  biases: Float32Array;
}

/** A text's known features by their places, and how much each counts. */
interface Lesson {
  places: Int32Array;
  shares: Uint8Array;
  label: number;
}

/** The mean of the later rounds depends less on the order of the examples than the last one does. */
function train(examples: readonly Example[], features: Int32Array): Fitted {
  const blank = (): Fitted => ({
    weights: new Float32Array(features.length * CLASSES.length),
    biases: new Float32Array(CLASSES.length),
  });
  const mean = blank();
  const lessons = lessonsOf(examples, features);
  for (let run = 0; run < RUNS; run += 1) {
    const fitted = blank();
    for (let round = 0; round < ROUNDS; round += 1) {
      shuffle(lessons);
      const step = FIRST_STEP / (1 + round * STEP_DECAY);
      for (const lesson of lessons) learn(fitted, lesson, step);
      if (round < FIRST_AVERAGED) continue;
      addShare(mean.weights, fitted.weights);
      addShare(mean.biases, fitted.biases);
    }
  }
  return mean;
}

function lessonsOf(examples: readonly Example[], known: Int32Array): Lesson[] {
  const places = new Map(Array.from(known, (feature, place) => [feature, place]));
  return examples.map(({ features, label }) => {
    const own = features.filter((feature) => places.has(feature));
    return {
      places: own.map((feature) => places.get(feature) as number),
      shares: Uint8Array.from(own, shareOf),
      label,
    };
  });
}

function addShare(mean: Float32Array, values: Float32Array): void {
  for (let at = 0; at < values.length; at += 1) {
    mean[at] = (mean[at] as number) + (values[at] as number) / (RUNS * (ROUNDS - FIRST_AVERAGED));
  }
}

const kept: number[] = [];
const scores = new Float64Array(CLASSES.length);

function learn({ weights, biases }: Fitted, { places, shares, label }: Lesson, step: number): void {
  kept.length = 0;
  let squares = 1;
  for (let at = 0; at < places.length; at += 1) {
    if (random() < LEFT_OUT) continue;
    kept.push(at);
    squares += (shares[at] as number) ** 2;
  }
  const scale = 1 / Math.sqrt(squares);
  scores.fill(0);
  for (const at of kept) {
    const from = (places[at] as number) * CLASSES.length;
    const share = (shares[at] as number) * scale;
    for (let kind = 0; kind < CLASSES.length; kind += 1)
      scores[kind] = (scores[kind] as number) + share * (weights[from + kind] as number);
  }
  normalise(biases);
  for (let kind = 0; kind < CLASSES.length; kind += 1) {
    const error = Number(kind === label) - (scores[kind] as number);
    if (Math.abs(error) < NEGLIGIBLE) continue;
    const change = error * step;
    for (const at of kept) {
      const index = (places[at] as number) * CLASSES.length + kind;
      weights[index] = (weights[index] as number) + change * scale * (shares[at] as number);
    }
    biases[kind] = (biases[kind] as number) + change * BIAS_STEP;
  }
}

/** Makes likelihoods of the scores. */
function normalise(biases: Float32Array): void {
  let sum = 0;
  for (let kind = 0; kind < CLASSES.length; kind += 1) {
    scores[kind] = Math.exp((scores[kind] as number) + (biases[kind] as number));
    sum += scores[kind] as number;
  }
  for (let kind = 0; kind < CLASSES.length; kind += 1) scores[kind] = (scores[kind] as number) / sum;
}
