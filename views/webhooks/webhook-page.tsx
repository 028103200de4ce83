import {
  DELIVERY_STATUSES,
  type Delivery,
  isWebhookEvent,
  TEST_EVENT,
  WEBHOOK_EVENTS,
  type Webhook,
} from '../../src/features/webhooks/model.ts';
import { formatDateTime, formatNumber } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button, confirmFirst } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { LiveRegion } from '../components/live-region.tsx';
import { Moment } from '../components/moment.tsx';
import { type Pages, Pagination } from '../components/pagination.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { deliveryPath, WEBHOOKS_PATH, webhookPath } from './paths.ts';
import { WebhookForm, type WebhookFormState } from './webhook-form.tsx';
import { DeliveryChip, WebhookState } from './webhook-state.tsx';
import { type WebhookDone, webhookTexts } from './webhook-texts.ts';

const LOG_ID = 'deliveries';
const STATE_ID = 'webhook-state';

export interface WebhookLog {
  deliveries: Delivery[];
  status: string;
  event: string;
  path: string;
  pages: Pages;
}

export interface WebhookPageProps {
  webhook: Webhook;
  webhookForm: WebhookFormState;
  webhookLog: WebhookLog;
  done: WebhookDone | null;
  person: Person;
  files: PageFiles;
  view: View;
}

/** A webhook with the log of its deliveries, which follows what happens. */
export function WebhookPage(props: WebhookPageProps): JSX.Element {
  const { webhook, webhookForm, webhookLog: log, done, person, files, view } = props;
  const texts = webhookTexts[view.language];
  const { id, url, description } = webhook;
  return (
    <AdministrationPage
      current="webhooks"
      title={description || new URL(url).host}
      lead={url}
      backPath={WEBHOOKS_PATH}
      actions={<Test id={id} language={view.language} />}
      person={person}
      files={files}
    >
      <div class="stack">
        <DoneNote text={done && texts.done[done]} />
        <div
          hx-get={log.path}
          hx-select={`#${STATE_ID}`}
          hx-target={`#${STATE_ID}`}
          hx-swap="outerMorph"
          hx-trigger="panel:webhooks from:body throttle:1s, panel:back from:body"
        >
          <State webhook={webhook} view={view} />
        </div>
        <details class="panel-card">
          <summary safe>{texts.fields.change}</summary>
          <WebhookForm webhookForm={webhookForm} id={id} language={view.language} />
        </details>
        <Deeds webhook={webhook} view={view} />
        <Log webhook={webhook} log={log} view={view} />
      </div>
    </AdministrationPage>
  );
}

function Test({ id, language }: { id: number; language: Language }): JSX.Element {
  return (
    <form method="post" action={`${webhookPath(id)}/test`}>
      <Button label={webhookTexts[language].test} icon="send" type="submit" />
    </form>
  );
}

function State({ webhook, view }: { webhook: Webhook; view: View }): JSX.Element {
  const texts = webhookTexts[view.language];
  const { previousSecretUntil, events } = webhook;
  return (
    <div id={STATE_ID} class="panel-card">
      <p class="chips">
        <WebhookState webhook={webhook} view={view} />
        <span class="hint" safe>
          {events.map((event) => (isWebhookEvent(event) ? texts.events[event] : event)).join(' · ')}
        </span>
      </p>
      {previousSecretUntil ? (
        <p class="hint" safe>
          {texts.overlap(formatDateTime(previousSecretUntil, view))}
        </p>
      ) : (
        ''
      )}
    </div>
  );
}

function Deeds({ webhook: { id, isActive }, view }: { webhook: Webhook; view: View }): JSX.Element {
  const texts = webhookTexts[view.language];
  const path = webhookPath(id);
  return (
    <div class="form-actions webhook-deeds">
      <form
        id="rotate-form"
        method="post"
        action={`${path}/rotate`}
        hx-post={`${path}/rotate`}
        hx-target="#rotate-form"
        hx-swap="outerHTML"
        {...confirmFirst(texts.rotateQuestion)}
      >
        <Button label={texts.rotate} icon="shield" type="submit" />
      </form>
      {isActive ? (
        <form method="post" action={`${path}/disable`} {...confirmFirst(texts.disableQuestion)}>
          <Button label={texts.disable} type="submit" />
        </form>
      ) : (
        <form method="post" action={`${path}/enable`}>
          <Button label={texts.enable} kind="primary" type="submit" />
        </form>
      )}
      <form method="post" action={`${path}/delete`} {...confirmFirst({ ...texts.removeQuestion, isDangerous: true })}>
        <Button label={texts.remove} kind="danger" type="submit" />
      </form>
    </div>
  );
}

function Log({ webhook, log, view }: { webhook: Webhook; log: WebhookLog; view: View }): JSX.Element {
  const { language } = view;
  const texts = webhookTexts[language];
  return (
    <section aria-labelledby="log-title">
      <div class="list-head">
        <h2 id="log-title" safe>
          {texts.log.title}
        </h2>
        <form
          method="post"
          action={`${webhookPath(webhook.id)}/replay`}
          hx-post={`${webhookPath(webhook.id)}/replay`}
          hx-swap="none"
          {...confirmFirst(texts.log.replayAllQuestion)}
        >
          <Button label={texts.log.replayAll} kind="quiet" type="submit" attributes={{ disabled: !webhook.isActive }} />
        </form>
      </div>
      <p class="hint" safe>
        {texts.log.lead}
      </p>
      <FilterBar
        path={webhookPath(webhook.id)}
        target={LOG_ID}
        selects={[
          {
            name: 'status',
            label: texts.log.filters.status,
            value: log.status,
            options: DELIVERY_STATUSES.map((value) => ({ value, label: texts.log.statuses[value] })),
          },
          {
            name: 'event',
            label: texts.log.filters.event,
            value: log.event,
            options: [...WEBHOOK_EVENTS, TEST_EVENT].map((value) => ({ value, label: eventName(value, language) })),
          },
        ]}
        language={language}
      />
      <LiveRegion id={LOG_ID} path={log.path} topic="webhooks">
        {log.deliveries.length === 0 ? (
          <EmptyState icon="send" title={texts.log.none.title} text={texts.log.none.text} />
        ) : (
          <Deliveries deliveries={log.deliveries} view={view} />
        )}
        <Pagination {...log.pages} language={language} />
      </LiveRegion>
    </section>
  );
}

export const eventName = (event: string, language: Language): string => {
  const texts = webhookTexts[language];
  if (event === TEST_EVENT) return texts.testEvent;
  return isWebhookEvent(event) ? texts.events[event] : event;
};

function Deliveries({ deliveries, view }: { deliveries: Delivery[]; view: View }): JSX.Element {
  const { columns, list } = webhookTexts[view.language].log;
  return (
    <DataTable
      caption={list}
      columns={[
        { label: columns.event, cell: (delivery) => <EventLink delivery={delivery} view={view} /> },
        { label: columns.state, cell: ({ status }) => <DeliveryChip status={status} view={view} /> },
        { label: columns.answer, cell: (delivery) => <Answer delivery={delivery} view={view} /> },
        {
          label: columns.tries,
          cell: ({ tries }) => <span safe>{formatNumber(tries.length, view)}</span>,
          isNumber: true,
        },
        { label: columns.when, cell: ({ occurredAt }) => <Moment date={occurredAt} view={view} style="full" /> },
      ]}
      rows={deliveries}
      rowId={({ id }) => `delivery-${id}`}
      language={view.language}
    />
  );
}

function EventLink({ delivery, view }: { delivery: Delivery; view: View }): JSX.Element {
  return (
    <a href={deliveryPath(delivery.webhookId, delivery.id)} safe>
      {eventName(delivery.event, view.language)}
    </a>
  );
}

/** How the last try ended, and when the next one is. */
function Answer({ delivery, view }: { delivery: Delivery; view: View }): JSX.Element {
  const { log } = webhookTexts[view.language];
  const last = delivery.tries.at(-1);
  if (!last) return <span class="hint">–</span>;
  const { status, error, ms } = last;
  const answered = status === null ? '' : log.answered(String(status), formatNumber(ms, view));
  return (
    <span class="two-lines">
      <span safe>{[error && log.errors[error], answered].filter(Boolean).join(' · ')}</span>
      {delivery.status === 'PENDING' ? (
        <span class="hint">
          <span safe>{`${log.next} `}</span>
          <Moment date={delivery.nextAttemptAt} view={view} />
        </span>
      ) : (
        ''
      )}
    </span>
  );
}
