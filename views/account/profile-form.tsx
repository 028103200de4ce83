import { zoneText } from '../../src/lib/format.ts';
import { LANGUAGES, type Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { Form, SelectField, TextArea, TextField } from '../components/fields.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { accountTexts } from './account-texts.ts';

const THEMES = ['auto', 'light', 'dark'] as const;

export type ProfileFault = 'full_name' | 'alias' | 'signature' | 'time_zone';

export interface ProfileState {
  fullName: string;
  alias: string;
  signature: string;
  language: string;
  theme: string;
  /** Empty: as the browser has it. */
  timeZone: string;
  timeZones: string[];
  faults: ProfileFault[];
}

/** Who a person is, to colleagues and to customers, and how the panel is to them. */
export function ProfileForm({ profile, language }: { profile: ProfileState; language: Language }): JSX.Element {
  const { profile: texts } = accountTexts[language];
  const say = (fault: ProfileFault): string | null => (profile.faults.includes(fault) ? texts.faults[fault] : null);
  return (
    <Form id="profile-form" action="/panel/account">
      <>
        <TextField
          name="full_name"
          label={texts.name}
          value={profile.fullName}
          error={say('full_name')}
          isRequired
          attributes={{ maxlength: '120', autocomplete: 'name' }}
          language={language}
        />
        <TextField
          name="alias"
          label={texts.alias}
          value={profile.alias}
          hint={texts.aliasHint}
          error={say('alias')}
          attributes={{ maxlength: '60', autocomplete: 'off' }}
          language={language}
        />
        <TextArea
          name="signature"
          label={texts.signature}
          value={profile.signature}
          hint={texts.signatureHint}
          error={say('signature')}
          rows={3}
          attributes={{ maxlength: '500' }}
          language={language}
        />
        <Choices profile={profile} zoneError={say('time_zone')} language={language} />
        <div class="form-actions">
          <Button label={texts.save} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}

interface ChoicesProps {
  profile: ProfileState;
  zoneError: string | null;
  language: Language;
}

function Choices({ profile, zoneError, language }: ChoicesProps): JSX.Element {
  const { profile: texts } = accountTexts[language];
  const { header, customer } = panelTexts[language];
  return (
    <>
      <div class="fields">
        <SelectField
          name="language"
          label={texts.language}
          value={profile.language}
          options={LANGUAGES.map((value) => ({ value, label: customer.languages[value] }))}
          isRequired
          language={language}
        />
        <SelectField
          name="theme"
          label={texts.theme}
          value={profile.theme}
          options={THEMES.map((value) => ({ value, label: header.themes[value] }))}
          isRequired
          language={language}
        />
      </div>
      <SelectField
        name="time_zone"
        label={texts.timeZone}
        value={profile.timeZone}
        hint={texts.timeZoneHint}
        error={zoneError}
        isRequired
        options={[
          { value: '', label: texts.browserZone },
          ...profile.timeZones.map((value) => ({ value, label: zoneText(value) })),
        ]}
        language={language}
      />
    </>
  );
}
