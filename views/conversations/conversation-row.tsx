import type { InboxFilter, InboxRow } from '../../src/features/conversations/model.ts';
import { PriorityChip, StatusChip } from '../components/chips.tsx';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { PANE_ID, rowId } from './ids.ts';
import { initialsOf, nameOf } from './names.ts';
import { conversationPath } from './paths.ts';

interface ConversationRowProps {
  row: InboxRow;
  filter: InboxFilter;
  isCurrent?: boolean;
  view: View;
}

/** One conversation in the list: the page's, and what the live push puts in its place. */
export function ConversationRow({ row, filter, isCurrent = false, view }: ConversationRowProps): JSX.Element {
  const unread = row.lastSeq - row.readSeq;
  const path = conversationPath(row.id, filter);
  return (
    <li id={rowId(row.id)} data-order={row.position}>
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
          <Moment date={row.updatedAt} view={view} style="when" />
        </span>
        <LastLine row={row} view={view} />
        <Unread count={unread} view={view} />
        <span class="row-chips">
          <StatusChip status={row.status} language={view.language} />
          {row.priority ? <PriorityChip priority={row.priority} language={view.language} /> : ''}
          <span class="tongue" title={panelTexts[view.language].customer.languages[row.language]} safe>
            {row.language.toUpperCase()}
          </span>
        </span>
      </a>
    </li>
  );
}

/** Green where the customer is who they say they are. */
export function Avatar({ row }: { row: InboxRow }): JSX.Element {
  const initials = initialsOf(row);
  return (
    <span class={['avatar', row.identityLevel > 0 && 'is-verified']} aria-hidden="true">
      {initials ? <span safe>{initials}</span> : <Icon name="person" />}
    </span>
  );
}

function LastLine({ row, view }: { row: InboxRow; view: View }): JSX.Element {
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
