import type { PromptFault, PromptFields, Trial } from '../../src/features/prompt/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { Form, FormProblem, SelectField, TextArea, TextField } from '../components/fields.tsx';
import { Answer } from '../knowledge/trial-page.tsx';
import type { View } from '../view.ts';
import { PROMPT_PATH } from './paths.ts';
import { promptTexts } from './prompt-texts.ts';

const FORM_ID = 'prompt-form';
const TRIAL_ID = 'prompt-trial';
const PREVIEW_ID = 'prompt-preview';
const LANGUAGES: readonly Language[] = ['es', 'en'];

interface PromptFormProps {
  fields: PromptFields;
  faults: PromptFault[];
  language: Language;
}

/** The instructions in both languages, with what is wrong with them. */
export function PromptForm({ fields, faults, language }: PromptFormProps): JSX.Element {
  const texts = promptTexts[language];
  const errorAt = (...some: PromptFault[]): string | null => {
    const fault = some.find((one) => faults.includes(one));
    return fault ? texts.faults[fault] : null;
  };
  return (
    <Form id={FORM_ID} action={PROMPT_PATH}>
      <>
        <div class="fields prompt-texts">
          {LANGUAGES.map((of) => (
            <TextArea
              name={`text_${of}`}
              label={texts.editor.texts[of]}
              value={fields.texts[of]}
              error={of === 'es' ? errorAt('empty', 'same', 'long_es') : errorAt('long_en')}
              rows={9}
              {...(of === language && { hint: texts.editor.hint })}
              attributes={{ lang: of }}
              language={language}
            />
          ))}
        </div>
        <TextField
          name="note"
          label={texts.editor.note}
          hint={texts.editor.noteHint}
          value={fields.note}
          error={errorAt('long_note')}
          attributes={{ autocomplete: 'off' }}
          language={language}
        />
        <div class="form-actions">
          <Button label={texts.saveDraft} type="submit" />
          <Button
            label={texts.saveAndUse}
            icon="check"
            kind="primary"
            type="submit"
            attributes={{ name: 'use', value: 'on', ...confirmFirst(texts.confirmUse) }}
          />
        </div>
      </>
    </Form>
  );
}

/** A question to what stands in the form, saved or not. */
export function PromptAttempt({ language }: { language: Language }): JSX.Element {
  const { attempt, languages } = promptTexts[language];
  return (
    <section class="panel-card" aria-labelledby="prompt-attempt">
      <h2 id="prompt-attempt" safe>
        {attempt.title}
      </h2>
      <p safe>{attempt.text}</p>
      <form
        class="form"
        method="post"
        action={`${PROMPT_PATH}/try`}
        hx-post={`${PROMPT_PATH}/try`}
        hx-include={`#${FORM_ID}`}
        hx-target={`#${TRIAL_ID}`}
        hx-swap="outerHTML"
        hx-sync="this:drop"
        novalidate
      >
        <div class="fields">
          <TextField
            name="question"
            label={attempt.question}
            value=""
            isRequired
            attributes={{ maxlength: '4000' }}
            language={language}
          />
          <SelectField
            name="language"
            label={attempt.language}
            value={language}
            options={LANGUAGES.map((value) => ({ value, label: languages[value] }))}
            isRequired
            language={language}
          />
        </div>
        <div class="form-actions">
          <Button label={attempt.ask} icon="send" type="submit" />
        </div>
      </form>
      <div id={TRIAL_ID} role="status" />
    </section>
  );
}

/** What the attempt came to. */
export function TrialResult(props: { trial: Trial; language: Language; view: View }): JSX.Element {
  return (
    <div id={TRIAL_ID} role="status">
      <Answer {...props} />
    </div>
  );
}

export function TrialProblem({
  problem,
  language,
}: {
  problem: 'noQuestion' | 'noAnswer';
  language: Language;
}): JSX.Element {
  return (
    <div id={TRIAL_ID}>
      <FormProblem error={promptTexts[language].attempt[problem]} />
    </div>
  );
}

/** The way to all that a model reads. */
export function PromptPreview({ language }: { language: Language }): JSX.Element {
  const { preview } = promptTexts[language];
  return (
    <section class="panel-card" aria-labelledby="prompt-whole">
      <h2 id="prompt-whole" safe>
        {preview.title}
      </h2>
      <p safe>{preview.text}</p>
      <div class="form-actions">
        <Button
          label={preview.show}
          icon="eye"
          attributes={{
            'hx-post': `${PROMPT_PATH}/preview`,
            'hx-include': `#${FORM_ID}`,
            'hx-target': `#${PREVIEW_ID}`,
            'hx-swap': 'outerHTML',
          }}
        />
      </div>
      <div id={PREVIEW_ID} />
    </section>
  );
}

export function WholePrompt({
  prompts,
  language,
}: {
  prompts: Record<Language, string>;
  language: Language;
}): JSX.Element {
  const { of } = promptTexts[language].preview;
  return (
    <div id={PREVIEW_ID} class="cards">
      {LANGUAGES.map((one) => (
        <details class="whole-prompt" open={one === language}>
          <summary safe>{of[one]}</summary>
          <pre lang="en" tabindex="0" safe>
            {prompts[one]}
          </pre>
        </details>
      ))}
    </div>
  );
}
