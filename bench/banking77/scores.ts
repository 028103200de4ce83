/** What a classifier made of one text whose intent is known. */
export interface Judged {
  isRight: boolean;
  confidence: number;
}

export const share = <Item>(items: readonly Item[], holds: (item: Item) => boolean): number =>
  items.filter(holds).length / items.length;

/** How often the surest part of the answers is right, the others being left to a person. */
export function accuracyAtCoverage(judged: readonly Judged[], coverage: number): number {
  const surest = judged.toSorted((a, b) => b.confidence - a.confidence);
  return share(surest.slice(0, Math.round(judged.length * coverage)), ({ isRight }) => isRight);
}

/** How often a positive scores above a negative, a tie counting half: the area under the ROC curve. */
export function areaUnderRoc(positives: readonly number[], negatives: readonly number[]): number {
  const sorted = negatives.toSorted((a, b) => a - b);
  let wins = 0;
  for (const score of positives) {
    wins += (countBelow(sorted, (other) => other < score) + countBelow(sorted, (other) => other <= score)) / 2;
  }
  return wins / (positives.length * negatives.length);
}

/** How far a probability is from how often it is right, on average over ten bands: the expected calibration error. */
export function calibrationError(judged: readonly Judged[]): number {
  const bands = Object.values(Object.groupBy(judged, ({ confidence }) => Math.min(9, Math.floor(confidence * 10))));
  return bands.reduce((total, band = []) => {
    const gap = Math.abs(sum(band.map(({ confidence }) => confidence)) - band.filter(({ isRight }) => isRight).length);
    return total + gap / judged.length;
  }, 0);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** How many at the front of a sorted list hold, by halving. */
function countBelow(sorted: readonly number[], holds: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle] as number)) low = middle + 1;
    else high = middle;
  }
  return low;
}
