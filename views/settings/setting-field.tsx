import { PRICE_COLUMNS, type SettingEntry } from '../../src/features/settings/model.ts';
import { zoneText } from '../../src/lib/format.ts';
import { LANGUAGES, type Language } from '../../src/lib/language.ts';
import { CheckField, SelectField, TextArea, TextField } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import { pageTexts } from './page-texts.ts';
import { settingTexts } from './setting-texts.ts';

interface SettingFieldProps {
  setting: SettingEntry;
  /** To choose from, where a text names one. */
  timeZones: string[];
  language: Language;
}

/** The fields of one setting, as its form says. */
export function SettingField({ setting, timeZones, language }: SettingFieldProps): JSX.Element {
  const { key, form, typed, fault } = setting;
  const { settings, units, options, fault: say } = settingTexts[language];
  const { name, text } = settings[key];
  const error = fault ? say(fault) : null;
  const typedAt = (part: string): string => typed[part ? `${key}.${part}` : key] ?? '';
  const shared = { name: key, label: name, hint: text, value: typedAt(''), error, language };
  const named = (all: readonly string[]) => all.map((value) => ({ value, label: options[value] ?? value }));
  switch (form.kind) {
    case 'switch':
      return <CheckField name={key} label={name} hint={text} isChecked={typedAt('') === 'on'} />;
    case 'choice':
      return <SelectField {...shared} isRequired options={named(form.options)} />;
    case 'number': {
      const label = form.unit ? `${name} (${units[form.unit]})` : name;
      return (
        <TextField {...shared} label={label} isRequired attributes={{ inputmode: 'decimal', autocomplete: 'off' }} />
      );
    }
    case 'colour':
      return <TextField {...shared} type={form.isRequired ? 'color' : 'text'} isRequired={form.isRequired} />;
    case 'text':
      if (form.pattern === 'time_zone') {
        return (
          <SelectField {...shared} isRequired options={timeZones.map((value) => ({ value, label: zoneText(value) }))} />
        );
      }
      return (
        <TextField
          {...shared}
          isRequired={form.isRequired}
          attributes={{ maxlength: String(form.most), autocomplete: 'off' }}
        />
      );
    case 'texts':
    case 'lists':
      return <TextsField setting={setting} language={language} />;
    case 'order':
      return <OrderField setting={setting} language={language} />;
    case 'rate':
      return <RateField setting={setting} language={language} />;
    case 'prices':
      return <PricesField setting={setting} language={language} />;
  }
}

type PartProps = Omit<SettingFieldProps, 'timeZones'>;

/** Several fields under one name, with what is wrong with them as a whole. */
function FieldGroup({ setting, language, children }: PartProps & { children: JSX.Element }): JSX.Element {
  const { settings, fault: say } = settingTexts[language];
  const { name, text } = settings[setting.key];
  const { fault } = setting;
  return (
    <fieldset class={['setting-group', fault && 'has-error']} {...(fault && { 'aria-invalid': 'true' })}>
      <legend safe>{name}</legend>
      <p class="hint" safe>
        {text}
      </p>
      {children}
      {fault && !fault.language ? (
        <p class="field-error">
          <Icon name="alert" />
          <span safe>{say(fault)}</span>
        </p>
      ) : (
        ''
      )}
    </fieldset>
  );
}

function TextsField({ setting, language }: PartProps): JSX.Element {
  const { languages, fault: say } = settingTexts[language];
  const { key, form, typed, fault } = setting;
  const isLines = form.kind === 'lists';
  const isShort = form.kind === 'texts' && form.most <= 100;
  const isRequired = form.kind === 'texts' && form.isRequired;
  return (
    <FieldGroup setting={setting} language={language}>
      <div class="fields">
        {LANGUAGES.map((of) => {
          const shared = {
            name: `${key}.${of}`,
            label: languages[of],
            value: typed[`${key}.${of}`] ?? '',
            error: fault?.language === of ? say(fault) : null,
            isRequired: isRequired || isLines,
            language,
            attributes: { lang: of },
          };
          return isShort ? <TextField {...shared} /> : <TextArea {...shared} rows={isLines ? 5 : 4} />;
        })}
      </div>
    </FieldGroup>
  );
}

function OrderField({ setting, language }: PartProps): JSX.Element {
  const { options: words } = settingTexts[language];
  const { place } = pageTexts[language];
  const { key, form, typed } = setting;
  if (form.kind !== 'order') return '';
  const options = [
    { value: '', label: '—' },
    ...form.options.map((value) => ({ value, label: words[value] ?? value })),
  ];
  return (
    <FieldGroup setting={setting} language={language}>
      <div class={form.isSet ? 'setting-set' : 'fields'}>
        {form.options.map((option, at) =>
          form.isSet ? (
            <CheckField
              name={`${key}.${option}`}
              label={words[option] ?? option}
              isChecked={typed[`${key}.${option}`] === 'on'}
            />
          ) : (
            <SelectField
              name={`${key}.${at}`}
              label={place(String(at + 1))}
              value={typed[`${key}.${at}`] ?? ''}
              options={options}
              isRequired
              language={language}
            />
          ),
        )}
      </div>
    </FieldGroup>
  );
}

function RateField({ setting, language }: PartProps): JSX.Element {
  const { key, typed, fault } = setting;
  const { per } = pageTexts[language];
  const { settings, fault: say } = settingTexts[language];
  const { name } = settings[key];
  return (
    <FieldGroup setting={setting.fault ? { ...setting, fault: null } : setting} language={language}>
      <div class="rate-pair">
        <TextField
          name={`${key}.points`}
          label={per.how}
          value={typed[`${key}.points`] ?? ''}
          error={fault ? say(fault) : null}
          isRequired
          language={language}
          attributes={{ inputmode: 'numeric', autocomplete: 'off', 'aria-label': `${name}: ${per.how}` }}
        />
        <SelectField
          name={`${key}.per`}
          label={per.time}
          value={typed[`${key}.per`] ?? 'minute'}
          options={(['second', 'minute', 'hour'] as const).map((value) => ({ value, label: per[value] }))}
          isRequired
          language={language}
          attributes={{ 'aria-label': `${name}: ${per.time}` }}
        />
      </div>
    </FieldGroup>
  );
}

function PricesField({ setting, language }: PartProps): JSX.Element {
  const { prices } = pageTexts[language];
  const { key, typed } = setting;
  const rows = Object.keys(typed).filter((name) => name.startsWith(`${key}.`) && name.endsWith('.model')).length;
  const columns = ['model', ...PRICE_COLUMNS] as const;
  return (
    <FieldGroup setting={setting} language={language}>
      <div class="table-frame">
        <table class="price-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col" safe>
                  {prices[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: rows }, (_, at) => (
              <tr>
                {columns.map((column) => (
                  <td data-label={prices[column]}>
                    <input
                      name={`${key}.${at}.${column}`}
                      value={typed[`${key}.${at}.${column}`] ?? ''}
                      aria-label={prices.of(prices[column], String(at + 1))}
                      autocomplete="off"
                      {...(column !== 'model' && { inputmode: 'decimal' })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </FieldGroup>
  );
}
