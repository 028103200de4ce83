import { CLASSES, type Weights } from '../../src/ai/triage/classifier.ts';
import { lengthOf, shareOf } from '../../src/ai/triage/features.ts';
import { pick } from './random.ts';

export interface Example {
  features: number[];
  label: number;
}

const ROUNDS = 16;
const FIRST_AVERAGED = 6;
const FIRST_STEP = 2;
const STEP_DECAY = 0.1;
const BIAS_STEP = 0.02;
/** A missed emergency weighs more than a false alarm. */
const EMERGENCY_WEIGHT = 2;
const NEGLIGIBLE = 1e-3;
const LARGEST_WEIGHT = 127;

/** Weights that tell the examples' classes apart: a logistic regression by stochastic gradient descent, in whole numbers. */
export function fit(examples: Example[]): Weights {
  const { weights, biases } = train(examples);
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const scale = largest / LARGEST_WEIGHT;
  return {
    scale,
    biases: Array.from(biases, (bias) => Number(bias.toFixed(3))),
    values: Int8Array.from(weights, (weight) => Math.round(weight / scale)),
  };
}

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
  const scale = 1 / lengthOf(features);
  const odds = Array.from(biases, (bias, at) => {
    let score = 0;
    for (const bucket of features) score += (weights[bucket * CLASSES.length + at] as number) * shareOf(bucket);
    return Math.exp(score * scale + bias);
  });
  const sum = odds.reduce((total, one) => total + one, 0);
  for (let at = 0; at < CLASSES.length; at += 1) {
    const error = Number(at === label) - (odds[at] as number) / sum;
    if (Math.abs(error) < NEGLIGIBLE) continue;
    const change = error * step * (label === 0 ? 1 : EMERGENCY_WEIGHT);
    for (const bucket of features) {
      const index = bucket * CLASSES.length + at;
      weights[index] = (weights[index] as number) + change * scale * shareOf(bucket);
    }
    biases[at] = (biases[at] as number) + change * BIAS_STEP;
  }
}
