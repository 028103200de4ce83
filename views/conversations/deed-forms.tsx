import type { Agent } from '../../src/features/conversations/model.ts';
import { Button } from '../components/button.tsx';
import { DialogHead } from '../components/dialog-head.tsx';
import { Form, TextArea } from '../components/fields.tsx';
import { conversationTexts } from '../texts/conversation-texts.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import type { View } from '../view.ts';
import { DEED_FORM_ID, DEED_TITLE_ID } from './pane-ids.ts';
import { endPath, transferPath } from './pane-paths.ts';

interface TransferFormProps {
  conversationId: string;
  /** Who it can go to; not who has it. */
  agents: Agent[];
  me: number;
  /** What was chosen and typed. */
  to?: string;
  reason?: string;
  error?: string | null;
  view: View;
}

/** To whom the conversation goes, with how busy each of them is at this moment, and why. */
export function TransferForm({
  conversationId,
  agents,
  me,
  to = '',
  reason = '',
  error = null,
  view,
}: TransferFormProps): JSX.Element {
  const { transferForm: texts } = conversationTexts[view.language];
  return (
    <Form id={DEED_FORM_ID} action={transferPath(conversationId)} error={error}>
      <>
        <fieldset class="deed-choices">
          <legend safe>{texts.to}</legend>
          <Choice name="to" value="queue" isChecked={to === 'queue'} label={texts.queue} hint={texts.queueHint} />
          {agents.map((agent) => (
            <Choice
              name="to"
              value={String(agent.id)}
              isChecked={to === String(agent.id)}
              label={agent.id === me ? texts.me : agent.name}
              hint={hintOf(agent, view)}
              state={agent.isConnected ? agent.availability : 'OFFLINE'}
            />
          ))}
        </fieldset>
        <TextArea
          name="reason"
          label={texts.reason}
          value={reason}
          hint={texts.reasonHint}
          rows={2}
          language={view.language}
          attributes={{ maxlength: '500' }}
        />
        <DeedActions action={texts.action} view={view} />
      </>
    </Form>
  );
}

function hintOf({ availability, isConnected, load, capacity }: Agent, view: View): string {
  const { transferForm: texts } = conversationTexts[view.language];
  const parts = [texts.availability[availability], texts.load(load, capacity)];
  return (isConnected || availability === 'OFFLINE' ? parts : [...parts, texts.notConnected]).join(' · ');
}

interface EndFormProps {
  conversationId: string;
  /** The reference of the conversation's open ticket. */
  ticket: string | null;
  outcome?: string;
  notes?: string;
  error?: string | null;
  notesError?: string | null;
  view: View;
}

/** What ending means, and what becomes of the ticket. */
export function EndForm({
  conversationId,
  ticket,
  outcome = '',
  notes = '',
  error = null,
  notesError = null,
  view,
}: EndFormProps): JSX.Element {
  const { endForm: texts } = conversationTexts[view.language];
  return (
    <Form id={DEED_FORM_ID} action={endPath(conversationId)} error={error}>
      <>
        {ticket === null ? (
          <p class="hint" safe>
            {texts.noTicket}
          </p>
        ) : (
          <>
            <fieldset class="deed-choices">
              <legend safe>{texts.ticket(ticket)}</legend>
              <Choice name="outcome" value="resolve" isChecked={outcome === 'resolve'} label={texts.resolve} />
              <Choice name="outcome" value="keep" isChecked={outcome === 'keep'} label={texts.keep} />
            </fieldset>
            <div class="deed-notes">
              <TextArea
                name="notes"
                label={texts.notes}
                value={notes}
                error={notesError}
                isRequired
                hint={texts.notesHint}
                rows={3}
                language={view.language}
                attributes={{ maxlength: '4000' }}
              />
            </div>
          </>
        )}
        <DeedActions action={texts.action} isDangerous view={view} />
      </>
    </Form>
  );
}

interface DeedContentProps {
  deed: 'transferForm' | 'endForm';
  children: JSX.Element;
  view: View;
}

/** What stands in the dialog: what the deed means, and its form, which an answer replaces alone. */
export function DeedContent({ deed, children, view }: DeedContentProps): JSX.Element {
  const { title, lead } = conversationTexts[view.language][deed];
  return (
    <>
      <DialogHead id={DEED_TITLE_ID} title={title} language={view.language} />
      <div class="dialog-body">
        <p class="deed-lead" safe>
          {lead}
        </p>
        {children}
      </div>
    </>
  );
}

function DeedActions({
  action,
  isDangerous,
  view,
}: {
  action: string;
  isDangerous?: boolean;
  view: View;
}): JSX.Element {
  return (
    <div class="dialog-actions">
      <Button label={shellTexts[view.language].cancel} attributes={{ 'data-dialog-close': true }} />
      <Button type="submit" label={action} kind={isDangerous ? 'danger' : 'primary'} />
    </div>
  );
}

interface ChoiceProps {
  name: string;
  value: string;
  isChecked: boolean;
  label: string;
  hint?: string;
  state?: Agent['availability'];
}

function Choice({ name, value, isChecked, label, hint, state }: ChoiceProps): JSX.Element {
  return (
    <label class="choice">
      <input type="radio" name={name} value={value} checked={isChecked} />
      <span class="choice-words">
        <span class="choice-label">
          {state ? <span class={['dot', `dot-${state.toLowerCase()}`]} aria-hidden="true" /> : ''}
          <span safe>{label}</span>
        </span>
        {hint ? (
          <span class="hint" safe>
            {hint}
          </span>
        ) : (
          ''
        )}
      </span>
    </label>
  );
}
