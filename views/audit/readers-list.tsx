import type { Reader } from '../../src/features/audit/model.ts';
import { formatNumber } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { Chip } from '../components/chips.tsx';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { auditTexts, sentenceOf } from './audit-texts.ts';
import { AUDIT_PATH } from './paths.ts';

interface ReadersProps {
  thing: 'conversation' | 'ticket' | 'customer';
  id: string | number;
  language: Language;
}

/** Who looked at it, fetched when it is opened; for those who may see that (`audit.readers`). */
export function Readers({ thing, id, language }: ReadersProps): JSX.Element {
  const { readers } = auditTexts[language];
  const query = new URLSearchParams({ thing, id: String(id) });
  const list = `readers-of-${thing}-${id}`;
  return (
    <details class="readers" id={`${list}-more`} hx-morph-skip>
      <summary
        hx-get={`${AUDIT_PATH}/readers?${query}`}
        hx-target={`#${list}`}
        hx-swap="innerHTML"
        hx-trigger="click"
        safe
      >
        {readers.title}
      </summary>
      <div id={list} aria-live="polite" />
    </details>
  );
}

export function ReadersList({ readers, view }: { readers: Reader[]; view: View }): JSX.Element {
  const texts = auditTexts[view.language];
  if (readers.length === 0)
    return (
      <p class="hint" safe>
        {texts.readers.none}
      </p>
    );
  return (
    <>
      <ul class="audit-list">
        {readers.map(({ actorName, isService, action, lastAt, times }) => (
          <li>
            <span class="chips">
              <strong safe>{actorName}</strong>
              {isService ? <Chip label={texts.apiKey} tone="blue" /> : ''}
              <Moment date={lastAt} view={view} style="when" />
            </span>
            <span class="hint" safe>
              {`${sentenceOf(action, 'success', view.language)} · ${texts.readers.times(formatNumber(times, view))}`}
            </span>
          </li>
        ))}
      </ul>
      <p class="hint" safe>
        {texts.readers.text}
      </p>
    </>
  );
}
