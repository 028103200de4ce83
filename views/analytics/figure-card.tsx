import type { FigureValue } from '../../src/features/analytics/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { analyticsTexts } from './analytics-texts.ts';
import { WhatItCounts } from './definition.tsx';
import { valueText } from './values.ts';

interface FigureCardProps {
  figure: FigureValue;
  place?: string;
  language: Language;
}

/** A figure with what it counts, and what it was in the period before. */
export function FigureCard({ figure, place = '', language }: FigureCardProps): JSX.Element {
  const texts = analyticsTexts[language];
  const { key, name, value, unit, before } = figure;
  return (
    <section class="figure metric" aria-label={name[language]} data-metric={key}>
      <div class="metric-name">
        <p class="figure-label" safe>
          {name[language]}
        </p>
        <WhatItCounts counted={figure} place={place} language={language} />
      </div>
      <p class="figure-value" safe>
        {valueText(value, unit, language, texts.noFigure)}
      </p>
      {before === undefined ? '' : <Change figure={figure} language={language} />}
    </section>
  );
}

/** An arrow by what has changed, a colour by whether that is good. */
function Change({ figure, language }: { figure: FigureValue; language: Language }): JSX.Element {
  const texts = analyticsTexts[language];
  const { value, before = null, unit, better } = figure;
  if (before === null) {
    return (
      <p class="trend" safe>
        {texts.noBefore}
      </p>
    );
  }
  const now = valueText(value, unit, language, texts.noFigure);
  const then = valueText(before, unit, language, texts.noFigure);
  const way = value === null || now === then ? 'same' : value > before ? 'up' : 'down';
  const isGood = way === 'same' || better === null ? null : (way === 'up') === (better === 'more');
  const { up, down, same, good, bad } = texts.change;
  const judged = isGood === null ? '' : `, ${isGood ? good : bad}`;
  return (
    <p class={['trend', isGood === true && 'is-good', isGood === false && 'is-worse']}>
      <span aria-hidden="true" safe>
        {{ up: '▲', down: '▼', same: '=' }[way]}
      </span>
      <span class="hidden" safe>
        {`${{ up, down, same }[way]}${judged}: `}
      </span>
      <span safe>{texts.before(then)}</span>
    </p>
  );
}
