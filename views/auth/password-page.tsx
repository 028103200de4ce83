import type { Language } from '../../src/lib/language.ts';
import { FormProblem } from '../components/fields.tsx';
import { type LoneFrame, LonePage } from './lone-page.tsx';

export type PasswordProblem = 'different' | 'weak';

/** `gone`: the link is used, too old or made up. */
export type PasswordStage =
  | { step: 'form'; token: string; login: string; problem: PasswordProblem | null }
  | { step: 'done' }
  | { step: 'gone' };

interface PasswordPageProps extends LoneFrame {
  stage: PasswordStage;
}

const TEXTS = {
  es: {
    title: 'Elige tu contraseña',
    account: 'Tu cuenta',
    password: 'Contraseña nueva',
    repeated: 'Repite la contraseña',
    rule: 'Al menos 12 caracteres, que no sea de las más usadas ni contenga tu nombre.',
    submit: 'Guardar contraseña',
    problems: {
      different: 'Las dos contraseñas no son iguales. Escríbelas otra vez.',
      weak: 'Esa contraseña no sirve: usa al menos 12 caracteres, sin tu nombre y que no sea común.',
    },
    done: { title: 'Tu contraseña está lista', text: 'Ya puedes entrar al panel con ella.', link: 'Entrar' },
    gone: {
      title: 'Este enlace ya no sirve',
      text: 'Se usó, venció o hay uno más nuevo. Pide otro a quien administra el panel.',
      link: 'Ir a la entrada',
    },
  },
  en: {
    title: 'Choose your password',
    account: 'Your account',
    password: 'New password',
    repeated: 'Repeat the password',
    rule: 'At least 12 characters, not a common one, and without your name.',
    submit: 'Save password',
    problems: {
      different: 'The two passwords are not the same. Type them again.',
      weak: 'That password will not do: use at least 12 characters, without your name, and not a common one.',
    },
    done: { title: 'Your password is set', text: 'You can log in to the panel with it now.', link: 'Log in' },
    gone: {
      title: 'This link no longer works',
      text: 'It was used, has expired, or there is a newer one. Ask an administrator for another.',
      link: 'To the login',
    },
  },
};

/** Where an invited person chooses a password, by the link that was mailed to them. */
export function PasswordPage({ language, bankName, files, stage }: PasswordPageProps): JSX.Element {
  const texts = TEXTS[language];
  const title = stage.step === 'form' ? texts.title : texts[stage.step].title;
  return (
    <LonePage language={language} bankName={bankName} files={files} title={title}>
      {stage.step === 'form' ? (
        <PasswordForm language={language} {...stage} />
      ) : (
        <Outcome language={language} step={stage.step} />
      )}
    </LonePage>
  );
}

function Outcome({ language, step }: { language: Language; step: 'done' | 'gone' }): JSX.Element {
  const texts = TEXTS[language][step];
  return (
    <>
      <p role="status" safe>
        {texts.text}
      </p>
      <a class="button button-primary" href={`/panel/login?lang=${language}`} safe>
        {texts.link}
      </a>
    </>
  );
}

interface FormProps {
  language: Language;
  token: string;
  login: string;
  problem: PasswordProblem | null;
}

function PasswordForm({ language, token, login, problem }: FormProps): JSX.Element {
  const texts = TEXTS[language];
  return (
    <form class="login" method="post" action={`/panel/password?lang=${language}`}>
      <FormProblem id="problem" error={problem && texts.problems[problem]} />
      <input type="hidden" name="token" value={token} />
      <label for="login" safe>
        {texts.account}
      </label>
      <input id="login" name="login" value={login} autocomplete="username" readonly />
      <label for="password" safe>
        {texts.password}
      </label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="new-password"
        minlength="12"
        maxlength="256"
        aria-describedby="rule"
        required
        autofocus
      />
      <p class="hint" id="rule" safe>
        {texts.rule}
      </p>
      <label for="repeated" safe>
        {texts.repeated}
      </label>
      <input
        id="repeated"
        name="repeated"
        type="password"
        autocomplete="new-password"
        maxlength="256"
        aria-describedby="rule"
        required
      />
      <button type="submit" class="button button-primary" safe>
        {texts.submit}
      </button>
    </form>
  );
}
