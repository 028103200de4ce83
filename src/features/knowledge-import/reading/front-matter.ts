import { YAML } from 'bun';
import { columnOf, questionsIn, wordsIn } from './columns.ts';
import { ReadFault } from './read-fault.ts';

/** What a document says about itself before its text begins. */
export interface FrontMatter {
  title: string | null;
  slug: string | null;
  language: string | null;
  category: string | null;
  tags: string[];
  examples: string[];
}

export const NOTHING_SAID: FrontMatter = {
  title: null,
  slug: null,
  language: null,
  category: null,
  tags: [],
  examples: [],
};

const BLOCK = /^---[ \t]*\n([\s\S]*?)\n?---[ \t]*(?:\n|$)/;
/** Characters. Nobody writes more, and a parser's work has an end. */
const MAX_CHARS = 20_000;

/**
 * Parts YAML between two lines of `---` from the text after it. `lines` is how many lines it took. Errors: front_matter.
 */
export function readFrontMatter(text: string): { said: FrontMatter; body: string; lines: number } {
  const found = BLOCK.exec(text);
  if (!found) return { said: NOTHING_SAID, body: text, lines: 0 };
  const [whole, yaml = ''] = found;
  const values = parse(yaml);
  // A line of dashes is a rule, too; what has none of our keys is text.
  if (values === null) return { said: NOTHING_SAID, body: text, lines: 0 };
  const said = saidBy(Object.entries(values));
  return { said, body: text.slice(whole.length), lines: whole.split('\n').length - 1 };
}

function parse(yaml: string): object | null {
  if (yaml.length > MAX_CHARS) throw new ReadFault('front_matter', { line: 1 });
  try {
    const value: unknown = YAML.parse(yaml);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    if (!/^[\w\p{L} ]+:/mu.test(yaml)) return null;
    throw new ReadFault('front_matter', { line: 1 });
  }
}

/** Keys are taken in either language; what is not ours is left alone. */
export function saidBy(entries: readonly (readonly [string, unknown])[]): FrontMatter {
  const said = { ...NOTHING_SAID };
  for (const [key, value] of entries) {
    const name = columnOf(key);
    if (name === null || name === 'content') continue;
    if (name === 'tags') said.tags = listOf(value, wordsIn);
    else if (name === 'examples') said.examples = listOf(value, questionsIn);
    else said[name] = textOf(value);
  }
  return said;
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value).trim() || null : null;

function listOf(value: unknown, split: (text: string) => string[]): string[] {
  if (Array.isArray(value)) return value.map(textOf).filter((one) => one !== null);
  return typeof value === 'string' ? split(value) : [];
}
