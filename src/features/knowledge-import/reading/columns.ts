import { foldText } from '../../../lib/text.ts';

/** What of an article documents name, and by which words. */
const NAMES = {
  title: ['title', 'titulo', 'name', 'nombre', 'question', 'pregunta'],
  content: ['content', 'contenido', 'text', 'texto', 'body', 'cuerpo', 'answer', 'respuesta'],
  slug: ['slug', 'id', 'clave'],
  language: ['language', 'idioma', 'lang', 'lengua'],
  category: ['category', 'categoria', 'tema', 'topic'],
  tags: ['tags', 'etiquetas', 'keywords', 'palabras clave'],
  examples: ['examples', 'ejemplos', 'example questions', 'preguntas de ejemplo', 'questions', 'preguntas'],
} as const;

export type ColumnName = keyof typeof NAMES;

/** What a column or a key of the front matter means; null for others, which are ignored. */
export function columnOf(header: string): ColumnName | null {
  const word = foldText(header)
    .replace(/["'_\-\s]+/g, ' ')
    .trim();
  const found = Object.entries(NAMES).find(([, words]) => (words as readonly string[]).includes(word));
  return (found?.[0] as ColumnName | undefined) ?? null;
}

/** Of comma, semicolon and tab the one that stands most often in the first row. */
export function delimiterOf(firstRow: string): string {
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: firstRow.split(mark).length }));
  counts.sort((a, b) => b.count - a.count);
  return counts[0]?.mark ?? ',';
}

/** Several words in one cell. */
export const wordsIn = (cell: string): string[] => listed(cell, /[,;|\n]/);

/** Several questions in one cell: one a line, or with `|` between them. */
export const questionsIn = (cell: string): string[] => listed(cell, /[|\n]/);

const listed = (cell: string, mark: RegExp): string[] =>
  cell
    .split(mark)
    .map((word) => word.trim())
    .filter(Boolean);
