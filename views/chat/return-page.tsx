import type { Language } from '../../src/lib/language.ts';

interface ReturnPageProps {
  language: Language;
  bankName: string;
}

const TEXTS = {
  es: {
    title: 'Tu conversación',
    lead: 'Aquí sigue tu conversación. Si no se abre, toca el botón del chat.',
    script: 'Para abrirla hace falta JavaScript.',
  },
  en: {
    title: 'Your conversation',
    lead: 'Your conversation goes on here. If it does not open, press the chat button.',
    script: 'It takes JavaScript to open it.',
  },
};

/** A page with nothing but the chat on it, for who comes back by the link of a mail. */
export function ReturnPage({ language, bankName }: ReturnPageProps): JSX.Element {
  const texts = TEXTS[language];
  return (
    <>
      {'<!doctype html>'}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content="light dark" />
          <title safe>{`${texts.title} · ${bankName}`}</title>
          <link rel="icon" href="/public/demo/mark.svg" type="image/svg+xml" />
          <link rel="stylesheet" href="/public/demo/demo.css" />
          <script type="module" src="/public/widget/widget.js" />
        </head>
        <body>
          <main class="wrap return">
            <p class="eyebrow" safe>
              {bankName}
            </p>
            <h1 safe>{texts.title}</h1>
            <p class="lead" safe>
              {texts.lead}
            </p>
            <noscript>
              <p safe>{texts.script}</p>
            </noscript>
          </main>
          <tag of="joxai-chat" lang={language} resume />
        </body>
      </html>
    </>
  );
}
