import type { Language } from '../../src/lib/language.ts';
import { HtmlPage, type PageFiles } from '../layouts/html-page.tsx';
import { panelTexts } from '../texts/panel-texts.ts';

/** What every page takes that stands alone, before the panel. */
export interface LoneFrame {
  language: Language;
  bankName: string;
  files: PageFiles;
}

interface LonePageProps extends LoneFrame {
  title: string;
  children: JSX.Element;
  /** Below the card. */
  foot?: JSX.Element;
}

/** A page with one card in its middle: the ways into the panel. */
export function LonePage({ language, bankName, files, title, children, foot = '' }: LonePageProps): JSX.Element {
  return (
    <HtmlPage language={language} theme="auto" title={`${title} · ${bankName}`} files={files}>
      <main class="lone">
        <div class="card login">
          <p class="brand">
            <img src="/public/panel/mark.svg" alt="" width="36" height="36" />
            <span class="brand-name">
              <strong safe>{bankName}</strong>
              <span safe>{panelTexts[language].login.lead}</span>
            </span>
          </p>
          <h1 safe>{title}</h1>
          {children}
        </div>
        {foot}
      </main>
    </HtmlPage>
  );
}
