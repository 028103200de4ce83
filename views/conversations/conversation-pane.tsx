import type { InboxFilter, InboxRow, Message } from '../../src/features/conversations/model.ts';
import type { Ticket } from '../../src/features/tickets/model.ts';
import { StatusChip } from '../components/chips.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Icon } from '../components/icons.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { Avatar } from './conversation-row.tsx';
import { CustomerCard } from './customer-card.tsx';
import { headingId, messagesId, olderId, PANE_ID } from './ids.ts';
import { MessageBubble } from './message-bubble.tsx';
import { nameOf } from './names.ts';
import { listPath, olderPath } from './paths.ts';

interface ConversationPaneProps {
  row: InboxRow;
  /** The newest, in the order of seq. */
  messages: Message[];
  ticket: Ticket | null;
  filter: InboxFilter;
  view: View;
}

/** The open conversation: what was said, and with whom. */
export function ConversationPane({ row, messages, ticket, filter, view }: ConversationPaneProps): JSX.Element {
  const texts = panelTexts[view.language].conversation;
  return (
    <section id={PANE_ID} class="conversation is-open" data-conversation={row.id} aria-labelledby={headingId(row.id)}>
      <ConversationHeading row={row} filter={filter} view={view} />
      <div class="conversation-body">
        <div class="thread" role="log" tabindex="0" aria-label={texts.messages} data-thread>
          <OlderLink conversationId={row.id} firstSeq={messages[0]?.seq ?? 1} view={view} />
          <ol id={messagesId(row.id)}>
            {messages.map((message) => (
              <MessageBubble message={message} view={view} />
            ))}
          </ol>
        </div>
        <button type="button" class="new-below" hidden data-new-below>
          <Icon name="down" />
          <span safe>{texts.newBelow}</span>
        </button>
        <CustomerCard row={row} ticket={ticket} view={view} />
      </div>
    </section>
  );
}

/** The customer's name and who answers now; pushed again whenever that changes. */
export function ConversationHeading({
  row,
  filter,
  view,
}: Pick<ConversationPaneProps, 'row' | 'filter' | 'view'>): JSX.Element {
  const texts = panelTexts[view.language];
  const name = nameOf(row, view.language);
  return (
    <header class="conversation-head" id={headingId(row.id)}>
      <a class="back" href={listPath(filter)} aria-label={texts.conversation.back} title={texts.conversation.back}>
        <Icon name="back" />
      </a>
      <Avatar row={row} />
      <h2 tabindex="-1" aria-label={texts.conversation.with(name)} safe>
        {name}
      </h2>
      <StatusChip status={row.status} language={view.language} />
    </header>
  );
}

interface OlderLinkProps {
  conversationId: string;
  firstSeq: number;
  view: View;
}

/** What was said before the first message that is shown. */
export function OlderLink({ conversationId, firstSeq, view }: OlderLinkProps): JSX.Element {
  const id = olderId(conversationId);
  if (firstSeq <= 1) return <p class="older" id={id} hidden />;
  return (
    <p class="older" id={id}>
      <button
        type="button"
        class="quiet"
        hx-get={olderPath(conversationId, firstSeq)}
        hx-target={`#${id}`}
        hx-swap="outerHTML"
        safe
      >
        {panelTexts[view.language].conversation.older}
      </button>
    </p>
  );
}

/** What stands in the pane while nothing is open, or where the open conversation may no longer be seen. */
export function NoConversation({ isGone = false, view }: { isGone?: boolean; view: View }): JSX.Element {
  const { none, gone } = panelTexts[view.language].conversation;
  const { title, text } = isGone ? gone : none;
  return (
    <section id={PANE_ID} class={['conversation', isGone && 'is-open']} aria-label={title}>
      <EmptyState icon="inbox" title={title} text={text} />
    </section>
  );
}
