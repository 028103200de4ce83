import { formatDateTime } from '../../src/lib/format.ts';
import type { View } from '../view.ts';
import { serviceLevelTexts } from './service-level-texts.ts';

/** When a ticket that is opened now would be due; null where nothing of the kind is promised, `never` without open hours. */
export interface DueNow {
  first: Date | 'never' | null;
  resolution: Date | 'never' | null;
  /** Of the hours; null: around the clock, told by the clock of the reader. */
  timeZone: string | null;
}

/** The promises of a policy as moments. */
export function DueList({ due, view }: { due: DueNow; view: View }): JSX.Element {
  const { due: texts } = serviceLevelTexts[view.language];
  const timeZone = due.timeZone ?? view.timeZone;
  const rows = [
    { label: texts.first, at: due.first },
    { label: texts.resolution, at: due.resolution },
  ];
  const promised = rows.filter(({ at }) => at !== null);
  if (promised.length === 0) {
    return (
      <span class="hint" safe>
        {texts.nothing}
      </span>
    );
  }
  return (
    <span class="due-list">
      {promised.map(({ label, at }) => (
        <span class="due-row">
          <span class="hint" safe>
            {label}
          </span>
          {at instanceof Date ? (
            <time datetime={at.toISOString()} title={texts.now(timeZone)} safe>
              {formatDateTime(at, { language: view.language, timeZone })}
            </time>
          ) : (
            <span safe>{texts.never}</span>
          )}
        </span>
      ))}
    </span>
  );
}
