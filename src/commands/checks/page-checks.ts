import type { Answer, Asker } from './asking.ts';
import { type Check, fail, ok, warn } from './check.ts';

/** What the service says of every page; one that is missing was taken away on the way. */
const PAGE_RULES: Record<string, RegExp> = {
  'content-security-policy': /frame-ancestors 'none'/,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /./,
  'cache-control': /no-store/,
};
const API_RULES: Record<string, RegExp> = {
  'content-security-policy': /default-src 'none'/,
  'x-content-type-options': /^nosniff$/,
  'cache-control': /no-store/,
  'x-request-id': /./,
};
const UNSAFE = /'unsafe-(?:inline|eval)'/;

/** The panel's sign-in page as a browser gets it: its files, and what protects it. */
export async function checkPages(asker: Asker): Promise<Check[]> {
  const page = await asker.ask('/panel/login', { headers: { accept: 'text/html', 'accept-language': 'en' } });
  const isPage = page.status === 200 && /<form[^>]*method="post"/i.test(page.text) && /type="password"/.test(page.text);
  if (!isPage) return [fail('panel', `the sign-in page answers ${page.status}`, 'is /panel led to the service?')];
  const api = await asker.ask('/api/v1/chat/config');
  return [
    ok('panel', 'the sign-in page is there'),
    await checkFiles(asker, page),
    ...checkHeaders('page', page, PAGE_RULES),
    ...checkHeaders('interface', api, API_RULES),
    ...checkTransport(asker, page),
  ];
}

async function checkFiles(asker: Asker, page: Answer): Promise<Check> {
  const paths = [...page.text.matchAll(/(?:href|src)="(\/public\/[^"]+)"/g)].map(([, path]) => path as string);
  const asked = await Promise.all([...paths, '/public/widget/widget.js'].map((path) => asker.ask(path, COMPRESSED)));
  const missing = asked.filter(({ status }) => status !== 200);
  if (paths.length === 0 || missing.length > 0) {
    return fail('files', `${missing.length} of the pages' files are not there`, 'is /public led to the service?');
  }
  const isCompressed = asked.every(({ headers }) => headers.has('content-encoding'));
  return isCompressed
    ? ok('files', 'there, and compressed')
    : warn('files', 'there, but not compressed', 'a proxy must pass Accept-Encoding on');
}

const COMPRESSED = { headers: { 'accept-encoding': 'gzip' }, isRaw: true };

function checkHeaders(what: string, { headers }: Answer, rules: Record<string, RegExp>): Check[] {
  const missing = Object.entries(rules)
    .filter(([name, rule]) => !rule.test(headers.get(name) ?? ''))
    .map(([name]) => name);
  const hint = 'a proxy in front must leave the headers of the service as they are';
  if (missing.length > 0) return [fail('headers', `of the ${what}: ${missing.join(', ')} is missing or weaker`, hint)];
  if (UNSAFE.test(headers.get('content-security-policy') ?? '')) {
    return [fail('headers', `of the ${what}: the content security policy was loosened`, hint)];
  }
  return [ok('headers', `of the ${what}: as the service sends them`)];
}

function checkTransport(asker: Asker, { headers }: Answer): Check[] {
  if (!asker.isSecure) return [];
  return headers.has('strict-transport-security')
    ? [ok('https', 'browsers are told to stay with it')]
    : [warn('https', 'browsers are not told to stay with it', 'Strict-Transport-Security, where TLS ends')];
}
