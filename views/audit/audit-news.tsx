import { formatNumber } from '../../src/lib/format.ts';
import { Button } from '../components/button.tsx';
import type { View } from '../view.ts';
import { auditTexts } from './audit-texts.ts';

/** Seconds between two looks. */
const EVERY_SECONDS = 15;
export const NEWS_ID = 'audit-news';

export interface AuditNewsState {
  /** Entries since the list was made, counted no further than `most`. */
  count: number;
  most: number;
  /** The list as it is now. */
  path: string;
  /** Where to look again. */
  newsPath: string;
}

/** Says that the list goes on, and shows it when that is asked for: what somebody reads stays where it is. */
export function AuditNews({ news, view }: { news: AuditNewsState; view: View }): JSX.Element {
  const { count, most, path, newsPath } = news;
  const shown = count > most ? `${formatNumber(most, view)}+` : formatNumber(count, view);
  return (
    <div
      id={NEWS_ID}
      class="list-news"
      role="status"
      hx-get={newsPath}
      hx-target={`#${NEWS_ID}`}
      hx-swap="outerMorph"
      hx-trigger={`every ${EVERY_SECONDS}s, panel:back from:body`}
    >
      {count > 0 ? <Button label={auditTexts[view.language].news(shown)} icon="ascending" href={path} /> : ''}
    </div>
  );
}
