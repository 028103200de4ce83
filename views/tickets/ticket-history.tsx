import { may } from '../../src/features/auth/model.ts';
import type { HistoryEntry } from '../../src/features/tickets/model.ts';
import { Readers } from '../audit/readers-list.tsx';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { categoryName } from './frame.tsx';
import { HISTORY_ID } from './ids.ts';
import type { TicketSight } from './ticket-page.tsx';

/** Who did what and when, the newest first. */
export function TicketHistory({ sight: { opened, role, view } }: { sight: TicketSight }): JSX.Element {
  const texts = ticketTexts[view.language];
  return (
    <section class="sheet ticket-past" id={HISTORY_ID} aria-labelledby="ticket-history-title">
      <h2 id="ticket-history-title" safe>
        {texts.history.title}
      </h2>
      <ol class="history">
        {opened.history.toReversed().map((entry) => (
          <HistoryItem entry={entry} reference={opened.ticket.reference} view={view} />
        ))}
      </ol>
      {may(role, 'audit.readers') ? (
        <Readers thing="ticket" id={opened.ticket.reference} language={view.language} />
      ) : (
        ''
      )}
    </section>
  );
}

interface HistoryItemProps {
  entry: HistoryEntry;
  reference: string;
  view: View;
}

function HistoryItem({ entry, reference, view }: HistoryItemProps): JSX.Element {
  const texts = ticketTexts[view.language];
  const who =
    entry.actorName === null ? texts.history.service : (texts.history.actors[entry.actorName] ?? entry.actorName);
  return (
    <li id={entry.key} class={['history-item', entry.field === 'breached' && 'is-late']}>
      <Icon name={entry.actorName === null ? 'clock' : 'person'} />
      <p>
        <strong safe>{who}</strong> <span safe>{deedOf(entry, view)}</span>
        {entry.reference === reference ? (
          ''
        ) : (
          <span class="muted" safe>
            {` · ${texts.detail.fromDuplicate(entry.reference)}`}
          </span>
        )}
      </p>
      <Moment date={entry.at} view={view} style="full" />
    </li>
  );
}

function deedOf(entry: HistoryEntry, view: View): string {
  const { history, clocks } = ticketTexts[view.language];
  const { field, from, to } = entry;
  if (entry.actorName === null && isClockWord(field)) {
    return history.clock[field](clocks.names[to as keyof typeof clocks.names] ?? to ?? '');
  }
  if (field === 'status' && from === null) return history.opened;
  if (field === 'merged') return history.merged(to ?? '');
  if (field === 'merged_into') return history.mergedInto(to ?? '');
  if (field === 'erased') return history.erased;
  const name = history.fields[field] ?? field;
  if (field === 'resolution_notes') return `${name}: ${to ? `«${to}»` : history.rewritten}`;
  return `${name}: ${changeOf(entry, view)}`;
}

function changeOf({ field, from, to }: HistoryEntry, view: View): string {
  const { history, nobody } = ticketTexts[view.language];
  const say = (value: string | null): string => wordFor(field, value, view);
  if (field === 'assignee') return history.fromTo(from ? say(from) : nobody, to ? say(to) : nobody);
  if (!from) return history.set(say(to));
  return to ? history.fromTo(say(from), say(to)) : history.removed(say(from));
}

function wordFor(field: string, value: string | null, { language }: View): string {
  const words = panelTexts[language];
  if (value === null) return '';
  if (field === 'status') return words.ticketStatus[value] ?? value;
  if (field === 'priority') return words.priority[value] ?? value;
  return field === 'category' ? categoryName(value, language) : value;
}

const isClockWord = (field: string): field is 'warned' | 'breached' | 'met' =>
  field === 'warned' || field === 'breached' || field === 'met';
