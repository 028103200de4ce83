const MAX_LENGTH = 254;

/**
 * Whether the text is one plain address: no list, no display name, nothing that could end a header.
 * Source: RFC 5321, section 4.5.3.1; the quoted forms of RFC 5322 are left out on purpose.
 */
export const isMailAddress = (text: string): boolean =>
  text.length <= MAX_LENGTH &&
  /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\p{L}\p{N}]([\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u.test(text);
