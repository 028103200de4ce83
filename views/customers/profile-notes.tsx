import type { CustomerNote } from '../../src/features/customers/model.ts';
import { Button } from '../components/button.tsx';
import { Form, TextArea } from '../components/fields.tsx';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { customerTexts } from './customer-texts.ts';
import { actionPath, NOTES_ID } from './paths.ts';

interface NotesProps {
  customerId: number;
  /** The newest first. */
  notes: CustomerNote[];
  /** What was typed. */
  typed: string;
  error: string | null;
  view: View;
}

/** What staff noted about the person, and where they do. */
export function ProfileNotes({ customerId, notes, typed, error, view }: NotesProps): JSX.Element {
  const { profile: texts } = customerTexts[view.language];
  return (
    <section class="panel-card" aria-labelledby="customer-notes-title">
      <h2 id="customer-notes-title" safe>
        {texts.notes}
      </h2>
      <NoteForm customerId={customerId} typed={typed} error={error} view={view} />
      <NoteList notes={notes} view={view} />
    </section>
  );
}

export function NoteList({ notes, view }: Pick<NotesProps, 'notes' | 'view'>): JSX.Element {
  return (
    <div id={NOTES_ID}>
      {notes.length === 0 ? (
        <p class="muted" safe>
          {customerTexts[view.language].profile.noNotes}
        </p>
      ) : (
        <ol class="note-list">
          {notes.map(({ authorName, content, createdAt }) => (
            <li>
              <p class="note-head">
                <strong safe>{authorName}</strong>
                <Moment date={createdAt} view={view} style="ago" />
              </p>
              <p class="said" safe>
                {content}
              </p>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

export function NoteForm({ customerId, typed, error, view }: Omit<NotesProps, 'notes'>): JSX.Element {
  const { profile: texts } = customerTexts[view.language];
  return (
    <Form id="customer-note" action={actionPath(customerId, 'notes')}>
      <>
        <TextArea
          name="note"
          label={texts.newNote}
          value={typed}
          error={error}
          hint={texts.notePlaceholder}
          isRequired
          rows={3}
          language={view.language}
          attributes={{ maxlength: '10000' }}
        />
        <div class="form-actions">
          <Button label={texts.addNote} icon="note" type="submit" />
        </div>
      </>
    </Form>
  );
}
