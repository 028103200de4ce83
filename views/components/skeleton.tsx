import type { Language } from '../../src/lib/language.ts';
import { shellTexts } from '../texts/shell-texts.ts';

/** What stands where something is being fetched, as tall as what will come: so many rows. */
export function Skeleton({ rows = 3, language }: { rows?: number; language: Language }): JSX.Element {
  return (
    <div class="skeleton" role="status">
      <span class="hidden" safe>
        {shellTexts[language].loading}
      </span>
      {Array.from({ length: rows }, () => (
        <span class="bone" aria-hidden="true" />
      ))}
    </div>
  );
}
