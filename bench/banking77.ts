import { parseArgs } from 'node:util';
import { Classifier, NONE } from '../src/ai/classifier/classifier.ts';
import { type Example, trainClassifier } from '../src/ai/classifier/train.ts';
import { type Datasets, readDatasets } from './banking77/datasets.ts';
import { accuracyAtCoverage, areaUnderRoc, calibrationError, type Judged, share } from './banking77/scores.ts';

const USAGE = `bun run bench:banking77 [options]
  --help          this text
  --data-dir DIR  folder with banking77/ and clinc150/ (default: ../shared/data)
  --validate      train on nine tenths of the training set and test on the last tenth, to choose settings by
  --seed N        order of training, and the tenth that is held out (default 1)
`;
const COVERAGE = 0.9;
/** More negatives lengthen the training and change no figure. */
const NEGATIVES = 4_000;
const HELD_OUT_TENTH = 10;

interface Figure {
  name: string;
  value: number;
  unit: string;
  /** The least, or with `isCeiling` the most, that is accepted. */
  target?: number;
  isCeiling?: boolean;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      'data-dir': { type: 'string', default: '../shared/data' },
      validate: { type: 'boolean', default: false },
      seed: { type: 'string', default: '1' },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const seed = Number(values.seed);
  const read = await readDatasets(values['data-dir']);
  const figures = measure(values.validate ? withHeldOutTest(read, seed) : read, seed);
  for (const figure of figures) process.stdout.write(`${describe(figure)}\n`);
  if (!values.validate && figures.some((figure) => !isReached(figure))) process.exitCode = 1;
}

function withHeldOutTest(datasets: Datasets, seed: number): Datasets {
  const isHeldOut = (index: number): boolean => (index + seed) % HELD_OUT_TENTH === 0;
  return {
    ...datasets,
    train: datasets.train.filter((_, index) => !isHeldOut(index)),
    test: datasets.train.filter((_, index) => isHeldOut(index)),
  };
}

function measure({ train, test, negatives, far, near }: Datasets, seed: number): Figure[] {
  const trainingStart = performance.now();
  const bytes = trainClassifier(train, { negatives: spread(negatives, NEGATIVES), seed }).toBytes();
  const trainingMs = performance.now() - trainingStart;
  const classifier = Classifier.fromBytes(bytes);
  const judged = test.map((example) => judge(classifier, example));
  const outOfScope = [...far, ...near];
  const queryStart = performance.now();
  const outside = outOfScope.map((text) => noneProbability(classifier, text));
  const queryMs = (performance.now() - queryStart) / outOfScope.length;
  const inside = test.map(({ text }) => noneProbability(classifier, text));
  return [
    { name: 'accuracy', value: share(judged, ({ isRight }) => isRight), unit: '', target: 0.925 },
    { name: 'accuracy, "none" a mistake', value: share(judged, ({ isRight, isNone }) => isRight && !isNone), unit: '' },
    { name: 'accuracy at 90 % coverage', value: accuracyAtCoverage(judged, COVERAGE), unit: '', target: 0.965 },
    {
      name: 'out-of-scope AUROC, far',
      value: areaUnderRoc(outside.slice(0, far.length), inside),
      unit: '',
      target: 0.99,
    },
    { name: 'out-of-scope AUROC, near', value: areaUnderRoc(outside.slice(far.length), inside), unit: '' },
    { name: 'calibration error', value: calibrationError(judged), unit: '' },
    { name: 'time a query', value: queryMs * 1_000, unit: ' µs', target: 200, isCeiling: true },
    { name: 'size', value: bytes.length / 1e6, unit: ' MB', target: 4, isCeiling: true },
    { name: 'training', value: trainingMs / 1_000, unit: ' s' },
  ];
}

/** The likeliest intent counts; whether `none` was likelier still is told apart, as its own figures judge it. */
function judge(classifier: Classifier, { text, label }: Example): Judged & { isNone: boolean } {
  const ranked = classifier.classify(text);
  const best = ranked.find((entry) => entry.label !== NONE);
  return { isRight: best?.label === label, confidence: best?.probability ?? 0, isNone: ranked[0]?.label === NONE };
}

const noneProbability = (classifier: Classifier, text: string): number =>
  classifier.classify(text).find(({ label }) => label === NONE)?.probability ?? 0;

/** Takes so many, evenly spread over the list. */
const spread = (texts: readonly string[], count: number): string[] =>
  Array.from({ length: count }, (_, index) => texts[Math.floor((index * texts.length) / count)] as string);

function describe(figure: Figure): string {
  const { name, value, unit, target, isCeiling } = figure;
  const shown = `${name.padEnd(28)}${value.toFixed(unit === ' µs' ? 0 : unit === '' ? 4 : 2)}${unit}`;
  if (target === undefined) return shown;
  return `${shown.padEnd(40)}${isCeiling ? '<' : '≥'} ${target}  ${isReached(figure) ? 'reached' : 'MISSED'}`;
}

const isReached = ({ value, target, isCeiling }: Figure): boolean =>
  target === undefined || (isCeiling ? value < target : value >= target);

await main();
