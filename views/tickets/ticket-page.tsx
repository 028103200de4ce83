import type { Colleague, OpenedTicket } from '../../src/features/tickets/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Piece } from '../components/piece.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { Compose } from './compose.tsx';
import { TicketDialog } from './frame.tsx';
import { CHAT_ID, FACTS_ID, HEAD_ID, HISTORY_ID, LIVE_ID, TALK_ID } from './ids.ts';
import { actionPath, queryOf, TICKETS_PATH, type TicketListState } from './paths.ts';
import { TicketChatPanel } from './ticket-chat.tsx';
import { TicketFacts } from './ticket-facts.tsx';
import { TicketHead } from './ticket-head.tsx';
import { TicketHistory } from './ticket-history.tsx';
import { TicketTalk } from './ticket-talk.tsx';

/** A ticket as a person has it before them. */
export interface TicketSight {
  opened: OpenedTicket;
  /** The list that it was opened from. */
  state: TicketListState;
  /** Whom the person may give it to. */
  colleagues: Colleague[];
  callerId: number;
  role: Role;
  view: View;
}

interface TicketPageProps {
  sight: TicketSight;
  person: Person;
  files: PageFiles;
}

/**
 * A ticket: what it is about, what was written, its clocks and its past, and the chat beside it. What is live comes in
 * pieces; where somebody types stands outside of them.
 */
export function TicketPage({ sight, person, files }: TicketPageProps): JSX.Element {
  const { ticket } = sight.opened;
  const pieces = `${actionPath(ticket.reference, 'pieces')}${queryOf({ ...sight.state, page: 1 })}`;
  return (
    <PanelPage title={`${ticket.reference} · ${ticket.subject}`} section="tickets" person={person} files={files}>
      <div class="page page-wide ticket-page">
        <TicketHead sight={sight} />
        <div class="ticket-grid">
          <div class="ticket-main">
            <TicketTalk sight={sight} />
            <Compose of={ticket} view={sight.view} />
          </div>
          <TicketChatPanel sight={sight} />
          <TicketFacts sight={sight} />
          <TicketHistory sight={sight} />
        </div>
        <div
          hidden
          id={LIVE_ID}
          hx-get={pieces}
          hx-swap="none"
          hx-sync="this:replace"
          hx-trigger="panel:tickets from:body throttle:2s, panel:back from:body, every 20s"
        />
        <TicketDialog />
      </div>
    </PanelPage>
  );
}

/** Everything of the page that may have changed. */
export function TicketPieces({ sight }: { sight: TicketSight }): JSX.Element {
  return (
    <>
      <Piece target={HEAD_ID} swap="outerMorph" content={<TicketHead sight={sight} />} />
      <Piece target={TALK_ID} swap="outerMorph" content={<TicketTalk sight={sight} />} />
      <Piece target={CHAT_ID} swap="outerMorph" content={<TicketChatPanel sight={sight} />} />
      <Piece target={FACTS_ID} swap="outerMorph" content={<TicketFacts sight={sight} />} />
      <Piece target={HISTORY_ID} swap="outerMorph" content={<TicketHistory sight={sight} />} />
    </>
  );
}

/** The ticket is no longer this person's to see: only what they were typing stays, so that it is not lost. */
export function TicketGone({ view }: { view: View }): JSX.Element {
  const texts = ticketTexts[view.language];
  const back = <Button label={texts.title} href={TICKETS_PATH} />;
  const gone = (
    <div class="ticket-head" id={HEAD_ID} role="status">
      <EmptyState icon="tickets" title={texts.detail.gone} text={texts.errors.not_found} action={back} />
    </div>
  );
  return (
    <>
      <Piece target={HEAD_ID} swap="outerHTML" content={gone} />
      {[TALK_ID, CHAT_ID, FACTS_ID, HISTORY_ID, LIVE_ID].map((target) => (
        <Piece target={target} swap="delete" content="" />
      ))}
    </>
  );
}
