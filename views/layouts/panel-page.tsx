import type { Language } from '../../src/lib/language.ts';
import { Icon } from '../components/icons.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import type { Theme } from '../view.ts';
import { HtmlPage, type PageFiles, titleOf } from './html-page.tsx';

export interface Person {
  fullName: string;
  role: 'AGENT' | 'SUPERVISOR' | 'ADMIN';
  language: Language;
  theme: Theme;
}

interface PanelPageProps {
  title: string;
  person: Person;
  files: PageFiles;
  children: JSX.Element;
}

/**
 * Same-origin requests only, no style injected, nothing kept of pages that were left, and a socket that stays while the
 * tab is in the background: the list is to be right when the agent comes back.
 */
const HTMX_CONFIG = JSON.stringify({
  mode: 'same-origin',
  includeIndicatorCSS: false,
  history: 'reload',
  defaultTimeout: 15_000,
  extensions: 'ws,ordered',
  ws: { pauseOnBackground: false, reconnectDelay: 400, reconnectMaxDelay: 8_000 },
});

/** A page for somebody who is logged in: the bar on top, the banner of a lost connection, the content. */
export function PanelPage({ title, person, files, children }: PanelPageProps): JSX.Element {
  const texts = panelTexts[person.language];
  return (
    <HtmlPage
      language={person.language}
      theme={person.theme}
      title={titleOf(title)}
      files={files}
      htmxConfig={HTMX_CONFIG}
    >
      <>
        <a class="skip" href="#main" safe>
          {texts.skip}
        </a>
        <TopBar person={person} />
        <div class="banner" role="status" id="connection">
          <p hidden safe>
            {texts.offline}
          </p>
        </div>
        <main id="main">{children}</main>
      </>
    </HtmlPage>
  );
}

function TopBar({ person }: { person: Person }): JSX.Element {
  const { header, product } = panelTexts[person.language];
  return (
    <header class="top">
      <a class="brand" href="/panel">
        <img src="/public/panel/mark.svg" alt="" width="26" height="26" />
        <span safe>{product}</span>
      </a>
      <nav aria-label={header.sections}>
        <a href="/panel/conversations" aria-current="page">
          <Icon name="inbox" />
          <span safe>{header.conversations}</span>
        </a>
      </nav>
      <section class="account" aria-label={header.account}>
        <p class="who">
          <strong safe>{person.fullName}</strong>
          <span safe>{header.roles[person.role]}</span>
        </p>
        <Preferences person={person} />
        <form method="post" action="/panel/logout">
          <button type="submit" class="quiet" title={header.logout} aria-label={header.logout}>
            <Icon name="logout" />
          </button>
        </form>
      </section>
    </header>
  );
}

const NEXT_THEME = { auto: 'light', light: 'dark', dark: 'auto' } as const;

/** One button a preference: it shows what is, and goes to the next. */
function Preferences({ person }: { person: Person }): JSX.Element {
  const { header, login } = panelTexts[person.language];
  const themeLabel = `${header.theme}: ${header.themes[person.theme]}`;
  return (
    <form method="post" action="/panel/preferences" class="preferences">
      <button
        type="submit"
        class="quiet"
        name="language"
        value={login.otherLanguage.code}
        lang={login.otherLanguage.code}
        aria-label={`${login.otherLanguage.code.toUpperCase()}, ${login.otherLanguage.label}`}
        safe
      >
        {login.otherLanguage.code.toUpperCase()}
      </button>
      <button
        type="submit"
        class="quiet"
        name="theme"
        value={NEXT_THEME[person.theme]}
        title={themeLabel}
        aria-label={themeLabel}
      >
        <Icon name={person.theme} />
      </button>
    </form>
  );
}
