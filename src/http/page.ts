import { t } from 'elysia';

const MAX_PAGE = 500;

/** The query of every list: `skip` and `limit`. */
export const Page = t.Object({
  skip: t.Integer({ minimum: 0, maximum: 1_000_000, default: 0 }),
  limit: t.Integer({ minimum: 1, maximum: MAX_PAGE, default: 100 }),
});

export function sendTotal(set: { headers: Record<string, string | number | undefined> }, total: number): void {
  set.headers['x-total-count'] = String(total);
}
