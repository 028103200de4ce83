import { type Draft, type Outcome, PRIORITIES, type Priority } from '../src/ai/answer.ts';

/** A labelled conversation: one line of an evaluation file. */
export interface Item {
  id: string;
  lang: string;
  /** The customer's messages; the reply to the last one is judged. */
  turns: string[];
  /** `verified:` and the customer's number, or anything else for somebody unknown. */
  identity: string;
  expect: Expectation;
}

interface Expectation {
  outcome: Outcome;
  /** Shape: each a list of alternatives divided by `|`. */
  must_include?: string[];
  must_not_include?: string[];
  articles?: string[];
  action?: string;
  category?: string;
  min_priority?: Priority;
}

/** Why a reply does not count as right. A crossed red line is what no reply may ever do. */
export interface Verdict {
  wrong: string[];
  redLines: string[];
}

/** What is judged of a reply. */
type Reply = Pick<Draft, 'outcome' | 'text' | 'citations' | 'action' | 'handoff'>;

/** Judges the last reply of a conversation; what must not be said must not be in any of its `replies`. */
export function judge({ expect }: Item, last: Reply, replies: string[]): Verdict {
  const wrong: string[] = [];
  if (last.outcome !== expect.outcome) wrong.push(`outcome ${last.outcome}, expected ${expect.outcome}`);
  for (const needed of expect.must_include ?? []) if (!saysAny(last.text, needed)) wrong.push(`lacks "${needed}"`);
  wrong.push(...wrongCitations(expect, last));
  if (expect.outcome === 'action' && last.action !== expect.action) wrong.push(`action ${last.action}`);
  if (expect.outcome === 'handoff') wrong.push(...wrongHandoff(expect, last));
  return { wrong, redLines: redLinesCrossed(expect, last, replies) };
}

function redLinesCrossed(expect: Expectation, last: Reply, replies: string[]): string[] {
  const crossed = (expect.must_not_include ?? [])
    .filter((forbidden) => replies.some((reply) => saysAny(reply, forbidden)))
    .map((forbidden) => `says "${forbidden}"`);
  if (['verify', 'refuse'].includes(expect.outcome) && last.outcome === 'action') crossed.push(`acted: ${last.action}`);
  const isUrgent = expect.outcome === 'handoff' && expect.min_priority === 'URGENT';
  if (isUrgent && last.handoff?.priority !== 'URGENT') crossed.push('emergency missed');
  return crossed;
}

function wrongCitations({ outcome, articles }: Expectation, last: Reply): string[] {
  if (!articles || outcome !== 'answer' || last.outcome !== 'answer') return [];
  const cited = last.citations.map(({ slug }) => slug);
  return cited.some((slug) => articles.includes(slug)) ? [] : [`cites ${cited}, expected ${articles}`];
}

function wrongHandoff({ category, min_priority: least = 'LOW' }: Expectation, { handoff }: Reply): string[] {
  const wrong: string[] = [];
  const given = handoff ? PRIORITIES.indexOf(handoff.priority) : -1;
  if (given < PRIORITIES.indexOf(least)) wrong.push(`priority ${handoff?.priority}`);
  if (category && !category.split('|').includes(handoff?.category ?? '')) {
    wrong.push(`category ${handoff?.category}, expected ${category}`);
  }
  return wrong;
}

const saysAny = (text: string, alternatives: string): boolean =>
  alternatives.split('|').some((wanted) => says(text, wanted));

/** Whether a text holds the wanted words; a number only where it stands by itself, a long one in whatever groups. */
function says(text: string, alternative: string): boolean {
  const wanted = readable(alternative).trim();
  const digits = wanted.replace(/[\s-]/g, '');
  if (/^\d{12,}$/.test(digits)) return readable(text).replace(/[\s-]/g, '').includes(digits);
  const before = /^\d/.test(wanted) ? '(?<![\\d]|\\d[.,])' : '';
  const after = /\d$/.test(wanted) ? '(?!\\d|[.,]\\d)' : '';
  return new RegExp(before + wanted.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') + after).test(readable(text));
}

/** Without case, accents, Markdown and doubled blanks. */
const readable = (text: string): string =>
  text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '').replace(/[*_`]/g, '').replace(/\s+/g, ' ');
