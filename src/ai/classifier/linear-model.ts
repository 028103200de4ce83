import type { SparseVector } from './vocabulary.ts';

/** One weight per row and class, row after row. */
export interface Weights {
  classes: number;
  weights: Float32Array | Int8Array;
}

/** Weights, and one bias per class. */
export interface LinearModel extends Weights {
  biases: Float32Array;
}

/** Adds to every class's margin what its weights say about the text. */
export function addMargins({ classes, weights }: Weights, { rows, values }: SparseVector, margins: Float32Array): void {
  for (let at = 0; at < rows.length; at++) {
    const value = values[at] as number;
    const offset = (rows[at] as number) * classes;
    for (let k = 0; k < classes; k++) {
      margins[k] = (margins[k] as number) + value * (weights[offset + k] as number);
    }
  }
}

/** Turns margins into probabilities that add up to one, in place. */
export function softmax(margins: Float32Array, sharpness: number): void {
  let highest = -Infinity;
  for (const margin of margins) if (margin > highest) highest = margin;
  let total = 0;
  for (let k = 0; k < margins.length; k++) {
    const power = Math.exp(((margins[k] as number) - highest) * sharpness);
    margins[k] = power;
    total += power;
  }
  for (let k = 0; k < margins.length; k++) margins[k] = (margins[k] as number) / total;
}
