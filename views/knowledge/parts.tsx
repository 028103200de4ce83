import { type Article, olderOf, type SafeHtml, type State, type Topic } from '../../src/features/knowledge/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Chip, type Tone } from '../components/chips.tsx';
import { knowledgeTexts } from './knowledge-texts.ts';

const STATE_TONES: Record<State, Tone> = {
  draft: 'plain',
  review: 'amber',
  live: 'accent',
  scheduled: 'blue',
  expired: 'red',
  withdrawn: 'red',
  removed: 'plain',
};

/** What a text is to customers. */
export function StateChip({ state, language }: { state: State; language: Language }): JSX.Element {
  const texts = knowledgeTexts[language];
  return <Chip label={texts.states[state]} tone={STATE_TONES[state]} title={texts.stateHints[state]} />;
}

/** A text's state, or that there is none; and whether it is older than what it translates. */
export function LanguageState({
  topic,
  of,
  language,
}: {
  topic: Topic;
  of: Language;
  language: Language;
}): JSX.Element {
  const texts = knowledgeTexts[language];
  const article = topic[of];
  if (!article) return <Chip label={texts.missing} />;
  const other = of === 'es' ? 'en' : 'es';
  return (
    <span class="chips">
      <StateChip state={article.state} language={language} />
      {olderOf(topic) === of ? (
        <Chip label={texts.older} tone="amber" title={texts.olderHint(texts.languages[other])} />
      ) : (
        ''
      )}
    </span>
  );
}

/** The version that the assistant uses, where it is not the newest. */
export function LiveNote({ article, language }: { article: Article; language: Language }): JSX.Element {
  if (article.liveVersion === null || article.liveVersion === article.version) return '';
  return (
    <span class="hint" safe>
      {knowledgeTexts[language].liveIs(String(article.liveVersion))}
    </span>
  );
}

/** Markdown that was made HTML, and cleaned, by features/knowledge/markdown.ts. */
export function Rendered({ html, lang }: { html: SafeHtml; lang: Language }): JSX.Element {
  const safeHtml: string = html;
  return (
    <div class="prose" lang={lang}>
      {safeHtml}
    </div>
  );
}

/** The title in the person's language, or in the other one. */
export const titleOf = ({ slug, es, en }: Topic, language: Language): string =>
  (language === 'es' ? (es ?? en) : (en ?? es))?.title ?? slug;
