import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './metrics.ts';
import type { Spread } from './statistics.ts';

const RESULTS_FOLDER = join(import.meta.dir, 'results');
export const DOCS_FOLDER = join(import.meta.dir, '../docs');

/** The figures as a Markdown table, columns lined up so that it reads well in a terminal too. */
export function tableOf(rows: Row[], names: string[]): string {
  const [first = '', ...others] = names;
  const lines = [
    ['what', ...names, ...others.map((name) => `${first} against ${name}`)],
    ...rows.map((row) => [
      `${row.label} (${row.unit})`,
      ...names.map((name) => figure(row.values[name])),
      ...others.map((name) => ratio(row.ratios[name])),
    ]),
  ];
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  const [head = '', ...body] = lines.map(
    (cells) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`,
  );
  return [head, `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body].join('\n');
}

/** Answers where the raw figures were written. */
export function writeResults(content: object): string {
  mkdirSync(RESULTS_FOLDER, { recursive: true });
  const path = join(RESULTS_FOLDER, `${new Date().toISOString().replaceAll(':', '-')}.json`);
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
  return path;
}

/** When it was measured, and on what: a list. */
export const factLines = (facts: readonly string[]): string[] =>
  [`Measured on ${new Date().toISOString().slice(0, 10)}.`, ...facts].map((line) => `- ${line}`);

/** Replaces what stands between `<!-- name: begin -->` and `<!-- name: end -->` in a document of docs/. */
export function writeFigures(document: string, name: string, lines: readonly string[]): void {
  const path = join(DOCS_FOLDER, document);
  writeFileSync(path, withFigures(readFileSync(path, 'utf8'), name, lines));
}

/** Errors: throws when the text has no such place. */
export function withFigures(text: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the document has no ${begin} … ${end}`);
  return `${text.slice(0, from + begin.length)}\n${lines.join('\n')}\n${text.slice(to)}`;
}

function figure(spread: Spread | undefined): string {
  return spread ? short(spread.median) : '–';
}

function ratio(spread: Spread | undefined): string {
  return spread ? `${short(spread.median)} × (${short(spread.least)}–${short(spread.most)})` : '–';
}

function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (Math.abs(value) >= 1_000) return Math.round(value).toLocaleString('en-US');
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
