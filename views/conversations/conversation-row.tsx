import type { InboxRow } from '../../src/features/conversations/model.ts';
import { FOUND_END, FOUND_START, type InboxFilter, type ListRow, versionOf } from '../../src/features/inbox/model.ts';
import { initialsOf } from '../components/avatar.tsx';
import { PriorityChip, SlaChip, StatusChip } from '../components/chips.tsx';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { inboxTexts } from '../texts/inbox-texts.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { PANE_ID, rowId } from './ids.ts';
import { nameOf } from './names.ts';
import { conversationPath } from './paths.ts';

interface ConversationRowProps {
  row: ListRow;
  filter: InboxFilter;
  isCurrent?: boolean;
  /** Who reads the list. */
  personId: number;
  view: View;
}

/** One conversation in the list: the page's, and what the live push puts in its place. */
export function ConversationRow({ row, filter, isCurrent = false, personId, view }: ConversationRowProps): JSX.Element {
  const unread = row.lastSeq - row.readSeq;
  const path = conversationPath(row.id, filter);
  return (
    <li id={rowId(row.id)} data-order={row.places[filter.sort]} data-version={versionOf(row, personId)}>
      <a
        class={['row', unread > 0 && 'is-unread']}
        href={path}
        hx-get={path}
        hx-target={`#${PANE_ID}`}
        hx-swap="outerHTML"
        hx-push-url="true"
        hx-sync="closest ul:replace"
        aria-current={isCurrent ? 'true' : undefined}
        data-conversation={row.id}
      >
        <Avatar row={row} />
        <span class="row-name" safe>
          {nameOf(row, view.language)}
        </span>
        <span class="row-time">
          <span class="tongue" title={panelTexts[view.language].customer.languages[row.language]} safe>
            {row.language.toUpperCase()}
          </span>{' '}
          <Moment date={row.updatedAt} view={view} style="when" />
        </span>
        {row.snippet === null ? <LastLine row={row} view={view} /> : <Snippet row={row} text={row.snippet} />}
        <Unread count={unread} view={view} />
        <span class="row-chips">
          <StatusChip status={row.status} language={view.language} />
          {row.urgency === 'MEDIUM' ? '' : <PriorityChip priority={row.urgency} language={view.language} />}
          <SlaChip
            dueAt={row.slaDueAt}
            isBreached={row.slaBreached}
            isWarned={row.slaWarnedAt !== null}
            isShort
            view={view}
          />
          <Waiting row={row} view={view} />
          <span class="row-people">
            <Viewers row={row} personId={personId} view={view} />
            <Assignee row={row} personId={personId} view={view} />
          </span>
        </span>
      </a>
    </li>
  );
}

/** Green where the customer is who they say they are. */
export function Avatar({ row }: { row: InboxRow }): JSX.Element {
  const letters = initialsOf(row.customerName ?? row.visitorName);
  return (
    <span class={['avatar', row.identityLevel > 0 && 'is-verified']} aria-hidden="true">
      {letters ? <span safe>{letters}</span> : <Icon name="person" />}
    </span>
  );
}

function LastLine({ row, view }: { row: ListRow; view: View }): JSX.Element {
  const by = panelTexts[view.language].inbox.saidBy[row.lastRole] ?? '';
  return (
    <span class="row-text">
      {by ? (
        <span class="row-by" safe>
          {by}
        </span>
      ) : (
        ''
      )}
      <span lang={row.language} safe>
        {row.lastText.replaceAll('*', '')}
      </span>
    </span>
  );
}

/** Where the words stand that were looked for. */
function Snippet({ row, text }: { row: ListRow; text: string }): JSX.Element {
  return (
    <span class="row-text row-snippet" lang={row.language}>
      {text
        .replaceAll('*', '')
        .split(FOUND_START)
        .map((part, at) => {
          const [found = '', after] = at === 0 ? ['', part] : part.split(FOUND_END, 2);
          return (
            <>
              {found ? <mark safe>{found}</mark> : ''}
              <span safe>{after ?? ''}</span>
            </>
          );
        })}
    </span>
  );
}

/** For how long the customer has stood in the queue. */
function Waiting({ row, view }: { row: ListRow; view: View }): JSX.Element {
  if (row.waitingSince === null) return '';
  return (
    <span class="row-waits">
      <span class="hidden" safe>
        {inboxTexts[view.language].row.waits}
      </span>
      <Icon name="hourglass" />
      <Moment date={row.waitingSince} view={view} style="ago" />
    </span>
  );
}

function Viewers({ row, personId, view }: { row: ListRow; personId: number; view: View }): JSX.Element {
  const names = row.viewers.filter(({ id }) => id !== personId).map(({ name }) => name);
  if (names.length === 0) return '';
  const label = inboxTexts[view.language].row.looking(names.join(', '));
  return (
    <span class="row-viewers" title={label}>
      <Icon name="eye" />
      <span aria-hidden="true" safe>
        {names.length === 1 ? initialsOf(names[0] ?? null) : String(names.length)}
      </span>
      <span class="hidden" safe>
        {label}
      </span>
    </span>
  );
}

function Assignee({ row, personId, view }: { row: ListRow; personId: number; view: View }): JSX.Element {
  if (row.assigneeId === null) return '';
  const { assigned, you } = inboxTexts[view.language].row;
  const isOwn = row.assigneeId === personId;
  const label = assigned(isOwn ? you : (row.assigneeName ?? ''));
  return (
    <span class={['row-assignee', isOwn && 'is-own']} title={label}>
      <span aria-hidden="true" safe>
        {initialsOf(row.assigneeName)}
      </span>
      <span class="hidden" safe>
        {label}
      </span>
    </span>
  );
}

function Unread({ count, view }: { count: number; view: View }): JSX.Element {
  if (count <= 0) return '';
  return (
    <span class="unread">
      <span aria-hidden="true" safe>
        {count > 99 ? '99+' : String(count)}
      </span>
      <span class="hidden" safe>
        {panelTexts[view.language].inbox.unread(count)}
      </span>
    </span>
  );
}
