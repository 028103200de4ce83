import type { SectionKey } from '../../src/features/panel/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { TOASTS_ID, Toast } from '../components/toast.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import type { Theme } from '../view.ts';
import { ConfirmDialog, ShortcutsDialog } from './dialogs.tsx';
import { HtmlPage, type PageFiles, titleOf } from './html-page.tsx';
import { Navigation } from './navigation.tsx';
import { SearchDialog } from './quick-search.tsx';
import { TopBar } from './top-bar.tsx';

export interface Person {
  fullName: string;
  /** Of their picture; null where they have none. */
  avatarUrl: string | null;
  role: Role;
  language: Language;
  theme: Theme;
}

interface PanelPageProps {
  title: string;
  /** Which section of the navigation the page belongs to; null for one that stands in none. */
  section: SectionKey | null;
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
  // What somebody has opened stays open when what is around it comes anew.
  morphIgnore: ['data-htmx-powered', 'open'],
  ws: { pauseOnBackground: false, reconnectDelay: 400, reconnectMaxDelay: 8_000 },
});

/**
 * A page for somebody who is logged in: the bar on top, the navigation, the content, and what every page has: the one
 * live connection, the banner of a lost one, toasts, and the dialogs of search, shortcuts and confirmation.
 */
export function PanelPage({ title, section, person, files, children }: PanelPageProps): JSX.Element {
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
        <Navigation role={person.role} current={section} language={person.language} />
        <main id="main" tabindex="-1">
          {children}
        </main>
        <div id="live" hidden {...{ 'hx-ws:connect': '/panel/live' }} />
        <div class="banner" role="status" id="connection">
          <p hidden safe>
            {texts.offline}
          </p>
        </div>
        <Toasts language={person.language} />
        <SearchDialog language={person.language} />
        <ShortcutsDialog language={person.language} />
        <ConfirmDialog language={person.language} />
      </>
    </HtmlPage>
  );
}

/** The region of the toasts, and the one that the page itself shows when a request got no answer. */
function Toasts({ language }: { language: Language }): JSX.Element {
  const texts = shellTexts[language];
  return (
    <>
      <section id={TOASTS_ID} class="toasts" aria-label={texts.toasts.region} />
      <template id="toast-failed">
        <Toast title={texts.failed} kind="failed" language={language} />
      </template>
    </>
  );
}
