import { FormProblem } from '../components/fields.tsx';
import { type LoneFrame, LonePage } from './lone-page.tsx';
import { signInTexts } from './sign-in-texts.ts';

interface CodePageProps extends LoneFrame {
  /** Where to go then, a path of our own. */
  next: string;
  problem: 'wrong' | 'locked' | null;
}

/** The second step into the panel. */
export function CodePage({ language, bankName, files, next, problem }: CodePageProps): JSX.Element {
  const texts = signInTexts[language].code;
  const foot = (
    <p>
      <a href={`/panel/login?lang=${language}`} safe>
        {texts.back}
      </a>
    </p>
  );
  return (
    <LonePage language={language} bankName={bankName} files={files} title={texts.title} foot={foot}>
      <>
        <p class="hint" safe>
          {texts.lead}
        </p>
        <FormProblem id="problem" error={problem && texts[problem]} />
        <form class="login" method="post" action={`/panel/login/code?lang=${language}`}>
          <input type="hidden" name="next" value={next} />
          <CodeField label={texts.label} hint={texts.hint} hasFailed={problem !== null} isRecoveryTaken />
          <button type="submit" class="button button-primary" safe>
            {texts.submit}
          </button>
        </form>
      </>
    </LonePage>
  );
}

interface CodeFieldProps {
  label: string;
  hint: string | null;
  hasFailed: boolean;
  /** A recovery code will do, too. */
  isRecoveryTaken: boolean;
}

/** Where the six digits go. */
export function CodeField({ label, hint, hasFailed, isRecoveryTaken }: CodeFieldProps): JSX.Element {
  const description = [hasFailed && 'problem', hint && 'code-hint'].filter(Boolean).join(' ');
  return (
    <>
      <label for="code" safe>
        {label}
      </label>
      <input
        id="code"
        class="code-input"
        name="code"
        autocomplete="one-time-code"
        autocapitalize="characters"
        spellcheck="false"
        inputmode={isRecoveryTaken ? 'text' : 'numeric'}
        maxlength="32"
        required
        autofocus
        {...(hasFailed && { 'aria-invalid': 'true' })}
        {...(description && { 'aria-describedby': description })}
      />
      {hint ? (
        <p class="hint" id="code-hint" safe>
          {hint}
        </p>
      ) : (
        ''
      )}
    </>
  );
}
