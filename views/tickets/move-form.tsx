import type { Ticket, TicketStatus } from '../../src/features/tickets/model.ts';
import { Button } from '../components/button.tsx';
import { Form, TextArea } from '../components/fields.tsx';
import type { Shortcut } from '../components/shortcut.ts';
import { shortcutFor, tooltipOf } from '../components/shortcut.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { DialogContent } from './dialog-content.tsx';
import { actionPath } from './paths.ts';

interface MoveButtonProps {
  of: Pick<Ticket, 'reference'>;
  to: TicketStatus;
  className: string;
  /** Where it is not simply the name of the status. */
  label?: string;
  shortcut?: Shortcut;
  view: View;
}

/** Moves a ticket at once, or asks for the notes that it takes to get there. */
export function MoveButton({ of: ticket, to, className, label, shortcut, view }: MoveButtonProps): JSX.Element {
  const path = actionPath(ticket.reference, 'move');
  const name = label ?? ticketTexts[view.language].move.to(panelTexts[view.language].ticketStatus[to] ?? to);
  return (
    <button
      type="button"
      class={className}
      name="to"
      value={to}
      {...(shortcut && { title: tooltipOf(name, shortcut) })}
      {...shortcutFor(shortcut)}
      hx-post={path}
      hx-swap="none"
      safe
    >
      {name}
    </button>
  );
}

export interface Move {
  ticket: Pick<Ticket, 'reference' | 'subject'>;
  to: 'RESOLVED' | 'CLOSED';
  notes: string;
  /** Whether it takes notes to get there. */
  isRequired: boolean;
  error: string | null;
  /** Why the whole was refused. */
  problem: string | null;
}

/** Asks what was done before a ticket is resolved or closed. */
export function MoveDialog({ move, view }: { move: Move; view: View }): JSX.Element {
  const texts = ticketTexts[view.language].move;
  const status = panelTexts[view.language].ticketStatus[move.to] ?? move.to;
  return (
    <DialogContent title={texts.title(move.ticket.reference, status)} language={view.language}>
      <>
        <p class="ticket-dialog-lead">
          <strong safe>{move.ticket.subject}</strong>
        </p>
        <p class="muted" safe>
          {texts.text[move.to]}
        </p>
        <MoveForm move={move} view={view} />
      </>
    </DialogContent>
  );
}

/** Comes back with what was typed where something is missing. */
export function MoveForm({ move, view }: { move: Move; view: View }): JSX.Element {
  const { language } = view;
  const texts = ticketTexts[language].move;
  return (
    <Form id="ticket-move" action={actionPath(move.ticket.reference, 'move')} error={move.problem}>
      <>
        <input type="hidden" name="to" value={move.to} />
        <TextArea
          name="notes"
          label={texts.notes}
          hint={texts.notesHint}
          value={move.notes}
          error={move.error}
          isRequired={move.isRequired}
          rows={5}
          language={language}
          attributes={{ maxlength: '10000', autofocus: true }}
        />
        <div class="dialog-actions">
          <Button label={shellTexts[language].cancel} attributes={{ 'data-dialog-close': true }} />
          <Button label={texts.submit[move.to]} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}
