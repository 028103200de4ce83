import { type GrantableAction, grantableTo, type KeyFault } from '../../src/features/api-keys/model.ts';
import { PERMISSIONS } from '../../src/features/auth/model.ts';
import { ROLES } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { CheckField, Form, SelectField, TextArea, TextField } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import { shellTexts } from '../texts/shell-texts.ts';
import { type ActionNoun, keyTexts } from './key-texts.ts';
import { KEYS_PATH, keyPath } from './paths.ts';
import { permissionTexts } from './permission-texts.ts';

export interface KeyFormState {
  name: string;
  role: string;
  /** Whether it may all that its role may. */
  isAll: boolean;
  scopes: readonly string[];
  /** One a line. */
  addresses: string;
  /** A day: `2026-01-31`; empty for none. */
  expires: string;
  faults: readonly (KeyFault | 'too_many')[];
}

interface KeyFormProps {
  keyForm: KeyFormState;
  /** Null: a new one. */
  id: number | null;
  language: Language;
}

/** What a key is called, how far it reaches, from where and until when. */
export function KeyForm({ id, keyForm, language }: KeyFormProps): JSX.Element {
  const { faults, ...fields } = keyForm;
  const texts = keyTexts[language];
  const wordsOf = (...some: (KeyFault | 'too_many')[]): string | null => {
    const found = faults.find((fault) => some.includes(fault));
    return found ? texts.faults[found] : null;
  };
  return (
    <Form
      id="key-form"
      action={id === null ? KEYS_PATH : keyPath(id)}
      error={faults.length > 0 ? shellTexts[language].form.problem : null}
    >
      <>
        <TextField
          name="name"
          label={texts.fields.name}
          value={fields.name}
          error={wordsOf('name', 'too_many')}
          hint={texts.fields.nameHint}
          isRequired
          attributes={{ maxlength: '200', autocomplete: 'off' }}
          language={language}
        />
        <SelectField
          name="role"
          label={texts.fields.role}
          value={fields.role}
          error={wordsOf('role')}
          isRequired
          options={ROLES.map((role) => ({ value: role, label: texts.fields.roles[role].label }))}
          hint={ROLES.map((role) => `${texts.fields.roles[role].label}: ${texts.fields.roles[role].text}`).join(' ')}
          language={language}
        />
        <Reach isAll={fields.isAll} scopes={fields.scopes} error={wordsOf('scopes')} language={language} />
        <TextArea
          name="addresses"
          label={texts.fields.addresses}
          value={fields.addresses}
          error={wordsOf('allowed_addresses')}
          hint={texts.fields.addressesHint}
          rows={3}
          attributes={{ spellcheck: 'false', autocomplete: 'off' }}
          language={language}
        />
        <TextField
          name="expires"
          type="date"
          label={texts.fields.expires}
          value={fields.expires}
          error={wordsOf('expires_at')}
          hint={texts.fields.expiresHint}
          language={language}
        />
        <div class="form-actions">
          <Button label={id === null ? texts.fields.create : texts.fields.save} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}

interface ReachProps {
  isAll: boolean;
  scopes: readonly string[];
  error: string | null;
  language: Language;
}

/** All that the role may, or what is ticked of it: in words, with the name that the interface knows. */
function Reach({ isAll, scopes, error, language }: ReachProps): JSX.Element {
  const { fields, nouns } = keyTexts[language];
  return (
    <fieldset class={['group', error && 'has-error']} {...(error && { 'aria-describedby': 'scopes-error' })}>
      <legend safe>{fields.reach}</legend>
      {error ? (
        <p class="field-error" id="scopes-error">
          <Icon name="alert" />
          <span safe>{error}</span>
        </p>
      ) : (
        ''
      )}
      <CheckField name="all" label={fields.reachAll} hint={fields.reachAllHint} isChecked={isAll} />
      <details {...(!isAll && { open: true })}>
        <summary safe>{fields.reachSome}</summary>
        <p class="hint" safe>
          {fields.reachSomeHint}
        </p>
        {groupsOf(grantableTo('ADMIN')).map(([noun, actions]) => (
          <ScopeGroup name={nouns[noun]} actions={actions} scopes={scopes} language={language} />
        ))}
      </details>
    </fieldset>
  );
}

/** Actions by what they are about, in the order of the table. */
function groupsOf(actions: readonly GrantableAction[]): [noun: ActionNoun, actions: GrantableAction[]][] {
  const groups = new Map<ActionNoun, GrantableAction[]>();
  for (const action of actions) {
    const noun = action.slice(0, action.indexOf('.')) as ActionNoun;
    groups.set(noun, [...(groups.get(noun) ?? []), action]);
  }
  return [...groups];
}

interface ScopeGroupProps {
  name: string;
  actions: readonly GrantableAction[];
  scopes: readonly string[];
  language: Language;
}

/** Open where something of it is ticked. */
function ScopeGroup({ name, actions, scopes, language }: ScopeGroupProps): JSX.Element {
  const { fields } = keyTexts[language];
  const ticked = actions.filter((action) => scopes.includes(action)).length;
  return (
    <details class="scopes" {...(ticked > 0 && { open: true })}>
      <summary safe>{`${name} (${ticked}/${actions.length})`}</summary>
      <div class="boxes">
        {actions.map((action) => (
          <CheckField
            name={`scope.${action}`}
            label={permissionTexts[language][action]}
            hint={`${action} · ${fields.roles[PERMISSIONS[action]].label}`}
            isChecked={scopes.includes(action)}
          />
        ))}
      </div>
    </details>
  );
}
