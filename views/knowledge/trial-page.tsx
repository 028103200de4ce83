import type { Trial } from '../../src/features/knowledge/model.ts';
import { formatNumber, formatPercent } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { Chip, type Tone } from '../components/chips.tsx';
import { Form, SelectField, TextArea } from '../components/fields.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { RichText } from '../components/rich-text.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { KnowledgeTabs } from './knowledge-tabs.tsx';
import { knowledgeTexts } from './knowledge-texts.ts';
import { TRIAL_PATH, topicPath } from './paths.ts';

export interface TrialState {
  question: string;
  language: Language;
  scope: 'published' | 'topic' | 'drafts';
  /** The topic whose draft may be taken for published. */
  topic: { slug: string; title: string } | null;
  fault: 'question' | 'unavailable' | null;
  /** What the assistant would answer; null before somebody asks. */
  trial: Trial | null;
}

interface TrialPageProps {
  trial: TrialState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** Asking as a customer would, to see what is found and answered. */
export function TrialPage({ trial, person, files, view }: TrialPageProps): JSX.Element {
  const texts = knowledgeTexts[view.language];
  return (
    <PanelPage title={texts.tabs.try} section="knowledge" person={person} files={files}>
      <div class="page">
        <PageHeader title={texts.tabs.try} lead={texts.trial.lead} language={view.language} />
        <KnowledgeTabs current="try" role={person.role} language={view.language} />
        <TrialForm trial={trial} view={view} />
      </div>
    </PanelPage>
  );
}

/** The question with, once it was asked, its answer below. */
export function TrialForm({ trial, view }: { trial: TrialState; view: View }): JSX.Element {
  const { language } = view;
  const { trial: texts, languages } = knowledgeTexts[language];
  return (
    <Form id="trial" action={TRIAL_PATH} error={trial.fault === 'unavailable' ? texts.faults.unavailable : null}>
      <div class="beside trial">
        <section class="panel-card">
          <TextArea
            name="question"
            label={texts.question}
            value={trial.question}
            error={trial.fault === 'question' ? texts.faults.question : null}
            isRequired
            attributes={{ maxlength: '4000' }}
            language={language}
          />
          <div class="fields">
            <SelectField
              name="language"
              label={texts.language}
              value={trial.language}
              options={(['es', 'en'] as const).map((value) => ({ value, label: languages[value] }))}
              isRequired
              language={language}
            />
            <SelectField
              name="scope"
              label={texts.scope}
              value={trial.scope}
              options={[
                { value: 'published', label: texts.published },
                ...(trial.topic ? [{ value: 'topic', label: texts.topic(trial.topic.title) }] : []),
                { value: 'drafts', label: texts.drafts },
              ]}
              hint={texts.scopeHint}
              isRequired
              language={language}
            />
          </div>
          {trial.topic ? <input type="hidden" name="topic" value={trial.topic.slug} /> : ''}
          <div class="form-actions">
            <Button label={texts.ask} kind="primary" icon="send" type="submit" />
          </div>
          {trial.trial ? <Answer trial={trial.trial} language={trial.language} view={view} /> : ''}
        </section>
        {trial.trial ? <Passages trial={trial.trial} view={view} /> : ''}
      </div>
    </Form>
  );
}

const BAND_TONES = { high: 'accent', medium: 'blue', low: 'amber' } as const satisfies Record<string, Tone>;
const OUTCOME_TONES: Record<Trial['outcome'], Tone> = {
  answer: 'accent',
  action: 'accent',
  verify: 'blue',
  handoff: 'amber',
  refuse: 'red',
  unsure: 'amber',
};

/** What the assistant would say, with who said it and how sure. */
export function Answer({ trial, language, view }: { trial: Trial; language: Language; view: View }): JSX.Element {
  const { trial: texts } = knowledgeTexts[view.language];
  const { answerers } = panelTexts[view.language].why;
  const by = [answerers[trial.provider] ?? trial.provider, trial.model].filter(Boolean).join(' · ');
  return (
    <div class="trial-answer" role="status">
      <h2 safe>{texts.answer}</h2>
      <p class="chips">
        <Chip label={texts.outcomes[trial.outcome]} tone={OUTCOME_TONES[trial.outcome]} />
        {trial.band ? <Chip label={texts.bands[trial.band]} tone={BAND_TONES[trial.band]} /> : ''}
        {trial.band ? <Chip label={texts.confidence(formatPercent(trial.confidence, view))} /> : ''}
      </p>
      <div class="trial-text" lang={language}>
        <RichText text={trial.text} />
      </div>
      {trial.citations.length > 0 ? (
        <p class="hint">
          <span safe>{`${texts.cites}: `}</span>
          {trial.citations.map(({ slug, title }) => (
            <a href={topicPath(slug)} safe>
              {title}
            </a>
          ))}
        </p>
      ) : (
        ''
      )}
      <p class="hint" safe>
        {`${texts.by(by)} ${texts.took(formatNumber(trial.latencyMs, view))}. ${texts.nothingStored}`}
      </p>
    </div>
  );
}

function Passages({ trial: { passages }, view }: { trial: Trial; view: View }): JSX.Element {
  const texts = knowledgeTexts[view.language];
  return (
    <section class="panel-card" aria-labelledby="passages">
      <h2 id="passages" safe>
        {texts.trial.passages}
      </h2>
      {passages.length === 0 ? (
        <p class="hint" safe>
          {texts.trial.noPassages}
        </p>
      ) : (
        <ol class="passages">
          {passages.map(({ slug, language, title, text, score, version }) => (
            <li>
              <p class="passage-head">
                <a href={topicPath(slug)} lang={language} safe>
                  {title}
                </a>
                <span class="hint" safe>
                  {[language.toUpperCase(), ...(version === null ? [] : [texts.version(String(version))])].join(' · ')}
                </span>
              </p>
              <p class="score">
                <meter min="0" max="1" value={String(score)} aria-label={texts.trial.score} />
                <span safe>{formatPercent(score, view)}</span>
              </p>
              <div class="passage-text" lang={language}>
                <RichText text={text} />
              </div>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
