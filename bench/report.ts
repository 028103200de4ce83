import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from './metrics.ts';
import type { Spread } from './statistics.ts';

const RESULTS_FOLDER = join(import.meta.dir, 'results');
const DOCUMENT = join(import.meta.dir, '../docs/benchmarks.md');
const BEGIN = '<!-- figures: begin -->';
const END = '<!-- figures: end -->';

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

/** Replaces the figures in the documentation. */
export function writeDocument(machine: string[], notes: string[], table: string): void {
  const day = new Date().toISOString().slice(0, 10);
  const facts = [`Measured on ${day}.`, ...machine, ...notes].map((line) => `- ${line}`).join('\n');
  const text = readFileSync(DOCUMENT, 'utf8');
  writeFileSync(DOCUMENT, withFigures(text, `${facts}\n\n${table}`));
}

/** Errors: throws when the text has no place for figures. */
export function withFigures(text: string, figures: string): string {
  const from = text.indexOf(BEGIN);
  const to = text.indexOf(END);
  if (from < 0 || to < from) throw new Error(`the document has no ${BEGIN} … ${END}`);
  return `${text.slice(0, from + BEGIN.length)}\n${figures}\n${text.slice(to)}`;
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
