import type { Webhook, WebhookFigures } from '../../src/features/webhooks/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Button } from '../components/button.tsx';
import { DataTable } from '../components/data-table.tsx';
import { DoneNote } from '../components/done-note.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { LiveRegion } from '../components/live-region.tsx';
import { Moment } from '../components/moment.tsx';
import { SecretNote } from '../components/secret-note.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { WEBHOOKS_PATH, webhookPath } from './paths.ts';
import { WebhookForm, type WebhookFormState } from './webhook-form.tsx';
import { WebhookState } from './webhook-state.tsx';
import { type WebhookDone, webhookTexts } from './webhook-texts.ts';

const LIST_ID = 'webhooks';

interface FrameProps {
  person: Person;
  files: PageFiles;
  view: View;
}

export interface WebhookRow {
  webhook: Webhook;
  figures: WebhookFigures;
}

/** All webhooks, and how each does. */
export function WebhooksPage({
  webhooks,
  done,
  ...frame
}: FrameProps & { webhooks: WebhookRow[]; done: WebhookDone | null }): JSX.Element {
  const { person, files, view } = frame;
  const texts = webhookTexts[view.language];
  const add = <Button label={texts.add} icon="plus" kind="primary" href={`${WEBHOOKS_PATH}/new`} />;
  return (
    <AdministrationPage current="webhooks" actions={add} person={person} files={files}>
      <div>
        <DoneNote text={done && texts.done[done]} />
        <LiveRegion id={LIST_ID} path={WEBHOOKS_PATH} topic="webhooks">
          {webhooks.length === 0 ? (
            <EmptyState icon="transfer" title={texts.none.title} text={texts.none.text} />
          ) : (
            <WebhooksTable rows={webhooks} view={view} />
          )}
        </LiveRegion>
      </div>
    </AdministrationPage>
  );
}

function WebhooksTable({ rows, view }: { rows: WebhookRow[]; view: View }): JSX.Element {
  const texts = webhookTexts[view.language];
  return (
    <DataTable
      caption={texts.list}
      columns={[
        { label: texts.columns.where, cell: ({ webhook }) => <Where webhook={webhook} /> },
        { label: texts.columns.hears, cell: ({ webhook }) => <span safe>{texts.hears(webhook.events.length)}</span> },
        { label: texts.columns.state, cell: ({ webhook }) => <WebhookState webhook={webhook} view={view} /> },
        { label: texts.columns.day, cell: ({ figures }) => <Day figures={figures} view={view} /> },
        {
          label: texts.columns.last,
          cell: ({ figures: { lastAt } }) =>
            lastAt ? <Moment date={lastAt} view={view} style="when" /> : <span safe>{texts.never}</span>,
        },
      ]}
      rows={rows}
      rowId={({ webhook }) => `webhook-${webhook.id}`}
      language={view.language}
    />
  );
}

function Where({ webhook: { id, url, description } }: { webhook: Webhook }): JSX.Element {
  return (
    <span class="two-lines">
      <a href={webhookPath(id)} safe>
        {description || new URL(url).host}
      </a>
      <span class="hint answer-line" safe>
        {url}
      </span>
    </span>
  );
}

function Day({ figures: { sent, failed, pending }, view }: { figures: WebhookFigures; view: View }): JSX.Element {
  const texts = webhookTexts[view.language];
  const say = (count: number): string => formatNumber(count, view);
  return (
    <span class="two-lines">
      <span safe>{texts.day(say(sent), say(failed))}</span>
      {pending > 0 ? (
        <span class="hint" safe>
          {texts.pending(say(pending))}
        </span>
      ) : (
        ''
      )}
    </span>
  );
}

/** Where a new one is made. */
export function NewWebhookPage({ webhookForm, ...frame }: FrameProps & { webhookForm: WebhookFormState }): JSX.Element {
  const { person, files, view } = frame;
  const texts = webhookTexts[view.language];
  return (
    <AdministrationPage
      current="webhooks"
      title={texts.addTitle}
      lead={texts.addLead}
      backPath={WEBHOOKS_PATH}
      person={person}
      files={files}
    >
      <WebhookForm webhookForm={webhookForm} id={null} language={view.language} />
    </AdministrationPage>
  );
}

interface SecretProps {
  id: number;
  secret: string;
  /** Of one that had a secret before. */
  isRotated: boolean;
  view: View;
}

/** The secret, once, in the place of the form that made it. */
export function WebhookSecret({ id, secret, isRotated, view }: SecretProps): JSX.Element {
  const texts = webhookTexts[view.language].secret;
  return (
    <SecretNote
      id={isRotated ? 'rotate-form' : 'webhook-form'}
      title={texts.title}
      text={texts.text}
      secret={secret}
      note={isRotated ? texts.rotated : null}
      next={{ label: texts.go, path: webhookPath(id) }}
    />
  );
}
