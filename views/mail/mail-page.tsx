import type { Language } from '../../src/lib/language.ts';
import { RichText } from '../components/rich-text.tsx';

export interface MailContent {
  language: Language;
  bankName: string;
  title: string;
  /** Plain text; an empty line begins a paragraph. */
  text: string;
  /** Whether the text has lists and emphasis of Markdown, as what is written in the chat has. */
  isRich: boolean;
  /** An address of ours, whole. */
  link: { url: string; label: string } | null;
  /** What is said below, small. */
  footnotes: readonly string[];
}

/** Mail programs know few styles; a person's own colours win where they ask for dark. */
const STYLE = `body{margin:0;padding:24px 12px;background:#f3f6f5;color:#15221d;font:16px/1.5 system-ui,-apple-system,"Segoe UI",sans-serif}
main{box-sizing:border-box;max-width:560px;margin:0 auto;padding:28px 24px;background:#fff;border-radius:12px}
h1{margin:4px 0 16px;font-size:22px;line-height:1.3}
.bank{margin:0;color:#0b6b57;font-weight:600}
.text{overflow-wrap:anywhere}
.text p{margin:0 0 14px;white-space:pre-line}
.text ul,.text ol{margin:0 0 14px;padding-left:24px}
.action{margin:22px 0 4px}
.link{display:inline-block;padding:12px 20px;border-radius:8px;background:#0b6b57;color:#fff;text-decoration:none;font-weight:600}
.note{max-width:560px;margin:12px auto 0;padding:0 24px;box-sizing:border-box;color:#55635d;font-size:13px}
@media (prefers-color-scheme:dark){body{background:#101614;color:#e7eeeb}main{background:#1a2320}.bank{color:#62d0b3}.note{color:#a3b1ab}}`;

/** A mail as a page. Nothing of it is fetched from anywhere, and no text of it can become markup. */
export function MailPage({ language, bankName, title, text, isRich, link, footnotes }: MailContent): JSX.Element {
  return (
    <>
      {'<!doctype html>'}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title safe>{title}</title>
          <style>{STYLE}</style>
        </head>
        <body>
          <main>
            <p class="bank" safe>
              {bankName}
            </p>
            <h1 safe>{title}</h1>
            <div class="text">
              {isRich ? <RichText text={text} /> : paragraphsOf(text).map((paragraph) => <p safe>{paragraph}</p>)}
            </div>
            {link ? (
              <p class="action">
                <a class="link" href={link.url} safe>
                  {link.label}
                </a>
              </p>
            ) : (
              ''
            )}
          </main>
          {footnotes.map((note) => (
            <p class="note" safe>
              {note}
            </p>
          ))}
        </body>
      </html>
    </>
  );
}

/** The same for a program that shows no markup. */
export function mailText({ bankName, title, text, isRich, link, footnotes }: MailContent): string {
  const words = isRich ? text.replace(/\*\*([^*\n]+)\*\*/g, '$1') : text;
  const parts = [title, ...paragraphsOf(words), ...(link ? [`${link.label}:\n${link.url}`] : [])];
  return `${parts.join('\n\n')}\n\n-- \n${[bankName, ...footnotes].join('\n')}\n`;
}

const paragraphsOf = (text: string): string[] =>
  text
    .split(/\r?\n\s*\n/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
