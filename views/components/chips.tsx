import type { ConversationStatus } from '../../src/features/conversations/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { panelTexts } from '../texts/panel-texts.ts';

/** Who answers the customer now. */
export function StatusChip({ status, language }: { status: ConversationStatus; language: Language }): JSX.Element {
  return (
    <span class={['chip', `chip-${status}`]} safe>
      {panelTexts[language].status[status]}
    </span>
  );
}

const LEVELS = new Set(['LOW', 'MEDIUM', 'HIGH', 'URGENT']);

/** How urgent the open ticket is. */
export function PriorityChip({ priority, language }: { priority: string; language: Language }): JSX.Element {
  const texts = panelTexts[language];
  const name = texts.priority[priority] ?? priority;
  return (
    <span
      class={['chip', 'priority', LEVELS.has(priority) && `priority-${priority.toLowerCase()}`]}
      title={texts.inbox.ticket(name)}
      safe
    >
      {name}
    </span>
  );
}
