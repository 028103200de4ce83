import type { ConversationStatus } from '../../src/features/conversations/model.ts';
import { formatDateTime, formatSpan } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import type { View } from '../view.ts';
import { Icon } from './icons.tsx';

export type Tone = 'plain' | 'accent' | 'blue' | 'amber' | 'red';

/** A word about something: the colour helps, the word says it. */
export function Chip({ label, tone = 'plain', title }: { label: string; tone?: Tone; title?: string }): JSX.Element {
  return (
    <span class={['chip', `chip-${tone}`]} {...(title && { title })} safe>
      {label}
    </span>
  );
}

const STATUS_TONES = { bot: 'accent', waiting: 'amber', human: 'blue', ended: 'plain' } as const;

/** Who answers the customer now. */
export function StatusChip({ status, language }: { status: ConversationStatus; language: Language }): JSX.Element {
  return <Chip label={panelTexts[language].status[status]} tone={STATUS_TONES[status]} />;
}

const PRIORITY_TONES: Record<string, Tone> = { HIGH: 'amber', URGENT: 'red' };

/** How urgent it is. */
export function PriorityChip({ priority, language }: { priority: string; language: Language }): JSX.Element {
  const texts = panelTexts[language];
  const name = texts.priority[priority] ?? priority;
  return <Chip label={name} tone={PRIORITY_TONES[priority] ?? 'plain'} title={texts.inbox.ticket(name)} />;
}

const TICKET_TONES: Record<string, Tone> = { OPEN: 'amber', IN_PROGRESS: 'blue', RESOLVED: 'accent' };

/** How far a ticket is. */
export function TicketChip({ status, language }: { status: string; language: Language }): JSX.Element {
  return <Chip label={panelTexts[language].ticketStatus[status] ?? status} tone={TICKET_TONES[status] ?? 'plain'} />;
}

interface SlaChipProps {
  /** When the answer or the solution is owed; nothing is shown for null. */
  dueAt: Date | null;
  /** A clock has run out, this one or one before it. */
  isBreached: boolean;
  /** The policy's warning has been given. */
  isWarned: boolean;
  /** The time alone is seen; what it means is heard, and shown as a tooltip. */
  isShort?: boolean;
  view: View;
}

const SHORT = { due: (span: string) => span, late: (span: string) => `−${span}` };

/** The time that is left: amber after the warning, red once it is over. */
export function SlaChip({ dueAt, isBreached, isWarned, isShort = false, view }: SlaChipProps): JSX.Element {
  if (!dueAt) return '';
  const { sla } = shellTexts[view.language];
  const left = dueAt.getTime() - view.now.getTime();
  const isLate = left <= 0;
  const span = formatSpan(left) || '1 min';
  const texts = isShort ? SHORT : sla;
  const meaning = isLate ? sla.late(span) : sla.due(span);
  return (
    <time
      class={['chip', isLate || isBreached ? 'chip-red' : isWarned ? 'chip-amber' : 'chip-plain']}
      datetime={dueAt.toISOString()}
      title={isShort ? `${meaning} (${formatDateTime(dueAt, view)})` : formatDateTime(dueAt, view)}
      data-due={texts.due('{span}')}
      data-late={texts.late('{span}')}
    >
      <Icon name="clock" />
      <span safe>{isLate ? texts.late(span) : texts.due(span)}</span>
      {isShort ? (
        <span class="hidden" safe>
          {meaning}
        </span>
      ) : (
        ''
      )}
    </time>
  );
}
