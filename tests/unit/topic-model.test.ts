import { describe, expect, test } from 'bun:test';
import { answerFromKnowledge } from '../../src/ai/offline/knowledge-answer.ts';
import { otherMatters, readNegatives } from '../../src/ai/offline/other-matters.ts';
import { Retriever } from '../../src/ai/retrieval.ts';
import { TopicModel } from '../../src/ai/topic-model.ts';
import type { Language } from '../../src/lib/language.ts';
import { demoArticles } from '../support/demo-bank.ts';

const EVERY = 5;
const isHeldOut = (index: number): boolean => index % EVERY === 0;
const articles = demoArticles();
const taught = articles.map((article) => ({
  ...article,
  examples: article.examples.filter((_, index) => !isHeldOut(index)),
}));
const asked = articles.flatMap(({ slug, language, examples }) =>
  examples.filter((_, index) => isHeldOut(index)).map((text) => ({ slug, language, text })),
);
const ASKER = { history: [], level: 0, bankName: 'Bank', emergencyPhone: '55 1111 2222', passages: [] };
const negatives = readNegatives();
const others = negatives.filter((_, index) => !isHeldOut(index)).map(({ text }) => text);

/** How the assistant stands on what it was not shown. Units: shares. */
function measure(retriever: Retriever) {
  const outcome = (text: string, language: Language) => answerFromKnowledge({ ...ASKER, text, language }, retriever);
  const strangers = negatives.filter((_, index) => isHeldOut(index));
  const share = (kind: 'near' | 'far') => {
    const ofKind = strangers.filter((negative) => negative.kind === kind);
    return ofKind.filter(({ text, lang }) => outcome(text, lang).outcome === 'answer').length / ofKind.length;
  };
  const found = asked.filter(({ slug, language, text }) => retriever.rank(text, language, 1)[0]?.slug === slug);
  const right = asked.filter(({ slug, language, text }) =>
    outcome(text, language).citations.some((citation) => citation.slug === slug),
  );
  return {
    found: found.length / asked.length,
    right: right.length / asked.length,
    near: share('near'),
    far: share('far'),
  };
}

function retrieverOf(version = 1): Retriever {
  const retriever = new Retriever();
  retriever.replace(taught, version);
  return retriever;
}

describe('what is learnt from questions', () => {
  test('finds held-out questions more often, and seldom answers what the bank does not cover', async () => {
    const [plain, learnt] = [retrieverOf(), retrieverOf()];
    learnt.adopt(await TopicModel.learn(taught, others), 1);
    const [before, after] = [measure(plain), measure(learnt)];
    expect(after.found).toBeGreaterThan(before.found + 0.01);
    expect(after.right).toBeGreaterThan(0.79);
    expect(before.near).toBeGreaterThan(0.2);
    expect(after.near).toBeLessThan(0.17);
    expect(after.far).toBeLessThan(0.13);
  });

  test('is the same for the same texts, byte for byte, and after a trip through bytes', async () => {
    const [one, two] = [await TopicModel.learn(taught, others), await TopicModel.learn(taught, others)];
    expect(one.toBytes()).toEqual(two.toBytes());
    const [here, there] = [retrieverOf(), retrieverOf()];
    here.adopt(one, 1);
    there.adopt(TopicModel.fromBytes(one.toBytes()), 1);
    const scoresOf = (retriever: Retriever) =>
      retriever.rank('cuánto cuesta la anualidad de la Gold', 'es', 5).map(({ slug, score }) => [slug, score]);
    expect(scoresOf(there)).toEqual(scoresOf(here));
    expect(scoresOf(here)).not.toEqual(scoresOf(retrieverOf()));
    expect(() => TopicModel.fromBytes(one.toBytes().subarray(1))).toThrow(RangeError);
  });

  test('lets the process do other things while it learns', async () => {
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    await TopicModel.learn(taught, others);
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(10);
  });

  test('is not used for other articles than those it was learnt from', async () => {
    const model = await TopicModel.learn(taught.slice(0, 10), []);
    const retriever = retrieverOf(2);
    const scores = () => retriever.rank('cuánto cuesta ver mi saldo', 'es', 3).map(({ score }) => score);
    const before = scores();
    retriever.adopt(model, 1);
    expect(scores()).toEqual(before);
    retriever.adopt(model, 2);
    expect(scores()).not.toEqual(before);
  });
});

describe('questions about other matters', () => {
  test('leave out what an article of the bank mentions', () => {
    const lending = articles.map((article, index) =>
      index === 0 ? { ...article, content: `${article.content}\n\nTenemos crédito educativo.` } : article,
    );
    const [usual, fewer] = [otherMatters(articles), otherMatters(lending)];
    expect(usual).toContain('do you offer student loans');
    expect(fewer).not.toContain('do you offer student loans');
    expect(fewer.length).toBeGreaterThan(usual.length - 20);
  });
});
