import { unsupportedType } from '../lib/errors.ts';

/** Paths that take a form with files. */
export const MULTIPART_PATHS = /\/(attachments|import)\/?$/;
const METHODS_WITH_BODY = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * The JSON interface takes JSON alone: a form is what a foreign page can send without asking first.
 * Errors: unsupported_type.
 */
export function requireJsonBody(request: Request, path: string): void {
  if (!path.startsWith('/api/') || !METHODS_WITH_BODY.has(request.method)) return;
  const type = request.headers.get('content-type');
  if (type === null) return;
  if (/^application\/json\s*(;|$)/i.test(type)) return;
  if (MULTIPART_PATHS.test(path) && /^multipart\/form-data\s*;/i.test(type)) return;
  throw unsupportedType('The body must be application/json');
}
