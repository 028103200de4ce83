import { Moment } from '../components/moment.tsx';
import { conversationTexts } from '../texts/conversation-texts.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { changeId } from './pane-ids.ts';
import type { NamedChange } from './timeline.tsx';

interface ChangeLineProps {
  change: NamedChange;
  /** Its place among the messages. */
  order: string;
  view: View;
}

/** What became of the conversation, in one line. A change that another one tells better still counts as told. */
export function ChangeLine({ change, order, view }: ChangeLineProps): JSX.Element {
  const sentence = sentenceOf(change, view);
  return (
    <li
      id={changeId(change.id)}
      class="change"
      data-order={order}
      data-change={String(change.id)}
      hidden={sentence === null}
    >
      <span safe>{sentence ?? ''}</span> <Moment date={change.at} view={view} />
      {sentence !== null && change.reason && isSaid(change) ? (
        <q class="change-reason" safe>
          {change.reason}
        </q>
      ) : (
        ''
      )}
    </li>
  );
}

/** Reasons that people wrote; those of machines are told by the sentence. */
const isSaid = ({ actorId }: NamedChange): boolean => actorId !== null;

function sentenceOf(change: NamedChange, view: View): string | null {
  const texts = conversationTexts[view.language];
  const words = panelTexts[view.language];
  const { field, fromValue, toValue } = change;
  const say = (text: string, values: { from?: string | null; to?: string | null } = {}) =>
    text
      .replace('{who}', () => whoOf(change, view))
      .replace('{from}', () => values.from ?? '–')
      .replace('{to}', () => values.to ?? '–');
  if (field === 'assignee') {
    const names = { from: change.fromName, to: change.toName };
    if (toValue === null) return change.reason === 'silent' ? say(texts.changes.silent, names) : null;
    if (fromValue !== null) return say(texts.changes.transferred, names);
    return say(change.actorId === Number(toValue) ? texts.changes.tookOver : texts.changes.given, names);
  }
  if (field === 'status') return statusSentence(change, say, view);
  if (field === 'priority') {
    const name = (value: string | null) => value && (words.priority[value] ?? value);
    return say(texts.changes.priority, { from: name(fromValue), to: name(toValue) });
  }
  if (field === 'tags') return say(texts.changes.tags, { to: toValue || '–' });
  const isLanguage = field === 'language' && (toValue === 'es' || toValue === 'en');
  return isLanguage ? say(texts.changes.language, { to: words.customer.languages[toValue] }) : null;
}

function statusSentence(
  { toValue, fromValue, reason, actorName, actorId }: NamedChange,
  say: (text: string) => string,
  view: View,
): string | null {
  const { changes } = conversationTexts[view.language];
  if (toValue === 'bot') return say(changes.released);
  if (toValue === 'waiting') {
    if (reason === 'silent') return null;
    return say(fromValue === 'human' ? changes.queued : changes.waiting);
  }
  if (toValue !== 'ended') return null;
  if (actorId !== null) return say(changes.ended);
  return say(actorName === 'customer' ? changes.endedByCustomer : changes.endedBySystem);
}

function whoOf({ actorId, actorName }: NamedChange, view: View): string {
  if (actorId !== null) return actorName;
  const { actors } = conversationTexts[view.language];
  return actors[actorName] ?? actors.system ?? actorName;
}
