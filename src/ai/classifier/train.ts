import { calibrateSharpness } from './calibration.ts';
import { Classifier, NONE } from './classifier.ts';
import { type FitOptions, fitLinearModel } from './coordinate-descent.ts';
import type { LinearModel } from './linear-model.ts';
import { countNgrams } from './ngrams.ts';
import { seededRandom } from './random.ts';
import { learnVocabulary, type Vocabulary } from './vocabulary.ts';

export interface Example {
  text: string;
  label: string;
}

export interface TrainingOptions {
  /** Texts that no label is about, the same as examples labelled `none`. */
  negatives?: readonly string[];
  seed?: number;
  /** How often every text is visited. */
  epochs?: number;
}

const DEFAULT_EPOCHS = 10;
const MAX_ROWS = 2 ** 15;
/** Under four megabytes, with room for the labels' names. */
const MAX_ROW_BYTES = 3_900_000;
/** Each row holds its bucket and rarity beside the weights. */
const ROW_EXTRA_BYTES = 8;
const LARGEST_WEIGHT = 127;

/**
 * Learns from examples which label a text is about, in seconds. The same examples, options and seed make the same
 * classifier, byte for byte.
 */
export function trainClassifier(examples: readonly Example[], options: TrainingOptions = {}): Classifier {
  const labels = [...new Set(examples.map(({ label }) => label)).add(NONE)];
  const indexOf = new Map(labels.map((label, index) => [label, index]));
  const negatives = (options.negatives ?? []).map((text) => ({ text, label: NONE }));
  const counted = [...examples, ...negatives].map(({ text, label }) => ({
    counts: countNgrams(text),
    label: indexOf.get(label) as number,
  }));
  const vocabulary = learnVocabulary(
    counted.map(({ counts }) => counts),
    mostRows(labels.length),
  );
  const texts = counted.map(({ counts, label }) => ({ vector: vocabulary.vectorOf(counts), label }));
  const fitting: FitOptions = {
    classes: labels.length,
    rows: vocabulary.size,
    epochs: options.epochs ?? DEFAULT_EPOCHS,
    random: seededRandom(options.seed ?? 1),
  };
  const sharpness = calibrateSharpness(texts, fitting);
  return quantise(labels, vocabulary, fitLinearModel(texts, fitting), sharpness);
}

/** How many rows a classifier of so many labels may have. */
export const mostRows = (labels: number): number =>
  Math.min(MAX_ROWS, Math.floor(MAX_ROW_BYTES / (labels + ROW_EXTRA_BYTES)));

/** Brings every class's weights down to a byte each; the sharpness of the probabilities goes into scales and biases. */
export function quantise(
  labels: readonly string[],
  vocabulary: Vocabulary,
  model: LinearModel,
  sharpness: number,
): Classifier {
  const { classes, weights } = model;
  const units = new Float32Array(classes);
  for (let cell = 0; cell < weights.length; cell++) {
    const k = cell % classes;
    units[k] = Math.max(units[k] as number, Math.abs(weights[cell] as number) / LARGEST_WEIGHT);
  }
  const small = Int8Array.from(weights, (weight, cell) => {
    const unit = units[cell % classes] as number;
    return unit === 0 ? 0 : Math.round(weight / unit);
  });
  return new Classifier({
    labels,
    vocabulary,
    weights: small,
    scales: units.map((unit) => unit * sharpness),
    biases: model.biases.map((bias) => bias * sharpness),
  });
}
