import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Item } from './judge.ts';

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Comes with the demo bank's data, beside the repository; not everybody has it. */
const DEV_FILE = pathOf('../../shared/data/demo-bank/eval-dev.jsonl');
const OWN_FILE = pathOf('../tests/data/eval-own.jsonl');
const FRESH_FILE = pathOf('../tests/data/eval-fresh-dev.jsonl');
const UNSEEN_FILE = pathOf('../tests/data/eval-unseen.jsonl');
const SETS = [DEV_FILE, OWN_FILE, FRESH_FILE, UNSEEN_FILE];

/** The labelled sets that are at hand, and the names of those that are not. */
export function findSets(): { files: string[]; missing: string[] } {
  const files = SETS.filter((file) => existsSync(file));
  return { files, missing: SETS.filter((file) => !files.includes(file)).map(nameOf) };
}

/** The conversations of the files by the names of their sets; our own file is two of them. */
export function readSets(files: string[]): Map<string, Item[]> {
  const sets = new Map<string, Item[]>();
  for (const file of files) {
    const items = readItems(file);
    if (file !== OWN_FILE) sets.set(nameOf(file), items);
    else {
      sets.set(
        'eval-own, tuned on',
        items.filter((item) => !isHeldOut(item)),
      );
      sets.set('eval-own, held out', items.filter(isHeldOut));
    }
  }
  return sets;
}

const nameOf = (file: string): string => basename(file, '.jsonl');

/** Whoever tunes the engine looks at the replies to odd numbers only; the even ones tell whether it learnt by heart. */
const isHeldOut = ({ id }: Item): boolean => Number(id.replace(/\D/g, '')) % 2 === 0;

const readItems = (file: string): Item[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
