import type { Language } from '../../src/lib/language.ts';
import { widgetTexts } from './widget-texts.ts';

interface FramePageProps {
  language: Language;
  config: object;
  /** The address of the panel's style. */
  style: string;
}

/** What the preview frames: a page as a bank's might be, with the real widget on it. */
export function FramePage({ language, config, style }: FramePageProps): JSX.Element {
  const { page } = widgetTexts[language];
  return (
    <>
      {'<!doctype html>'}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title safe>{page.title}</title>
          <link rel="stylesheet" href={style} />
          <script type="module" src="/public/widget/widget.js" />
          <script type="module" src="/public/widget/preview.js" />
        </head>
        <body class="framed">
          <main>
            <h1 safe>{page.title}</h1>
            <p safe>{page.text}</p>
          </main>
          <tag of="joxai-chat" lang={language} preview={JSON.stringify(config)} />
        </body>
      </html>
    </>
  );
}
