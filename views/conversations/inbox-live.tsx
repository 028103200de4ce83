import { INBOX_TABS, type InboxFilter, type OwnDesk } from '../../src/features/inbox/model.ts';
import { Piece } from '../components/piece.tsx';
import type { View } from '../view.ts';
import { AVAILABILITY_FACE_ID, AVAILABILITY_ID, countId, LIST_ID, TAKE_NEXT_ID } from './ids.ts';
import { AvailabilityFace, AvailabilityForms, TakeNext } from './inbox-desk.tsx';
import { TabCount } from './inbox-filters.tsx';
import { MoreLink } from './inbox-page.tsx';

/** Made rows that are new, have changed or have moved. What belongs after the last one of a list that goes on stays out. */
export const RowsPiece = ({ content }: { content: JSX.Element }): JSX.Element => (
  <Piece target={LIST_ID} swap="ordered-within" content={content} />
);

interface MoreProps {
  /** Made rows. */
  content: JSX.Element;
  filter: InboxFilter;
  hasMore: boolean;
  view: View;
}

/** The next page of the list. */
export function MorePiece({ content, ...more }: MoreProps): JSX.Element {
  return (
    <>
      <Piece target={LIST_ID} swap="ordered" content={content} />
      <MoreLink {...more} />
    </>
  );
}

/** The counts of the tabs, the queue, and what the person has. */
export function DeskPieces({ desk, view }: { desk: OwnDesk; view: View }): JSX.Element {
  const { agent, waiting } = desk;
  const forms = <AvailabilityForms agent={agent} waiting={waiting} view={view} />;
  const next = <TakeNext waiting={waiting} view={view} />;
  return (
    <>
      {INBOX_TABS.map((tab) => (
        <Piece
          target={countId(tab)}
          swap="outerHTML"
          content={<TabCount tab={tab} count={desk.counts[tab]} view={view} />}
        />
      ))}
      <AvailabilityFacePiece agent={agent} view={view} />
      <Piece target={AVAILABILITY_ID} swap="outerMorph" content={forms} />
      <Piece target={TAKE_NEXT_ID} swap="outerMorph" content={next} />
    </>
  );
}

export const AvailabilityFacePiece = (props: { agent: OwnDesk['agent']; view: View }): JSX.Element => (
  <Piece target={AVAILABILITY_FACE_ID} swap="outerHTML" content={<AvailabilityFace {...props} />} />
);
