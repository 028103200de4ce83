import type { Note } from '../../src/features/conversations/model.ts';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { conversationTexts } from '../texts/conversation-texts.ts';
import type { View } from '../view.ts';
import { noteId } from './pane-ids.ts';

interface NoteBubbleProps {
  noted: Note;
  /** Its place among the messages. */
  order: string;
  view: View;
}

/** What staff wrote among themselves; nothing of it looks like what the customer reads. */
export function NoteBubble({ noted: note, order, view }: NoteBubbleProps): JSX.Element {
  const texts = conversationTexts[view.language];
  return (
    <li id={noteId(note.id)} class="message note" data-order={order} data-note={String(note.id)}>
      <p class="message-head">
        <span class="note-mark">
          <Icon name="note" />
          <span safe>{texts.note}</span>
        </span>
        <span class="message-role" safe>
          {note.authorName}
        </span>
        <Moment date={note.createdAt} view={view} />
      </p>
      <div class="message-text">
        <p>
          <Mentioned text={note.content} />
        </p>
        <p class="note-hint" safe>
          {texts.noteHint}
        </p>
      </div>
    </li>
  );
}

const MENTION = /((?<![\p{L}\p{N}@._-])@[\p{L}\p{N}][\p{L}\p{N}._+@-]*)/u;

/** A text with the names in it that begin with @ made visible. */
function Mentioned({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text.split(MENTION).map((part, at) =>
        at % 2 === 1 ? (
          <strong class="mention" safe>
            {part}
          </strong>
        ) : (
          <span safe>{part}</span>
        ),
      )}
    </>
  );
}
