import { type FitOptions, fitLinearModel, type TrainingText } from './coordinate-descent.ts';
import { addMargins, softmax } from './linear-model.ts';
import { shuffle } from './random.ts';

const FOLDS = 5;
/** Held-out texts that are enough to judge by; beyond, more folds would only cost time. */
const ENOUGH_HELD_OUT = 1_000;
const LOWEST_SHARPNESS = 0.5;
const HIGHEST_SHARPNESS = 32;
const SEARCH_STEPS = 24;

interface Judged {
  margins: Float32Array;
  label: number;
}

/**
 * Finds how sharply margins turn into probabilities, so that "0.8" is right about eight times in ten: the sharpness under
 * which texts that were held out of a fit are likeliest to be what they are.
 */
export function calibrateSharpness(texts: readonly TrainingText[], options: FitOptions): number {
  const judged = judgeHeldOut(texts, options);
  let low = Math.log(LOWEST_SHARPNESS);
  let high = Math.log(HIGHEST_SHARPNESS);
  for (let step = 0; step < SEARCH_STEPS; step++) {
    const left = low + (high - low) / 3;
    const right = high - (high - low) / 3;
    if (surprise(judged, Math.exp(left)) < surprise(judged, Math.exp(right))) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

function judgeHeldOut(texts: readonly TrainingText[], options: FitOptions): Judged[] {
  const order = Int32Array.from(texts.keys());
  shuffle(order, options.random);
  const shuffled = Array.from(order, (index) => texts[index] as TrainingText);
  const judged: Judged[] = [];
  for (let fold = 0; fold < FOLDS && judged.length < ENOUGH_HELD_OUT; fold++) {
    const model = fitLinearModel(
      shuffled.filter((_, index) => index % FOLDS !== fold),
      options,
    );
    for (const { vector, label } of shuffled.filter((_, index) => index % FOLDS === fold)) {
      const margins = model.biases.slice();
      addMargins(model, vector, margins);
      judged.push({ margins, label });
    }
  }
  return judged;
}

/** Units: nats, summed over the texts. */
function surprise(judged: readonly Judged[], sharpness: number): number {
  let total = 0;
  for (const { margins, label } of judged) {
    const probabilities = margins.slice();
    softmax(probabilities, sharpness);
    total -= Math.log((probabilities[label] as number) + 1e-9);
  }
  return total;
}
