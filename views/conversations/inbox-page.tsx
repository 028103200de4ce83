import { INBOX_FILTERS, type InboxFilter, type InboxRow } from '../../src/features/conversations/model.ts';
import { EmptyState } from '../components/empty-state.tsx';
import { Icon } from '../components/icons.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { ConversationRow } from './conversation-row.tsx';
import { LIST_ID, MORE_ID } from './ids.ts';
import { listPath, morePath } from './paths.ts';

interface InboxPageProps extends InboxListProps {
  title: string;
  person: Person;
  /** The open conversation, or what stands there without one. */
  pane: JSX.Element;
  files: PageFiles;
}

interface InboxListProps {
  rows: InboxRow[];
  filter: InboxFilter;
  /** Whether the list goes on. */
  hasMore: boolean;
  currentId: string | null;
  view: View;
}

/** The list of conversations and the open one, side by side; on a phone one at a time. */
export function InboxPage({ title, person, pane, files, ...list }: InboxPageProps): JSX.Element {
  return (
    <PanelPage title={title} section="inbox" person={person} files={files}>
      <div class="desk">
        <h1 class="hidden" safe>
          {panelTexts[list.view.language].inbox.title}
        </h1>
        <InboxList {...list} />
        {pane}
      </div>
    </PanelPage>
  );
}

function InboxList({ rows, filter, hasMore, currentId, view }: InboxListProps): JSX.Element {
  const texts = panelTexts[view.language].inbox;
  return (
    <section class="inbox" aria-labelledby="inbox-title">
      <header class="inbox-head">
        <h2 id="inbox-title" safe>
          {texts.title}
        </h2>
        <Filters filter={filter} view={view} />
      </header>
      <div class="inbox-scroll">
        <ul id={LIST_ID} data-filter={filter} data-direction="desc">
          {rows.map((row) => (
            <ConversationRow row={row} filter={filter} isCurrent={row.id === currentId} view={view} />
          ))}
        </ul>
        <EmptyState icon="inbox" title={texts.empty[filter].title} text={texts.empty[filter].text} />
        <MoreLink rows={rows} filter={filter} hasMore={hasMore} view={view} />
      </div>
    </section>
  );
}

function Filters({ filter, view }: Pick<InboxListProps, 'filter' | 'view'>): JSX.Element {
  const texts = panelTexts[view.language].inbox;
  return (
    <nav class="filters" aria-label={texts.filters}>
      {INBOX_FILTERS.map((one) => (
        <a href={listPath(one)} aria-current={one === filter ? 'page' : undefined} safe>
          {texts.filter[one]}
        </a>
      ))}
    </nav>
  );
}

/** The way to the next page of the list, in its place when it was used. */
export function MoreLink({ rows, filter, hasMore, view }: Omit<InboxListProps, 'currentId'>): JSX.Element {
  const last = rows.at(-1);
  if (!hasMore || !last) return <p class="more" id={MORE_ID} hidden />;
  return (
    <p class="more" id={MORE_ID}>
      <button type="button" class="quiet" hx-get={morePath(filter, last)} hx-target={`#${MORE_ID}`} hx-swap="outerHTML">
        <Icon name="down" />
        <span safe>{panelTexts[view.language].inbox.more}</span>
      </button>
    </p>
  );
}
