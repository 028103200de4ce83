// @ts-expect-error it comes without types
import { tables } from '@joplin/turndown-plugin-gfm';
import TurndownService from 'turndown';
import { MAX_TAG_CHARS, MAX_TAGS } from '../../../lib/tags.ts';
import type { ReadArticle } from '../model.ts';
import { NOTHING_SAID } from './front-matter.ts';
import { articlesOf, type ReadingOptions } from './markdown.ts';
import { ReadFault } from './read-fault.ts';

/** Nothing in them is for readers of an article. */
const LEFT_OUT = [
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'object',
  'embed',
  'svg',
  'canvas',
  'audio',
  'video',
  'form',
  'button',
  'input',
  'select',
  'textarea',
  'nav',
  'title',
  'img',
] as const;

/** Pages that people write have some dozens. */
const MAX_DEPTH = 500;

/** An article, or several, of an HTML page; its title where it has no heading. Errors: too_deep. */
export function readHtml(html: string, options: ReadingOptions): ReadArticle[] {
  const head = html.slice(0, 50_000);
  const said = {
    ...NOTHING_SAID,
    language: languageIn(head),
    // Written for search engines, often without measure: what fits is taken.
    tags: (metaIn(head, 'keywords') ?? '')
      .split(',')
      .map((tag) => tag.trim())
      .filter(({ length }) => length > 0 && length <= MAX_TAG_CHARS)
      .slice(0, MAX_TAGS),
  };
  const articles = articlesOf(toMarkdown(html), said, options);
  const title = textOf(/<title[^>]*>([^<]*)<\/title>/i.exec(head)?.[1] ?? '');
  // Lines of the page are not those of the Markdown that it became.
  return articles.map((one) => ({ ...one, title: one.title || title, line: null }));
}

/** HTML as Markdown without pictures, scripts and forms. Errors: too_deep. */
export function toMarkdown(html: string): string {
  const whole = html.replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, '');
  if (depthOf(whole) > MAX_DEPTH) throw new ReadFault('too_deep');
  const service = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-' });
  service.use(tables as TurndownService.Plugin);
  service.remove((node) => (LEFT_OUT as readonly string[]).includes(node.nodeName.toLowerCase()));
  // Customers read the text as it is: a backslash before each dot and hyphen would be noise.
  service.escape = (text) => text;
  try {
    return service.turndown(whole);
  } catch (error) {
    if (error instanceof RangeError) throw new ReadFault('too_deep');
    throw error;
  }
}

/** Elements that are closed by what follows them, or by nothing. */
const CLOSED_BY_OTHERS =
  /^(?:area|base|br|col|colgroup|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|rp|rt|source|tbody|td|tfoot|th|thead|tr|track|wbr)$/;

/** How many elements stand within each other at most; counted before a parser, and its stack, meets them. */
function depthOf(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (CLOSED_BY_OTHERS.test(name.toLowerCase())) continue;
    depth = slash ? Math.max(0, depth - 1) : depth + 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

/** `es-MX` is Spanish; of a language that is not ours nothing is said. */
function languageIn(head: string): string | null {
  const tag = /<html\b[^>]*\blang\s*=\s*["']?([a-z]{2})/i.exec(head)?.[1]?.toLowerCase();
  return tag === 'es' || tag === 'en' ? tag : null;
}

const metaIn = (head: string, name: string): string | null =>
  new RegExp(`<meta\\b[^>]*\\bname\\s*=\\s*["']?${name}["']?[^>]*\\bcontent\\s*=\\s*["']([^"']*)`, 'i').exec(
    head,
  )?.[1] ?? null;

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

const textOf = (html: string): string =>
  html
    .replace(/&(?:#(\d{1,6})|([a-z]+));/gi, (whole, code: string, name: string) =>
      code ? String.fromCodePoint(Number(code)) : (ENTITIES[name?.toLowerCase()] ?? whole),
    )
    .replace(/\s+/g, ' ')
    .trim();
