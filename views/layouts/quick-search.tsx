// biome-ignore-all lint/a11y/useSemanticElements: a group of options is no fieldset
import type { Category } from '../../src/features/knowledge/model.ts';
import { type Found, type FoundPlace, pathIn } from '../../src/features/panel/model.ts';
import type { Role } from '../../src/features/users/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Avatar } from '../components/avatar.tsx';
import { PriorityChip, StatusChip, TicketChip } from '../components/chips.tsx';
import { CloseButton } from '../components/dialog-head.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Icon, type IconName } from '../components/icons.tsx';
import { Moment } from '../components/moment.tsx';
import { nameOf } from '../conversations/names.ts';
import { knowledgeTexts } from '../knowledge/knowledge-texts.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import type { View } from '../view.ts';

const RESULTS_ID = 'search-results';

/** The search over everything: opened by keys, answered while one types, gone through by the arrows. */
export function SearchDialog({ language }: { language: Language }): JSX.Element {
  const { search, close } = shellTexts[language];
  return (
    <dialog id="search" class="dialog search" aria-label={search.title}>
      <div class="search-head">
        <Icon name="search" />
        <input
          type="search"
          name="q"
          role="combobox"
          aria-label={search.title}
          aria-controls={RESULTS_ID}
          aria-expanded="true"
          aria-autocomplete="list"
          placeholder={search.placeholder}
          maxlength="120"
          autocomplete="off"
          spellcheck="false"
          hx-post="/panel/search"
          hx-trigger="opened, input delay:180ms"
          hx-target={`#${RESULTS_ID}`}
          hx-sync="this:replace"
          autofocus
        />
        <CloseButton language={language} />
      </div>
      <div id={RESULTS_ID} class="search-results" role="listbox" aria-label={search.results} />
      <p class="search-status hidden" role="status" />
      <p class="search-keys" aria-hidden="true">
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> <span safe>{search.keys.move}</span>
        </span>
        <span>
          <kbd>↵</kbd> <span safe>{search.keys.open}</span>
        </span>
        <span>
          <kbd>Esc</kbd> <span safe>{close.toLowerCase()}</span>
        </span>
      </p>
    </dialog>
  );
}

interface SearchResultsProps {
  /** Pages of the panel by that name; without a text the sections. */
  pages: FoundPlace[];
  /** Null for a text that is too short to look for. */
  found: Found | null;
  role: Role;
  view: View;
}

/** What the search found, by kind; first the pages of that name. */
export function SearchResults({ pages, found, role, view }: SearchResultsProps): JSX.Element {
  const { search } = shellTexts[view.language];
  const { conversations, tickets, customers, articles, settings } = found ?? NOTHING;
  const isEmpty = [pages, conversations, tickets, customers, articles, settings].every((rows) => !rows?.length);
  return (
    <>
      {pages.length > 0 ? <PlaceGroup kind="sections" places={pages} language={view.language} /> : ''}
      {conversations?.length ? <ConversationGroup rows={conversations} role={role} view={view} /> : ''}
      {tickets?.length ? <TicketGroup rows={tickets} role={role} view={view} /> : ''}
      {customers?.length ? <CustomerGroup rows={customers} role={role} view={view} /> : ''}
      {articles?.length ? <ArticleGroup rows={articles} role={role} view={view} /> : ''}
      {settings.length > 0 ? <PlaceGroup kind="settings" places={settings} language={view.language} /> : ''}
      {found === null ? (
        <p class="search-hint" safe>
          {search.hint}
        </p>
      ) : isEmpty ? (
        <EmptyState icon="search" title={search.none.title} text={search.none.text} />
      ) : (
        ''
      )}
    </>
  );
}

const NOTHING: Found = { conversations: null, tickets: null, customers: null, articles: null, settings: [] };

interface PlaceGroupProps {
  kind: 'sections' | 'settings';
  places: FoundPlace[];
  language: Language;
}

function PlaceGroup({ kind, places, language }: PlaceGroupProps): JSX.Element {
  return (
    <Group name={kind} title={shellTexts[language].search.groups[kind]}>
      <>
        {places.map(({ key, path, icon, title, text }) => (
          <Option
            id={`found-${kind === 'sections' ? 'section' : 'setting'}-${key}`}
            path={path}
            icon={icon}
            title={title}
            text={text}
          />
        ))}
      </>
    </Group>
  );
}

interface GroupProps<Row> {
  rows: Row[];
  role: Role;
  view: View;
}

function ConversationGroup({ rows, role, view }: GroupProps<NonNullable<Found['conversations']>[number]>): JSX.Element {
  return (
    <Group name="conversations" title={shellTexts[view.language].search.groups.conversations}>
      <>
        {rows.map((row) => (
          <Option
            id={`found-conversation-${row.id}`}
            path={pathIn(role, 'inbox', row.id) ?? '/panel'}
            icon="inbox"
            title={nameOf(row, view.language)}
            text={row.lastText.replaceAll('*', '')}
            extra={
              <>
                <StatusChip status={row.status} language={view.language} />
                <Moment date={row.updatedAt} view={view} style="ago" />
              </>
            }
          />
        ))}
      </>
    </Group>
  );
}

function TicketGroup({ rows, role, view }: GroupProps<NonNullable<Found['tickets']>[number]>): JSX.Element {
  return (
    <Group name="tickets" title={shellTexts[view.language].search.groups.tickets}>
      <>
        {rows.map((row) => (
          <Option
            id={`found-ticket-${row.reference.replace(/[^\w-]/g, '')}`}
            path={pathIn(role, 'tickets', row.reference) ?? '/panel'}
            icon="tickets"
            title={row.subject}
            text={[row.reference, row.customerName].filter(Boolean).join(' · ')}
            extra={
              <>
                <PriorityChip priority={row.priority} language={view.language} />
                <TicketChip status={row.status} language={view.language} />
              </>
            }
          />
        ))}
      </>
    </Group>
  );
}

function CustomerGroup({ rows, role, view }: GroupProps<NonNullable<Found['customers']>[number]>): JSX.Element {
  return (
    <Group name="customers" title={shellTexts[view.language].search.groups.customers}>
      <>
        {rows.map((row) => (
          <Option
            id={`found-customer-${row.id}`}
            path={pathIn(role, 'customers', row.id) ?? '/panel'}
            avatar={row.fullName}
            title={row.fullName}
            text={row.email ?? ''}
          />
        ))}
      </>
    </Group>
  );
}

function ArticleGroup({ rows, role, view }: GroupProps<NonNullable<Found['articles']>[number]>): JSX.Element {
  const { categories } = knowledgeTexts[view.language];
  return (
    <Group name="articles" title={shellTexts[view.language].search.groups.articles}>
      <>
        {rows.map(({ slug, title, category, language }) => (
          <Option
            id={`found-article-${slug}`}
            path={pathIn(role, 'knowledge', slug) ?? '/panel'}
            icon="knowledge"
            title={title}
            text={categories[category as Category] ?? category}
            extra={<span safe>{language.toUpperCase()}</span>}
          />
        ))}
      </>
    </Group>
  );
}

function Group({ name, title, children }: { name: string; title: string; children: JSX.Element }): JSX.Element {
  return (
    <div role="group" aria-labelledby={`found-${name}`}>
      <p class="search-group" id={`found-${name}`} safe>
        {title}
      </p>
      {children}
    </div>
  );
}

interface OptionProps {
  id: string;
  path: string;
  icon?: IconName;
  /** A name whose initials stand in the icon's place. */
  avatar?: string;
  title: string;
  text?: string;
  extra?: JSX.Element;
}

/** Reached by the arrows from the field, which keeps the focus. */
function Option({ id, path, icon, avatar, title, text, extra }: OptionProps): JSX.Element {
  return (
    <a class="found" role="option" id={id} href={path} tabindex="-1" aria-selected="false">
      {avatar === undefined ? <Icon name={icon ?? 'search'} /> : <Avatar name={avatar} />}
      <span class="found-words">
        <span class="found-title" safe>
          {title}
        </span>
        {text ? (
          <span class="found-text" safe>
            {text}
          </span>
        ) : (
          ''
        )}
      </span>
      {extra ? <span class="found-extra">{extra}</span> : ''}
    </a>
  );
}
