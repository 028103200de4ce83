import { formatDateTime, formatTime, formatWhen } from '../../src/lib/format.ts';
import type { View } from '../view.ts';

interface MomentProps {
  date: Date;
  view: View;
  /** `when`: the time of today's, the day of older ones. */
  style?: 'time' | 'when' | 'full';
}

/** A moment, in the person's language and time zone, exact for machines. */
export function Moment({ date, view, style = 'time' }: MomentProps): JSX.Element {
  const text = { time: formatTime, full: formatDateTime, when: whenIn(view) }[style](date, view);
  return (
    <time datetime={date.toISOString()} title={formatDateTime(date, view)} safe>
      {text}
    </time>
  );
}

const whenIn =
  ({ now }: View) =>
  (date: Date, view: View) =>
    formatWhen(date, now, view);
