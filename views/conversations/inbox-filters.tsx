import {
  INBOX_SORTS,
  INBOX_STATUSES,
  INBOX_TABS,
  type InboxFilter,
  type InboxTab,
  MAX_COUNTED,
  MAX_TEXT_CHARS,
  SLA_STATES,
} from '../../src/features/inbox/model.ts';
import { PRIORITIES } from '../../src/features/tickets/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import { Icon } from '../components/icons.tsx';
import { inboxTexts } from '../texts/inbox-texts.ts';
import { panelTexts } from '../texts/panel-texts.ts';
import type { View } from '../view.ts';
import { countId, INBOX_ID, TABS_ID } from './ids.ts';
import { listPath } from './paths.ts';

/** What filters offer besides what is fixed. */
export interface FilterChoices {
  channels: string[];
  tags: string[];
}

/** What a link or form needs to show another list in place; the open conversation stays (public/panel/inbox.js). */
export const listLink = (filter: InboxFilter) => ({
  'hx-get': listPath(filter),
  'hx-target': `#${INBOX_ID}`,
  'hx-select': `#${INBOX_ID}`,
  'hx-swap': 'outerHTML',
  'hx-push-url': 'true',
});

interface TabsProps {
  filter: InboxFilter;
  counts: Record<InboxTab, number>;
  view: View;
}

/** Whose conversations: links, so that each list has an address. */
export function InboxTabs({ filter, counts, view }: TabsProps): JSX.Element {
  const texts = inboxTexts[view.language];
  return (
    <nav class="filters" id={TABS_ID} aria-label={texts.tabsLabel}>
      {INBOX_TABS.map((tab) => (
        <a
          href={listPath({ ...filter, tab })}
          aria-current={tab === filter.tab ? 'page' : undefined}
          {...listLink({ ...filter, tab })}
        >
          <span safe>{texts.tabs[tab]}</span>
          <TabCount tab={tab} count={counts[tab]} view={view} />
        </a>
      ))}
    </nav>
  );
}

/** How many are open; pushed anew whenever that changes. */
export function TabCount({ tab, count, view }: { tab: InboxTab; count: number; view: View }): JSX.Element {
  const number = count >= MAX_COUNTED ? `${MAX_COUNTED - 1}+` : formatNumber(count, view);
  return (
    <span class="count" id={countId(tab)} title={inboxTexts[view.language].openCount(number)} safe>
      {number}
    </span>
  );
}

interface FiltersProps {
  filter: InboxFilter;
  choices: FilterChoices;
  view: View;
}

/** The search and, behind a button, the filters and the order. The state of all is the address. */
export function InboxFilters({ filter, choices, view }: FiltersProps): JSX.Element {
  const texts = inboxTexts[view.language].filters;
  const { priority, languages } = { ...panelTexts[view.language], ...panelTexts[view.language].customer };
  return (
    <search>
      <form
        id="inbox-filters"
        method="get"
        action={listPath({ ...filter, tab: 'all' }).split('?', 1)[0]}
        hx-get="/panel/conversations"
        hx-target={`#${INBOX_ID}`}
        hx-select={`#${INBOX_ID}`}
        hx-swap="outerHTML"
        hx-push-url="true"
        hx-sync="this:replace"
        hx-trigger="submit, change, input delay:300ms"
      >
        <input type="hidden" name="tab" value={filter.tab} />
        <label class="filter-search">
          <span class="hidden" safe>
            {texts.search}
          </span>
          <Icon name="search" />
          <input
            type="search"
            name="q"
            value={filter.text ?? ''}
            placeholder={texts.search}
            maxlength={String(MAX_TEXT_CHARS)}
            autocomplete="off"
          />
        </label>
        <button
          type="button"
          class="button button-plain button-icon filter-open"
          popovertarget="inbox-filter-menu"
          aria-label={texts.open}
          title={texts.open}
        >
          <Icon name="filter" />
        </button>
        <fieldset id="inbox-filter-menu" class="popover filter-menu" popover="auto">
          <legend class="hidden" safe>
            {texts.open}
          </legend>
          <Select
            name="status"
            label={texts.status}
            value={filter.status === 'open' ? '' : filter.status}
            any={texts.statuses.open}
            options={INBOX_STATUSES.filter((status) => status !== 'open').map((one) => [one, texts.statuses[one]])}
          />
          <Select
            name="priority"
            label={texts.priority}
            value={filter.priority}
            any={texts.any}
            options={[...PRIORITIES].reverse().map((one) => [one, priority[one] ?? one])}
          />
          <Select
            name="sla"
            label={texts.sla}
            value={filter.sla}
            any={texts.any}
            options={SLA_STATES.map((one) => [one, texts.slas[one]])}
          />
          <Select
            name="language"
            label={texts.language}
            value={filter.language}
            any={texts.any}
            options={(['es', 'en'] as const).map((one) => [one, languages[one]])}
          />
          <Select
            name="channel"
            label={texts.channel}
            value={filter.channel}
            any={texts.any}
            options={withCurrent(choices.channels, filter.channel).map((one) => [one, texts.channels[one] ?? one])}
          />
          <Select
            name="tag"
            label={texts.tag}
            value={filter.tag}
            any={texts.any}
            options={withCurrent(choices.tags, filter.tag).map((one) => [one, one])}
          />
          <label class="filter-check">
            <input type="checkbox" name="escalated" value="1" checked={filter.isEscalated} />
            <span safe>{texts.escalated}</span>
          </label>
          <Select
            name="sort"
            label={texts.sort}
            value={filter.sort === 'newest' ? '' : filter.sort}
            any={texts.sorts.newest}
            options={INBOX_SORTS.filter((sort) => sort !== 'newest').map((one) => [one, texts.sorts[one]])}
          />
        </fieldset>
      </form>
    </search>
  );
}

/** What is chosen is offered, even where no recent conversation has it. */
const withCurrent = (values: string[], current: string | null): string[] =>
  current === null || values.includes(current) ? values : [...values, current];

interface SelectProps {
  name: string;
  label: string;
  value: string | null;
  /** What the empty choice means. */
  any: string;
  options: (readonly [string, string])[];
}

function Select({ name, label, value, any, options }: SelectProps): JSX.Element {
  return (
    <label class="filter-select">
      <span safe>{label}</span>
      <select name={name}>
        <option value="" selected={!value} safe>
          {any}
        </option>
        {options.map(([one, text]) => (
          <option value={one} selected={one === value} safe>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The filters that are on, each with the way to take it off. */
export function ActiveFilters({ filter, view }: { filter: InboxFilter; view: View }): JSX.Element {
  const texts = inboxTexts[view.language].filters;
  const active = activeOf(filter, view);
  if (active.length === 0) return '';
  return (
    <ul class="active-filters" aria-label={texts.active(active.length)}>
      {active.map(({ label, without }) => (
        <li>
          <a href={listPath(without)} {...listLink(without)} title={texts.remove(label)}>
            <span class="hidden" safe>
              {texts.remove('')}
            </span>
            <span safe>{label}</span>
            <Icon name="close" />
          </a>
        </li>
      ))}
    </ul>
  );
}

function activeOf(filter: InboxFilter, view: View): { label: string; without: InboxFilter }[] {
  const texts = inboxTexts[view.language].filters;
  const { priority, customer } = panelTexts[view.language];
  const labels: [keyof InboxFilter, string | null, InboxFilter[keyof InboxFilter]][] = [
    ['text', filter.text && `“${filter.text}”`, null],
    ['status', filter.status === 'open' ? null : texts.statuses[filter.status], 'open'],
    ['priority', filter.priority && (priority[filter.priority] ?? filter.priority), null],
    ['sla', filter.sla && texts.slas[filter.sla], null],
    ['language', filter.language && customer.languages[filter.language], null],
    ['channel', filter.channel && (texts.channels[filter.channel] ?? filter.channel), null],
    ['tag', filter.tag && `#${filter.tag}`, null],
    ['isEscalated', filter.isEscalated ? texts.escalated : null, false],
    ['sort', filter.sort === 'newest' ? null : texts.sorts[filter.sort], 'newest'],
  ];
  return labels.flatMap(([key, label, none]) => (label ? [{ label, without: { ...filter, [key]: none } }] : []));
}
