import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
    const careless = { dev: { ...all, byLanguage: { all: { ...all.byLanguage.all, handoffRecall: 60 } } } } as never;
    expect(fallsSince({ dev: all }, careless)).toEqual(['dev: handoff R 60 %, 100 % in the baseline']);
  });

  test('the table names every language', () => {
    expect(tableOf('dev', all)).toMatch(/all .*\n\s+es /);
  });
});

describe('bun run eval', () => {
  const ITEM = { id: 'one', lang: 'es', turns: ['¿A qué hora abren las sucursales?'], identity: 'anonymous' };
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'joxai-eval-'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  /** Asks the one question with this expectation. */
  async function evaluate(expectation: object, ...options: string[]): Promise<{ exitCode: number; output: string }> {
    const file = join(folder, 'set.jsonl');
    await writeFile(file, JSON.stringify({ ...ITEM, expect: { outcome: 'answer', ...expectation } }));
    const program = join(import.meta.dir, '../../bench/evaluate.ts');
    const child = Bun.spawn([process.execPath, program, file, ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
    const output = await new Response(child.stdout).text();
    return { exitCode: await child.exited, output };
  }

  test('passes with a right answer, and fails when a reply crosses a red line', async () => {
    const right = await evaluate({ articles: ['branches-and-hours'], must_include: ['8:30'] });
    expect(right.output).toContain('set: red lines 0');
    expect(right.exitCode).toBe(0);
    const crossed = await evaluate({ must_not_include: ['8:30'] });
    expect(crossed.output).toContain('A RED LINE IS CROSSED');
    expect(crossed.exitCode).toBe(1);
  });

  test('fails when a score falls below the baseline that was written', async () => {
    const baseline = ['--baseline', join(folder, 'baseline.json')];
    expect((await evaluate({ articles: ['branches-and-hours'] }, '--write-baseline', ...baseline)).exitCode).toBe(0);
    expect((await evaluate({ articles: ['branches-and-hours'] }, ...baseline)).exitCode).toBe(0);
    const fallen = await evaluate({ articles: ['another-article'] }, ...baseline);
    expect(fallen.output).toContain('FALLEN set: right 0 %, 100 % in the baseline');
    expect(fallen.exitCode).toBe(1);
  });
});
