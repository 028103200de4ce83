import { t } from 'elysia';

/** One of these words. Unlike `t.UnionEnum` it has no default: what a form leaves out stays as it is. */
export const oneOf = <const Word extends string>(words: readonly Word[]) =>
  t.Unsafe<Word>(t.Union(words.map((word) => t.Literal(word))));
