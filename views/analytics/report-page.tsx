import type { Range, Report } from '../../src/features/analytics/model.ts';
import { may } from '../../src/features/auth/model.ts';
import { zoneText } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { analyticsTexts } from './analytics-texts.ts';
import { FigureCard } from './figure-card.tsx';
import { csvPath, pdfPath, reportPath } from './paths.ts';
import { RangeBar, type RangeProblem } from './range-bar.tsx';
import { ReportTabs } from './report-tabs.tsx';
import { TableCard } from './table-card.tsx';
import { dayText, valueText } from './values.ts';

/** With more points than this a line has one for each week. */
const MOST_DAYS = 92;

interface ReportPageProps {
  report: Report;
  range: Range;
  /** Of the dates that were given; the report is then of the usual period. */
  problem: RangeProblem | null;
  today: string;
  person: Person;
  files: PageFiles;
}

/** Figures, charts and tables of a period, with what each of them counts. */
export function ReportPage({ report, range, problem, today, person, files }: ReportPageProps): JSX.Element {
  const { language } = person;
  const texts = analyticsTexts[language];
  const { key } = report;
  const words = may(person.role, 'analytics.any') ? texts.reports[key] : texts.mine;
  return (
    <PanelPage title={words.title} section="reports" person={person} files={files}>
      <div class="page">
        <PageHeader
          title={words.title}
          lead={words.lead}
          actions={<Button label={texts.pdf} icon="down" href={pdfPath(key, range)} attributes={{ download: true }} />}
          language={language}
        />
        <ReportTabs role={person.role} current={key} language={language} />
        <RangeBar path={reportPath(key)} range={range} problem={problem} today={today} language={language} />
        <Period report={report} language={language} />
        <Content report={report} range={range} language={language} />
      </div>
    </PanelPage>
  );
}

/** Which days these are, whose, and whether some are missing. */
function Period({ report, language }: { report: Report; language: Language }): JSX.Element {
  const texts = analyticsTexts[language];
  const { period, before, unmeasured, timeZone } = report;
  const day = (one: string) => dayText(one, language, true);
  return (
    <>
      <p class="report-period">
        <strong safe>{texts.range.period(day(period.from), day(period.to))}</strong>
        {before ? <span safe>{texts.range.comparedWith(day(before.from), day(before.to))}</span> : ''}
        <span safe>{texts.zone(zoneText(timeZone))}</span>
      </p>
      {unmeasured > 0 ? (
        <p class="done-note" role="status" safe>
          {texts.unmeasured(valueText(unmeasured, 'count', language, ''))}
        </p>
      ) : (
        ''
      )}
    </>
  );
}

function Content({
  report,
  range,
  language,
}: Pick<ReportPageProps, 'report' | 'range'> & { language: Language }): JSX.Element {
  const texts = analyticsTexts[language];
  const { figures, tables, key, period } = report;
  const isEmpty = figures.every(({ value }) => !value) && tables.every(({ rows }) => rows.every(isNothing));
  if (isEmpty) return <EmptyState icon="reports" title={texts.nothing.title} text={texts.nothing.text} />;
  const isWeekly = (Date.parse(period.to) - Date.parse(period.from)) / 86_400_000 >= MOST_DAYS;
  return (
    <>
      {figures.length > 0 ? (
        <section class="figures" aria-label={texts.figures}>
          {figures.map((figure) => (
            <FigureCard figure={figure} language={language} />
          ))}
        </section>
      ) : (
        ''
      )}
      <div class="report-grid">
        {tables.map((table) => (
          <TableCard
            table={table}
            csvPath={csvPath(key, table.key, range)}
            isOpen={table.columns.length > 4 && table.drawing !== 'heat'}
            isWeekly={isWeekly}
            language={language}
          />
        ))}
      </div>
    </>
  );
}

const isNothing = ([, ...cells]: Report['tables'][number]['rows'][number]): boolean => cells.every((cell) => !cell);
