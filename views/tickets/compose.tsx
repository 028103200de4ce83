import type { Ticket } from '../../src/features/tickets/model.ts';
import { Button } from '../components/button.tsx';
import { Form, TextArea } from '../components/fields.tsx';
import { Icon } from '../components/icons.tsx';
import { Picker } from '../components/picker.tsx';
import { shortcutFor, tooltipOf } from '../components/shortcut.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { COMPOSE_ID } from './ids.ts';
import { actionPath } from './paths.ts';

interface ComposeProps {
  of: Pick<Ticket, 'reference' | 'status' | 'mergedInto'>;
  view: View;
}

/** Where staff write: to the customer, or a note among themselves; two tabs that nobody confuses. */
export function Compose({ of: ticket, view }: ComposeProps): JSX.Element {
  const texts = ticketTexts[view.language].compose;
  const canReply = ticket.status !== 'CLOSED' && !ticket.mergedInto;
  return (
    <section class="write-box sheet" id={COMPOSE_ID} aria-label={texts.tabs}>
      <div class="compose-tabs" role="tablist" aria-label={texts.tabs}>
        <ComposeTab kind="reply" label={texts.reply} isCurrent={canReply} />
        <ComposeTab kind="note" label={texts.note} isCurrent={!canReply} />
      </div>
      <div id="pane-reply" class="compose-pane" role="tabpanel" aria-labelledby="tab-reply" hidden={!canReply}>
        {canReply ? (
          <WriteForm kind="reply" reference={ticket.reference} value="" error={null} view={view} />
        ) : (
          <p class="muted">
            <strong safe>{texts.closed.title}.</strong> <span safe>{texts.closed.text}</span>
          </p>
        )}
      </div>
      <div id="pane-note" class="compose-pane is-note" role="tabpanel" aria-labelledby="tab-note" hidden={canReply}>
        <WriteForm kind="note" reference={ticket.reference} value="" error={null} view={view} />
      </div>
      <Picker view={view} />
    </section>
  );
}

function ComposeTab({
  kind,
  label,
  isCurrent,
}: {
  kind: 'reply' | 'note';
  label: string;
  isCurrent: boolean;
}): JSX.Element {
  const shortcut = kind === 'reply' ? 'alt+l' : 'alt+p';
  return (
    <button
      type="button"
      id={`tab-${kind}`}
      class={['compose-tab', kind === 'note' && 'is-note']}
      role="tab"
      aria-selected={isCurrent ? 'true' : 'false'}
      aria-controls={`pane-${kind}`}
      tabindex={isCurrent ? '0' : '-1'}
      title={tooltipOf(label, shortcut)}
      data-shortcut-label={label}
      {...shortcutFor(shortcut)}
    >
      <Icon name={kind === 'note' ? 'note' : 'send'} />
      <span safe>{label}</span>
    </button>
  );
}

interface WriteFormProps {
  kind: 'reply' | 'note';
  reference: string;
  /** What was typed, where it comes back. */
  value: string;
  error: string | null;
  /** Why the whole was refused. */
  refusal?: string | null;
  view: View;
}

/** Empty once it is sent; with what was typed while something is wrong. */
export function WriteForm({ kind, reference, value, error, refusal = null, view }: WriteFormProps): JSX.Element {
  const texts = ticketTexts[view.language].compose;
  const isNote = kind === 'note';
  return (
    <Form id={`write-${kind}`} action={actionPath(reference, isNote ? 'notes' : 'messages')} error={refusal}>
      <>
        <TextArea
          name={kind}
          label={isNote ? texts.noteLabel : texts.replyLabel}
          hint={isNote ? texts.noteHint : texts.replyHint}
          value={value}
          error={error}
          isRequired
          language={view.language}
          attributes={{
            maxlength: '10000',
            'data-draft': `${reference}-${kind}`,
            'data-pick': actionPath(reference, isNote ? 'colleagues' : 'canned'),
            'data-pick-kind': kind,
            'aria-autocomplete': 'list',
          }}
        />
        <div class="compose-actions">
          <Button
            label={isNote ? texts.save : texts.send}
            icon={isNote ? 'note' : 'send'}
            kind={isNote ? 'plain' : 'primary'}
            type="submit"
          />
        </div>
      </>
    </Form>
  );
}
