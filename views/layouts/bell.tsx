import { type BellNotice, pathIn } from '../../src/features/panel/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Moment } from '../components/moment.tsx';
import { Piece } from '../components/piece.tsx';
import { ToastPiece } from '../components/toast.tsx';
import { shellTexts } from '../texts/shell-texts.ts';
import type { View } from '../view.ts';

const COUNT_ID = 'bell-count';
const MAX_SHOWN = 99;

/** How many are unread, over the bell; empty for none. */
export function BellCount({ count, language }: { count: number; language: Language }): JSX.Element {
  if (!(count > 0)) return <span id={COUNT_ID} class="bell-count" hidden />;
  return (
    <span id={COUNT_ID} class="bell-count">
      <span aria-hidden="true" safe>
        {count > MAX_SHOWN ? `${MAX_SHOWN}+` : String(count)}
      </span>
      <span class="hidden" safe>
        {shellTexts[language].bell.unread(count)}
      </span>
    </span>
  );
}

/** The count, on its way to a page. */
export const BellPiece = (props: { count: number; language: Language }): JSX.Element => (
  <Piece target={COUNT_ID} swap="outerHTML" content={<BellCount {...props} />} />
);

interface NoticeProps {
  notice: BellNotice;
  role: Role;
  view: View;
}

/** What has just come, over the page. */
export const NoticeToast = ({ notice, role, view }: NoticeProps): JSX.Element => (
  <ToastPiece
    title={notice.subject}
    text={notice.body}
    kind={notice.isUrgent ? 'urgent' : 'news'}
    path={pathOf(notice, role)}
    language={view.language}
  />
);

/** The newest of the person's, in the popover of the bell. */
export function BellList({
  notices,
  role,
  view,
}: Omit<NoticeProps, 'notice'> & { notices: BellNotice[] }): JSX.Element {
  const { bell, sections } = shellTexts[view.language];
  const all = pathIn(role, 'notifications', '')?.replace(/\/$/, '') ?? null;
  return (
    <section aria-label={bell.title}>
      <header class="bell-head">
        <h2 safe>{bell.title}</h2>
        {notices.some(({ isRead }) => !isRead) ? (
          <form method="post" action="/panel/bell/read" hx-post="/panel/bell/read" hx-target="#bell">
            <Button label={bell.readAll} kind="quiet" type="submit" />
          </form>
        ) : (
          ''
        )}
      </header>
      {notices.length === 0 ? (
        <EmptyState icon="notifications" title={bell.none.title} text={bell.none.text} />
      ) : (
        <ul>
          {notices.map((notice) => (
            <NoticeRow notice={notice} role={role} view={view} />
          ))}
        </ul>
      )}
      {all ? (
        <p class="bell-all">
          <a href={all} safe>
            {sections.notifications}
          </a>
        </p>
      ) : (
        ''
      )}
    </section>
  );
}

function NoticeRow({ notice, role, view }: NoticeProps): JSX.Element {
  const path = pathOf(notice, role);
  const words = (
    <>
      <span class="notice-title" safe>
        {notice.subject}
      </span>
      <span class="notice-text" safe>
        {notice.body}
      </span>
      <Moment date={notice.createdAt} view={view} style="ago" />
    </>
  );
  return (
    <li class={['notice', !notice.isRead && 'is-unread', notice.isUrgent && 'is-urgent']}>
      {path ? <a href={path}>{words}</a> : <div>{words}</div>}
    </li>
  );
}

/** The way to what it is about, where the person has such a page; on it, it is marked as read. */
function pathOf({ id, conversationId, ticketReference }: BellNotice, role: Role): string | null {
  const ticket = ticketReference ? pathIn(role, 'tickets', ticketReference) : null;
  const leads = ticket ?? (conversationId ? pathIn(role, 'inbox', conversationId) : null);
  return leads && `/panel/notifications/${id}/open`;
}
