import {
  NOTIFICATION_STATUSES,
  type Notification,
  type NotificationStatus,
} from '../../src/features/notifications/model.ts';
import { formatNumber, formatSpan } from '../../src/lib/format.ts';
import { Button, confirmFirst } from '../components/button.tsx';
import { Chip, type Tone } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Email } from '../components/email.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { FormProblem } from '../components/fields.tsx';
import { Figure } from '../components/figure.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { Moment } from '../components/moment.tsx';
import { PageHeader } from '../components/page-header.tsx';
import { Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { NotificationTabs } from './notification-tabs.tsx';
import { notificationTexts } from './notification-texts.ts';
import type { OwnNotifications } from './notifications-page.tsx';

export const OUTBOX_ID = 'outbox';
const PATH = '/panel/notifications/outbox';
const TONES: Record<NotificationStatus, Tone> = { PENDING: 'amber', SENT: 'accent', FAILED: 'red', CANCELLED: 'plain' };

export interface OutboxState {
  mails: Notification[];
  status: NotificationStatus | null;
  figures: {
    waiting: number;
    failed: number;
    sent: number;
    medianSeconds: number | null;
    oldestDueSeconds: number | null;
  };
  isConfigured: boolean;
  pages: OwnNotifications['pages'];
  path: string;
}

interface OutboxPageProps {
  outbox: OutboxState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** Every mail that leaves, and how it fared; what failed can be sent again. */
export function OutboxPage({ outbox, person, files, view }: OutboxPageProps): JSX.Element {
  const texts = notificationTexts[view.language];
  return (
    <PanelPage title={`${texts.tabs.outbox} · ${texts.title}`} section="notifications" person={person} files={files}>
      <div class="page">
        <PageHeader title={texts.title} lead={texts.outbox.lead} language={view.language} />
        <NotificationTabs role={person.role} current="outbox" language={view.language} />
        {outbox.isConfigured ? '' : <FormProblem error={texts.outbox.notConfigured} />}
        <FilterBar
          path={PATH}
          target={OUTBOX_ID}
          selects={[
            {
              name: 'status',
              label: texts.outbox.filter,
              value: outbox.status ?? '',
              options: NOTIFICATION_STATUSES.map((value) => ({ value, label: texts.outbox.statuses[value] })),
            },
          ]}
          language={view.language}
        />
        <OutboxList outbox={outbox} view={view} />
      </div>
    </PanelPage>
  );
}

/** Asks for itself again every few seconds: the outbox works in other processes, for which no page waits. */
export function OutboxList({ outbox, view }: Pick<OutboxPageProps, 'outbox' | 'view'>): JSX.Element {
  const { language } = view;
  const texts = notificationTexts[language].outbox;
  const nothing = outbox.status ? texts.noneFiltered : texts.none;
  return (
    <div
      id={OUTBOX_ID}
      hx-get={outbox.path}
      hx-target={`#${OUTBOX_ID}`}
      hx-select={`#${OUTBOX_ID}`}
      hx-swap="outerMorph"
      hx-trigger="every 5s, panel:back from:body"
    >
      <Figures outbox={outbox} view={view} />
      {outbox.mails.length === 0 ? (
        <EmptyState icon="send" title={nothing.title} text={nothing.text} />
      ) : (
        <MailTable outbox={outbox} view={view} />
      )}
      <Pagination {...outbox.pages} language={language} />
    </div>
  );
}

function Figures({ outbox: { figures, path }, view }: Pick<OutboxPageProps, 'outbox' | 'view'>): JSX.Element {
  const { language } = view;
  const texts = notificationTexts[language].outbox;
  const say = (count: number): string => formatNumber(count, { language });
  const { medianSeconds, oldestDueSeconds, failed } = figures;
  const late = oldestDueSeconds !== null ? formatSpan(oldestDueSeconds * 1_000) : '';
  const all = say(failed);
  return (
    <>
      <section class="figures" aria-label={texts.figures}>
        <Figure {...texts.figure.sent} value={say(figures.sent)} />
        <Figure {...texts.figure.waiting} value={say(figures.waiting)} note={late ? texts.oldest(late) : null} />
        <Figure {...texts.figure.failed} value={all} isBad={failed > 0} />
        <Figure
          {...texts.figure.median}
          value={medianSeconds === null ? texts.noFigure : texts.seconds(say(Math.round(medianSeconds * 10) / 10))}
        />
      </section>
      {failed > 0 ? (
        <form
          class="list-actions"
          {...sentTo(`${PATH}/retry`, path)}
          {...confirmFirst({ ...texts.confirmAll, text: texts.confirmAll.text(all) })}
        >
          <Button label={texts.retryAll(all)} icon="send" type="submit" />
        </form>
      ) : (
        ''
      )}
    </>
  );
}

function MailTable({ outbox, view }: Pick<OutboxPageProps, 'outbox' | 'view'>): JSX.Element {
  const { language } = view;
  const texts = notificationTexts[language].outbox;
  const { columns } = texts;
  return (
    <DataTable
      caption={texts.list}
      columns={[
        { label: columns.what, cell: (mail) => <What mail={mail} view={view} /> },
        { label: columns.to, cell: ({ recipient }) => (recipient ? <Email text={recipient} /> : '') },
        { label: columns.status, cell: (mail) => <How mail={mail} view={view} /> },
        { label: columns.when, cell: (mail) => <Moment date={mail.createdAt} view={view} style="ago" /> },
        { label: columns.actions, cell: (mail) => <Retry mail={mail} path={outbox.path} view={view} /> },
      ]}
      rows={outbox.mails}
      rowId={({ id }) => `mail-${id}`}
      language={language}
    />
  );
}

interface MailProps {
  mail: Notification;
  view: View;
}

function What({ mail, view }: MailProps): JSX.Element {
  const { outbox, preferences } = notificationTexts[view.language];
  const names: Record<string, { label: string }> = preferences.names;
  return (
    <span class="two-lines">
      <span safe>{mail.subject}</span>
      <span class="hint" safe>
        {outbox.kinds[mail.kind] ?? names[mail.kind]?.label ?? mail.kind}
      </span>
    </span>
  );
}

/** How far it is, and why no further. */
function How({ mail, view }: MailProps): JSX.Element {
  const texts = notificationTexts[view.language].outbox;
  const isWaiting = mail.status === 'PENDING';
  return (
    <span class="two-lines">
      <span class="chips">
        <Chip label={texts.statuses[mail.status]} tone={TONES[mail.status]} />
        {mail.attempts > 1 ? (
          <span class="hint" safe>
            {texts.attempts(formatNumber(mail.attempts, view))}
          </span>
        ) : (
          ''
        )}
      </span>
      {mail.lastError && mail.status !== 'SENT' ? (
        <span class="hint" safe>
          {texts.reasons[mail.lastError] ?? mail.lastError}
        </span>
      ) : (
        ''
      )}
      {isWaiting && mail.nextAttemptAt > view.now ? (
        <span class="hint">
          <span safe>{`${texts.next} `}</span>
          <Moment date={mail.nextAttemptAt} view={view} style="when" />
        </span>
      ) : (
        ''
      )}
    </span>
  );
}

function Retry({ mail, path, view }: MailProps & { path: string }): JSX.Element {
  if (mail.status !== 'FAILED' && mail.status !== 'CANCELLED') return '';
  const texts = notificationTexts[view.language].outbox;
  return (
    <form {...sentTo(`${PATH}/${mail.id}/retry`, path)}>
      <Button label={texts.retry} type="submit" attributes={{ 'aria-label': texts.retryOne(mail.subject) }} />
    </form>
  );
}

/** The answer is the list as it is then. */
function sentTo(action: string, path: string): Record<string, string> {
  const query = path.includes('?') ? path.slice(path.indexOf('?')) : '';
  return {
    method: 'post',
    action: action + query,
    'hx-post': action + query,
    'hx-target': `#${OUTBOX_ID}`,
    'hx-swap': 'outerMorph',
  };
}
