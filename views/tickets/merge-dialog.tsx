import type { Ticket } from '../../src/features/tickets/model.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { TicketChip } from '../components/chips.tsx';
import { FormProblem } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import { shellTexts } from '../texts/shell-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { DialogContent } from './dialog-content.tsx';
import { actionPath } from './paths.ts';

/** Looking for the ticket that goes on in place of a duplicate. */
export interface Merging {
  ticket: Pick<Ticket, 'reference' | 'subject'>;
  q: string;
  found: Ticket[];
  /** What was chosen, where the form comes back. */
  into: string;
  problem: string | null;
}

interface MergeProps {
  merging: Merging;
  view: View;
}

const FOUND_ID = 'merge-found';

export function MergeDialog({ merging, view }: MergeProps): JSX.Element {
  const texts = ticketTexts[view.language].mergeForm;
  const path = actionPath(merging.ticket.reference, 'merge');
  return (
    <DialogContent title={texts.title(merging.ticket.reference)} language={view.language}>
      <>
        <p class="muted" safe>
          {texts.text(merging.ticket.reference)}
        </p>
        <label class="field merge-search">
          <span safe>{texts.search}</span>
          <span class="filter-search">
            <Icon name="search" />
            <input
              type="search"
              name="q"
              value={merging.q}
              maxlength="200"
              autocomplete="off"
              autofocus
              hx-get={path}
              hx-target={`#${FOUND_ID}`}
              hx-select={`#${FOUND_ID}`}
              hx-swap="outerHTML"
              hx-sync="this:replace"
              hx-trigger="input changed delay:250ms, search"
            />
          </span>
        </label>
        <MergeForm merging={merging} view={view} />
      </>
    </DialogContent>
  );
}

/** The choice among those that were found, and the deed. */
export function MergeForm({ merging, view }: MergeProps): JSX.Element {
  const texts = ticketTexts[view.language].mergeForm;
  const path = actionPath(merging.ticket.reference, 'merge');
  return (
    <form
      id="ticket-merge"
      class="form"
      method="post"
      action={path}
      hx-post={path}
      hx-target="#ticket-merge"
      hx-swap="outerHTML"
      hx-sync="this:drop"
      novalidate
      {...confirmFirst({ ...texts.confirm, isDangerous: true })}
    >
      <FormProblem error={merging.problem} />
      <Found merging={merging} view={view} />
      <div class="dialog-actions">
        <Button label={shellTexts[view.language].cancel} attributes={{ 'data-dialog-close': true }} />
        <Button label={texts.submit} kind="primary" type="submit" />
      </div>
    </form>
  );
}

function Found({ merging: { found, into, q }, view }: MergeProps): JSX.Element {
  const texts = ticketTexts[view.language].mergeForm;
  return (
    <fieldset id={FOUND_ID} class="merge-found" aria-live="polite">
      <legend safe>{q === '' ? texts.suggested : texts.results}</legend>
      <input type="hidden" name="q" value={q} />
      {found.length === 0 ? (
        <p class="muted" safe>
          {texts.none}
        </p>
      ) : (
        found.map((ticket) => (
          <label class="merge-choice">
            <input type="radio" name="into" value={ticket.reference} checked={ticket.reference === into} />
            <span class="merge-choice-words">
              <span safe>{ticket.subject}</span>
              <span class="muted">
                <span class="reference" safe>
                  {ticket.reference}
                </span>{' '}
                <span safe>{ticket.customerName ?? ''}</span>
              </span>
            </span>
            <TicketChip status={ticket.status} language={view.language} />
          </label>
        ))
      )}
    </fieldset>
  );
}
