import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../lib/root.ts';
import type { KnowledgeArticle } from '../answer.ts';
import { isMentioned } from './out-of-scope.ts';

const FILE = join(PROJECT_ROOT, 'data/negatives.jsonl');

/** `far`: no matter of a bank. `near`: what banks are asked for and this one may not have. */
interface Negative {
  kind: 'near' | 'far';
  lang: 'es' | 'en';
  text: string;
}

export function readNegatives(): Negative[] {
  const lines = readFileSync(FILE, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** Questions about matters that the articles do not cover, to learn from what not to answer. */
export function otherMatters(articles: readonly KnowledgeArticle[]): string[] {
  const negatives = readNegatives().filter(({ kind, text }) => kind === 'far' || !isMentioned(text, articles));
  return negatives.map(({ text }) => text);
}
