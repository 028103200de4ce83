import type { Language } from '../../src/lib/language.ts';
import { Icon } from '../components/icons.tsx';
import { HtmlPage, type PageFiles } from '../layouts/html-page.tsx';
import { panelTexts } from '../texts/panel-texts.ts';

export type LoginProblem = { kind: 'wrong' } | { kind: 'too_many'; seconds: number };

interface LoginPageProps {
  language: Language;
  bankName: string;
  /** What was typed, after an attempt that failed. The password is never given back. */
  login: string;
  /** Where to go then, a path of our own. */
  next: string;
  problem: LoginProblem | null;
  files: PageFiles;
}

/** The way into the panel. */
export function LoginPage({ language, bankName, login, next, problem, files }: LoginPageProps): JSX.Element {
  const texts = panelTexts[language].login;
  const { otherLanguage } = texts;
  return (
    <HtmlPage language={language} theme="auto" title={`${texts.title} · ${bankName}`} files={files}>
      <main class="lone">
        <form class="card login" method="post" action={`/panel/login?lang=${language}`}>
          <p class="brand">
            <img src="/public/panel/mark.svg" alt="" width="36" height="36" />
            <span class="brand-name">
              <strong safe>{bankName}</strong>
              <span safe>{texts.lead}</span>
            </span>
          </p>
          <h1 safe>{texts.title}</h1>
          <Problem problem={problem} language={language} />
          <input type="hidden" name="next" value={next} />
          <Fields login={login} language={language} hasFailed={problem !== null} />
          <button type="submit" class="button button-primary" safe>
            {texts.submit}
          </button>
        </form>
        <p>
          <a
            href={`/panel/login?lang=${otherLanguage.code}&next=${encodeURIComponent(next)}`}
            lang={otherLanguage.code}
            hreflang={otherLanguage.code}
            safe
          >
            {otherLanguage.label}
          </a>
        </p>
      </main>
    </HtmlPage>
  );
}

interface FieldsProps {
  login: string;
  language: Language;
  hasFailed: boolean;
}

/** After a failed attempt the hand goes back to where it is needed: the password. */
function Fields({ login, language, hasFailed }: FieldsProps): JSX.Element {
  const texts = panelTexts[language].login;
  const description = hasFailed ? { 'aria-describedby': 'problem' } : {};
  return (
    <>
      <label for="login" safe>
        {texts.login}
      </label>
      <input
        id="login"
        name="login"
        value={login}
        autocomplete="username"
        autocapitalize="none"
        spellcheck="false"
        maxlength="320"
        required
        autofocus={!hasFailed}
        {...description}
      />
      <label for="password" safe>
        {texts.password}
      </label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        maxlength="1024"
        required
        autofocus={hasFailed}
        {...description}
      />
    </>
  );
}

function Problem({ problem, language }: { problem: LoginProblem | null; language: Language }): JSX.Element {
  if (!problem) return '';
  const texts = panelTexts[language].login;
  return (
    <p class="problem" id="problem" role="alert">
      <Icon name="alert" />
      <span safe>{problem.kind === 'wrong' ? texts.wrong : texts.tooMany(problem.seconds)}</span>
    </p>
  );
}
