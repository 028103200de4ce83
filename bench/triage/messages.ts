import { readdirSync, readFileSync } from 'node:fs';
import { CLASSES, type MessageClass } from '../../src/ai/triage/classifier.ts';
import { LANGUAGES, type Language } from '../../src/lib/language.ts';
import { pick, random } from './random.ts';

/** A message as a customer may write it. */
export interface Message {
  kind: MessageClass;
  lang: Language;
  text: string;
  /** Where it stands among those of its heading. Units: 0 to below 1. Translations of it stand at about the same place. */
  place: number;
}

const FOLDER = new URL('messages/', import.meta.url);
const TYPOS_PER_LETTER = 0.02;
const LOST_WORDS = 0.04;

/** The messages that were written one by one: bench/triage/messages. */
export function readMessages(): Message[] {
  const files = readdirSync(FOLDER).sort();
  return files.flatMap((file) => readSections(readFileSync(new URL(file, FOLDER), 'utf8')));
}

/** Shape: `# kind language`, then one message a line. */
function readSections(text: string): Message[] {
  return text
    .split(/^# /m)
    .slice(1)
    .flatMap((section) => {
      const [heading = '', ...lines] = section.split('\n').filter((line) => line.trim());
      const [kindName, langName] = heading.split(' ');
      const kind = CLASSES.find((name) => name === kindName);
      const lang = LANGUAGES.find((name) => name === langName);
      if (!kind || !lang) throw new Error(`No such heading: ${heading}`);
      return lines.map((line, at) => ({ kind, lang, text: line, place: at / lines.length }));
    });
}

/** A text as hurried people type it. */
export function mistype(text: string): string {
  const kept = text.split(' ').filter(() => random() >= LOST_WORDS);
  return kept
    .join(' ')
    .replace(/[?¿!¡]/g, (mark) => (random() < 0.5 ? '' : mark))
    .replace(/\p{L}\p{L}/gu, (pair) => (random() < 2 * TYPOS_PER_LETTER ? slip(pair) : pair));
}

/** Two letters swapped, the second one missing, doubled or another. */
function slip(pair: string): string {
  const [first = '', second = ''] = pair;
  return pick([second + first, first, pair + second, first + pick([...'aeiorslntcd'])]);
}
