import type { ReadArticle } from '../model.ts';
import { type FrontMatter, readFrontMatter } from './front-matter.ts';
import { type Section, splitAtHeadings, takeTitle } from './headings.ts';
import { cleanMarkdown } from './text.ts';

export interface ReadingOptions {
  /** An article for each part instead of one for the whole. */
  isSplit: boolean;
}

/** Articles of a Markdown text, with what its front matter says. Errors: front_matter. */
export function readMarkdown(text: string, options: ReadingOptions): ReadArticle[] {
  const { said, body, lines } = readFrontMatter(text);
  return articlesOf(body, said, options).map((one) => ({ ...one, line: (one.line ?? 1) + lines }));
}

/** Articles of what is Markdown, or became it. */
export function articlesOf(text: string, said: FrontMatter, { isSplit }: ReadingOptions): ReadArticle[] {
  const sections = isSplit ? splitAtHeadings(text) : [];
  if (sections.length > 1) return sections.map((section) => partOf(section, said)).filter(isWorthwhile);
  const { title: heading, body } = takeTitle(text);
  // Where the front matter gives another title, the heading is a part of the text.
  const content = said.title !== null && said.title !== heading ? text : body;
  return [{ ...said, title: cleanMarkdown(said.title ?? heading ?? ''), content: cleanMarkdown(content), line: 1 }];
}

/** A part belongs to none of the questions and to no slug that the document names for itself as a whole. */
function partOf({ title, content, line }: Section, said: FrontMatter): ReadArticle {
  const { title: heading, body } = title === null ? takeTitle(content) : { title, body: content };
  return {
    ...said,
    slug: null,
    examples: [],
    title: cleanMarkdown(heading ?? said.title ?? ''),
    content: cleanMarkdown(body),
    line,
  };
}

/** Before the first heading of a part there is often but the title of the whole. */
const isWorthwhile = ({ content, line }: ReadArticle): boolean => content !== '' || (line ?? 1) > 1;
