const ABBREVIATION =
  /(?:^|[\s(])(?:\p{L}|[ap]\.\s?m|sr|sra|dr|dra|lic|ing|mr|mrs|ms|no|núm|art|av|tel|ej|etc|aprox|vs|e\.g|i\.e|ee\.uu|s\.a|c\.v)\.$/iu;
const ORDINAL = /(?:^|\n)\s*\d{1,2}\.$/;
const END = /[.!?…]+["'”’»)\]*_]*(?=\s)|\n+/g;

/**
 * Cuts a text that is still growing after its last whole sentence.
 *
 * Shape: the sentences, each with the white space before it, and what is left. Put together they are the text again.
 */
export function splitSentences(text: string): { sentences: string[]; rest: string } {
  const sentences: string[] = [];
  let start = 0;
  for (const end of text.matchAll(END)) {
    const stop = end.index + end[0].length;
    const sentence = text.slice(start, stop);
    // A full stop whose next sign is not there yet may belong to a figure: END waits for the white space after it.
    if (sentence.trim() === '' || ABBREVIATION.test(sentence) || ORDINAL.test(sentence)) continue;
    const trimmed = sentence.trimEnd();
    sentences.push(trimmed);
    start += trimmed.length;
  }
  return { sentences, rest: text.slice(start) };
}
