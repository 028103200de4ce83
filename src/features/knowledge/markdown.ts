import { visibleText } from '../../ai/visible-text.ts';
import type { SafeHtml } from './model.ts';

const TAGS = [
  ...[
    'h1',
    'h2',
    'h3',
    'h4',
    'h5',
    'h6',
    'p',
    'br',
    'hr',
    'blockquote',
    'ul',
    'ol',
    'li',
    'strong',
    'em',
    'del',
    'code',
  ],
  ...['pre', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
];
/** An article's own headings stand below the title of the page. */
const HEADINGS = { h1: 'h3', h2: 'h3', h3: 'h4', h4: 'h5', h5: 'h6' };

/**
 * Markdown as HTML that can do nothing: a closed list of tags, links that lead somewhere and nothing else, no pictures.
 * What the source hides from its readers is left out, as the assistant leaves it out.
 */
export async function renderMarkdown(text: string): Promise<SafeHtml> {
  const [{ marked }, { default: sanitize }] = await Promise.all([import('marked'), import('sanitize-html')]);
  const html = await marked.parse(visibleText(text), { gfm: true, breaks: true, async: true });
  return sanitize(html, {
    allowedTags: TAGS,
    allowedAttributes: { a: ['href', 'rel', 'target'], ol: ['start'] },
    allowedSchemes: ['https', 'http', 'mailto', 'tel'],
    allowProtocolRelative: false,
    transformTags: {
      ...HEADINGS,
      a: (tagName, { href = '' }) => ({
        tagName,
        attribs: { href, rel: 'noopener noreferrer nofollow', target: '_blank' },
      }),
    },
  }) as SafeHtml;
}
