import type { Cell, ReportTable } from '../../src/features/analytics/model.ts';
import type { Language } from '../../src/lib/language.ts';
import { DataTable } from '../components/data-table.tsx';
import { analyticsTexts } from './analytics-texts.ts';
import { Chart } from './charts.tsx';
import { WhatItCounts } from './definition.tsx';
import { cellText } from './values.ts';

const NARROW_COLUMNS = 4;

interface TableCardProps {
  table: ReportTable;
  /** Where its CSV is. */
  csvPath: string;
  /** The numbers at once instead of behind a line that opens them. */
  isOpen?: boolean;
  /** Days stand for the weeks that they begin. */
  isWeekly?: boolean;
  language: Language;
}

/** A chart with its definition, its numbers as a table, and these as CSV. */
export function TableCard({ table, csvPath, isOpen = false, isWeekly = false, language }: TableCardProps): JSX.Element {
  const texts = analyticsTexts[language];
  const name = table.name[language];
  const isEmpty = !table.rows.some(([, ...cells]) => cells.some((cell) => typeof cell === 'number' && cell !== 0));
  return (
    <section
      class={['panel-card', 'report-card', isWide(table) ? 'is-wide' : 'is-narrow']}
      id={`chart-${table.key}`}
      aria-label={name}
    >
      <header>
        <h2 safe>{name}</h2>
        <WhatItCounts counted={table} language={language} />
        <a class="report-csv" href={csvPath} download="" aria-label={texts.csvOf(name)} safe>
          {texts.csv}
        </a>
      </header>
      {isEmpty ? (
        <p class="report-nothing" safe>
          {texts.nothingIn}
        </p>
      ) : (
        <>
          <Chart table={table} language={language} />
          {isWeekly && table.drawing === 'lines' ? (
            <p class="hint" safe>
              {texts.weekly}
            </p>
          ) : (
            ''
          )}
          {isOpen ? (
            <Numbers table={table} language={language} />
          ) : (
            <details class="report-numbers">
              <summary safe>{texts.asTable}</summary>
              <Numbers table={table} language={language} />
            </details>
          )}
        </>
      )}
    </section>
  );
}

/** A line and many columns need the whole width. */
const isWide = ({ drawing, columns }: ReportTable): boolean => drawing !== 'bars' || columns.length > NARROW_COLUMNS;

function Numbers({ table, language }: Pick<TableCardProps, 'table' | 'language'>): JSX.Element {
  const { noFigure } = analyticsTexts[language];
  const rows = table.rows.map((cells, at) => ({ at, cells }));
  return (
    <section class="report-scroll" tabindex="0" aria-label={table.name[language]}>
      <DataTable
        caption={table.name[language]}
        columns={table.columns.map((column, at) => ({
          label: column.name[language],
          isNumber: column.unit !== null,
          cell: ({ cells }: { cells: Cell[] }) => (
            <span safe>{cellText(cells[at] ?? null, column.unit, language, noFigure)}</span>
          ),
        }))}
        rows={rows}
        rowId={({ at }) => `${table.key}-${at}`}
        language={language}
      />
    </section>
  );
}
