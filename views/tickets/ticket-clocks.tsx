import { isWorkedOn, type Ticket } from '../../src/features/tickets/model.ts';
import { Chip, SlaChip } from '../components/chips.tsx';
import { Moment } from '../components/moment.tsx';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';

type ClockName = 'first_response' | 'next_response' | 'resolution' | 'complaint';

interface Clock {
  name: ClockName;
  dueAt: Date | null;
  /** When it was met, in time or late; null while it runs. */
  doneAt: Date | null;
}

/** Every clock of a ticket: what is owed and by when, or how it ended. */
export function TicketClocks({ of: ticket, view }: { of: Ticket; view: View }): JSX.Element {
  const texts = ticketTexts[view.language].clocks;
  const clocks = clocksOf(ticket).filter(({ dueAt }) => dueAt !== null);
  return (
    <section class="sheet" aria-labelledby="ticket-clocks-title">
      <h2 id="ticket-clocks-title" safe>
        {texts.title}
      </h2>
      {clocks.length === 0 ? (
        <p class="muted" safe>
          {texts.none}
        </p>
      ) : (
        <ul class="clocks">
          {clocks.map((clock) => (
            <ClockItem clock={clock} ticket={ticket} view={view} />
          ))}
        </ul>
      )}
    </section>
  );
}

function clocksOf(ticket: Ticket): Clock[] {
  const { firstRespondedAt, resolvedAt } = ticket;
  return [
    { name: 'first_response', dueAt: ticket.firstResponseDueAt, doneAt: firstRespondedAt },
    { name: 'next_response', dueAt: ticket.nextResponseDueAt, doneAt: null },
    { name: 'resolution', dueAt: ticket.resolutionDueAt, doneAt: resolvedAt },
    { name: 'complaint', dueAt: ticket.complaintDueAt, doneAt: resolvedAt },
  ];
}

function ClockItem({ clock, ticket, view }: { clock: Clock; ticket: Ticket; view: View }): JSX.Element {
  const texts = ticketTexts[view.language].clocks;
  const dueAt = clock.dueAt as Date;
  return (
    <li class="clock">
      <p class="clock-head">
        <strong safe>{texts.names[clock.name]}</strong>
        <ClockState clock={clock} ticket={ticket} view={view} />
      </p>
      <p class="muted">
        <span safe>{texts.meanings[clock.name]}</span> <Moment date={dueAt} view={view} style="full" />
      </p>
    </li>
  );
}

/** The time that is left, or how the clock ended; nothing for one that stopped without having been met. */
function ClockState({ clock, ticket, view }: { clock: Clock; ticket: Ticket; view: View }): JSX.Element {
  const texts = ticketTexts[view.language].clocks;
  const { dueAt, doneAt } = clock;
  if (!dueAt) return '';
  if (doneAt) {
    return doneAt <= dueAt ? <Chip label={texts.met} tone="accent" /> : <Chip label={texts.late} tone="red" />;
  }
  if (!isWorkedOn(ticket.status)) return '';
  const isNearest = ticket.slaDueAt?.getTime() === dueAt.getTime();
  return (
    <SlaChip
      dueAt={dueAt}
      isBreached={dueAt <= view.now}
      isWarned={isNearest && ticket.slaWarnedAt !== null}
      view={view}
    />
  );
}
