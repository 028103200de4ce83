import { type TSchema, t } from 'elysia';

/**
 * Parts of what the interface answers, for the features' `answers.ts`. Each part says what it looks like: an example of an
 * answer is put together from those of its fields, else from `features/openapi/example-words.ts` by the field's name.
 */

export const id = whole({ minimum: 1, examples: [42] });
export const uuid = t.String({ format: 'uuid', examples: ['7b0c2a52-6c2f-4d0e-9a43-0d5a1e1f4c11'] });
/** ISO 8601 in UTC. */
export const time = t.String({ format: 'date-time', examples: ['2026-01-31T10:30:00.000Z'] });
export const language = t.Union([t.Literal('es'), t.Literal('en')], { examples: ['es'] });
export const text = (example: string, description?: string) =>
  t.String({ examples: [example], ...(description && { description }) });
export const count = (example: number, description?: string) =>
  whole({ minimum: 0, examples: [example], ...(description && { description }) });
/** From 0 to 1. */
export const share = (example: number, description?: string) =>
  t.Unsafe<number>({
    type: 'number',
    minimum: 0,
    maximum: 1,
    examples: [example],
    ...(description && { description }),
  });
export const number = (example: number, description?: string) =>
  t.Unsafe<number>({ type: 'number', examples: [example], ...(description && { description }) });
/** A closed list of words. */
export const words = <const Word extends string>(all: readonly Word[], example: NoInfer<Word> | undefined = all[0]) =>
  t.Unsafe<Word>({ type: 'string', enum: [...all], examples: [example] });
export const nullable = <Shape extends TSchema>(shape: Shape) => t.Union([shape, t.Null()]);

/** A file as the answer, of this media type. */
export const file = (contentMediaType: string, examples?: string[]) =>
  t.String({ contentMediaType, ...(examples ? { examples } : { format: 'binary' }) });
/** One of several kinds of answer, each of its own media type: `file`s, and at most one JSON shape. */
export const eitherFile = <Shapes extends TSchema[]>(...shapes: [...Shapes]) =>
  t.Union(shapes, { 'x-by-media-type': true });

/** Elysia's own takes texts, too, which an answer never holds. */
function whole(options: object) {
  return t.Unsafe<number>({ type: 'integer', ...options });
}
