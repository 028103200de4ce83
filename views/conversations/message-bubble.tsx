import type { Message } from '../../src/features/conversations/model.ts';
import { formatBytes, formatPercent } from '../../src/lib/format.ts';
import { Chip } from '../components/chips.tsx';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { RichText } from '../components/rich-text.tsx';
import { conversationTexts } from '../texts/conversation-texts.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { messageId } from './ids.ts';
import { filePath } from './pane-paths.ts';
import { ReportLink } from './report-answer.tsx';
import { WhyLink } from './why-answer.tsx';

interface MessageBubbleProps {
  message: Message;
  /** It went to the customer by mail as well. */
  isMailed?: boolean;
  /** Somebody found it wrong, and nobody has settled that. */
  isReported?: boolean;
  /** The same person wrote just before: who and when is heard, and shown only with the first. */
  isContinued?: boolean;
  view: View;
}

/** One message: the page's, and what the live push adds. Its place is its seq, whenever it arrives. */
export function MessageBubble({
  message,
  isMailed = false,
  isReported = false,
  isContinued = false,
  view,
}: MessageBubbleProps): JSX.Element {
  const isFile = message.metadata?.file_only === true;
  return (
    <li
      id={messageId(message.conversationId, message.seq)}
      class={['message', `message-${message.role}`, isContinued && 'is-continued']}
      data-order={String(message.seq)}
      data-seq={String(message.seq)}
      {...(message.role === 'agent' && message.clientId && { 'data-client': message.clientId })}
    >
      <p class="message-head">
        <Author message={message} view={view} />
        <Moment date={message.createdAt} view={view} />
        {isMailed ? <Mailed view={view} /> : ''}
      </p>
      {isFile ? (
        ''
      ) : (
        <div class="message-text">
          {message.role === 'customer' ? <p safe>{message.content}</p> : <RichText text={message.content} />}
        </div>
      )}
      <Attachments message={message} view={view} />
      <Sources message={message} view={view} />
      <Provenance message={message} isReported={isReported} view={view} />
    </li>
  );
}

/** The role, and of a person the name. */
function Author({ message: { role, metadata }, view }: { message: Message; view: View }): JSX.Element {
  const { roles } = panelTexts[view.language].conversation;
  const name = role === 'agent' && typeof metadata?.agent_name === 'string' ? metadata.agent_name : null;
  return (
    <span class="message-role" safe>
      {name === null ? roles[role] : `${roles[role]} · ${name}`}
    </span>
  );
}

const Mailed = ({ view }: { view: View }): JSX.Element => (
  <span class="message-mailed" safe>
    {conversationTexts[view.language].mailed}
  </span>
);

interface Attached {
  id: string;
  name: string;
  size: number;
}

/** Files as something to save, whoever sent them; they are shown by no page of ours. */
function Attachments({ message, view }: { message: Message; view: View }): JSX.Element {
  const files = attachedOf(message.metadata?.attachments);
  if (files.length === 0) return '';
  return (
    <ul class="attachments">
      {files.map(({ id, name, size }) => (
        <li>
          <a class="attachment" href={filePath(message.conversationId, id)} download={name}>
            <Icon name="source" />
            <span class="attachment-name">
              <span class="hidden" safe>{`${conversationTexts[view.language].attachment}: `}</span>
              <span safe>{name}</span>
            </span>
            <span class="attachment-size" safe>
              {formatBytes(size, view)}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The articles that a reply rests on. */
function Sources({ message, view }: { message: Message; view: View }): JSX.Element {
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

/** How the reply came about, for whoever wants to know, and the way to say that it was bad. */
function Provenance({ message, isReported, view }: { message: Message; isReported: boolean; view: View }): JSX.Element {
  const { outcome, provider, confidence } = message.metadata ?? {};
  if (message.role !== 'assistant' || typeof outcome !== 'string') return '';
  const { conversation: texts, why } = panelTexts[view.language];
  const parts = [
    texts.outcomes[outcome] ?? outcome,
    ...(typeof provider === 'string' ? [why.answerers[provider] ?? provider] : []),
    ...(typeof confidence === 'number' ? [`${formatPercent(confidence, view)} ${texts.confidence}`] : []),
  ];
  const { conversationId, seq } = message;
  return (
    <>
      <p class="provenance" title={texts.details}>
        <span safe>{parts.join(' · ')}</span>
        {isReported ? <Chip label={conversationTexts[view.language].report.reported} tone="red" /> : ''}
      </p>
      <div class="answer-tools">
        <WhyLink conversationId={conversationId} seq={seq} view={view} />
        <ReportLink conversationId={conversationId} seq={seq} view={view} />
      </div>
    </>
  );
}

/** What was stored is read as what it is: data of an earlier version, or of a model. */
function titlesOf(citations: unknown): string[] {
  if (!Array.isArray(citations)) return [];
  const titles = citations.map((citation: unknown) => (citation as { title?: unknown } | null)?.title);
  return [...new Set(titles.filter((title): title is string => typeof title === 'string' && title !== ''))];
}

function attachedOf(attachments: unknown): Attached[] {
  if (!Array.isArray(attachments)) return [];
  return attachments.filter(
    (one: unknown): one is Attached =>
      typeof one === 'object' &&
      one !== null &&
      typeof (one as Attached).id === 'string' &&
      typeof (one as Attached).name === 'string' &&
      typeof (one as Attached).size === 'number',
  );
}
