import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Elysia } from 'elysia';
import { notFound } from '../lib/errors.ts';
import { PROJECT_ROOT } from '../lib/root.ts';

const HTMX = Bun.resolveSync('htmx.org/dist/htmx.min.js', PROJECT_ROOT);
const HTMX_WS = Bun.resolveSync('htmx.org/dist/ext/hx-ws.min.js', PROJECT_ROOT);

const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';
const IMMUTABLE = 'public, max-age=31536000, immutable';

const own = (name: string): string => join(PROJECT_ROOT, 'public/panel', name);

/**
 * The only files of the panel, and of the packages, that a browser can have; each of several parts, in their order.
 *
 * One script and not several: htmx looks at the page once, soon after it has loaded, and what extends it must be there
 * by then. Each part of our own is a function of its own in it, so that their names do not meet.
 */
const FILES = {
  'panel.js': {
    parts: [
      own('zone.js'),
      HTMX,
      HTMX_WS,
      ...[
        'core',
        'ordered',
        'dialogs',
        'keyboard',
        'quick-search',
        'forms',
        'times',
        'thread',
        'inbox',
        'company',
        'sending',
        'composer',
        'picker',
        'tickets',
        'print',
        'account',
        'administration',
        'live',
      ].map((name) => own(`${name}.js`)),
    ],
    type: SCRIPT,
  },
  'zone.js': { parts: [own('zone.js')], type: SCRIPT },
  'docs.css': { parts: ['tokens', 'controls', 'api-docs'].map((name) => own(`${name}.css`)), type: STYLE },
  'docs.js': { parts: [own('open-target.js')], type: SCRIPT },
  'panel.css': {
    parts: [
      'tokens',
      'controls',
      'forms',
      'shell',
      'overlays',
      'tables',
      'inbox',
      'thread',
      'composer',
      'desk-pages',
      'analytics',
      'tickets',
      'customers',
      'sign-in',
      'knowledge',
      'administration',
      'audit',
      'print',
    ].map((name) => own(`${name}.css`)),
    type: STYLE,
  },
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

function partOf(path: string, type: string): string {
  const text = readFileSync(path, 'utf8');
  const isOwnScript = type === SCRIPT && path.startsWith(PROJECT_ROOT) && !path.includes('node_modules');
  return isOwnScript ? `(() => {\n${text}})();` : text;
}

function load(): { assets: Map<string, Asset>; version: string } {
  if (loaded) return loaded;
  const hash = createHash('sha256');
  const assets = new Map<string, Asset>();
  for (const [name, { parts, type }] of Object.entries(FILES)) {
    const text = parts.map((path) => partOf(path, type)).join('\n');
    const plain = new TextEncoder().encode(text);
    hash.update(name).update(plain);
    assets.set(name, { plain, compressed: Bun.gzipSync(plain), type });
  }
  loaded = { assets, version: hash.digest('base64url').slice(0, 12) };
  return loaded;
}
