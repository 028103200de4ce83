import { t } from 'elysia';

/** One of these words. Unlike `t.UnionEnum` it has no default: what a form leaves out stays as it is. */
export const oneOf = <Word extends string>(words: readonly Word[]) => t.Union(words.map((word) => t.Literal(word)));
