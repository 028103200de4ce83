import type { TSchema } from 'elysia';

/** Errors whose reason a route has to tell, because it does not follow from what it declares. */
export type ToldError = 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503;

export interface Told<Name extends string> {
  /** The shape's name; `[name]` for a list of them; null where there is no body. */
  answer: Name | readonly [Name] | null;
  /** 200, or 204 where there is no body, unless said otherwise. */
  status?: 101 | 200 | 201 | 202 | 204;
  /** More than the summary says, in Markdown. */
  description?: string;
  /** When it answers so, as a sentence; null: never, although it would follow from the declaration. */
  errors?: Partial<Record<ToldError, string | null>>;
  /** A body to send, where those of its fields do not make a sensible one together. */
  example?: object;
  /** Of a WebSocket: the shapes of what the client and the server say, one frame each. */
  frames?: { client: Name; server: Name };
}

/** What the OpenAPI document needs of a route besides its schemas; nothing of it is loaded before somebody asks. */
export interface RouteDocument extends Omit<Told<string>, 'answer'> {
  answer: { name: string; isList: boolean } | null;
  shapes: () => Promise<Record<string, TSchema>>;
}

/** Under this key of a route's `detail` stands the function that answers its RouteDocument. */
export const DOCUMENT_KEY = 'x-document';

/**
 * How the routes of a feature are described in the OpenAPI document. `shapes` loads the feature's `answers.ts`, whose
 * exports are the schemas of what the routes answer.
 *
 *     const documented = documentation('tickets', () => import('./answers.ts'));
 *     … { staff: …, body: NewTicket, detail: documented('Open a ticket', { answer: 'Ticket', status: 201 }) }
 */
export const documentation =
  <Shapes extends object>(tag: string, shapes: () => Promise<Shapes>) =>
  (summary: string, told: Told<keyof Shapes & string>) => {
    const { answer, description, ...rest } = told;
    const document = {
      ...rest,
      answer:
        typeof answer === 'string' ? { name: answer, isList: false } : answer && { name: answer[0], isList: true },
      shapes,
    };
    // Behind a function: what stands in `detail` itself is copied again for every plugin around the route.
    return { summary, tags: [tag], ...(description && { description }), [DOCUMENT_KEY]: () => document } as {
      summary: string;
      tags: string[];
      description?: string;
    };
  };
