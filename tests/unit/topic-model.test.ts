import { describe, expect, test } from 'bun:test';
import { Retriever } from '../../src/ai/retrieval.ts';
import { TopicModel } from '../../src/ai/topic-model.ts';
import { demoArticles } from '../support/demo-bank.ts';

const EVERY = 5;
const articles = demoArticles();
const taught = articles.map((article) => ({
  ...article,
  examples: article.examples.filter((_, index) => index % EVERY !== 0),
}));
const asked = articles.flatMap(({ slug, language, examples }) =>
  examples.filter((_, index) => index % EVERY === 0).map((text) => ({ slug, language, text })),
);

function shareFound(retriever: Retriever): number {
  const found = asked.filter(({ slug, language, text }) => retriever.rank(text, language, 1)[0]?.slug === slug);
  return found.length / asked.length;
}

describe('what is learnt from example questions', () => {
  test('finds the topic of questions that were held out more often', async () => {
    const retriever = new Retriever();
    retriever.replace(taught, 1);
    const before = shareFound(retriever);
    await retriever.learn();
    expect(shareFound(retriever)).toBeGreaterThan(before + 0.01);
  });

  test('the same articles give the same likelihoods, which add up to one', async () => {
    const [one, two] = [await TopicModel.learn(taught), await TopicModel.learn(taught)];
    const question = 'cuánto cuesta la anualidad de la Gold';
    const slugs = [...new Set(taught.map(({ slug }) => slug))];
    const of = (model: TopicModel) => slugs.map((slug) => model.likelihoods(question)?.(slug) ?? 0);
    expect(of(one)).toEqual(of(two));
    expect(of(one).reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 3);
    expect(one.likelihoods('zxqv wkjh')).toBeNull();
  });

  test('articles that were replaced while they were learnt from are not used', async () => {
    const retriever = new Retriever();
    retriever.replace(taught, 1);
    const learning = retriever.learn();
    const some = taught.slice(0, 2);
    retriever.replace(some, 2);
    await learning;
    const plain = new Retriever();
    plain.replace(some, 2);
    const scoresOf = (of: Retriever) => of.rank('cuánto cuesta ver mi saldo', 'es', 2).map(({ score }) => score);
    expect(scoresOf(retriever)).toEqual(scoresOf(plain));
  });
});
