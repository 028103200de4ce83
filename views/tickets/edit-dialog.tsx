import { may } from '../../src/features/auth/model.ts';
import type { Ticket } from '../../src/features/tickets/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import { Button } from '../components/button.tsx';
import { CheckField, Form, SelectField, TextArea, TextField } from '../components/fields.tsx';
import { shellTexts } from '../texts/shell-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { DialogContent } from './dialog-content.tsx';
import { categoryOptions } from './frame.tsx';
import { actionPath } from './paths.ts';

/** What is being edited of a ticket: as it stands, or as it was typed. */
export interface TicketEdit {
  ticket: Pick<Ticket, 'reference' | 'complaintNumber'>;
  category: string;
  tags: string;
  notes: string;
  isComplaint: boolean;
  /** Why the whole was refused. */
  problem: string | null;
}

interface EditProps {
  edit: TicketEdit;
  role: Role;
  view: View;
}

export function EditDialog({ edit, role, view }: EditProps): JSX.Element {
  const title = ticketTexts[view.language].form.editTitle(edit.ticket.reference);
  return (
    <DialogContent title={title} language={view.language}>
      <>
        <EditForm edit={edit} role={role} view={view} />
      </>
    </DialogContent>
  );
}

/** Category, tags, notes, and whether it is a complaint. */
export function EditForm({ edit, role, view }: EditProps): JSX.Element {
  const { language } = view;
  const texts = ticketTexts[language];
  const mayTurn = edit.ticket.complaintNumber === null || may(role, 'ticket.any');
  return (
    <Form id="ticket-edit" action={actionPath(edit.ticket.reference, 'edit')} error={edit.problem}>
      <>
        <SelectField
          name="category"
          label={texts.columns.category}
          value={edit.category}
          options={categoryOptions(language, edit.category)}
          isRequired
          language={language}
        />
        <TextField
          name="tags"
          label={texts.form.tags}
          hint={texts.form.tagsHint}
          value={edit.tags}
          language={language}
          attributes={{ maxlength: '1000', autocomplete: 'off' }}
        />
        <TextArea
          name="notes"
          label={texts.move.notes}
          hint={texts.move.notesHint}
          value={edit.notes}
          language={language}
          attributes={{ maxlength: '10000' }}
        />
        {mayTurn ? (
          <CheckField
            name="complaint"
            label={texts.form.complaint}
            hint={texts.form.complaintHint}
            isChecked={edit.isComplaint}
          />
        ) : (
          <input type="hidden" name="complaint" value="on" />
        )}
        <div class="dialog-actions">
          <Button label={shellTexts[language].cancel} attributes={{ 'data-dialog-close': true }} />
          <Button label={texts.form.save} kind="primary" type="submit" />
        </div>
      </>
    </Form>
  );
}
