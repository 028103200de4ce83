/** Words that say a name comes next, whatever its letters look like. */
const STRONG =
  /(?:\b(?:me llamo|mi nombre(?: completo)? es|my (?:full )?name is|my name['’]s|ll[aá]mame|call me)|\b(?:nombre|name)\s*:)\s+/giu;
/** Words that may say so: a name only where capitals follow. */
const WEAK = /\b(?:soy|le habla|te habla|habla|te escribe|le escribe|a nombre de|i am|i['’]m|this is)\s+/giu;

const WORD = /^[\p{L}][\p{L}'’-]*/u;
const CAPITAL = /^\p{Lu}\p{Ll}/u;
const LINKS = new Set(['de', 'del', 'la', 'las', 'los', 'y', 'da', 'dos', 'von', 'van']);
const MAX_WORDS = 5;
/** A name in small letters ends before the first of these. */
const NO_NAME = new Set(
  (
    'y e o pero tengo quiero quisiera necesito con en como que para por porque cuando no si mi me soy estoy vivo busco ' +
    'perdi perdí cual cuál cuanto cuánto donde dónde desde hoy ayer un una el la los las gracias hola and but or i my ' +
    'from with at in on to the a an is need want have lost would could can please what how where when why who not so ' +
    'cliente client customer calling writing'
  ).split(' '),
);

/** The names that somebody says are theirs ("me llamo …", "my name is …"), as they wrote them. */
export function namesTold(text: string): string[] {
  const strong = [...text.matchAll(STRONG)].map((match) => nameAt(text, match, () => true));
  const weak = [...text.matchAll(WEAK)].map((match) => nameAt(text, match, (word) => CAPITAL.test(word)));
  return [...strong, ...weak].filter((name) => name !== '');
}

/** The parts of a name that name somebody by themselves. */
export const partsOfName = (name: string): string[] =>
  name.split(/\s+/).filter((part) => part.length > 2 && !LINKS.has(part.toLowerCase()));

function nameAt(text: string, match: RegExpExecArray, isPart: (word: string) => boolean): string {
  const words: string[] = [];
  let rest = text.slice(match.index + match[0].length);
  while (words.length < MAX_WORDS) {
    const word = WORD.exec(rest)?.[0];
    if (word === undefined) break;
    const isLink = words.length > 0 && LINKS.has(word.toLowerCase()) && /^\s+\p{Lu}/u.test(rest.slice(word.length));
    if (!isLink && (NO_NAME.has(word.toLowerCase()) || !isPart(word))) break;
    words.push(word);
    rest = rest.slice(word.length);
    const space = /^[ \t\u00a0]+/.exec(rest)?.[0];
    if (space === undefined) break;
    rest = rest.slice(space.length);
  }
  return words.join(' ');
}
