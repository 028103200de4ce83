import type { TwoFactorState } from '../../src/features/auth/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { Form, TextField } from '../components/fields.tsx';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { accountTexts } from './account-texts.ts';
import { Card } from './card.tsx';

interface TwoFactorCardProps {
  twoFactor: TwoFactorState;
  view: View;
}

/** Whether an account needs a code besides its password, and everything about that. */
export function TwoFactorCard({ twoFactor, view }: TwoFactorCardProps): JSX.Element {
  const { twoFactor: texts } = accountTexts[view.language];
  if (twoFactor.isAtProvider) {
    return (
      <Card id="two-factor" title={texts.title} text={texts.atProvider}>
        {''}
      </Card>
    );
  }
  if (!twoFactor.isOn) {
    return (
      <Card id="two-factor" title={texts.title} text={texts.text}>
        <div class="form-actions">
          <Button label={texts.turnOn} icon="shield" kind="primary" href="/panel/two-factor" />
        </div>
      </Card>
    );
  }
  return (
    <Card id="two-factor" title={texts.title} text={null}>
      <>
        <p class="chips">
          <Chip label={texts.on} tone="accent" />
          <span class="hint">
            <span safe>{`${texts.since} `}</span>
            {twoFactor.confirmedAt ? <Moment date={twoFactor.confirmedAt} view={view} style="full" /> : ''}
            <span safe>{` · ${texts.codesLeft(twoFactor.codesLeft)}`}</span>
          </span>
        </p>
        <details class="fold">
          <summary safe>{texts.renew}</summary>
          <RenewCodesForm isWrong={false} language={view.language} />
        </details>
        {twoFactor.isRequired ? (
          <p class="hint" safe>
            {texts.required}
          </p>
        ) : (
          <details class="fold">
            <summary safe>{texts.turnOff}</summary>
            <DisableForm faults={[]} language={view.language} />
          </details>
        )}
      </>
    </Card>
  );
}

interface CodeFieldProps {
  isWrong: boolean;
  language: Language;
}

function CodeField({ isWrong, language }: CodeFieldProps): JSX.Element {
  const { twoFactor: texts } = accountTexts[language];
  return (
    <TextField
      name="code"
      label={texts.code}
      value=""
      error={isWrong ? texts.codeFault : null}
      isRequired
      attributes={{ maxlength: '32', autocomplete: 'one-time-code', spellcheck: 'false' }}
      language={language}
    />
  );
}

/** New recovery codes in the place of those before. */
export function RenewCodesForm({ isWrong, language }: CodeFieldProps): JSX.Element {
  const { twoFactor: texts } = accountTexts[language];
  return (
    <Form id="codes-form" action="/panel/account/two-factor/codes">
      <>
        <p class="hint" safe>
          {texts.renewText}
        </p>
        <CodeField isWrong={isWrong} language={language} />
        <div class="form-actions">
          <Button label={texts.renewNow} type="submit" />
        </div>
      </>
    </Form>
  );
}

/** What takes the place of the form: the codes, this once. */
export function NewCodes({ codes, language }: { codes: string[]; language: Language }): JSX.Element {
  const { twoFactor: texts } = accountTexts[language];
  return (
    <div id="codes-form" role="status">
      <p safe>{texts.newCodes}</p>
      <ol class="recovery-codes" aria-label={texts.codesList}>
        {codes.map((code) => (
          <li>
            <code safe>{code}</code>
          </li>
        ))}
      </ol>
    </div>
  );
}

export type DisableFault = 'password' | 'code' | 'too_many';

interface DisableFormProps {
  faults: DisableFault[];
  language: Language;
}

/** Turns the second factor off, for password and code. */
export function DisableForm({ faults, language }: DisableFormProps): JSX.Element {
  const { twoFactor: texts } = accountTexts[language];
  return (
    <Form
      id="disable-form"
      action="/panel/account/two-factor/disable"
      error={faults.includes('too_many') ? texts.tooMany : null}
    >
      <>
        <p class="hint" safe>
          {texts.turnOffText}
        </p>
        <TextField
          name="password"
          type="password"
          label={texts.password}
          value=""
          error={faults.includes('password') ? texts.passwordFault : null}
          isRequired
          attributes={{ maxlength: '1024', autocomplete: 'current-password' }}
          language={language}
        />
        <CodeField isWrong={faults.includes('code')} language={language} />
        <div class="form-actions">
          <Button label={texts.turnOffNow} kind="danger" type="submit" />
        </div>
      </>
    </Form>
  );
}
