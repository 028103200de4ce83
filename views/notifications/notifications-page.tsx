import type { Notification, NotificationCategory } from '../../src/features/notifications/model.ts';
import { NOTIFICATION_CATEGORIES } from '../../src/features/notifications/model.ts';
import { pathIn } from '../../src/features/panel/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import { Chip } from '../components/chips.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { type Pages, Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { NotificationTabs } from './notification-tabs.tsx';
import { notificationTexts } from './notification-texts.ts';

const LIST_ID = 'notification-list';
const PATH = '/panel/notifications';

export interface OwnNotifications {
  notifications: Notification[];
  unread: number;
  /** What the address says. */
  category: NotificationCategory | null;
  isUnreadOnly: boolean;
  pages: Pages;
  /** The address of what is shown, with filters and page. */
  path: string;
}

interface NotificationsPageProps {
  own: OwnNotifications;
  person: Person;
  files: PageFiles;
  view: View;
}

/** What a person was told, the newest first; it follows what happens while it is open. */
export function NotificationsPage({ own, person, files, view }: NotificationsPageProps): JSX.Element {
  const { language } = view;
  const texts = notificationTexts[language];
  return (
    <PanelPage title={texts.title} section="notifications" person={person} files={files}>
      <div class="page page-narrow">
        <PageHeader title={texts.title} language={language} />
        <NotificationTabs role={person.role} current="own" language={language} />
        <FilterBar
          path={PATH}
          target={LIST_ID}
          selects={[
            {
              name: 'state',
              label: texts.own.filters.state,
              value: own.isUnreadOnly ? 'unread' : '',
              options: [{ value: 'unread', label: texts.own.filters.unread }],
            },
            {
              name: 'category',
              label: texts.own.filters.category,
              value: own.category ?? '',
              options: NOTIFICATION_CATEGORIES.map((value) => ({ value, label: texts.categories[value] })),
            },
          ]}
          language={language}
        />
        <OwnList own={own} person={person} view={view} />
      </div>
    </PanelPage>
  );
}

function OwnList({ own, person, view }: Omit<NotificationsPageProps, 'files'>): JSX.Element {
  const { language } = view;
  const texts = notificationTexts[language].own;
  const isFiltered = own.isUnreadOnly || own.category !== null;
  const nothing = isFiltered ? texts.noneFiltered : texts.none;
  return (
    <div
      id={LIST_ID}
      hx-get={own.path}
      hx-target={`#${LIST_ID}`}
      hx-select={`#${LIST_ID}`}
      hx-swap="outerMorph"
      hx-trigger="panel:notifications from:body throttle:1s, panel:back from:body"
    >
      <div class="list-head">
        <p role="status" safe>
          {texts.lead(formatNumber(own.unread, { language }))}
        </p>
        {own.unread > 0 ? (
          <ReadForm action={readPath(own.path, null)}>
            <Button label={texts.readAll} icon="check" kind="quiet" type="submit" />
          </ReadForm>
        ) : (
          ''
        )}
      </div>
      {own.notifications.length === 0 ? (
        <EmptyState icon="notifications" title={nothing.title} text={nothing.text} />
      ) : (
        <ul class="notices" aria-label={texts.list}>
          {own.notifications.map((notification) => (
            <NotificationRow notification={notification} path={own.path} role={person.role} view={view} />
          ))}
        </ul>
      )}
      <Pagination {...own.pages} language={language} />
    </div>
  );
}

interface RowProps {
  notification: Notification;
  path: string;
  role: Person['role'];
  view: View;
}

function NotificationRow({ notification, path, role, view }: RowProps): JSX.Element {
  const texts = notificationTexts[view.language];
  const isRead = notification.readAt !== null;
  const isLate = notification.kind === 'sla_breached';
  const leads = leadsSomewhere(notification, role);
  const words = (
    <>
      <span class="notice-title" safe>
        {notification.subject}
      </span>
      {isRead ? '' : <span class="hidden" safe>{` (${texts.own.unread})`}</span>}
      <span class="notice-words" safe>
        {notification.body}
      </span>
      <span class="notice-facts">
        <Chip label={texts.categories[notification.category]} tone={isLate ? 'red' : 'plain'} />
        <Moment date={notification.createdAt} view={view} style="ago" />
      </span>
    </>
  );
  return (
    <li
      id={`notification-${String(notification.id)}`}
      class={['notice-row', !isRead && 'is-unread', isLate && 'is-urgent']}
    >
      {leads ? <a href={`${PATH}/${String(notification.id)}/open`}>{words}</a> : <div>{words}</div>}
      {isRead ? (
        ''
      ) : (
        <ReadForm action={readPath(path, notification.id)}>
          <Button
            label={`${texts.own.read}: ${notification.subject}`}
            icon="check"
            kind="quiet"
            type="submit"
            isIconOnly
          />
        </ReadForm>
      )}
    </li>
  );
}

/** The answer is the page as it is after that; the list of it takes this one's place. */
function ReadForm({ action, children }: { action: string; children: JSX.Element }): JSX.Element {
  return (
    <form
      method="post"
      action={action}
      hx-post={action}
      hx-target={`#${LIST_ID}`}
      hx-select={`#${LIST_ID}`}
      hx-swap="outerMorph"
    >
      {children}
    </form>
  );
}

/** Marks one as read, or all for null, and comes back to what is shown. */
function readPath(path: string, id: number | null): string {
  const query = path.includes('?') ? path.slice(path.indexOf('?')) : '';
  return `${PATH}${id === null ? '' : `/${id}`}/read${query}`;
}

/** Whether the person has a page of what it is about. */
export function notificationPath(
  { conversationId, ticketReference }: Pick<Notification, 'conversationId' | 'ticketReference'>,
  role: Person['role'],
): string | null {
  const ticket = ticketReference ? pathIn(role, 'tickets', ticketReference) : null;
  return ticket ?? (conversationId ? pathIn(role, 'inbox', conversationId) : null);
}

const leadsSomewhere = (notification: Notification, role: Person['role']): boolean =>
  notificationPath(notification, role) !== null;
