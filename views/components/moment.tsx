import { formatDateTime, formatSpan, formatTime, formatWhen } from '../../src/lib/format.ts';
import { shellTexts } from '../texts/shell-texts.ts';
import type { View } from '../view.ts';

interface MomentProps {
  date: Date;
  view: View;
  /** `when`: the time of today's, the day of older ones. `ago`: how long it has been, kept right while the page is open. */
  style?: 'time' | 'when' | 'full' | 'ago';
}

/** Longer ago than this a day says more than a number. */
const AGO_MS = 7 * 24 * 60 * 60 * 1_000;

/** A moment, in the person's language and time zone, exact for machines. */
export function Moment({ date, view, style = 'time' }: MomentProps): JSX.Element {
  const isAgo = style === 'ago' && view.now.getTime() - date.getTime() < AGO_MS;
  return (
    <time
      datetime={date.toISOString()}
      title={formatDateTime(date, view)}
      {...(isAgo && { 'data-ago': shellTexts[view.language].now })}
      safe
    >
      {textOf(date, view, style)}
    </time>
  );
}

function textOf(date: Date, view: View, style: MomentProps['style']): string {
  if (style === 'full') return formatDateTime(date, view);
  if (style === 'when') return formatWhen(date, view.now, view);
  if (style !== 'ago') return formatTime(date, view);
  const age = view.now.getTime() - date.getTime();
  return age < AGO_MS ? formatSpan(age) || shellTexts[view.language].now : formatWhen(date, view.now, view);
}
