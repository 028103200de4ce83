import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Elysia } from 'elysia';
import { notFound } from '../lib/errors.ts';

const ROOT = join(import.meta.dir, '../..');
const HTMX = join(ROOT, 'node_modules/htmx.org/dist');

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** The only files of the panel, and of the packages, that a browser can have. */
const FILES = {
  'htmx.js': { path: join(HTMX, 'htmx.min.js'), type: SCRIPT },
  'hx-ws.js': { path: join(HTMX, 'ext/hx-ws.min.js'), type: SCRIPT },
  'panel.js': { path: join(ROOT, 'public/panel/panel.js'), type: SCRIPT },
  'ordered.js': { path: join(ROOT, 'public/panel/ordered.js'), type: SCRIPT },
  'zone.js': { path: join(ROOT, 'public/panel/zone.js'), type: SCRIPT },
  'tokens.css': { path: join(ROOT, 'public/panel/tokens.css'), type: STYLE },
  'panel.css': { path: join(ROOT, 'public/panel/panel.css'), type: STYLE },
  'conversation.css': { path: join(ROOT, 'public/panel/conversation.css'), type: STYLE },
} as const;

export type AssetName = keyof typeof FILES;

interface Asset {
  plain: Uint8Array<ArrayBuffer>;
  compressed: Uint8Array<ArrayBuffer>;
  type: string;
}

let loaded: { assets: Map<string, Asset>; version: string } | undefined;

/** The address of a file, with the version of all of them in it, so that it can be kept for ever. */
export const assetUrl = (name: AssetName): string => `/public/v/${load().version}/${name}`;

/** Serves the panel's own files and htmx from memory, compressed once. */
export const assets = () =>
  new Elysia({ name: 'assets' }).get('/public/v/:version/:name', ({ params, request }) => respond(params, request), {
    detail: { 'x-access': 'OPEN', hide: true } as object,
  });

function respond({ version, name }: { version: string; name: string }, request: Request): Response {
  const current = load();
  const asset = current.assets.get(name);
  if (!asset) throw notFound('File');
  const isCompressed = /\bgzip\b/.test(request.headers.get('accept-encoding') ?? '');
  return new Response(isCompressed ? asset.compressed : asset.plain, {
    headers: {
      'content-type': asset.type,
      // A page of another version, while workers are replaced, gets what is here but must not keep it under that name.
      'cache-control': version === current.version ? IMMUTABLE : 'no-store',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      vary: 'accept-encoding',
      ...(isCompressed && { 'content-encoding': 'gzip' }),
    },
  });
}

function load(): { assets: Map<string, Asset>; version: string } {
  if (loaded) return loaded;
  const hash = createHash('sha256');
  const assets = new Map<string, Asset>();
  for (const [name, { path, type }] of Object.entries(FILES)) {
    const plain = new Uint8Array(readFileSync(path));
    hash.update(name).update(plain);
    assets.set(name, { plain, compressed: Bun.gzipSync(plain), type });
  }
  loaded = { assets, version: hash.digest('base64url').slice(0, 12) };
  return loaded;
}
