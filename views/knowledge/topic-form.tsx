import { CATEGORIES, type SafeHtml, type Topic } from '../../src/features/knowledge/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { CheckField, Form, SelectField, TextArea, TextField } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { knowledgeTexts, type TopicFault } from './knowledge-texts.ts';
import { LanguageState, LiveNote, Rendered } from './parts.tsx';
import { NEW_PATH, previewPath, topicPath, versionPath, versionsPath } from './paths.ts';

export const TOPIC_FORM_ID = 'topic-form';

/** What stands in the fields of a language, as it was typed or stands in the database. */
export interface TypedText {
  title: string;
  content: string;
  /** One a line. */
  examples: string;
  /** The version that the editor started from; empty where there was none. */
  base: string;
  preview: SafeHtml | null;
}

export interface TopicFormState {
  es: TypedText;
  en: TypedText;
  category: string;
  tags: string;
  /** As fields of date and time hold them, by the person's clocks. */
  effectiveFrom: string;
  expiresAt: string;
  /** By field: `title_es`, `expires_at`. */
  faults: Record<string, TopicFault>;
  /** Somebody saved another version: where the form began, by language. */
  stale: Partial<Record<Language, { from: number; to: number }>> | null;
}

interface TopicFormProps {
  /** Null: a new one. */
  topic: Topic | null;
  topicForm: TopicFormState;
  view: View;
}

const LANGUAGES = ['es', 'en'] as const;

/** Both languages of a topic side by side, and what they share. */
export function TopicForm({ topic, topicForm: form, view }: TopicFormProps): JSX.Element {
  const { language } = view;
  const texts = knowledgeTexts[language].topic;
  return (
    <Form id={TOPIC_FORM_ID} action={topic === null ? NEW_PATH : topicPath(topic.slug)}>
      <>
        {topic && form.stale ? <Stale topic={topic} stale={form.stale} language={language} /> : ''}
        <div class="languages">
          {LANGUAGES.map((of) => (
            <TextInLanguage topic={topic} of={of} form={form} view={view} />
          ))}
        </div>
        <Shared form={form} language={language} />
        <div class="form-actions">
          <Button
            label={topic === null ? texts.saveNew : texts.save}
            kind="primary"
            type="submit"
            shortcut="alt+s"
            {...(form.stale && { attributes: { hidden: true } })}
          />
        </div>
      </>
    </Form>
  );
}

/** What somebody else saved must be looked at before it is written over. */
function Stale({
  topic,
  stale,
  language,
}: {
  topic: Topic;
  stale: NonNullable<TopicFormState['stale']>;
  language: Language;
}): JSX.Element {
  const texts = knowledgeTexts[language];
  return (
    <div class="stale" role="alert">
      <p class="stale-title">
        <Icon name="alert" />
        <strong safe>{texts.stale.title}</strong>
      </p>
      <p safe>{texts.stale.text}</p>
      <div class="form-actions">
        {LANGUAGES.map((of) => {
          const change = stale[of];
          if (!change) return '';
          const path = versionPath(topic.slug, of, change.to, change.from || undefined);
          return (
            <Button
              label={`${texts.stale.see} (${texts.languages[of]})`}
              icon="eye"
              href={path}
              attributes={{ target: '_blank' }}
            />
          );
        })}
        <Button label={texts.stale.overwrite} type="submit" />
        <Button label={texts.stale.discard} kind="quiet" href={topicPath(topic.slug)} />
      </div>
    </div>
  );
}

interface TextProps {
  topic: Topic | null;
  of: Language;
  form: TopicFormState;
  view: View;
}

function TextInLanguage({ topic, of, form, view }: TextProps): JSX.Element {
  const { language } = view;
  const texts = knowledgeTexts[language];
  const typed = form[of];
  const isRequired = topic === null || topic[of] !== null;
  const faultOf = (field: string) => {
    const fault = form.faults[`${field}_${of}`];
    return fault ? texts.faults[fault] : null;
  };
  return (
    <fieldset class="group language">
      <legend safe>{texts.languages[of]}</legend>
      <TextFacts topic={topic} of={of} view={view} />
      <input type="hidden" name={`base_${of}`} value={typed.base} />
      <TextField
        name={`title_${of}`}
        label={texts.topic.name}
        value={typed.title}
        error={faultOf('title')}
        isRequired={isRequired}
        attributes={{ lang: of, maxlength: '1000', autocomplete: 'off' }}
        language={language}
      />
      <TextArea
        name={`content_${of}`}
        label={texts.topic.content}
        value={typed.content}
        rows={14}
        error={faultOf('content')}
        hint={texts.topic.contentHint}
        isRequired={isRequired}
        attributes={{
          lang: of,
          class: 'source',
          'hx-post': previewPath(of),
          'hx-trigger': 'input delay:400ms',
          'hx-target': `#${previewId(of)}`,
          'hx-swap': 'innerHTML',
          'hx-sync': 'this:replace',
        }}
        language={language}
      />
      <details class="preview" open>
        <summary safe>{texts.topic.preview}</summary>
        <div id={previewId(of)} class="preview-body">
          <Preview html={typed.preview} of={of} language={language} />
        </div>
      </details>
      <TextArea
        name={`examples_${of}`}
        label={texts.topic.examples}
        value={typed.examples}
        rows={5}
        error={faultOf('examples')}
        hint={texts.topic.examplesHint}
        attributes={{ lang: of }}
        language={language}
      />
      <StillRight topic={topic} of={of} language={language} />
    </fieldset>
  );
}

const previewId = (of: Language): string => `preview-${of}`;

/** What the typed Markdown becomes. */
export function Preview({
  html,
  of,
  language,
}: {
  html: SafeHtml | null;
  of: Language;
  language: Language;
}): JSX.Element {
  if (html) return <Rendered html={html} lang={of} />;
  return (
    <p class="hint" safe>
      {knowledgeTexts[language].topic.previewEmpty}
    </p>
  );
}

/** What the text is to customers, which version it is, who wrote it and when. */
function TextFacts({ topic, of, view }: Omit<TextProps, 'form'>): JSX.Element {
  const { language } = view;
  const texts = knowledgeTexts[language];
  const article = topic?.[of];
  if (!topic || !article) {
    return (
      <p class="hint" safe>
        {texts.topic.absent(texts.languages[of])}
      </p>
    );
  }
  return (
    <div class="language-facts">
      <LanguageState topic={topic} of={of} language={language} />
      <a href={versionsPath(topic.slug, of)} title={texts.topic.versions(texts.languages[of])} safe>
        {texts.version(String(article.version))}
      </a>
      <span class="hint">
        <Moment date={article.updatedAt} view={view} style="when" />{' '}
        <span safe>{article.editorName ? texts.topic.changedBy(article.editorName) : texts.topic.changedBySystem}</span>
      </span>
      <LiveNote article={article} language={language} />
    </div>
  );
}

function StillRight({ topic, of, language }: { topic: Topic | null; of: Language; language: Language }): JSX.Element {
  const other = of === 'es' ? 'en' : 'es';
  const [own, theirs] = [topic?.[of], topic?.[other]];
  if (!own || !theirs || own.textAt >= theirs.textAt) return '';
  const texts = knowledgeTexts[language];
  return (
    <CheckField
      name={`still_right_${of}`}
      label={texts.topic.isStillRight}
      hint={texts.topic.isStillRightHint(texts.languages[other])}
      isChecked={false}
    />
  );
}

function Shared({ form, language }: { form: TopicFormState; language: Language }): JSX.Element {
  const texts = knowledgeTexts[language];
  const faultOf = (field: string) => {
    const fault = form.faults[field];
    return fault ? texts.faults[fault] : null;
  };
  return (
    <fieldset class="group">
      <legend safe>{texts.topic.shared}</legend>
      <div class="fields">
        <SelectField
          name="category"
          label={texts.topic.category}
          value={form.category}
          error={faultOf('category')}
          options={CATEGORIES.map((value) => ({ value, label: texts.categories[value] }))}
          isRequired
          language={language}
        />
        <TextField
          name="tags"
          label={texts.topic.tags}
          value={form.tags}
          error={faultOf('tags')}
          hint={texts.topic.tagsHint}
          attributes={{ maxlength: '1000', autocomplete: 'off' }}
          language={language}
        />
        <TextField
          type="datetime-local"
          name="effective_from"
          label={texts.topic.effectiveFrom}
          value={form.effectiveFrom}
          error={faultOf('effective_from')}
          hint={texts.topic.effectiveHint}
          language={language}
        />
        <TextField
          type="datetime-local"
          name="expires_at"
          label={texts.topic.expiresAt}
          value={form.expiresAt}
          error={faultOf('expires_at')}
          hint={texts.topic.expiresHint}
          language={language}
        />
      </div>
    </fieldset>
  );
}
