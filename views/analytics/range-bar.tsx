import { PRESETS, type Range } from '../../src/features/analytics/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { CheckField, TextField } from '../components/fields.tsx';
import { analyticsTexts } from './analytics-texts.ts';
import { rangeQuery } from './paths.ts';

/** What is wrong with the dates that somebody gave, and what they were. */
export interface RangeProblem {
  field: 'from' | 'to';
  reason: 'no_day' | 'reversed' | 'too_long' | 'future';
  from: string;
  to: string;
}

interface RangeBarProps {
  path: string;
  range: Range;
  problem: RangeProblem | null;
  today: string;
  language: Language;
}

/** The period of a report: one by name, or dates of one's own. Its state is the address. */
export function RangeBar({ path, range, problem, today, language }: RangeBarProps): JSX.Element {
  const texts = analyticsTexts[language].range;
  const errorOf = (field: 'from' | 'to') => (problem?.field === field ? texts.errors[problem.reason] : null);
  const shared = { language, isRequired: true, type: 'date' } as const;
  return (
    <section class="range" aria-label={texts.title}>
      <nav class="range-presets" aria-label={texts.title}>
        {PRESETS.map((days) => (
          <a
            href={`${path}${rangeQuery({ ...range, days })}`}
            aria-current={!problem && range.days === days ? 'true' : undefined}
            safe
          >
            {texts.presets[days] ?? ''}
          </a>
        ))}
      </nav>
      <form class="range-dates" method="get" action={path} novalidate>
        <TextField
          {...shared}
          name="from"
          label={texts.from}
          value={problem?.from ?? range.from}
          error={errorOf('from')}
          attributes={{ max: today }}
        />
        <TextField
          {...shared}
          name="to"
          label={texts.to}
          value={problem?.to ?? range.to}
          error={errorOf('to')}
          attributes={{ max: today }}
        />
        <input type="hidden" name="compare" value="no" />
        <CheckField name="compare" label={texts.compare} isChecked={range.isCompared} attributes={{ value: 'yes' }} />
        <Button label={texts.show} type="submit" kind="plain" />
      </form>
    </section>
  );
}
