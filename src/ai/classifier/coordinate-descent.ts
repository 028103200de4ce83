import { addMargins, type LinearModel } from './linear-model.ts';
import { shuffle } from './random.ts';
import type { SparseVector } from './vocabulary.ts';

/** A text ready to learn from. */
export interface TrainingText {
  vector: SparseVector;
  label: number;
}

export interface FitOptions {
  classes: number;
  rows: number;
  epochs: number;
  random: () => number;
  /** A class with many examples pulls less with each, down to this; 0 when not given. */
  leastBalance?: number;
}

/** How much a text may pull on the weights; higher fits the examples closer. */
const COST = 0.6;
/** A class with few examples pulls harder, up to this many times. */
const MAX_BALANCE = 3;
/** Steps below this change nothing that survives eight-bit weights. */
const SMALLEST_STEP = 1e-4;

/** The state of a fit, and scratch space for one text's steps. */
interface Fit {
  model: LinearModel & { weights: Float32Array };
  texts: readonly TrainingText[];
  duals: Float32Array;
  /** One over twice the cost, per class of text. */
  slack: Float32Array;
  margins: Float32Array;
  steps: Float32Array;
  moved: Int32Array;
}

/**
 * Fits one separating plane per class against all others: squared hinge loss with L2 regularisation, solved in the dual,
 * one text at a time for all classes at once.
 * Source: Hsieh et al., "A Dual Coordinate Descent Method for Large-scale Linear SVM", ICML 2008, algorithm 1.
 */
export function fitLinearModel(texts: readonly TrainingText[], options: FitOptions): LinearModel {
  const fitting = fitStepwise(texts, options);
  for (;;) {
    const { done, value } = fitting.next();
    if (done) return value;
  }
}

/** `fitLinearModel` in steps of one text, for whoever has other things to do in between. */
export function* fitStepwise(texts: readonly TrainingText[], options: FitOptions): Generator<void, LinearModel> {
  const { classes, rows, epochs, random, leastBalance = 0 } = options;
  const fit: Fit = {
    model: { classes, weights: new Float32Array(rows * classes), biases: new Float32Array(classes) },
    texts,
    duals: new Float32Array(texts.length * classes),
    slack: slackPerClass(texts, classes, leastBalance),
    margins: new Float32Array(classes),
    steps: new Float32Array(classes),
    moved: new Int32Array(classes),
  };
  const order = Int32Array.from(texts.keys());
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      visit(fit, index);
      yield;
    }
  }
  return fit.model;
}

function slackPerClass(texts: readonly TrainingText[], classes: number, leastBalance: number): Float32Array {
  const sizes = new Float32Array(classes);
  for (const { label } of texts) sizes[label] = (sizes[label] as number) + 1;
  const mean = texts.length / classes;
  const pulls = sizes.map((size) => Math.max(leastBalance, Math.min(MAX_BALANCE, mean / Math.max(1, size))));
  return pulls.map((pull) => 1 / (2 * COST * pull));
}

/** Moves one text's duals to their best values, class by class, and the weights with them. */
function visit(fit: Fit, index: number): void {
  const { model, margins, steps, moved, duals } = fit;
  const { vector, label } = fit.texts[index] as TrainingText;
  const slack = fit.slack[label] as number;
  const curvature = squaredLength(vector) + slack;
  margins.set(model.biases);
  addMargins(model, vector, margins);
  let count = 0;
  for (let k = 0; k < model.classes; k++) {
    const sign = k === label ? 1 : -1;
    const dual = duals[index * model.classes + k] as number;
    const gradient = sign * (margins[k] as number) - 1 + slack * dual;
    const next = Math.max(0, dual - gradient / curvature);
    if (Math.abs(next - dual) < SMALLEST_STEP) continue;
    duals[index * model.classes + k] = next;
    steps[count] = (next - dual) * sign;
    moved[count++] = k;
  }
  applySteps(fit, vector, count);
}

function applySteps({ model, steps, moved }: Fit, { rows, values }: SparseVector, count: number): void {
  const { classes, weights, biases } = model;
  for (let m = 0; m < count; m++) {
    const k = moved[m] as number;
    biases[k] = (biases[k] as number) + (steps[m] as number);
  }
  for (let at = 0; at < rows.length; at++) {
    const value = values[at] as number;
    const offset = (rows[at] as number) * classes;
    for (let m = 0; m < count; m++) {
      const cell = offset + (moved[m] as number);
      weights[cell] = (weights[cell] as number) + (steps[m] as number) * value;
    }
  }
}

/** The constant that carries the bias adds one. */
function squaredLength({ values }: SparseVector): number {
  let squares = 1;
  for (const value of values) squares += value * value;
  return squares;
}
