import { may } from '../../src/features/auth/model.ts';
import type { ConversationChange } from '../../src/features/conversations/model.ts';
import type { BankItem, Side } from '../../src/features/inbox/model.ts';
import { filterOf } from '../../src/features/inbox/model.ts';
import { pathIn } from '../../src/features/panel/model.ts';
import { formatNumber, formatPhone } from '../../src/lib/format.ts';
import { Readers } from '../audit/readers-list.tsx';
import { StatusChip } from '../components/chips.tsx';
import { Icon } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { inboxTexts } from '../texts/inbox-texts.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import { ticketTexts } from '../texts/ticket-texts.ts';
import type { View } from '../view.ts';
import { conversationPath, sidePath } from './paths.ts';

interface SectionProps {
  side: Side;
  view: View;
}

/** What the desk knows of the customer, and of where they are now. */
export function ProfileSection({ side: { row, profile, pageUrl, person }, view }: SectionProps): JSX.Element {
  const profilePath = profile && row.customerId !== null ? pathIn(person.role, 'customers', row.customerId) : null;
  const texts = inboxTexts[view.language].side;
  const { customer } = panelTexts[view.language];
  return (
    <section class="side-section">
      <h3 safe>{texts.profile}</h3>
      {profile ? (
        ''
      ) : (
        <p class="hint" safe>
          {texts.unknown}
        </p>
      )}
      <dl>
        {profile ? <Fact label={texts.externalId} value={profile.externalId} /> : ''}
        <Fact label={customer.email} value={profile?.email ?? row.visitorEmail} />
        <Fact label={texts.phone} value={profile?.phone ? formatPhone(profile.phone) : null} />
        <Fact label={customer.language} value={customer.languages[row.language]} />
        {pageUrl ? <Fact label={texts.page} value={pageUrl} /> : ''}
        <Fact label={customer.assignee} value={row.assigneeName ?? customer.noAssignee} />
        <div>
          <dt safe>{customer.started}</dt>
          <dd>
            <Moment date={row.createdAt} view={view} style="full" />
          </dd>
        </div>
        {profile ? (
          <div>
            <dt safe>{texts.customerSince}</dt>
            <dd>
              <Moment date={profile.createdAt} view={view} style="full" />
            </dd>
          </div>
        ) : (
          ''
        )}
      </dl>
      {profile ? (
        <Later id={`accounts-${row.id}`} label={texts.accounts} path={sidePath(row.id, 'accounts')} view={view} />
      ) : (
        ''
      )}
      {profilePath ? (
        <p>
          <a href={profilePath} safe>
            {ticketTexts[view.language].customer.profile}
          </a>
        </p>
      ) : (
        ''
      )}
    </section>
  );
}

/** What is not known is left out. */
function Fact({ label, value }: { label: string; value: string | null }): JSX.Element {
  if (value === null || value === '') return '';
  return (
    <div>
      <dt safe>{label}</dt>
      <dd safe>{value}</dd>
    </div>
  );
}

interface LaterProps {
  id: string;
  label: string;
  path: string;
  view: View;
}

/** Read when somebody wants to know. */
function Later({ id, label, path, view }: LaterProps): JSX.Element {
  return (
    <details class="side-more" hx-get={path} hx-trigger="toggle once" hx-target={`#${id}`} hx-swap="innerHTML">
      <summary safe>{label}</summary>
      <div id={id} aria-live="polite" hx-morph-skip>
        <Skeleton rows={1} language={view.language} />
      </div>
    </details>
  );
}

/** Accounts and cards by their last four digits; null where the bank does not answer. */
export function BankItems({ bankItems, view }: { bankItems: BankItem[] | null; view: View }): JSX.Element {
  const texts = inboxTexts[view.language].side;
  if (bankItems === null || bankItems.length === 0) {
    return (
      <p class="hint" safe>
        {bankItems === null ? texts.accountsAway : texts.accountsNone}
      </p>
    );
  }
  return (
    <ul class="side-list">
      {bankItems.map(({ kind, name, last4, currency, status }) => (
        <li class="bank-item">
          <span safe>{name ?? texts.kinds[kind]}</span>
          <span class="bank-last4" title={texts.ending(last4)} safe>
            {`•• ${last4}`}
          </span>
          <span class="hint" safe>
            {[currency, status && (texts.cardStates[status] ?? status)].filter(Boolean).join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The customer's earlier conversations. */
export function PastSection({ side: { row, past }, view }: SectionProps): JSX.Element {
  const texts = inboxTexts[view.language].side;
  if (row.customerId === null) return '';
  return (
    <section class="side-section">
      <h3 safe>{texts.past}</h3>
      {past.length === 0 ? (
        <p class="hint" safe>
          {texts.pastNone}
        </p>
      ) : (
        ''
      )}
      <ul class="side-list">
        {past.map((one) => (
          <li>
            <a class="side-item" href={conversationPath(one.id, filterOf({}))}>
              <span class="side-line" lang={one.language} safe>
                {one.lastText.replaceAll('*', '')}
              </span>
              <span class="side-meta">
                <StatusChip status={one.status} language={view.language} />
                <Moment date={one.updatedAt} view={view} style="when" />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** How many notes there are, and what has changed. */
export function HistorySection({ side: { row, person, noteCount, changeCount }, view }: SectionProps): JSX.Element {
  const texts = inboxTexts[view.language].side;
  return (
    <section class="side-section">
      <p class="side-notes">
        <Icon name="note" />
        <span safe>{texts.notes(formatNumber(noteCount, view))}</span>
      </p>
      {changeCount > 0 ? (
        <Later
          id={`changes-${row.id}`}
          label={texts.history(formatNumber(changeCount, view))}
          path={sidePath(row.id, 'changes')}
          view={view}
        />
      ) : (
        ''
      )}
      {may(person.role, 'audit.readers') ? <Readers thing="conversation" id={row.id} language={view.language} /> : ''}
    </section>
  );
}

interface ChangesProps {
  changes: ConversationChange[];
  /** Names of the staff that changes tell of. */
  names: Map<number, string>;
  view: View;
}

/** Who changed what, from what, to what, when; the newest first. */
export function Changes({ changes, names, view }: ChangesProps): JSX.Element {
  return (
    <ol class="side-list side-changes">
      {[...changes].reverse().map((change) => (
        <li>
          <span class="side-meta">
            <strong safe>{actorOf(change, view)}</strong>
            <Moment date={change.at} view={view} style="full" />
          </span>
          <span safe>{sentenceOf(change, names, view)}</span>
        </li>
      ))}
    </ol>
  );
}

function actorOf({ actorId, actorName }: ConversationChange, view: View): string {
  const { byAssistant, byDesk } = inboxTexts[view.language].side;
  if (actorId !== null) return actorName;
  return actorName === 'assistant' ? byAssistant : actorName === 'desk' ? byDesk : actorName;
}

function sentenceOf(
  { field, fromValue, toValue, reason }: ConversationChange,
  names: Map<number, string>,
  view: View,
): string {
  const texts = inboxTexts[view.language].side;
  const { customer } = panelTexts[view.language];
  const say = (value: string | null): string => wordOf(field, value, names, view);
  const why = reason ? ` (${texts.reasons[reason] ?? customer.reasons[reason] ?? reason})` : '';
  return `${texts.fields[field] ?? field}: ${say(fromValue)} → ${say(toValue)}${why}`;
}

function wordOf(field: string, value: string | null, names: Map<number, string>, view: View): string {
  const { side } = inboxTexts[view.language];
  const { status, priority, customer } = panelTexts[view.language];
  if (value === null || value === '') return field === 'assignee' ? side.nobody : '—';
  if (field === 'assignee') return names.get(Number(value)) ?? value;
  const known: Record<string, Record<string, string>> = { status, priority, language: customer.languages };
  return known[field]?.[value] ?? value;
}
