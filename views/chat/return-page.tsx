import type { Language } from '../../src/lib/language.ts';

interface ReturnPageProps {
  language: Language;
  bankName: string;
  /** The link that was followed opens nothing any more: the page offers a new conversation. */
  isOver?: boolean;
}

const TEXTS = {
  es: {
    title: 'Tu conversación',
    lead: 'Aquí sigue tu conversación. Si no se abre, toca el botón del chat.',
    over: {
      title: 'Este enlace ya no sirve',
      lead: 'Por tu seguridad, cada enlace abre la conversación durante 7 días. Puedes escribirnos ahora mismo: toca el botón del chat.',
    },
    script: 'Para abrir el chat hace falta JavaScript.',
  },
  en: {
    title: 'Your conversation',
    lead: 'Your conversation goes on here. If it does not open, press the chat button.',
    over: {
      title: 'This link no longer works',
      lead: 'For your safety each link opens the conversation for 7 days. You can write to us right now: press the chat button.',
    },
    script: 'The chat needs JavaScript to open.',
  },
};

/** A page with nothing but the chat on it, for who comes back by the link of a mail. */
export function ReturnPage({ language, bankName, isOver = false }: ReturnPageProps): JSX.Element {
  const { over, script, ...open } = TEXTS[language];
  const { title, lead } = isOver ? over : open;
  return (
    <>
      {'<!doctype html>'}
      <html lang={language}>
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content="light dark" />
          <title safe>{`${title} · ${bankName}`}</title>
          <link rel="icon" href="/public/demo/mark.svg" type="image/svg+xml" />
          <link rel="stylesheet" href="/public/demo/demo.css" />
          <script type="module" src="/public/widget/widget.js" />
        </head>
        <body>
          <main class="wrap return">
            <p class="eyebrow" safe>
              {bankName}
            </p>
            <h1 safe>{title}</h1>
            <p class="lead" safe>
              {lead}
            </p>
            <noscript>
              <p safe>{script}</p>
            </noscript>
          </main>
          <tag of="joxai-chat" lang={language} {...(!isOver && { resume: true })} />
        </body>
      </html>
    </>
  );
}
