import type { Outcome } from '../src/ai/answer.ts';
import type { Conversation } from './conversing.ts';
import type { Item, Verdict } from './judge.ts';

/** One judged conversation. */
export interface Judged {
  item: Item;
  conversation: Conversation;
  verdict: Verdict;
}

/** Units: percent, to one decimal; null where there was nothing to measure. */
export interface Scores {
  conversations: number;
  right: number | null;
  /** Of the conversations that an article answers: it was the nearest topic, or one of the three nearest. */
  recallAt1: number | null;
  recallAt3: number | null;
  /** Of the replies that state something from an article or an account. */
  grounded: number | null;
  refusalPrecision: number | null;
  refusalRecall: number | null;
  handoffPrecision: number | null;
  handoffRecall: number | null;
}

/** A set's scores by language, `all` first, and how many of its conversations cross a red line. */
export interface SetScores {
  byLanguage: Record<string, Scores>;
  byOutcome: Record<string, { right: number; all: number }>;
  redLines: number;
  /** Of the answers from articles. Units: words. */
  words: { median: number; p90: number };
}

/** Units: percentage points. A greater fall of any rate against the baseline fails. */
export const TOLERATED_POINTS = 2;

export function scoresOf(judged: Judged[]): SetScores {
  const languages = [...new Set(judged.map(({ item }) => item.lang))].sort();
  const byLanguage: Record<string, Scores> = { all: scoreOf(judged) };
  for (const language of languages) byLanguage[language] = scoreOf(judged.filter(({ item }) => item.lang === language));
  const byOutcome: SetScores['byOutcome'] = {};
  for (const { item, verdict } of judged) {
    const row = byOutcome[item.expect.outcome] ?? { right: 0, all: 0 };
    byOutcome[item.expect.outcome] = { right: row.right + Number(isRight(verdict)), all: row.all + 1 };
  }
  const lengths = judged
    .filter(({ conversation: { last } }) => last.outcome === 'answer' && last.citations.length > 0)
    .map(({ conversation: { last } }) => last.text.split(/\s+/).length)
    .sort((a, b) => a - b);
  const at = (share: number) => lengths[Math.floor(lengths.length * share)] ?? 0;
  const redLines = judged.filter(({ verdict }) => verdict.redLines.length > 0).length;
  return { byLanguage, byOutcome, redLines, words: { median: at(0.5), p90: at(0.9) } };
}

export const isRight = ({ wrong, redLines }: Verdict): boolean => wrong.length === 0 && redLines.length === 0;

function scoreOf(judged: Judged[]): Scores {
  const articled = judged.filter(({ item: { expect } }) => expect.outcome === 'answer' && expect.articles);
  const factual = judged.filter(({ conversation: { last } }) => last.citations.length > 0 || last.outcome === 'action');
  return {
    conversations: judged.length,
    right: share(judged, ({ verdict }) => isRight(verdict)),
    recallAt1: share(articled, (one) => isNear(one, 1)),
    recallAt3: share(articled, (one) => isNear(one, 3)),
    grounded: share(factual, ({ conversation }) => conversation.isGrounded),
    refusalPrecision: precision(judged, 'refuse'),
    refusalRecall: recall(judged, 'refuse'),
    handoffPrecision: precision(judged, 'handoff'),
    handoffRecall: recall(judged, 'handoff'),
  };
}

const isNear = ({ item, conversation }: Judged, places: number): boolean =>
  (conversation.last.sources ?? []).slice(0, places).some(({ slug }) => item.expect.articles?.includes(slug));

const precision = (judged: Judged[], outcome: Outcome): number | null =>
  share(
    judged.filter(({ conversation }) => conversation.last.outcome === outcome),
    ({ item }) => item.expect.outcome === outcome,
  );

const recall = (judged: Judged[], outcome: Outcome): number | null =>
  share(
    judged.filter(({ item }) => item.expect.outcome === outcome),
    ({ conversation }) => conversation.last.outcome === outcome,
  );

function share<One>(all: One[], holds: (one: One) => boolean): number | null {
  return all.length === 0 ? null : Math.round((1_000 * all.filter(holds).length) / all.length) / 10;
}

const COLUMNS: [keyof Scores, string][] = [
  ['conversations', 'n'],
  ['right', 'right'],
  ['recallAt1', 'topic@1'],
  ['recallAt3', 'topic@3'],
  ['grounded', 'grounded'],
  ['refusalPrecision', 'refuse P'],
  ['refusalRecall', 'refuse R'],
  ['handoffPrecision', 'handoff P'],
  ['handoffRecall', 'handoff R'],
];
const RATES = COLUMNS.filter(([key]) => key !== 'conversations');
const WIDTH = 10;

/** The table that `bun run eval` prints for a set. */
export function tableOf(name: string, { byLanguage, byOutcome, redLines, words }: SetScores): string {
  const row = (cells: string[]) => cells.map((cell) => cell.padStart(WIDTH)).join('');
  const lines = Object.entries(byLanguage).map(([language, scores]) =>
    row([language, ...COLUMNS.map(([key]) => String(scores[key] ?? '–'))]),
  );
  const outcomes = Object.entries(byOutcome).map(([outcome, { right, all }]) => `${outcome} ${right}/${all}`);
  return [
    `${name}: red lines ${redLines}; words an answer: median ${words.median}, p90 ${words.p90}`,
    row(['', ...COLUMNS.map(([, title]) => title)]),
    ...lines,
    outcomes.join(', '),
  ].join('\n');
}

/** What is worse than it was by more than is tolerated, in words. A set that the baseline does not know is no fall. */
export function fallsSince(baseline: Record<string, SetScores>, now: Record<string, SetScores>): string[] {
  return Object.entries(now).flatMap(([name, scores]) =>
    RATES.flatMap(([key, title]) => {
      const before = baseline[name]?.byLanguage.all?.[key] ?? null;
      const after = scores.byLanguage.all?.[key] ?? null;
      const isFall = before !== null && after !== null && before - after > TOLERATED_POINTS;
      return isFall ? [`${name}: ${title} ${after} %, ${before} % in the baseline`] : [];
    }),
  );
}
