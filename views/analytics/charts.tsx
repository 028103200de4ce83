import type { Cell, ReportTable } from '../../src/features/analytics/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { analyticsTexts } from './analytics-texts.ts';
import { cellText, dayText, valueText } from './values.ts';

/** Inside of a drawing: units of its own, stretched to the place that there is. */
const WIDTH = 1_000;
const HEIGHT = 200;
/** Levels of a shade, the palest first. */
const SHADES = 5;
const MOST_BARS = 12;
const HOUR_MARKS = ['0', '6', '12', '18'];

interface ChartProps {
  table: ReportTable;
  language: Language;
}

/** A table drawn as it asks for. All of it can be read in the table below, so it is one picture for those who hear it. */
export function Chart({ table, language }: ChartProps): JSX.Element {
  switch (table.drawing) {
    case 'lines':
      return <Lines table={table} language={language} />;
    case 'bars':
      return <Bars table={table} language={language} />;
    case 'heat':
      return <Heat table={table} language={language} />;
    case null:
      return '';
  }
}

function Lines({ table, language }: ChartProps): JSX.Element {
  const { rows } = table;
  const [, ...columns] = table.columns;
  const most = roundUp(Math.max(1, ...rows.flatMap(([, ...cells]) => cells.map(numberOf))));
  const step = rows.length > 1 ? WIDTH / (rows.length - 1) : 0;
  const pointOf = (cell: Cell, at: number): string => {
    const x = rows.length > 1 ? at * step : WIDTH / 2;
    return `${x.toFixed(1)},${(HEIGHT - (numberOf(cell) / most) * HEIGHT).toFixed(1)}`;
  };
  const [first, last] = [rows[0]?.[0], rows.at(-1)?.[0]];
  const middle = rows.length > 2 ? rows[Math.floor(rows.length / 2)]?.[0] : null;
  return (
    <figure class="chart">
      <ul class="chart-key">
        {columns.map((column, at) => (
          <li>
            <i class={`line-${at}`} aria-hidden="true" />
            <span safe>{column.name[language]}</span>
          </li>
        ))}
      </ul>
      <div class="chart-plot">
        <p class="chart-most" aria-hidden="true" safe>
          {valueText(most, 'count', language, '')}
        </p>
        {most > 1 ? (
          <p class="chart-most is-half" aria-hidden="true" safe>
            {valueText(most / 2, 'number', language, '')}
          </p>
        ) : (
          ''
        )}
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={labelOf(table, language)}
        >
          {[0, 0.5, 1].map((part) => (
            <line class="chart-grid" x1="0" x2={String(WIDTH)} y1={String(part * HEIGHT)} y2={String(part * HEIGHT)} />
          ))}
          {columns.map((_, at) => (
            <polyline class={`line-${at}`} points={drawn(rows.map((row, day) => pointOf(row[at + 1] ?? 0, day)))} />
          ))}
          {rows.map((row, at) => (
            <rect
              class="chart-touch"
              x={String(Math.max(0, at * step - step / 2))}
              y="0"
              width={String(Math.max(step, WIDTH / Math.max(rows.length, 1)))}
              height={String(HEIGHT)}
            >
              <title safe>{rowText(table, row, language)}</title>
            </rect>
          ))}
        </svg>
      </div>
      <p class="chart-days" aria-hidden="true">
        {[first, middle, last].map((day) => (
          <span>{typeof day === 'string' ? dayText(day, language) : ''}</span>
        ))}
      </p>
    </figure>
  );
}

/** One point alone is a short line, so that it is seen. */
const drawn = (points: string[]): string =>
  points.length === 1 ? `${points[0]} ${WIDTH / 2 + 6},${points[0]?.split(',')[1]}` : points.join(' ');

function Bars({ table, language }: ChartProps): JSX.Element {
  const { columns } = table;
  const unit = columns[1]?.unit ?? 'count';
  const most = Math.max(1, ...table.rows.map(([, cell]) => numberOf(cell ?? null)));
  return (
    <ul class="bars" aria-hidden="true">
      {table.rows.slice(0, MOST_BARS).map(([name = null, cell = null]) => (
        <li>
          <span class="bar-name" safe>
            {cellText(name, null, language, '')}
          </span>
          <svg class="bar" height="10" aria-hidden="true">
            <rect width="100%" height="10" rx="5" class="bar-whole" />
            <rect width={`${((numberOf(cell) / most) * 100).toFixed(1)}%`} height="10" rx="5" class="bar-part" />
          </svg>
          <span class="bar-value" safe>
            {cellText(cell, unit, language, '')}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Heat({ table, language }: ChartProps): JSX.Element {
  const { rows, columns } = table;
  const most = Math.max(1, ...rows.flatMap(([, ...cells]) => cells.map(numberOf)));
  return (
    <figure class="chart heat">
      <ul class="heat-days" aria-hidden="true">
        {rows.map(([name = null]) => (
          <li safe>{cellText(name, null, language, '').slice(0, 3)}</li>
        ))}
      </ul>
      <svg
        viewBox={`0 0 240 ${rows.length * 10}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={labelOf(table, language)}
      >
        {rows.map(([name = null, ...cells], day) =>
          cells.map((cell, hour) => (
            <rect
              class={`shade-${shadeOf(numberOf(cell), most)}`}
              x={String(hour * 10 + 0.5)}
              y={String(day * 10 + 0.5)}
              width="9"
              height="9"
              rx="1.5"
            >
              <title safe>
                {`${cellText(name, null, language, '')} ${columns[hour + 1]?.name[language] ?? ''}: ${cellText(cell, 'count', language, '')}`}
              </title>
            </rect>
          )),
        )}
      </svg>
      <p class="heat-hours" aria-hidden="true">
        {HOUR_MARKS.map((hour) => (
          <span safe>{`${hour} h`}</span>
        ))}
      </p>
    </figure>
  );
}

const numberOf = (cell: Cell): number => (typeof cell === 'number' ? cell : 0);
const shadeOf = (value: number, most: number): number => (value === 0 ? 0 : Math.ceil((value / most) * SHADES));

/** The next round number: 1, 2, 5, 10, 20, … */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10) * power;
}

const labelOf = (table: ReportTable, language: Language): string =>
  `${table.name[language]}. ${analyticsTexts[language].asTable}.`;

function rowText({ columns }: ReportTable, row: Cell[], language: Language): string {
  const [name = null, ...cells] = row;
  const parts = cells.map((cell, at) => {
    const column = columns[at + 1];
    return column ? `${column.name[language]}: ${cellText(cell, column.unit, language, '—')}` : '';
  });
  return `${cellText(name, null, language, '')} · ${parts.join(' · ')}`;
}
