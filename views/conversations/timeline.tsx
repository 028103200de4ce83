import type { ConversationChange, Message, Note } from '../../src/features/conversations/model.ts';
import { dayOf, formatDay } from '../../src/lib/format.ts';
import { conversationTexts } from '../texts/conversation-texts.ts';
import type { View } from '../view.ts';
import { ChangeLine } from './change-line.tsx';
import { MessageBubble } from './message-bubble.tsx';
import { NoteBubble } from './note-bubble.tsx';
import { dayId, newId } from './pane-ids.ts';

/** A message, or what staff noted or did between two of them. `afterSeq` is the message that it stands behind. */
export type TimelineEntry =
  | { kind: 'message'; message: Message; isMailed: boolean; isReported: boolean }
  | { kind: 'note'; note: Note; afterSeq: number }
  | { kind: 'change'; change: NamedChange; afterSeq: number };

/** With the names of the people whom the conversation went from and to. */
export type NamedChange = ConversationChange & { fromName: string | null; toName: string | null };

interface TimelineProps {
  conversationId: string;
  /** In their order. */
  entries: TimelineEntry[];
  /** What stands before them on the page; null where nothing does. */
  previous: TimelineEntry | null;
  /** The first message that the person has not read; the divider goes before it. */
  firstUnreadSeq?: number | null;
  view: View;
}

/** Messages of one person within this time read as one. */
const TOGETHER_MS = 5 * 60_000;

/** The items of the list of messages: by day, and by who wrote. The same for the page, earlier ones and the live push. */
export function Timeline({ conversationId, entries, previous, firstUnreadSeq, view }: TimelineProps): JSX.Element {
  return (
    <>
      {entries.map((entry, at) => {
        const before = at > 0 ? (entries[at - 1] as TimelineEntry) : previous;
        const isNewDay = !before || dayOf(timeOf(before), view) !== dayOf(timeOf(entry), view);
        return (
          <>
            {isNewDay ? <DayLine conversationId={conversationId} entry={entry} view={view} /> : ''}
            {entry.kind === 'message' && entry.message.seq === firstUnreadSeq ? (
              <NewLine conversationId={conversationId} seq={entry.message.seq} view={view} />
            ) : (
              ''
            )}
            <Entry entry={entry} isContinued={!isNewDay && isTogether(before, entry)} view={view} />
          </>
        );
      })}
    </>
  );
}

function Entry({ entry, isContinued, view }: { entry: TimelineEntry; isContinued: boolean; view: View }): JSX.Element {
  if (entry.kind === 'message') return <MessageBubble {...entry} isContinued={isContinued} view={view} />;
  const order = orderOf(entry);
  if (entry.kind === 'note') return <NoteBubble noted={entry.note} order={order} view={view} />;
  return <ChangeLine change={entry.change} order={order} view={view} />;
}

function DayLine({
  conversationId,
  entry,
  view,
}: {
  conversationId: string;
  entry: TimelineEntry;
  view: View;
}): JSX.Element {
  const day = dayOf(timeOf(entry), view);
  return (
    <li class="day" id={dayId(conversationId, day.replaceAll('/', '-'))} data-order={beforeOf(entry)}>
      <span safe>{formatDay(timeOf(entry), view)}</span>
    </li>
  );
}

function NewLine({ conversationId, seq, view }: { conversationId: string; seq: number; view: View }): JSX.Element {
  return (
    <li class="new-divider" id={newId(conversationId)} data-order={String(seq - NEW_BEFORE)}>
      <span safe>{conversationTexts[view.language].newMessages}</span>
    </li>
  );
}

/** What stands between two messages is ordered by its time: a part of one, which reaches 1 in the year 2055. */
const EPOCH_MS = Date.UTC(2024, 0, 1);
const SPAN_MS = 1e12;
const partOf = (at: Date): number => Math.max(0, at.getTime() - EPOCH_MS) / SPAN_MS;
const DAY_BEFORE = 2e-6;
const NEW_BEFORE = 1e-6;

const placeOf = (entry: TimelineEntry): number =>
  entry.kind === 'message' ? entry.message.seq : entry.afterSeq + partOf(timeOf(entry));

const orderOf = (entry: TimelineEntry): string => placeOf(entry).toFixed(12);

/** Just before it, and after whatever comes before it. */
const beforeOf = (entry: TimelineEntry): string =>
  (entry.kind === 'message' ? entry.message.seq - DAY_BEFORE : placeOf(entry) - 1 / SPAN_MS).toFixed(12);

/** The order of the page. */
export const inOrder = (entries: TimelineEntry[]): TimelineEntry[] =>
  [...entries].sort((left, right) => placeOf(left) - placeOf(right));

function timeOf(entry: TimelineEntry): Date {
  if (entry.kind === 'message') return entry.message.createdAt;
  return entry.kind === 'note' ? entry.note.createdAt : entry.change.at;
}

function isTogether(before: TimelineEntry | null, entry: TimelineEntry): boolean {
  if (before?.kind !== 'message' || entry.kind !== 'message') return false;
  const isSameAuthor =
    before.message.role === entry.message.role &&
    before.message.metadata?.agent_name === entry.message.metadata?.agent_name;
  return isSameAuthor && timeOf(entry).getTime() - timeOf(before).getTime() < TOGETHER_MS;
}
