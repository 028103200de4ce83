import type { PasswordFault } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { Form, TextField } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import { accountTexts } from './account-texts.ts';

const CHECK_ID = 'password-check';

export interface PasswordFormState {
  /** For whom the browser keeps the password. */
  loginName: string;
  faults: { current?: 'current'; next?: PasswordFault; repeated?: 'different' };
}

interface PasswordFormProps {
  passwordForm: PasswordFormState;
  language: Language;
}

/** Another password for oneself; what was typed is never given back. */
export function PasswordForm({ passwordForm, language }: PasswordFormProps): JSX.Element {
  const { password: texts } = accountTexts[language];
  const { loginName, faults } = passwordForm;
  const say = (fault: keyof typeof texts.faults | undefined): string | null => (fault ? texts.faults[fault] : null);
  return (
    <Form id="password-form" action="/panel/account/password">
      <>
        <input
          class="hidden"
          name="username"
          value={loginName}
          autocomplete="username"
          readonly
          tabindex="-1"
          aria-label={texts.account}
        />
        <TextField
          name="current"
          type="password"
          label={texts.current}
          value=""
          error={say(faults.current)}
          isRequired
          attributes={{ maxlength: '1024', autocomplete: 'current-password' }}
          language={language}
        />
        <TextField
          name="next"
          type="password"
          label={texts.next}
          value=""
          error={say(faults.next)}
          isRequired
          attributes={{
            maxlength: '256',
            autocomplete: 'new-password',
            'hx-post': '/panel/account/password/check',
            'hx-trigger': 'input delay:400ms',
            'hx-target': `#${CHECK_ID}`,
            'hx-swap': 'outerHTML',
            'hx-sync': 'this:replace',
          }}
          language={language}
        />
        <div>
          <ul class="rule-list">
            {texts.rules.map((rule) => (
              <li safe>{rule}</li>
            ))}
          </ul>
          <PasswordCheck passwordFault={null} isTyped={false} language={language} />
        </div>
        <TextField
          name="repeated"
          type="password"
          label={texts.repeated}
          value=""
          error={say(faults.repeated)}
          isRequired
          attributes={{ maxlength: '256', autocomplete: 'new-password' }}
          language={language}
        />
        <div class="form-actions">
          <Button label={texts.save} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}

interface PasswordCheckProps {
  passwordFault: PasswordFault | null;
  isTyped: boolean;
  language: Language;
}

/** What the rules say of the password while it is typed. */
export function PasswordCheck({ passwordFault, isTyped, language }: PasswordCheckProps): JSX.Element {
  const { password: texts } = accountTexts[language];
  return (
    <p id={CHECK_ID} role="status" class={passwordFault ? 'field-error' : 'fine'}>
      {isTyped ? <Icon name={passwordFault ? 'alert' : 'check'} /> : ''}
      {isTyped ? <span safe>{passwordFault ? texts.faults[passwordFault] : texts.fine}</span> : ''}
    </p>
  );
}
