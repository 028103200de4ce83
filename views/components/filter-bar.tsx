import type { Language } from '../../src/lib/language.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import { Icon } from './icons.tsx';

interface FilterOption {
  value: string;
  label: string;
}

interface FilterBarProps {
  /** The address of the list; the filters are its query. */
  path: string;
  /** The id of the element with the list, which an answer to a filter replaces as a whole. */
  target: string;
  /** A field for words; what it holds now. */
  search?: { name: string; label: string; value: string };
  /** `any`: what no choice means, where that is not everything. */
  selects: { name: string; label: string; value: string; options: FilterOption[]; any?: string }[];
  /** Days: `2026-01-31`. */
  dates?: { name: string; label: string; value: string }[];
  /**
   * Takes the filters in a body instead, where what is looked for may belong in no address: the answer is the page again,
   * and says by `HX-Push-Url` what its address is.
   */
  postPath?: string;
  /** What of the address stays as it is: the tab, the sorting. */
  kept?: Record<string, string>;
  language: Language;
}

/**
 * Filters whose state is the address: every change asks for the list again, and back, a bookmark and a link to a
 * colleague show the same. Works as a plain form too.
 */
export function FilterBar({
  path,
  target,
  search,
  selects,
  dates = [],
  postPath,
  kept = {},
  language,
}: FilterBarProps): JSX.Element {
  const { filters } = shellTexts[language];
  const isFiltered = Boolean(search?.value) || [...selects, ...dates].some(({ value }) => value !== '');
  const query = new URLSearchParams(kept).toString();
  return (
    <search class="filter-bar" aria-label={filters.title}>
      <form
        method={postPath === undefined ? 'get' : 'post'}
        action={postPath ?? path}
        {...(postPath === undefined ? { 'hx-get': path, 'hx-push-url': 'true' } : { 'hx-post': postPath })}
        hx-target={`#${target}`}
        hx-select={`#${target}`}
        hx-swap="outerHTML"
        hx-sync="this:replace"
        hx-trigger="submit, change, input delay:300ms"
        data-filters
      >
        {Object.entries(kept).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        {search ? (
          <label class="filter-search">
            <span class="hidden" safe>
              {search.label}
            </span>
            <Icon name="search" />
            <input
              type="search"
              name={search.name}
              value={search.value}
              placeholder={search.label}
              maxlength="200"
              autocomplete="off"
            />
          </label>
        ) : (
          ''
        )}
        <div class="filter-selects">
          {selects.map((select) => (
            <FilterSelect {...select} language={language} />
          ))}
          {dates.map(({ name, label, value }) => (
            <label class="filter-select">
              <span safe>{label}</span>
              <input type="date" name={name} value={value} />
            </label>
          ))}
        </div>
        <noscript>
          <button type="submit" class="button button-plain" safe>
            {filters.apply}
          </button>
        </noscript>
        <a class="filter-clear" href={query ? `${path}?${query}` : path} hidden={!isFiltered} safe>
          {filters.clear}
        </a>
      </form>
    </search>
  );
}

function FilterSelect({
  name,
  label,
  value,
  options,
  language,
  any = shellTexts[language].filters.any,
}: FilterBarProps['selects'][number] & { language: Language }): JSX.Element {
  return (
    <label class="filter-select">
      <span safe>{label}</span>
      <select name={name}>
        <option value="" selected={value === ''} safe>
          {any}
        </option>
        {options.map((option) => (
          <option value={option.value} selected={option.value === value} safe>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
