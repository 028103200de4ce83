import type { InboxFilter, ListRow, OwnDesk } from '../../src/features/inbox/model.ts';
import { fieldsOf, isDescending } from '../../src/features/inbox/model.ts';
import type { SavedView } from '../../src/features/saved-views/model.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Icon } from '../components/icons.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { inboxTexts } from '../texts/inbox-texts.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { ConversationRow } from './conversation-row.tsx';
import { INBOX_ID, LIST_ID, MORE_ID } from './ids.ts';
import { AvailabilityMenu, TakeNext } from './inbox-desk.tsx';
import { ActiveFilters, type FilterChoices, InboxFilters, InboxTabs, listLink } from './inbox-filters.tsx';
import { SavedViewsMenu } from './inbox-views.tsx';
import { listPath, morePath } from './paths.ts';

interface InboxPageProps extends InboxResultsProps {
  title: string;
  person: Person;
  choices: FilterChoices;
  /** The open conversation, or what stands there without one. */
  pane: JSX.Element;
  /** The customer of the open conversation, or what stands there without one. */
  customerPanel: JSX.Element;
  files: PageFiles;
}

/** The list of conversations, the open one and its customer, side by side; on a phone one at a time. */
export function InboxPage({
  title,
  person,
  choices,
  pane,
  customerPanel,
  files,
  ...results
}: InboxPageProps): JSX.Element {
  const { filter, desk, view } = results;
  return (
    <PanelPage title={title} section="inbox" person={person} files={files}>
      <div class="desk">
        <h1 class="hidden" safe>
          {panelTexts[view.language].inbox.title}
        </h1>
        <section class="inbox" aria-labelledby="inbox-title">
          <header class="inbox-head">
            <div class="inbox-line">
              <h2 id="inbox-title" safe>
                {panelTexts[view.language].inbox.title}
              </h2>
              <Step step={-1} view={view} />
              <Step step={1} view={view} />
            </div>
            <div class="inbox-line">
              <AvailabilityMenu agent={desk.agent} waiting={desk.waiting} view={view} />
              <TakeNext waiting={desk.waiting} view={view} />
            </div>
            <InboxFilters filter={filter} choices={choices} view={view} />
          </header>
          <InboxResults {...results} />
        </section>
        {pane}
        {customerPanel}
      </div>
    </PanelPage>
  );
}

interface InboxResultsProps {
  rows: ListRow[];
  filter: InboxFilter;
  /** Whether the list goes on. */
  hasMore: boolean;
  currentId: string | null;
  desk: OwnDesk;
  savedViews: SavedView[];
  /** Of whoever reads it: what they may do with views. */
  reader: { id: number; mayShare: boolean };
  view: View;
}

/** The tabs, the filters that are on, and the list: what an answer to another filter replaces. */
export function InboxResults(props: InboxResultsProps): JSX.Element {
  const { rows, filter, hasMore, currentId, desk, savedViews, reader, view } = props;
  const texts = inboxTexts[view.language];
  return (
    <div class="inbox-results" id={INBOX_ID} data-filter={new URLSearchParams(fieldsOf(filter)).toString()}>
      <div class="inbox-tabs">
        <InboxTabs filter={filter} counts={desk.counts} view={view} />
        <SavedViewsMenu views={savedViews} filter={filter} reader={reader} view={view} />
      </div>
      <ActiveFilters filter={filter} view={view} />
      <nav class="inbox-scroll" aria-label={texts.list}>
        <ul id={LIST_ID} data-direction={isDescending(filter.sort) ? 'desc' : 'asc'} data-rest={MORE_ID}>
          {rows.map((row) => (
            <ConversationRow
              row={row}
              filter={filter}
              isCurrent={row.id === currentId}
              personId={reader.id}
              view={view}
            />
          ))}
        </ul>
        <Nothing filter={filter} view={view} />
        <MoreLink filter={filter} hasMore={hasMore} view={view} />
      </nav>
    </div>
  );
}

/** To the conversation after the open one, or before it. */
function Step({ step, view }: { step: 1 | -1; view: View }): JSX.Element {
  const { next, previous } = inboxTexts[view.language];
  return (
    <Button
      label={step > 0 ? next : previous}
      icon={step > 0 ? 'chevron' : 'ascending'}
      kind="quiet"
      isIconOnly
      shortcut={step > 0 ? 'alt+j' : 'alt+k'}
      attributes={{ 'data-row-step': String(step) }}
    />
  );
}

/** Why the list is empty, and what to do. */
function Nothing({ filter, view }: { filter: InboxFilter; view: View }): JSX.Element {
  const { empty, clearFilters } = inboxTexts[view.language];
  const { tab, sort, status, text, ...rest } = filter;
  const isNarrowed = text !== null || (status !== 'open' && status !== 'ended') || Object.values(rest).some(Boolean);
  const why = text !== null ? empty.found : isNarrowed ? empty.filtered : status === 'ended' ? empty.ended : empty[tab];
  const bare: InboxFilter = { ...CLEAR, tab, sort };
  return (
    <EmptyState
      icon="inbox"
      title={why.title}
      text={why.text}
      {...(isNarrowed && {
        action: (
          <a class="button button-plain" href={listPath(bare)} {...listLink(bare)} safe>
            {clearFilters}
          </a>
        ),
      })}
    />
  );
}

const CLEAR = {
  status: 'open',
  isEscalated: false,
  priority: null,
  language: null,
  channel: null,
  tag: null,
  sla: null,
  text: null,
} as const;

interface MoreLinkProps {
  filter: InboxFilter;
  hasMore: boolean;
  view: View;
}

/** The way to the next page of the list, which begins after its last row; pressed by itself when it comes into sight. */
export function MoreLink({ filter, hasMore, view }: MoreLinkProps): JSX.Element {
  if (!hasMore) return <p class="more" id={MORE_ID} hidden />;
  return (
    <p class="more" id={MORE_ID}>
      <button
        type="button"
        class="quiet"
        hx-get={morePath(filter)}
        hx-target={`#${MORE_ID}`}
        hx-swap="outerHTML"
        hx-trigger="click, intersect once"
        hx-sync="this:drop"
        data-more
      >
        <Icon name="down" />
        <span safe>{inboxTexts[view.language].more}</span>
      </button>
    </p>
  );
}
