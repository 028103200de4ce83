import { describe, expect, test } from 'bun:test';
import type { KnowledgeArticle } from '../../src/ai/answer.ts';
import { splitIntoPieces, splitIntoSentences } from '../../src/ai/passages.ts';
import { Retriever, SCORE_FLOOR } from '../../src/ai/retrieval.ts';
import { demoArticles } from '../support/demo-bank.ts';

const retriever = new Retriever();
retriever.replace(demoArticles(), 7);
const bestSlug = (text: string, language: 'es' | 'en' = 'es') => retriever.search(text, language)[0]?.slug;

describe('search', () => {
  test('finds in either language and shows the asked one', () => {
    const [passage] = retriever.search('hipoteca enganche', 'en');
    expect(passage?.slug).toBe('mortgage');
    expect(passage?.language).toBe('en');
  });

  test('shows the language there is when the asked one is missing', () => {
    const own = new Retriever();
    own.replace(
      demoArticles().filter(({ language }) => language === 'es'),
      1,
    );
    expect(own.search('mortgage down payment', 'en')[0]?.language).toBe('es');
  });

  test('accents, plurals and typos do not matter', () => {
    expect(bestSlug('TRANSFERENCIAS PROGRAMADAS')).toBe('scheduled-transfers');
    expect(bestSlug('tranferensias progamadas')).toBe('scheduled-transfers');
    expect(bestSlug('benefisiarios')).toBe('account-beneficiaries');
    expect(bestSlug('beneficiries', 'en')).toBe('account-beneficiaries');
  });

  test('colloquial words find what the bank calls otherwise', () => {
    expect(bestSlug('me adelantan lana de la quincena?')).toBe('payroll-portability');
    expect(bestSlug('que pasa si truena el banco')).toBe('deposit-insurance-ipab');
    expect(bestSlug('can I pay by tapping my phone', 'en')).toBe('contactless-payments');
  });

  test('scores lie between the floor and 1, best first, no more than asked for', () => {
    const passages = retriever.search('cuánto cuesta la anualidad de la Gold', 'es', 4);
    expect(passages.length).toBeLessThanOrEqual(4);
    expect(passages[0]?.text).toContain('1,450');
    const scores = passages.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    for (const score of scores) expect(score >= SCORE_FLOOR && score <= 1).toBe(true);
  });

  test('nothing for words that no article knows', () => {
    expect(retriever.search('zxqv wkjh', 'es')).toEqual([]);
    expect(new Retriever().search('hipoteca', 'es')).toEqual([]);
  });

  test('replace forgets what was there and keeps the version', () => {
    const article: KnowledgeArticle = {
      id: 1,
      slug: 'parking',
      language: 'en',
      title: 'Parking',
      category: 'general',
      tags: [],
      content: 'Parking is free for **2 hours**.',
      examples: [],
      version: 1,
    };
    const own = new Retriever();
    own.replace(demoArticles(), 1);
    own.replace([article], 2);
    expect(own.version).toBe(2);
    expect(own.search('mortgage', 'en')).toEqual([]);
    expect(own.search('is parking free', 'en')[0]?.text).toBe('Parking is free for **2 hours**.');
  });
});

describe('pieces', () => {
  test('headings, lists and tables', () => {
    const pieces = splitIntoPieces(
      'Intro.\n\n**Fees**\n\n- One\n- Two\n\n| Term | Rate |\n|---|---|\n| **28 days** | 7% |',
    );
    expect(pieces.map(({ text }) => text)).toEqual(['Intro.', 'One', 'Two', '**28 days**: 7%']);
    expect(pieces[1]?.heading).toBe('Fees');
  });

  test('every value of a wide row carries its column', () => {
    const [row] = splitIntoPieces('| Reason | Debit | Gold |\n|---|---|---|\n| Theft | $120 | $180 |');
    expect(row?.text).toBe('Theft: Debit $120; Gold $180');
  });

  test('sentences keep decimals and labels whole', () => {
    expect(splitIntoSentences('**Rate.** It is 4.50% a year. You can leave.')).toEqual([
      '**Rate.** It is 4.50% a year.',
      'You can leave.',
    ]);
  });
});
