import { describe, expect, test } from 'bun:test';
import { accuracyAtCoverage, areaUnderRoc } from '../../bench/banking77/scores.ts';
import { Classifier, NONE } from '../../src/ai/classifier/classifier.ts';
import { type Example, trainClassifier } from '../../src/ai/classifier/train.ts';

interface TopicLine {
  slug: string;
  examples: string[];
}

interface ArticleLine {
  slug: string;
  title: string;
  body: string;
}

const FEES = [
  'what does the gold card cost',
  'gold card annual fee',
  'cuánto cuesta la tarjeta oro',
  'anualidad de la oro',
];
const HOURS = [
  'when does the branch open',
  'branch opening hours',
  'a qué hora abre la sucursal',
  'horario de sucursales',
];
const FAR = ['tell me a joke', 'what is the weather', 'cuéntame un chiste', 'qué clima hace hoy', 'who won the match'];
const SMALL: Example[] = [
  ...FEES.map((text) => ({ text, label: 'fees' })),
  ...HOURS.map((text) => ({ text, label: 'hours' })),
];

const trainSmall = (seed = 1): Classifier => trainClassifier(SMALL, { negatives: FAR, seed });
const best = (classifier: Classifier, text: string): string | undefined => classifier.classify(text)[0]?.label;

async function readJsonLines<Line>(path: string): Promise<Line[]> {
  const lines = (await Bun.file(path).text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Line);
}

describe('classifying', () => {
  const classifier = trainSmall();

  test('finds the topic in other words, without accents, with a slip, in both languages', () => {
    expect(best(classifier, 'how much is the gold crad, what does it cost?')).toBe('fees');
    expect(best(classifier, 'CUANTO CUESTA LA ORO')).toBe('fees');
    expect(best(classifier, 'opening hour of your branches')).toBe('hours');
    expect(best(classifier, 'a que hora abren la sucursal')).toBe('hours');
  });

  test('says "none" to what no topic is about, and to what it knows nothing of', () => {
    expect(best(classifier, 'tell me another joke')).toBe(NONE);
    expect(classifier.classify('')[0]).toEqual({ label: NONE, probability: 1 });
    expect(classifier.classify('¿¿¿ 🙂 ???')[0]).toEqual({ label: NONE, probability: 1 });
  });

  test('ranks every label once, best first, with probabilities that add up to one', () => {
    const ranked = classifier.classify('gold card fee');
    const probabilities = ranked.map(({ probability }) => probability);
    expect(ranked.map(({ label }) => label).sort()).toEqual(['fees', 'hours', NONE]);
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a));
    expect(probabilities.reduce((total, probability) => total + probability, 0)).toBeCloseTo(1, 5);
  });

  test('learns without negatives, and from examples labelled "none" as from negatives', () => {
    expect(best(trainClassifier(SMALL), 'gold card fee')).toBe('fees');
    const labelled = trainClassifier([...SMALL, ...FAR.map((text) => ({ text, label: NONE }))]);
    expect(best(labelled, 'tell me another joke')).toBe(NONE);
  });
});

describe('keeping', () => {
  test('the same examples and seed make the same bytes, another seed others', () => {
    expect(trainSmall(7).toBytes()).toEqual(trainSmall(7).toBytes());
    expect(trainSmall(7).toBytes()).not.toEqual(trainSmall(8).toBytes());
  });

  test('answers the same after a trip through bytes, wherever they start in a buffer', () => {
    const classifier = trainSmall();
    const bytes = classifier.toBytes();
    const shifted = Buffer.concat([Buffer.of(0), bytes]).subarray(1);
    for (const text of [...FEES, ...HOURS, ...FAR, 'something else']) {
      expect(Classifier.fromBytes(bytes).classify(text)).toEqual(classifier.classify(text));
      expect(Classifier.fromBytes(shifted).classify(text)).toEqual(classifier.classify(text));
    }
  });

  test('refuses bytes that are cut, of another version, or none at all', () => {
    const bytes = trainSmall().toBytes();
    const other = bytes.slice();
    other[0] = (other[0] ?? 0) + 1;
    for (const broken of [bytes.subarray(0, bytes.length - 1), other, new Uint8Array()]) {
      expect(() => Classifier.fromBytes(broken)).toThrow(RangeError);
    }
  });
});

describe('the demo bank', () => {
  test('finds the article of questions it was not shown, and keeps other matters apart', async () => {
    const topics = await readJsonLines<TopicLine>('data/demo-bank/examples.jsonl');
    const negatives = await readJsonLines<{ text: string }>('data/negatives.jsonl');
    const questions = topics.flatMap(({ slug, examples }) =>
      examples.map((text, index) => ({ text, label: slug, isShown: index % 5 !== 0 })),
    );
    const strangers = negatives.map(({ text }, index) => ({ text, isShown: index % 5 !== 0 }));
    const articles = await readJsonLines<ArticleLine>('data/demo-bank/articles.jsonl');
    const sentences = articles.flatMap(({ slug, title, body }) =>
      [title, ...body.split(/(?<=[.!?])\s+|\n+/)].map((text) => ({ text, label: slug })),
    );
    const classifier = trainClassifier([...questions.filter(({ isShown }) => isShown), ...sentences], {
      negatives: strangers.filter(({ isShown }) => isShown).map(({ text }) => text),
    });
    const unseen = questions.filter(({ isShown }) => !isShown);
    const ranked = unseen.map(({ text }) => classifier.classify(text).filter(({ label }) => label !== NONE));
    const within = (places: number): number =>
      unseen.filter(({ label }, at) => ranked[at]?.slice(0, places).some((entry) => entry.label === label)).length;
    const none = (text: string): number =>
      classifier.classify(text).find(({ label }) => label === NONE)?.probability ?? 0;
    const separation = areaUnderRoc(
      strangers.filter(({ isShown }) => !isShown).map(({ text }) => none(text)),
      unseen.map(({ text }) => none(text)),
    );
    expect(within(1) / unseen.length).toBeGreaterThan(0.65);
    expect(within(3) / unseen.length).toBeGreaterThan(0.8);
    expect(separation).toBeGreaterThan(0.85);
  });
});

describe('scores', () => {
  test('the area under the curve counts pairs in order, a tie as half', () => {
    expect(areaUnderRoc([0.9, 0.8], [0.1, 0.2])).toBe(1);
    expect(areaUnderRoc([0.1, 0.5], [0.5, 0.9])).toBe(0.125);
  });

  test('coverage leaves the least sure answers out', () => {
    const judged = [0.9, 0.8, 0.7, 0.1].map((confidence) => ({ confidence, isRight: confidence > 0.5 }));
    expect(accuracyAtCoverage(judged, 1)).toBe(0.75);
    expect(accuracyAtCoverage(judged, 0.75)).toBe(1);
  });
});
