import type { Language } from '../../src/lib/language.ts';
import { FormProblem } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { type LoneFrame, LonePage } from './lone-page.tsx';
import { type ProviderProblem, signInTexts } from './sign-in-texts.ts';

export type LoginProblem =
  | { kind: 'wrong' }
  | { kind: 'over' }
  | { kind: 'too_many'; seconds: number }
  | { kind: 'provider'; reason: ProviderProblem };

interface LoginPageProps extends LoneFrame {
  /** What was typed, after an attempt that failed. The password is never given back. */
  login: string;
  /** Where to go then, a path of our own. */
  next: string;
  problem: LoginProblem | null;
  /** The sign-in provider and what it is called; null where there is none. */
  provider: { name: string | null } | null;
  /** They come from the logout. */
  hasLeft: boolean;
}

/** The way into the panel. */
export function LoginPage(props: LoginPageProps): JSX.Element {
  const { language, bankName, files, login, next, problem, provider, hasLeft } = props;
  const texts = panelTexts[language].login;
  const { otherLanguage } = texts;
  const toOther = `/panel/login?lang=${otherLanguage.code}&next=${encodeURIComponent(next)}`;
  const foot = (
    <p>
      <a href={toOther} lang={otherLanguage.code} hreflang={otherLanguage.code} safe>
        {otherLanguage.label}
      </a>
    </p>
  );
  return (
    <LonePage language={language} bankName={bankName} files={files} title={texts.title} foot={foot}>
      <>
        <FormProblem id="problem" error={problem && sayProblem(problem, language)} />
        {hasLeft && !problem ? (
          <p class="fine" role="status">
            <Icon name="check" />
            <span safe>{signInTexts[language].provider.ended}</span>
          </p>
        ) : (
          ''
        )}
        {provider ? <Provider provider={provider} next={next} language={language} /> : ''}
        <form class="login" method="post" action={`/panel/login?lang=${language}`}>
          <input type="hidden" name="next" value={next} />
          <Fields login={login} language={language} hasFailed={problem?.kind === 'wrong'} />
          <button type="submit" class="button button-primary" safe>
            {texts.submit}
          </button>
        </form>
      </>
    </LonePage>
  );
}

function sayProblem(problem: LoginProblem, language: Language): string {
  const { login } = panelTexts[language];
  if (problem.kind === 'provider') return signInTexts[language].provider.problems[problem.reason];
  if (problem.kind === 'over') return signInTexts[language].code.over;
  return problem.kind === 'wrong' ? login.wrong : login.tooMany(problem.seconds);
}

interface ProviderProps {
  provider: { name: string | null };
  next: string;
  language: Language;
}

function Provider({ provider, next, language }: ProviderProps): JSX.Element {
  const texts = signInTexts[language].provider;
  return (
    <>
      <a
        class="button button-primary"
        href={`/panel/login/oidc?lang=${language}&next=${encodeURIComponent(next)}`}
        data-provider
      >
        <Icon name="shield" />
        <span safe>{texts.button(provider.name)}</span>
      </a>
      <p class="or" safe>
        {texts.or}
      </p>
    </>
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
