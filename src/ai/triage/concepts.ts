import { remembering } from '../../lib/remembering.ts';
import { LEXICON } from './lexicon.ts';

type Concept = keyof typeof LEXICON;
export const CONCEPTS = Object.keys(LEXICON) as Concept[];

/** A beginning this long is recognised with one letter wrong, missing or too many. */
const SHORTEST_MISSPELT = 6;
const WORDS_REMEMBERED = 10_000;

/** Words and beginnings by their sound, and by what is left of it without one letter. */
interface Index {
  known: Map<string, number[]>;
  worn: Map<string, number[]>;
}

const whole: Index = { known: new Map(), worn: new Map() };
const beginnings: Index = { known: new Map(), worn: new Map() };
let longestBeginning = 0;

CONCEPTS.forEach((concept, index) => {
  for (const entry of LEXICON[concept].split(' ')) {
    const sound = soundOf(entry.replace('*', ''));
    const { known, worn } = entry.endsWith('*') ? beginnings : whole;
    addTo(known, sound, index);
    if (sound.length < SHORTEST_MISSPELT) continue;
    if (entry.endsWith('*')) longestBeginning = Math.max(longestBeginning, sound.length);
    for (const rest of withoutOneLetter(sound)) addTo(worn, rest, index);
  }
});

/** The indices in `CONCEPTS` of what a folded word is about. */
export const conceptsOf: (word: string) => readonly number[] = remembering((word) => {
  const sound = soundOf(word);
  const found = [...(whole.known.get(sound) ?? [])];
  for (let length = 2; length <= sound.length; length += 1)
    found.push(...(beginnings.known.get(sound.slice(0, length)) ?? []));
  if (found.length === 0) found.push(...misspelt(sound));
  return [...new Set(found)];
}, WORDS_REMEMBERED);

function misspelt(sound: string): readonly number[] {
  const found = sound.length < SHORTEST_MISSPELT ? undefined : findWorn(whole, sound);
  if (found) return found;
  for (let length = Math.min(sound.length, longestBeginning); length >= SHORTEST_MISSPELT; length -= 1) {
    const known = findWorn(beginnings, sound.slice(0, length));
    if (known) return known;
  }
  return [];
}

function findWorn({ worn }: Index, sound: string): readonly number[] | undefined {
  for (const rest of withoutOneLetter(sound)) {
    const known = worn.get(rest);
    if (known) return known;
  }
  return undefined;
}

/** Spanish letters that sound alike are written for one another; a letter is doubled by accident or by rule. */
function soundOf(word: string): string {
  return word
    .replace(/ll/g, 'y')
    .replace(/v/g, 'b')
    .replace(/qu(?=[ei])/g, 'k')
    .replace(/c(?=[ei])|z/g, 's')
    .replace(/[cq]/g, 'k')
    .replace(/(?<!k)h/g, '')
    .replace(/(.)\1+/g, '$1');
}

/** All but the first letter may be the one: people get that right. */
function withoutOneLetter(word: string): string[] {
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(0, at + 1) + word.slice(at + 2));
}

function addTo(index: Map<string, number[]>, key: string, concept: number): void {
  const known = index.get(key);
  if (!known) index.set(key, [concept]);
  else if (!known.includes(concept)) known.push(concept);
}
