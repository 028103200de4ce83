import type { Language } from '../../src/lib/language.ts';
import type { Theme } from '../view.ts';

/** Addresses of the files that pages load; made where their version is known. */
export interface PageFiles {
  styles: string[];
  scripts: string[];
}

interface HtmlPageProps {
  language: Language;
  theme: Theme;
  title: string;
  files: PageFiles;
  /** For pages that use htmx. */
  htmxConfig?: string;
  /** Whatever else stands in the head. */
  head?: JSX.Element;
  children: JSX.Element;
}

/** The frame of every page of the panel. `children` is made markup, not text. */
export function HtmlPage({
  language,
  theme,
  title,
  files,
  htmxConfig,
  head = '',
  children,
}: HtmlPageProps): JSX.Element {
  return (
    <>
      {'<!doctype html>'}
      <html lang={language} data-theme={theme}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content={theme === 'auto' ? 'light dark' : theme} />
          {htmxConfig ? <meta name="htmx-config" content={htmxConfig} /> : ''}
          {head}
          <title safe>{title}</title>
          <link rel="icon" href="/public/panel/mark.svg" type="image/svg+xml" />
          {files.styles.map((href) => (
            <link rel="stylesheet" href={href} />
          ))}
          {files.scripts.map((src) => (
            <script src={src} defer />
          ))}
        </head>
        <body>{children}</body>
      </html>
    </>
  );
}

/** A piece of a page that gives the page its title. */
export function DocumentTitle({ title, content }: { title: string; content: JSX.Element }): JSX.Element {
  return (
    <>
      <title safe>{titleOf(title)}</title>
      {content}
    </>
  );
}

/** What the browser's tab says: the thing first, then the product. */
export const titleOf = (title: string): string => `${title} · JoxAI`;
