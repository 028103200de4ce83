import { join } from 'node:path';
import { staticPlugin } from '@elysiajs/static';
import { Elysia } from 'elysia';
import { pathOf } from '../lib/path.ts';
import { PROJECT_ROOT } from '../lib/root.ts';

const FOLDER = join(PROJECT_ROOT, 'public');
/** How long a browser keeps a file of the widget before it asks again (seconds): a bank's page names no version. */
const MAX_AGE = 300;
const IS_TEXT = /^(?:text\/|image\/svg)/;

/**
 * The widget and the demo page's files, under /public, compressed where the browser takes that.
 *
 * Each file is a route of its own, made at the start: a name can not lead out of the folder. They are for every page,
 * the bank's own too: a browser takes a foreign module only where the answer allows it.
 */
export async function publicFiles() {
  const compressed = new Map<string, Uint8Array<ArrayBuffer>>();
  return new Elysia({ name: 'public-files' })
    .onAfterHandle(async ({ request, response }) => {
      if (!(response instanceof Response) || !IS_TEXT.test(response.headers.get('content-type') ?? '')) return;
      const headers = new Headers(response.headers);
      headers.set('vary', 'accept-encoding');
      if (!/\bgzip\b/.test(request.headers.get('accept-encoding') ?? ''))
        return new Response(response.body, { headers });
      const path = pathOf(request.url);
      const body = compressed.get(path) ?? Bun.gzipSync(await response.arrayBuffer());
      compressed.set(path, body);
      headers.set('content-encoding', 'gzip');
      return new Response(body, { headers });
    })
    .use(
      await staticPlugin({
        assets: FOLDER,
        prefix: '/public',
        alwaysStatic: true,
        indexHTML: false,
        maxAge: MAX_AGE,
        headers: { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' },
        detail: { 'x-access': 'OPEN', hide: true } as object,
        silent: true,
      }),
    );
}
