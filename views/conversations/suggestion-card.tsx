import { formatPercent } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icons.tsx';
import { RichText } from '../components/rich-text.tsx';
import { conversationTexts } from '../texts/conversation-texts.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';

interface SuggestionCardProps {
  text: string;
  /** Titles of the articles that it rests on. */
  sources: string[];
  /** 0 to 1. */
  confidence: number;
  view: View;
}

/** What the assistant would answer. It goes into the reply by the person's own hand, and from there no further. */
export function SuggestionCard({ text, sources, confidence, view }: SuggestionCardProps): JSX.Element {
  const texts = conversationTexts[view.language].suggestion;
  return (
    <section class="suggestion" aria-label={texts.title} data-suggestion={text}>
      <header>
        <Icon name="bulb" />
        <h3 safe>{texts.title}</h3>
        <span class="suggestion-sure" safe>
          {`${formatPercent(confidence, view)} ${panelTexts[view.language].conversation.confidence}`}
        </span>
      </header>
      <div class="suggestion-text" tabindex="0">
        <RichText text={text} />
      </div>
      <div class="suggestion-foot">
        <p class="suggestion-sources" safe>
          {sources.length > 0 ? `${texts.sources}: ${sources.join(', ')}` : texts.noSources}
        </p>
        <p class="suggestion-hint" safe>
          {texts.hint}
        </p>
        <Button label={texts.dismiss} kind="quiet" attributes={{ 'data-suggestion-dismiss': true }} />
        <Button label={texts.insert} attributes={{ 'data-suggestion-insert': true }} />
      </div>
    </section>
  );
}
