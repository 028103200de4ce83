import { WEBHOOK_EVENTS, type WebhookFault } from '../../src/features/webhooks/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { CheckField, Form, TextField } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import { shellTexts } from '../texts/shell-texts.ts';
import { WEBHOOKS_PATH, webhookPath } from './paths.ts';
import { webhookTexts } from './webhook-texts.ts';

export interface WebhookFormState {
  url: string;
  description: string;
  events: readonly string[];
  includeContents: boolean;
  faults: readonly WebhookFault[];
}

interface WebhookFormProps {
  webhookForm: WebhookFormState;
  /** Null: a new one. */
  id: number | null;
  language: Language;
}

const URL_FAULTS: readonly WebhookFault[] = ['url', 'scheme', 'credentials', 'not_public', 'unknown_host', 'too_many'];

/** Where a webhook leads and what it hears of. */
export function WebhookForm({ id, webhookForm, language }: WebhookFormProps): JSX.Element {
  const { faults, ...fields } = webhookForm;
  const texts = webhookTexts[language];
  const wordsOf = (some: readonly WebhookFault[]): string | null => {
    const found = faults.find((fault) => some.includes(fault));
    return found ? texts.faults[found] : null;
  };
  return (
    <Form
      id="webhook-form"
      action={id === null ? WEBHOOKS_PATH : webhookPath(id)}
      error={faults.length > 0 ? shellTexts[language].form.problem : null}
    >
      <>
        <TextField
          name="url"
          label={texts.fields.url}
          value={fields.url}
          error={wordsOf(URL_FAULTS)}
          hint={texts.fields.urlHint}
          isRequired
          attributes={{ maxlength: '2000', autocomplete: 'off', inputmode: 'url', spellcheck: 'false' }}
          language={language}
        />
        <TextField
          name="description"
          label={texts.fields.description}
          value={fields.description}
          error={wordsOf(['description'])}
          hint={texts.fields.descriptionHint}
          attributes={{ maxlength: '400', autocomplete: 'off' }}
          language={language}
        />
        <Events chosen={fields.events} error={wordsOf(['events'])} language={language} />
        <CheckField
          name="include_contents"
          label={texts.fields.contents}
          hint={texts.fields.contentsHint}
          isChecked={fields.includeContents}
        />
        <div class="form-actions">
          <Button label={id === null ? texts.fields.create : texts.fields.save} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}

interface EventsProps {
  chosen: readonly string[];
  error: string | null;
  language: Language;
}

function Events({ chosen, error, language }: EventsProps): JSX.Element {
  const texts = webhookTexts[language];
  return (
    <fieldset class={['group', error && 'has-error']} {...(error && { 'aria-describedby': 'events-error' })}>
      <legend safe>{texts.fields.events}</legend>
      {error ? (
        <p class="field-error" id="events-error">
          <Icon name="alert" />
          <span safe>{error}</span>
        </p>
      ) : (
        ''
      )}
      <div class="boxes">
        {WEBHOOK_EVENTS.map((event) => (
          <CheckField
            name={`event.${event}`}
            label={texts.events[event]}
            hint={event}
            isChecked={chosen.includes(event)}
            attributes={error ? { 'aria-invalid': 'true' } : {}}
          />
        ))}
      </div>
    </fieldset>
  );
}
