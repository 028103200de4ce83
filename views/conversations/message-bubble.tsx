import type { Message } from '../../src/features/conversations/model.ts';
import { formatPercent } from '../../src/lib/format.ts';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { RichText } from '../components/rich-text.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { messageId } from './ids.ts';
import { WhyLink } from './why-answer.tsx';

interface MessageBubbleProps {
  message: Message;
  view: View;
}

/** One message: the page's, and what the live push adds. Its place is its seq, whenever it arrives. */
export function MessageBubble({ message, view }: MessageBubbleProps): JSX.Element {
  const { roles } = panelTexts[view.language].conversation;
  return (
    <li
      id={messageId(message.conversationId, message.seq)}
      class={['message', `message-${message.role}`]}
      data-order={String(message.seq)}
      data-seq={String(message.seq)}
    >
      <p class="message-head">
        <span class="message-role" safe>
          {roles[message.role]}
        </span>
        <Moment date={message.createdAt} view={view} />
      </p>
      <div class="message-text">
        {message.role === 'customer' ? <p safe>{message.content}</p> : <RichText text={message.content} />}
      </div>
      <Sources message={message} view={view} />
      <Provenance message={message} view={view} />
    </li>
  );
}

/** The articles that a reply rests on. */
function Sources({ message, view }: MessageBubbleProps): JSX.Element {
  const titles = titlesOf(message.metadata?.citations);
  if (titles.length === 0) return '';
  return (
    <ul class="sources" aria-label={panelTexts[view.language].conversation.sources}>
      {titles.map((title) => (
        <li>
          <Icon name="source" />
          <span safe>{title}</span>
        </li>
      ))}
    </ul>
  );
}

/** How the reply came about, for whoever wants to know. */
function Provenance({ message, view }: MessageBubbleProps): JSX.Element {
  const { outcome, provider, confidence } = message.metadata ?? {};
  if (message.role !== 'assistant' || typeof outcome !== 'string') return '';
  const texts = panelTexts[view.language].conversation;
  const parts = [
    texts.outcomes[outcome] ?? outcome,
    ...(typeof provider === 'string' ? [provider] : []),
    ...(typeof confidence === 'number' ? [`${formatPercent(confidence, view)} ${texts.confidence}`] : []),
  ];
  return (
    <>
      <p class="provenance" title={texts.details} safe>
        {parts.join(' · ')}
      </p>
      <WhyLink conversationId={message.conversationId} seq={message.seq} view={view} />
    </>
  );
}

/** What was stored is read as what it is: data of an earlier version, or of a model. */
function titlesOf(citations: unknown): string[] {
  if (!Array.isArray(citations)) return [];
  const titles = citations.map((citation: unknown) => (citation as { title?: unknown } | null)?.title);
  return [...new Set(titles.filter((title): title is string => typeof title === 'string' && title !== ''))];
}
