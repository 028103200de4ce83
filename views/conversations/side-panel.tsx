import { isInCharge, mayHere, type Side } from '../../src/features/inbox/model.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { Icon } from '../components/icons.tsx';
import { Piece } from '../components/piece.tsx';
import { inboxTexts } from '../texts/inbox-texts.ts';
import type { View } from '../view.ts';
import { SIDE_ID } from './ids.ts';
import { sidePath } from './paths.ts';
import { HandoffSection } from './side-handoff.tsx';
import { type FormProblem, IdentitySection } from './side-identity.tsx';
import { HistorySection, PastSection, ProfileSection } from './side-profile.tsx';
import { TicketsSection, WorkSection } from './side-work.tsx';

interface CustomerPanelProps {
  side: Side;
  view: View;
  /** What was typed into one of the forms and is wrong. */
  problem?: FormProblem | null;
}

/**
 * The customer of the open conversation: who, how sure that is, what was and is open with them. It asks for itself again
 * when something of it has changed, and what somebody types in it stays.
 */
export function CustomerPanel({ side, view, problem = null }: CustomerPanelProps): JSX.Element {
  const texts = inboxTexts[view.language].side;
  const { row } = side;
  const path = sidePath(row.id);
  return (
    <aside
      class="customer"
      id={SIDE_ID}
      aria-label={texts.title}
      data-conversation={row.id}
      hx-get={path}
      hx-trigger="panel:side from:body throttle:1s, panel:back from:body"
      hx-swap="outerMorph"
      hx-sync="this:replace"
    >
      <header class="customer-head">
        <button type="button" class="button button-quiet button-icon side-back" data-side-close aria-label={texts.back}>
          <Icon name="back" />
        </button>
        <h2 tabindex="-1" safe>
          {texts.title}
        </h2>
      </header>
      <IdentitySection side={side} isOwn={isInCharge(side)} problem={problem} view={view} />
      <HandoffSection summary={side.summary} view={view} />
      <ProfileSection side={side} view={view} />
      <WorkSection side={side} mayWork={mayHere(side, 'conversation.tag')} problem={problem} view={view} />
      <TicketsSection side={side} problem={problem} view={view} />
      <PastSection side={side} view={view} />
      <HistorySection side={side} view={view} />
    </aside>
  );
}

/** Travels beside the pane when another conversation is opened. */
export const SidePiece = (props: CustomerPanelProps): JSX.Element => (
  <Piece target={SIDE_ID} swap="outerHTML" content={<CustomerPanel {...props} />} />
);

/** What stands there while nothing is open. */
export function NoCustomer({ view }: { view: View }): JSX.Element {
  const texts = inboxTexts[view.language].side;
  return (
    <aside class="customer is-empty" id={SIDE_ID} aria-label={texts.title}>
      <EmptyState icon="person" title={texts.noneTitle} text={texts.noneText} />
    </aside>
  );
}

/** Travels where the open conversation is closed or may no longer be seen. */
export const NoCustomerPiece = ({ view }: { view: View }): JSX.Element => (
  <Piece target={SIDE_ID} swap="outerHTML" content={<NoCustomer view={view} />} />
);

/** In the heading of the conversation: the way to the customer where there is no room for both. */
export function SideLink({ view }: { view: View }): JSX.Element {
  const label = inboxTexts[view.language].side.open;
  return (
    <button
      type="button"
      class="button button-quiet button-icon side-open"
      data-side-open
      aria-controls={SIDE_ID}
      aria-label={label}
      title={label}
    >
      <Icon name="person" />
    </button>
  );
}
