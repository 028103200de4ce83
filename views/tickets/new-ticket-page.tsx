import { Button } from '../components/button.tsx';
import { CheckField, Form, SelectField, TextArea, TextField } from '../components/fields.tsx';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { shellTexts } from '../texts/shell-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { categoryOptions, priorityOptions } from './frame.tsx';
import { TICKETS_PATH } from './paths.ts';

/** A ticket as somebody types it. */
export interface TicketDraft {
  subject: string;
  description: string;
  category: string;
  priority: string;
  name: string;
  email: string;
  tags: string;
  isComplaint: boolean;
  /** The conversation that it is about, and with whom that is; empty for none. */
  conversation: string;
  conversationWith: string;
  /** The customer's id, from whose page it comes; empty for none. */
  customer: string;
  errors: Partial<Record<'subject' | 'email', string>>;
  /** Why the whole was refused. */
  problem: string | null;
}

interface NewTicketPageProps {
  draft: TicketDraft;
  person: Person;
  view: View;
  files: PageFiles;
}

export function NewTicketPage({ draft, person, view, files }: NewTicketPageProps): JSX.Element {
  const texts = ticketTexts[view.language].form;
  const lead = draft.conversationWith === '' ? texts.lead : texts.fromChat(draft.conversationWith);
  return (
    <PanelPage title={texts.title} section="tickets" person={person} files={files}>
      <div class="page">
        <PageHeader title={texts.title} lead={lead} backPath={TICKETS_PATH} language={view.language} />
        <NewTicketForm draft={draft} view={view} />
      </div>
    </PanelPage>
  );
}

/** Comes back with what was typed where something is wrong. */
export function NewTicketForm({ draft, view }: { draft: TicketDraft; view: View }): JSX.Element {
  const { language } = view;
  const texts = ticketTexts[language];
  return (
    <Form id="new-ticket" action={`${TICKETS_PATH}/new`} error={draft.problem}>
      <>
        <input type="hidden" name="conversation" value={draft.conversation} />
        <input type="hidden" name="customer" value={draft.customer} />
        <TextField
          name="subject"
          label={texts.form.subject}
          hint={texts.form.subjectHint}
          value={draft.subject}
          error={draft.errors.subject ?? null}
          isRequired
          language={language}
          attributes={{ maxlength: '200', autocomplete: 'off', autofocus: true }}
        />
        <TextArea
          name="description"
          label={texts.form.description}
          value={draft.description}
          language={language}
          rows={5}
          attributes={{ maxlength: '10000' }}
        />
        <div class="form-pair">
          <SelectField
            name="category"
            label={texts.columns.category}
            value={draft.category}
            options={categoryOptions(language, draft.category)}
            isRequired
            language={language}
          />
          <SelectField
            name="priority"
            label={texts.columns.priority}
            value={draft.priority}
            options={priorityOptions(language)}
            isRequired
            language={language}
          />
        </div>
        <div class="form-pair">
          <TextField
            name="name"
            label={texts.form.name}
            value={draft.name}
            language={language}
            attributes={{ maxlength: '200', autocomplete: 'off' }}
          />
          <TextField
            type="email"
            name="email"
            label={texts.form.email}
            hint={texts.form.emailHint}
            value={draft.email}
            error={draft.errors.email ?? null}
            language={language}
            attributes={{ maxlength: '320', autocomplete: 'off' }}
          />
        </div>
        <TextField
          name="tags"
          label={texts.form.tags}
          hint={texts.form.tagsHint}
          value={draft.tags}
          language={language}
          attributes={{ maxlength: '1000', autocomplete: 'off' }}
        />
        <CheckField
          name="complaint"
          label={texts.form.complaint}
          hint={texts.form.complaintHint}
          isChecked={draft.isComplaint}
        />
        <div class="form-actions">
          <Button label={texts.form.submit} kind="primary" type="submit" />
          <Button label={shellTexts[language].cancel} kind="quiet" href={TICKETS_PATH} />
        </div>
      </>
    </Form>
  );
}
