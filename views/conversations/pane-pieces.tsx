import type { InboxRow } from '../../src/features/conversations/model.ts';
import { Piece } from '../components/piece.tsx';
import type { View } from '../view.ts';
import { Actions } from './actions.tsx';
import { ChargeNotice } from './charge-notice.tsx';
import { ConversationHeading, NoConversation, OlderLink } from './conversation-pane.tsx';
import type { Onlooker } from './deeds.ts';
import { type Delivery, DeliveryLine } from './delivery-line.tsx';
import { headingId, messagesId, PANE_ID } from './ids.ts';
import { actionsId, chargeId, deliveryId } from './pane-ids.ts';
import { NoCustomerPiece } from './side-panel.tsx';
import { Timeline, type TimelineEntry } from './timeline.tsx';

interface TimelinePieceProps {
  conversationId: string;
  entries: TimelineEntry[];
  previous: TimelineEntry | null;
  view: View;
}

/** Messages, notes and changes, each to its place. */
export function TimelinePiece(props: TimelinePieceProps): JSX.Element {
  return <Piece target={messagesId(props.conversationId)} swap="ordered" content={<Timeline {...props} />} />;
}

/** What was said before, and the way to what was said before that. */
export function OlderPiece({ firstSeq, ...props }: Omit<TimelinePieceProps, 'previous'> & { firstSeq: number }) {
  return (
    <>
      <TimelinePiece {...props} previous={null} />
      <OlderLink conversationId={props.conversationId} firstSeq={firstSeq} view={props.view} />
    </>
  );
}

/** Who is in charge and what can be done; what is the same stays, with the focus and what is open in it. */
export function ChargePiece(props: { row: InboxRow; onlooker: Onlooker; view: View }): JSX.Element {
  const { id } = props.row;
  return (
    <>
      <Piece target={headingId(id)} swap="outerMorph" content={<ConversationHeading {...props} />} />
      <Piece target={actionsId(id)} swap="outerMorph" content={<Actions {...props} />} />
      <Piece target={chargeId(id)} swap="outerMorph" content={<ChargeNotice {...props} />} />
    </>
  );
}

export function DeliveryPiece(props: { conversationId: string; delivery: Delivery | null; view: View }): JSX.Element {
  return <Piece target={deliveryId(props.conversationId)} swap="outerHTML" content={<DeliveryLine {...props} />} />;
}

/** The open conversation is no longer this person's to see. */
export function ClosedPiece({ view }: { view: View }): JSX.Element {
  return (
    <>
      <Piece target={PANE_ID} swap="outerHTML" content={<NoConversation isGone view={view} />} />
      <NoCustomerPiece view={view} />
    </>
  );
}
