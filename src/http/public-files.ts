import { join } from 'node:path';
import { staticPlugin } from '@elysiajs/static';

const FOLDER = join(import.meta.dir, '../../public');
/** How long a browser keeps a file of the widget before it asks again (seconds): a bank's page names no version. */
const MAX_AGE = 300;

/**
 * The widget and the demo page's files, under /public.
 *
 * Each file is a route of its own, made at the start: a name can not lead out of the folder. They are for every page,
 * the bank's own too: a browser takes a foreign module only where the answer allows it.
 */
export const publicFiles = () =>
  staticPlugin({
    assets: FOLDER,
    prefix: '/public',
    alwaysStatic: true,
    indexHTML: false,
    maxAge: MAX_AGE,
    headers: { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' },
    detail: { 'x-access': 'OPEN', hide: true } as object,
    silent: true,
  });
