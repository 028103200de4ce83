import { visibleText } from '../../../ai/visible-text.ts';
import { ReadFault } from './read-fault.ts';

const UTF16_MARK = [0xff, 0xfe];
/** Characters that no text has. */
const CONTROL = /(?![\t\n\v\f\r])\p{Cc}/u;

/**
 * A file's bytes as text: UTF-8, UTF-16 with its mark, else what older office programs write (Windows-1252). Line ends
 * become `\n`. Errors: type, for bytes that are no text.
 */
export function decodeText(bytes: Uint8Array): string {
  const isUtf16 = UTF16_MARK.every((byte, at) => bytes[at] === byte);
  const text = isUtf16
    ? new TextDecoder('utf-16').decode(bytes)
    : (asUtf8(bytes) ?? new TextDecoder('windows-1252').decode(bytes));
  if (CONTROL.test(text)) throw new ReadFault('type');
  return text
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .normalize('NFC');
}

function asUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

const FENCE = /^( {0,3})(`{3,}|~{3,})/;
const HIDDEN_ELEMENTS = /<(script|style|template|iframe|object|svg|noscript)\b[\s\S]*?(?:<\/\1\s*>|$)/gi;
const TAG = /<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/gi;
/** Its address may hold pairs of brackets. */
const LINK = /(!?)\[([^\][]*)\]\(\s*<?((?:[^()\s<>]|\([^()\s]*\))*)>?[^()]*\)/g;
/** Where the address of `[words][name]` stands. */
const DEFINITION = /^ {0,3}\[[^\]\n]+\]:[ \t]*<?([^\s>]+)>?.*$/gm;
const SAFE_ADDRESS = /^(?:https?:|mailto:|tel:|#|\/(?!\/)|[^:]*$)/i;

/**
 * Markdown without what is not for readers: markup, scripts, pictures, links that lead into programs, comments and
 * characters that nobody sees. Code between fences stays as it is.
 */
export function cleanMarkdown(text: string): string {
  const cleaned = outsideFences(visibleText(text), (part) =>
    part
      .replace(HIDDEN_ELEMENTS, '')
      .replace(TAG, '')
      .replace(LINK, (whole, isPicture: string, words: string, address: string) => {
        if (isPicture) return words;
        return SAFE_ADDRESS.test(decodeAddress(address)) ? whole : words;
      })
      .replace(DEFINITION, (whole, address: string) => (SAFE_ADDRESS.test(decodeAddress(address)) ? whole : '')),
  );
  return cleaned
    .replace(/(?<![ \t])[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** What a browser would make of it: entities and blanks hide a scheme from the eye, but not from a browser. */
const decodeAddress = (address: string): string =>
  address
    .replace(/&(?:#x?[0-9a-f]+|[a-z]+);?/gi, ':')
    .replace(/[\s\p{Cc}]/gu, '')
    .replace(/%3a/gi, ':');

/** The text with `change` applied to every stretch of it that is not between fences. */
export function outsideFences(text: string, change: (part: string) => string): string {
  const parts: string[] = [];
  let plain: string[] = [];
  let fence: string | null = null;
  const flush = () => {
    if (plain.length > 0) parts.push(change(plain.join('\n')));
    plain = [];
  };
  for (const line of text.split('\n')) {
    const mark = FENCE.exec(line)?.[2];
    if (fence === null && !mark) plain.push(line);
    else {
      flush();
      parts.push(line);
      if (fence === null) fence = mark ?? null;
      else if (mark?.startsWith(fence)) fence = null;
    }
  }
  flush();
  return parts.join('\n');
}
