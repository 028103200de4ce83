import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { CATEGORIES } from '../../src/ai/answer.ts';
import { type Emergency, triage } from '../../src/ai/triage.ts';
import { LANGUAGES, type Language } from '../../src/lib/language.ts';

interface Wording {
  lang: Language;
  kind: string;
  /** The weights are fitted to the open part; the held-out part was frozen before the rules and weights were changed. */
  split: 'open' | 'held_out' | 'indirect' | 'unseen';
  text: string;
}
interface Judged extends Wording {
  found: Emergency | null;
}

const PRIORITIES = new Map([
  ['bereavement', 'HIGH'],
  ['legal', 'HIGH'],
  ['complaint', 'HIGH'],
  ['person', 'MEDIUM'],
]);
const LEAST_PER_LANGUAGE = { urgent: 220, informational: 150, handoff: 60 };
const LEAST_PER_KIND = 15;

const readSet = (name: string): Judged[] =>
  readFileSync(new URL(`../data/triage-${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Wording)
    .map((wording) => ({ ...wording, found: triage(wording.text, []) }));

const isUrgent = ({ found }: Judged): boolean => found?.handoff.priority === 'URGENT';
const textsOf = (wordings: Judged[]): string[] => wordings.map(({ text, found }) => `${text} → ${found?.kind}`);

const urgent = readSet('urgent');
const informational = readSet('informational');
const handoff = readSet('handoff');
const indirect = readSet('indirect');
const unseen = readSet('unseen');

describe.each([...LANGUAGES])('wordings in %s', (language) => {
  const inLanguage = (wordings: Judged[]) => wordings.filter(({ lang }) => lang === language);

  test('the sets are large enough', () => {
    expect(inLanguage(urgent).length).toBeGreaterThanOrEqual(LEAST_PER_LANGUAGE.urgent);
    expect(inLanguage(informational).length).toBeGreaterThanOrEqual(LEAST_PER_LANGUAGE.informational);
    expect(inLanguage(handoff).length).toBeGreaterThanOrEqual(LEAST_PER_LANGUAGE.handoff);
  });

  test('of 100 emergencies at most one is missed, also among those held out', () => {
    const wordings = inLanguage(urgent);
    const missed = wordings.filter((wording) => !isUrgent(wording));
    expect(textsOf(missed).slice(Math.floor(wordings.length * 0.01))).toEqual([]);
    const heldOut = wordings.filter(({ split }) => split === 'held_out');
    expect(heldOut.filter(isUrgent).length / heldOut.length).toBeGreaterThanOrEqual(0.96);
  });

  test('each emergency is told for what it is in nine of ten cases', () => {
    const found = inLanguage(urgent).filter(isUrgent);
    expect(found.filter((wording) => wording.found?.kind === wording.kind).length / found.length).toBeGreaterThan(0.9);
  });

  test('calm questions about the same matters raise an alarm in at most 3 of 100 cases', () => {
    const wordings = inLanguage(informational);
    const alarms = wordings.filter(({ found }) => found !== null);
    expect(textsOf(alarms).slice(Math.floor(wordings.length * 0.03))).toEqual([]);
  });

  test.each([...PRIORITIES])('%s reaches a person with priority %s', (kind, priority) => {
    const wordings = inLanguage(handoff).filter((wording) => wording.kind === kind);
    const right = wordings.filter(({ found }) => found?.kind === kind && found.handoff.priority === priority);
    expect(wordings.length).toBeGreaterThanOrEqual(LEAST_PER_KIND);
    expect(right.length / wordings.length).toBeGreaterThanOrEqual(0.95);
  });

  test('far-fetched wordings are mostly understood', () => {
    const wordings = inLanguage(indirect);
    const [calm, alarmed] = [true, false].map((wanted) =>
      wordings.filter(({ kind }) => (kind === 'informational') === wanted),
    ) as [Judged[], Judged[]];
    expect(alarmed.filter(isUrgent).length / alarmed.length).toBeGreaterThanOrEqual(0.85);
    expect(calm.filter(({ found }) => found !== null).length / calm.length).toBeLessThanOrEqual(0.07);
  });

  test('wordings that neither rules nor weights were made from are mostly understood', () => {
    const wordings = inLanguage(unseen);
    const emergencies = wordings.filter(({ kind }) => kind !== 'informational' && !PRIORITIES.has(kind));
    const needs = wordings.filter(({ kind }) => PRIORITIES.has(kind));
    const calm = wordings.filter(({ kind }) => kind === 'informational');
    expect(emergencies.filter(isUrgent).length / emergencies.length).toBeGreaterThanOrEqual(0.85);
    expect(needs.filter(({ found, kind }) => found?.kind === kind).length / needs.length).toBeGreaterThanOrEqual(0.85);
    expect(textsOf(calm.filter(({ found }) => found !== null)).length).toBeLessThanOrEqual(1);
  });
});

test('every hand-over names one of the categories and a subject', () => {
  for (const { found } of [...urgent, ...handoff, ...indirect]) {
    if (!found) continue;
    expect(CATEGORIES).toContain(found.handoff.category);
    expect(found.handoff.subject.length).toBeGreaterThan(3);
  }
});
