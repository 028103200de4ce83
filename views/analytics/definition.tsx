import type { Definition } from '../../src/features/analytics/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { analyticsTexts } from './analytics-texts.ts';

interface WhatItCountsProps {
  counted: Definition;
  /** Where one key stands on a page more than once. */
  place?: string;
  language: Language;
}

/** A mark that says, once it is pressed, what exactly a figure or a chart counts. */
export function WhatItCounts({ counted, place = '', language }: WhatItCountsProps): JSX.Element {
  const id = `what-${place}${counted.key}`;
  const name = counted.name[language];
  return (
    <>
      <button type="button" class="what" popovertarget={id} aria-label={analyticsTexts[language].what(name)}>
        ?
      </button>
      <div id={id} class="popover what-text" popover="auto" role="note">
        <strong safe>{name}</strong>
        <p safe>{counted.definition[language]}</p>
      </div>
    </>
  );
}
