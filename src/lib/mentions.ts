/** `@name`, a username or an e-mail address, not as a part of a word. */
const MENTION =
  /(?<![\p{L}\p{N}@._-])@([\p{L}\p{N}](?:[\p{L}\p{N}._+-]*[\p{L}\p{N}])?(?:@[\p{L}\p{N}.-]*[\p{L}\p{N}])?)/gu;
const MAX_MENTIONS = 20;

/** The names that a text mentions, in lower case. */
export const mentionedNames = (text: string): string[] =>
  [...text.matchAll(MENTION)].map(([, name = '']) => name.toLowerCase()).slice(0, MAX_MENTIONS);
