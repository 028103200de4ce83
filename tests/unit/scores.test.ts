import { describe, expect, test } from 'bun:test';
import type { Item } from '../../bench/judge.ts';
import { fallsSince, type Judged, scoresOf, tableOf } from '../../bench/scores.ts';
import type { Outcome } from '../../src/ai/answer.ts';
import { draft } from '../../src/ai/offline/drafts.ts';

const source = (slug: string) => ({ articleId: 1, slug, version: 1, score: 0.5, isCited: false });

function judged(expected: Outcome, given: Outcome, slugs: string[] = [], isRight = true): Judged {
  const expect: Item['expect'] = { outcome: expected, ...(expected === 'answer' && { articles: ['wanted'] }) };
  const last = { ...draft(given, 'Dos palabras', 0.9, null), sources: slugs.map(source) };
  return {
    item: { id: 'one', lang: 'es', turns: ['?'], identity: 'anonymous', expect },
    conversation: { last, replies: [last.text], isGrounded: true },
    verdict: { wrong: isRight ? [] : ['wrong'], redLines: [] },
  };
}

describe('scores', () => {
  const all = scoresOf([
    judged('answer', 'answer', ['wanted']),
    judged('answer', 'unsure', ['other', 'another', 'wanted'], false),
    judged('handoff', 'handoff'),
    judged('refuse', 'handoff', [], false),
    judged('unsure', 'refuse', [], false),
  ]);

  test('precision and recall, by language and for all', () => {
    expect(all.byLanguage.es).toEqual(all.byLanguage.all as NonNullable<typeof all.byLanguage.all>);
    expect(all.byLanguage.all).toMatchObject({
      conversations: 5,
      right: 40,
      recallAt1: 50,
      recallAt3: 100,
      grounded: null,
      refusalPrecision: 0,
      refusalRecall: 0,
      handoffPrecision: 50,
      handoffRecall: 100,
    });
    expect(all.byOutcome.answer).toEqual({ right: 1, all: 2 });
  });

  test('a fall of more than two points is told, a new set is none', () => {
    const at = (right: number) => ({ dev: { ...all, byLanguage: { all: { ...all.byLanguage.all, right } } } }) as never;
    expect(fallsSince(at(90), at(88))).toEqual([]);
    expect(fallsSince(at(90), at(87.9))).toHaveLength(1);
    expect(fallsSince({}, at(1))).toEqual([]);
  });

  test('the table names every language', () => {
    expect(tableOf('dev', all)).toMatch(/all .*\n\s+es /);
  });
});
