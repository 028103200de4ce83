/** RFC 5321, section 4.5.3.1. */
const MAX_CHARS = 254;
// Every part is bounded and no two of them can take the same character, so no text makes it slow.
const ADDRESS =
  /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.){1,8}(?:\p{L}{2,63}|xn--[a-z0-9-]{1,59})$/u;

/**
 * Whether a letter can be sent there: one address alone, without a name, a comment or a line break that could end a
 * header. The quoted forms of RFC 5322 are left out on purpose.
 */
export const isEmail = (text: string): boolean =>
  text.length <= MAX_CHARS && ADDRESS.test(text) && !text.includes('..');
