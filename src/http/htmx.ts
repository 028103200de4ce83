import { htmlResponse } from './headers.ts';

/** Whether htmx asks, for a piece of a page. */
export const isHtmx = (request: Request): boolean => request.headers.get('hx-request') === 'true';

/** The id of the element that htmx will put the answer into: it sends `section#conversation`. */
export const targetOf = (request: Request): string | null => request.headers.get('hx-target')?.split('#', 2)[1] ?? null;

const ATTRIBUTE = /="[^"]*"/g;

/**
 * A view as text. Values of attributes lose their angle brackets to entities: before htmx parses an answer it looks
 * through all of its text for tags such as `<hx-partial`, also inside of quotes, so that one in a customer's name would
 * end the attribute that it stands in. Errors: throws on a view that is not synchronous, which is a mistake of ours.
 */
export function textOf(view: JSX.Element): string {
  if (typeof view !== 'string') throw new Error('a view must be synchronous');
  return view.replace(ATTRIBUTE, (value) => value.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
}

/** A view as the answer: a whole page, or a piece of one. */
export const viewResponse = (view: JSX.Element, init: Parameters<typeof htmlResponse>[1] = {}): Response =>
  htmlResponse(textOf(view), init);

/** Sends the person on, after a form or instead of a page. `path` must be one of our own. */
export function redirectTo(path: string, request: Request, headers: Record<string, string> = {}): Response {
  // htmx follows a redirect by itself and would put the other page into this one.
  if (isHtmx(request)) return htmlResponse('', { status: 200, headers: { 'hx-redirect': path, ...headers } });
  return htmlResponse('', { status: 303, headers: { location: path, ...headers } });
}
