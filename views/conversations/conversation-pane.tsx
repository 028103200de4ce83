import type { InboxRow } from '../../src/features/conversations/model.ts';
import { StatusChip } from '../components/chips.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Icon } from '../components/icons.tsx';
import { conversationTexts } from '../texts/conversation-texts.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { Actions, DeedDialog } from './actions.tsx';
import { ChargeNotice } from './charge-notice.tsx';
import { Composer } from './composer.tsx';
import { Avatar } from './conversation-row.tsx';
import { deedsOf, type Onlooker } from './deeds.ts';
import { type Delivery, DeliveryLine } from './delivery-line.tsx';
import { headingId, messagesId, olderId, PANE_ID } from './ids.ts';
import { nameOf } from './names.ts';
import { olderPath } from './paths.ts';
import { SideLink } from './side-panel.tsx';
import { Timeline, type TimelineEntry } from './timeline.tsx';

interface ConversationPaneProps {
  row: InboxRow;
  /** The newest messages with what staff noted and did between them, in their order. */
  entries: TimelineEntry[];
  /** Of the messages that are shown. */
  firstSeq: number;
  /** The first that nobody has read yet. */
  firstUnreadSeq: number | null;
  /** The newest of all, whether or not they are shown. */
  lastNote: number;
  lastChange: number;
  delivery: Delivery | null;
  onlooker: Onlooker;
  /** Bytes of one file. */
  maxFileBytes: number;
  /** Where the list is, on a phone. */
  backPath: string;
  view: View;
}

/** The open conversation: what was said, and with whom; what can be done, and where one writes. */
export function ConversationPane(props: ConversationPaneProps): JSX.Element {
  const { row, delivery, onlooker, maxFileBytes, backPath, view } = props;
  const texts = panelTexts[view.language].conversation;
  return (
    <section id={PANE_ID} class="conversation is-open" data-conversation={row.id} aria-labelledby={headingId(row.id)}>
      <header class="conversation-head">
        <a class="back" href={backPath} aria-label={texts.back} title={texts.back}>
          <Icon name="back" />
        </a>
        <ConversationHeading row={row} onlooker={onlooker} view={view} />
        <Actions row={row} onlooker={onlooker} view={view} />
        <SideLink view={view} />
      </header>
      <div class="conversation-body">
        <div class="talk">
          <Thread {...props} />
          <div class="company">
            <Company view={view} />
            <DeliveryLine conversationId={row.id} delivery={delivery} view={view} />
          </div>
          <ChargeNotice row={row} onlooker={onlooker} view={view} />
          <Composer row={row} onlooker={onlooker} maxFileBytes={maxFileBytes} view={view} />
        </div>
      </div>
      <DeedDialog language={view.language} />
    </section>
  );
}

function Thread({
  row,
  entries,
  firstSeq,
  firstUnreadSeq,
  lastNote,
  lastChange,
  view,
}: ConversationPaneProps): JSX.Element {
  const texts = panelTexts[view.language].conversation;
  return (
    <div class="thread-place">
      <div
        class="thread"
        role="log"
        tabindex="0"
        aria-label={texts.messages}
        data-thread
        data-last-note={String(lastNote)}
        data-last-change={String(lastChange)}
      >
        <OlderLink conversationId={row.id} firstSeq={firstSeq} view={view} />
        <ol id={messagesId(row.id)}>
          <Timeline
            conversationId={row.id}
            entries={entries}
            previous={null}
            firstUnreadSeq={firstUnreadSeq}
            view={view}
          />
        </ol>
      </div>
      <button type="button" class="new-below" hidden data-new-below>
        <Icon name="down" />
        <span safe>{texts.newBelow}</span>
      </button>
    </div>
  );
}

/** Who else looks on and who is typing: filled by what the connection says. */
function Company({ view }: { view: View }): JSX.Element {
  const { viewers, typing } = conversationTexts[view.language];
  return (
    <>
      <p class="typing" role="status" data-typing data-customer={typing.customer} data-colleague={typing.colleague} />
      <p class="viewers" role="status" data-viewers data-one={viewers.one} data-many={viewers.many} />
    </>
  );
}

interface ConversationHeadingProps {
  row: InboxRow;
  onlooker: Onlooker;
  view: View;
}

/** The customer's name and who answers now; pushed again whenever that changes. */
export function ConversationHeading({ row, onlooker, view }: ConversationHeadingProps): JSX.Element {
  const texts = conversationTexts[view.language];
  const name = nameOf(row, view.language);
  const inCharge =
    row.status !== 'human'
      ? null
      : deedsOf(row, onlooker).isMine
        ? texts.inChargeMine
        : texts.inCharge(row.assigneeName ?? '–');
  return (
    <div class="conversation-who" id={headingId(row.id)}>
      <Avatar row={row} />
      <div class="conversation-name">
        <h2 tabindex="-1" aria-label={panelTexts[view.language].conversation.with(name)} safe>
          {name}
        </h2>
        <p class="conversation-state">
          <StatusChip status={row.status} language={view.language} />
          {inCharge ? (
            <span class="in-charge" safe>
              {inCharge}
            </span>
          ) : (
            ''
          )}
        </p>
      </div>
    </div>
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
