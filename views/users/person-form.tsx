import { ROLES } from '../../src/features/users/model.ts';
import { LANGUAGES, type Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { Form, SelectField, TextField } from '../components/fields.tsx';
import { type PersonFault, userTexts } from './user-texts.ts';

export interface PersonFields {
  email: string;
  fullName: string;
  username: string;
  role: string;
  language: string;
}

export interface PersonFormState {
  fields: PersonFields;
  /** At their fields; those of the whole stand above. */
  faults: PersonFault[];
}

interface PersonFormProps {
  personForm: PersonFormState;
  /** Null: somebody new. */
  personId: number | null;
  /** Somebody new gets a password here and no mail. */
  asksPassword: boolean;
  language: Language;
}

const OF_THE_WHOLE: readonly PersonFault[] = ['taken', 'last_administrator', 'no_mail'];

/** Who somebody is, and what they may do. */
export function PersonForm({ personForm, personId, asksPassword, language }: PersonFormProps): JSX.Element {
  const texts = userTexts[language];
  const { fields, faults } = personForm;
  const whole = OF_THE_WHOLE.find((fault) => faults.includes(fault));
  const faultOf = (fault: PersonFault): string | null => (faults.includes(fault) ? texts.faults[fault] : null);
  const isNew = personId === null;
  return (
    <Form
      id="person-form"
      action={isNew ? '/panel/users' : `/panel/users/${personId}`}
      error={whole ? texts.faults[whole] : null}
    >
      <>
        <TextField
          name="full_name"
          label={texts.fields.fullName}
          value={fields.fullName}
          error={faultOf('full_name')}
          isRequired
          attributes={{ maxlength: '120', autocomplete: 'off' }}
          language={language}
        />
        <TextField
          name="email"
          type="email"
          label={texts.fields.email}
          value={fields.email}
          error={faultOf('email')}
          isRequired
          attributes={{ maxlength: '254', autocomplete: 'off' }}
          language={language}
        />
        {isNew ? '' : <UsernameField value={fields.username} error={faultOf('username')} language={language} />}
        <SelectField
          name="role"
          label={texts.fields.role}
          value={fields.role}
          options={ROLES.map((value) => ({ value, label: texts.roles[value].label }))}
          hint={[
            ...ROLES.map((value) => `${texts.roles[value].label}: ${texts.roles[value].text}`),
            isNew ? '' : texts.fields.roleHint,
          ]
            .join(' ')
            .trim()}
          isRequired
          language={language}
        />
        <SelectField
          name="language"
          label={texts.fields.language}
          value={fields.language}
          options={LANGUAGES.map((value) => ({ value, label: texts.languages[value] }))}
          hint={texts.fields.languageHint}
          isRequired
          language={language}
        />
        {asksPassword ? <PasswordField error={faultOf('password')} language={language} /> : ''}
        <div class="form-actions">
          <Button label={submitOf(isNew, asksPassword, language)} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}

interface PartProps {
  error: string | null;
  language: Language;
}

function UsernameField({ value, error, language }: PartProps & { value: string }): JSX.Element {
  const { fields } = userTexts[language];
  return (
    <TextField
      name="username"
      label={fields.username}
      value={value}
      hint={fields.usernameHint}
      error={error}
      isRequired
      attributes={{ maxlength: '254', autocomplete: 'off', spellcheck: 'false' }}
      language={language}
    />
  );
}

function PasswordField({ error, language }: PartProps): JSX.Element {
  const { fields } = userTexts[language];
  return (
    <TextField
      name="password"
      type="password"
      label={fields.password}
      value=""
      hint={fields.passwordHint}
      error={error}
      isRequired
      attributes={{ maxlength: '256', autocomplete: 'new-password' }}
      language={language}
    />
  );
}

function submitOf(isNew: boolean, asksPassword: boolean, language: Language): string {
  const { newPage, person } = userTexts[language];
  if (!isNew) return person.save;
  return asksPassword ? newPage.submitWithPassword : newPage.submit;
}
