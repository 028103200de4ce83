import type { InboxFilter, InboxRow, Message } from '../../src/features/conversations/model.ts';
import type { Ticket } from '../../src/features/tickets/model.ts';
import type { View } from '../view.ts';
import { ConversationHeading, NoConversation, OlderLink } from './conversation-pane.tsx';
import { ConversationRow } from './conversation-row.tsx';
import { CustomerCard } from './customer-card.tsx';
import { customerCardId, headingId, LIST_ID, messagesId, PANE_ID, rowId } from './ids.ts';
import { MoreLink } from './inbox-page.tsx';
import { MessageBubble } from './message-bubble.tsx';

/** How pieces of the page travel: each names its place and how it gets there. A place that is not there takes nothing. */
function Piece({ target, swap, content }: { target: string; swap: string; content: JSX.Element }): JSX.Element {
  return (
    <tag of="hx-partial" hx-target={`#${target}`} hx-swap={swap}>
      {content}
    </tag>
  );
}

interface RowsProps {
  rows: InboxRow[];
  filter: InboxFilter;
  view: View;
}

/** Rows that are new, have changed or have moved. */
export function RowsPiece({ rows, filter, view }: RowsProps): JSX.Element {
  const content = <>{rows.map((row) => ConversationRow({ row, filter, view }))}</>;
  return <Piece target={LIST_ID} swap="ordered" content={content} />;
}

/** A conversation leaves the list. */
export const GonePiece = ({ id }: { id: string }): JSX.Element => <Piece target={rowId(id)} swap="delete" content="" />;

/** The next page of the list. */
export function MorePiece(props: RowsProps & { hasMore: boolean }): JSX.Element {
  return (
    <>
      <RowsPiece {...props} />
      <MoreLink {...props} />
    </>
  );
}

interface MessagesProps {
  conversationId: string;
  messages: Message[];
  view: View;
}

export function MessagesPiece({ conversationId, messages, view }: MessagesProps): JSX.Element {
  const content = <>{messages.map((message) => MessageBubble({ message, view }))}</>;
  return <Piece target={messagesId(conversationId)} swap="ordered" content={content} />;
}

/** What was said before. */
export function OlderPiece({ firstSeq, ...props }: MessagesProps & { firstSeq: number }): JSX.Element {
  return (
    <>
      <MessagesPiece {...props} />
      <OlderLink conversationId={props.conversationId} firstSeq={firstSeq} view={props.view} />
    </>
  );
}

interface StateProps {
  row: InboxRow;
  ticket: Ticket | null;
  filter: InboxFilter;
  view: View;
}

/** Who is in charge, and what is open with the customer. */
export function StatePiece({ row, ticket, filter, view }: StateProps): JSX.Element {
  const heading = <ConversationHeading row={row} filter={filter} view={view} />;
  const card = <CustomerCard row={row} ticket={ticket} view={view} />;
  return (
    <>
      <Piece target={headingId(row.id)} swap="outerHTML" content={heading} />
      <Piece target={customerCardId(row.id)} swap="outerHTML" content={card} />
    </>
  );
}

/** The open conversation is no longer this person's to see. */
export function ClosedPiece({ view }: { view: View }): JSX.Element {
  return <Piece target={PANE_ID} swap="outerHTML" content={<NoConversation isGone view={view} />} />;
}
