import { type BulkFailure, type BulkOutcome, fillIn, type TicketStatus } from '../../src/features/tickets/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { Form, TextArea } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { DialogContent } from './dialog-content.tsx';
import { TICKETS_PATH, ticketPath } from './paths.ts';

/** What became of each of the tickets that were to change together. */
export function BulkResults({ outcomes, view }: { outcomes: BulkOutcome[]; view: View }): JSX.Element {
  const { language } = view;
  const texts = ticketTexts[language].bulk;
  const failed = outcomes.filter((outcome) => !('ticket' in outcome));
  const say = (count: number): string => formatNumber(count, { language });
  return (
    <DialogContent title={texts.title} language={language}>
      <>
        <p role="status">
          <span safe>{texts.done(say(outcomes.length - failed.length))}</span>{' '}
          {failed.length > 0 ? <strong safe>{texts.failed(say(failed.length))}</strong> : ''}
        </p>
        <ul class="bulk-results">
          {[...failed, ...outcomes.filter((outcome) => 'ticket' in outcome)].map((outcome) => (
            <BulkItem outcome={outcome} language={language} />
          ))}
        </ul>
        <div class="dialog-actions">
          <Button label={shellTexts[language].close} kind="primary" attributes={{ 'data-dialog-close': true }} />
        </div>
      </>
    </DialogContent>
  );
}

function BulkItem({ outcome, language }: { outcome: BulkOutcome; language: Language }): JSX.Element {
  const isDone = 'ticket' in outcome;
  const words = isDone ? ticketTexts[language].bulk.changed : reasonOf(outcome, language);
  return (
    <li class={[!isDone && 'is-late']}>
      <Icon name={isDone ? 'check' : 'alert'} />
      <a class="reference" href={ticketPath(outcome.reference)} safe>
        {outcome.reference}
      </a>
      <span safe>{words}</span>
    </li>
  );
}

/** Why a ticket stayed as it was, in the person's language. */
export function reasonOf({ code, refusal }: Pick<BulkFailure, 'code' | 'refusal'>, language: Language): string {
  const { refusals, errors } = ticketTexts[language];
  if (refusal) {
    const { from, to } = refusal.values;
    const names = panelTexts[language].ticketStatus;
    return fillIn(refusals[refusal.reason], {
      ...refusal.values,
      ...(from && { from: names[from] ?? from }),
      ...(to && { to: names[to] ?? to }),
    });
  }
  if (code === 'not_found' || code === 'forbidden' || code === 'invalid') return errors[code];
  return errors.other;
}

export interface BulkNotes {
  references: string[];
  to: TicketStatus;
  notes: string;
  /** Whether one of them takes notes to get there. */
  isRequired: boolean;
  error: string | null;
}

/** Asks once for the notes that all of them get that have none. */
export function BulkNotesDialog({ bulk, view }: { bulk: BulkNotes; view: View }): JSX.Element {
  const { bulk: words, move } = ticketTexts[view.language];
  return (
    <DialogContent title={words.resolve.title} language={view.language}>
      <>
        <p class="muted" safe>
          {`${bulk.to === 'CLOSED' ? `${move.text.CLOSED} ` : ''}${words.resolve.text}`}
        </p>
        <BulkNotesForm bulk={bulk} view={view} />
      </>
    </DialogContent>
  );
}

export function BulkNotesForm({ bulk, view }: { bulk: BulkNotes; view: View }): JSX.Element {
  const { language } = view;
  const texts = ticketTexts[language];
  return (
    <Form id="bulk-notes" action={`${TICKETS_PATH}/bulk`}>
      <>
        <input type="hidden" name="status" value={bulk.to} />
        {bulk.references.map((reference) => (
          <input type="hidden" name="selected" value={reference} />
        ))}
        <TextArea
          name="notes"
          label={texts.move.notes}
          hint={texts.move.notesHint}
          value={bulk.notes}
          error={bulk.error}
          isRequired={bulk.isRequired}
          language={language}
          attributes={{ maxlength: '10000', autofocus: true }}
        />
        <div class="dialog-actions">
          <Button label={shellTexts[language].cancel} attributes={{ 'data-dialog-close': true }} />
          <Button
            label={texts.bulk.apply(formatNumber(bulk.references.length, { language }))}
            kind="primary"
            type="submit"
          />
        </div>
      </>
    </Form>
  );
}
