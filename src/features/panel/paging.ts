import type { Pages } from '../../../views/components/pagination.tsx';

/** The pages of a list; `page` counts from 1. The address keeps what else it says. */
export function pagesOf(list: { path: string; page: number; size: number; shown: number; total: number }): Pages {
  const { path, page, size, shown, total } = list;
  const skipped = (page - 1) * size;
  const to = skipped + shown;
  return {
    from: shown === 0 ? skipped : skipped + 1,
    to,
    total,
    previousPath: page > 1 ? pagePath(path, page - 1) : null,
    nextPath: to < total && shown > 0 ? pagePath(path, page + 1) : null,
  };
}

const pagePath = (path: string, page: number): string =>
  page === 1 ? path : `${path}${path.includes('?') ? '&' : '?'}page=${page}`;

/** A path with those of the values that are not empty. */
export function pathWith(path: string, values: Record<string, string | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value) query.set(name, value);
  return query.size > 0 ? `${path}?${query}` : path;
}
