import type { Language } from '../../src/lib/language.ts';
import { accountTexts } from '../account/account-texts.ts';
import { cannedTexts } from '../canned-responses/canned-texts.ts';
import { CANNED_PATH } from '../canned-responses/paths.ts';
import { Avatar } from '../components/avatar.tsx';
import { Icon } from '../components/icons.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { BellCount } from './bell.tsx';
import type { Person } from './panel-page.tsx';

/** The product, the search, the bell, and the person's own menu. */
export function TopBar({ person }: { person: Person }): JSX.Element {
  const { product } = panelTexts[person.language];
  const texts = shellTexts[person.language];
  return (
    <header class="top">
      <a class="brand" href="/panel">
        <img src="/public/panel/mark.svg" alt="" width="26" height="26" />
        <span safe>{product}</span>
      </a>
      <button
        type="button"
        class="search-open"
        data-dialog-open="search"
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
      >
        <Icon name="search" />
        <span class="search-label" safe>
          {texts.search.open}
        </span>
        <span aria-hidden="true">
          <kbd data-key="mod+k">Ctrl K</kbd>
        </span>
      </button>
      <Bell language={person.language} />
      <AccountMenu person={person} />
    </header>
  );
}

function Bell({ language }: { language: Language }): JSX.Element {
  const { bell } = shellTexts[language];
  return (
    <>
      <button
        type="button"
        class="button button-quiet button-icon bell"
        popovertarget="bell"
        title={bell.open}
        aria-haspopup="true"
      >
        <Icon name="notifications" />
        <span class="hidden" safe>
          {bell.open}
        </span>
        <BellCount count={0} language={language} />
      </button>
      <div
        id="bell"
        class="popover bell-list"
        popover="auto"
        hx-get="/panel/bell"
        hx-trigger="opened"
        hx-target="#bell"
      >
        <Skeleton language={language} />
      </div>
    </>
  );
}

const THEMES = ['auto', 'light', 'dark'] as const;

/** Who is logged in, how the panel looks to them, and the way out. */
function AccountMenu({ person }: { person: Person }): JSX.Element {
  const { header, login } = panelTexts[person.language];
  const { code, label } = login.otherLanguage;
  return (
    <>
      <button type="button" class="account-open" popovertarget="account" aria-haspopup="true" title={header.account}>
        <span class="hidden" safe>
          {`${header.account}: ${person.fullName}`}
        </span>
        <Avatar name={person.fullName} url={person.avatarUrl} isVerified />
      </button>
      <section id="account" class="popover menu account" popover="auto" aria-label={header.account} data-menu>
        <p class="who">
          <strong safe>{person.fullName}</strong>
          <span safe>{header.roles[person.role]}</span>
        </p>
        <a class="menu-item" href="/panel/account">
          <Icon name="person" />
          <span safe>{accountTexts[person.language].title}</span>
        </a>
        <a class="menu-item" href={CANNED_PATH}>
          <Icon name="slash" />
          <span safe>{cannedTexts[person.language].title}</span>
        </a>
        <form method="post" action="/panel/preferences">
          <fieldset class="choices">
            <legend safe>{header.theme}</legend>
            {THEMES.map((theme) => (
              <button type="submit" name="theme" value={theme} aria-pressed={theme === person.theme ? 'true' : 'false'}>
                <Icon name={theme} />
                <span safe>{header.themes[theme]}</span>
              </button>
            ))}
          </fieldset>
          <button type="submit" class="menu-item" name="language" value={code} lang={code}>
            <span class="tongue" aria-hidden="true" safe>
              {code.toUpperCase()}
            </span>
            <span safe>{label}</span>
          </button>
        </form>
        <button type="button" class="menu-item" data-dialog-open="shortcuts">
          <Icon name="keyboard" />
          <span safe>{shellTexts[person.language].shortcuts.open}</span>
          <span class="menu-key" aria-hidden="true">
            <kbd>?</kbd>
          </span>
        </button>
        <form method="post" action="/panel/logout">
          <button type="submit" class="menu-item">
            <Icon name="logout" />
            <span safe>{header.logout}</span>
          </button>
        </form>
      </section>
    </>
  );
}
