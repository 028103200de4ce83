import type { SettingCategory, SettingEntry } from '../../src/features/settings/model.ts';
import { Button } from '../components/button.tsx';
import { Form } from '../components/fields.tsx';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { pageTexts } from './page-texts.ts';
import { SETTINGS_PATH, settingAnchor, settingHistoryPath, settingResetPath } from './paths.ts';
import { SettingField } from './setting-field.tsx';
import { settingTexts } from './setting-texts.ts';
import { valueText } from './value-text.ts';

export interface SettingsCardProps {
  category: SettingCategory;
  settings: SettingEntry[];
  mayChange: boolean;
  timeZones: string[];
  view: View;
}

const formId = (category: SettingCategory): string => `settings-${category}`;

/** The settings of one category. */
export function SettingsCard(props: SettingsCardProps): JSX.Element {
  const variable = sharedVariable(props.settings);
  const { title, text } = settingTexts[props.view.language].categories[props.category];
  const titleId = `${formId(props.category)}-title`;
  return (
    <section class="panel-card" aria-labelledby={titleId}>
      <h2 id={titleId} safe>
        {title}
      </h2>
      <p safe>{variable ? `${text} ${pageTexts[props.view.language].fromEnvironment(variable)}` : text}</p>
      <SettingsForm {...props} />
    </section>
  );
}

/** Said once for all of them, where all have their defaults from the same variable. */
function sharedVariable([first, ...others]: SettingEntry[]): string | null {
  const variable = first?.environment ?? null;
  return others.length > 0 && others.every(({ environment }) => environment === variable) ? variable : null;
}

/** Their form: each with its default, who changed it, and the way back. */
export function SettingsForm({ category, settings, mayChange, timeZones, view }: SettingsCardProps): JSX.Element {
  const { language } = view;
  const variable = sharedVariable(settings);
  return (
    <Form id={formId(category)} action={`${SETTINGS_PATH}/${category}`}>
      <fieldset class="settings" disabled={!mayChange}>
        <div class={['settings-list', category === 'limits' && 'is-dense']}>
          {settings.map((setting) => (
            <div class="setting" id={settingAnchor(setting.key)}>
              <SettingField setting={setting} timeZones={timeZones} language={language} />
              <SettingFoot setting={setting} isVariableSaid={variable !== null} mayChange={mayChange} view={view} />
            </div>
          ))}
        </div>
        {mayChange ? (
          <div class="form-actions">
            <Button label={pageTexts[language].save} icon="check" kind="primary" type="submit" />
          </div>
        ) : (
          ''
        )}
      </fieldset>
    </Form>
  );
}

interface SettingFootProps {
  setting: SettingEntry;
  isVariableSaid: boolean;
  mayChange: boolean;
  view: View;
}

function SettingFoot({ setting, isVariableSaid, mayChange, view }: SettingFootProps): JSX.Element {
  const { key, category, usual, form, isChanged, updatedBy, updatedAt, environment } = setting;
  const { language } = view;
  const texts = pageTexts[language];
  return (
    <div class="setting-foot">
      {isChanged ? <span safe>{texts.usual(valueText(form, usual, language))}</span> : ''}
      {environment && !isVariableSaid ? (
        <span safe>
          {form.kind === 'number' ? texts.boundByEnvironment(environment) : texts.fromEnvironment(environment)}
        </span>
      ) : (
        ''
      )}
      {updatedBy && updatedAt ? (
        <span>
          <span safe>{texts.changedBy(updatedBy)}</span> <Moment date={updatedAt} view={view} style="when" />
          {' · '}
          <a
            href={settingHistoryPath(key)}
            aria-label={`${texts.history}: ${settingTexts[language].settings[key].name}`}
            safe
          >
            {texts.history}
          </a>
        </span>
      ) : (
        ''
      )}
      {isChanged && mayChange ? (
        <button
          type="button"
          class="link-button"
          hx-post={settingResetPath(category, key)}
          hx-target={`#${formId(category)}`}
          hx-swap="outerHTML"
          aria-label={`${texts.reset}: ${settingTexts[language].settings[key].name}`}
          safe
        >
          {texts.reset}
        </button>
      ) : (
        ''
      )}
    </div>
  );
}
