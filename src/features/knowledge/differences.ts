import type { Difference, DiffLine, Words } from './model.ts';

/** Lines that stay the same are shown so far around what changed. */
const CONTEXT_LINES = 2;
/** What differs in more lines, or a line in more words, was written anew: looking for what stayed takes the square of it. */
const MOST_LINES = 1_000;
const MOST_WORDS = 200;

/** What is different between two versions, field by field; fields that are the same are left out. */
export async function differencesOf(before: Words | null, after: Words): Promise<Difference[]> {
  const differences = FIELDS.map(async (field) => {
    const [from, to] = [before ? textOf(before, field) : '', textOf(after, field)];
    return from === to ? [] : [{ field, lines: await linesBetween(from, to) }];
  });
  return (await Promise.all(differences)).flat();
}

/** The lines of two texts, with what became of each; lines far from every change are left out. */
export async function linesBetween(from: string, to: string): Promise<DiffLine[]> {
  const { diffLines, diffWordsWithSpace } = await import('diff');
  const marked = (before: string, after: string): DiffLine['parts'] => {
    const words = diffWordsWithSpace(before, after, { maxEditLength: MOST_WORDS }) ?? writtenAnew(before, after);
    return words.map(({ value, added, removed }) => ({
      text: value,
      kind: added ? 'added' : removed ? 'removed' : 'same',
    }));
  };
  const [first, last] = [ended(from), ended(to)];
  const changes = diffLines(first, last, { maxEditLength: MOST_LINES }) ?? writtenAnew(first, last);
  const found: DiffLine[] = [];
  for (let at = 0; at < changes.length; at += 1) {
    const { value, added, removed } = changes[at] as (typeof changes)[number];
    const next = changes[at + 1];
    if (removed && next?.added) {
      found.push({ kind: 'changed', parts: marked(trimmedEnd(value), trimmedEnd(next.value)) });
      at += 1;
    } else {
      const kind = added ? 'added' : removed ? 'removed' : 'same';
      const texts = trimmedEnd(value).split('\n');
      const shown = kind === 'same' ? folded(texts, at === 0, at === changes.length - 1) : texts;
      for (const text of shown) {
        if (typeof text === 'number') found.push({ kind: 'skipped', count: text, parts: [] });
        else found.push({ kind, parts: [{ text, kind }] });
      }
    }
  }
  return found;
}

const FIELDS = ['title', 'content', 'examples', 'category', 'tags', 'effectiveFrom', 'expiresAt'] as const;

function textOf(words: Words, field: (typeof FIELDS)[number]): string {
  const value = words[field];
  if (Array.isArray(value)) return value.join(field === 'tags' ? ', ' : '\n');
  return value instanceof Date ? value.toISOString() : (value ?? '');
}

const writtenAnew = (before: string, after: string) =>
  [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ].filter(({ value }) => value !== '');

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
const trimmedEnd = (text: string): string => text.replace(/\n$/, '');

/** Of lines that stay the same, those next to a change; a number stands for so many that are left out. */
function folded(lines: string[], isFirst: boolean, isLast: boolean): (string | number)[] {
  const before = isFirst ? 0 : CONTEXT_LINES;
  const after = isLast ? 0 : CONTEXT_LINES;
  const hidden = lines.length - before - after;
  if (hidden < 2) return lines;
  return [...lines.slice(0, before), hidden, ...(after === 0 ? [] : lines.slice(-after))];
}
