import type { FigureValue, Range, ReportKey, ReportTable } from '../../src/features/analytics/model.ts';
import { zoneText } from '../../src/lib/format.ts';
import type { Language } from '../../src/lib/language.ts';
import { PageHeader } from '../components/page-header.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import { PanelPage, type Person } from '../layouts/panel-page.tsx';
import { analyticsTexts } from './analytics-texts.ts';
import { FigureCard } from './figure-card.tsx';
import { csvPath, livePath } from './paths.ts';
import { ReportTabs } from './report-tabs.tsx';
import { TableCard } from './table-card.tsx';

const LIVE_ID = 'dashboard-live';

/** The figures that follow by themselves. */
export interface DashboardFigures {
  now: FigureValue[];
  recent: FigureValue[];
}

interface DashboardPageProps extends DashboardFigures {
  /** Each with the report that it belongs to. */
  charts: { report: ReportKey; table: ReportTable }[];
  /** Of the charts. */
  range: Range;
  timeZone: string;
  person: Person;
  files: PageFiles;
}

/** The desk at a glance: this moment, the last week, the last month. */
export function DashboardPage({
  now,
  recent,
  charts,
  range,
  timeZone,
  person,
  files,
}: DashboardPageProps): JSX.Element {
  const { language } = person;
  const texts = analyticsTexts[language];
  return (
    <PanelPage title={texts.dashboard.title} section="reports" person={person} files={files}>
      <div class="page">
        <PageHeader
          title={texts.dashboard.title}
          lead={`${texts.dashboard.lead} ${texts.zone(zoneText(timeZone))}`}
          language={language}
        />
        <ReportTabs role={person.role} current="dashboard" language={language} />
        <LiveFigures now={now} recent={recent} language={language} />
        <h2 class="report-heading" safe>
          {texts.dashboard.charts}
        </h2>
        <div class="report-grid">
          {charts.map(({ report, table }) => (
            <TableCard table={table} csvPath={csvPath(report, table.key, range)} language={language} />
          ))}
        </div>
      </div>
    </PanelPage>
  );
}

/** Asks for itself again every few seconds, and whenever something has happened to a ticket. */
export function LiveFigures({ now, recent, language }: DashboardFigures & { language: Language }): JSX.Element {
  const texts = analyticsTexts[language].dashboard;
  return (
    <div
      id={LIVE_ID}
      hx-get={livePath}
      hx-swap="outerMorph"
      hx-trigger="every 5s, panel:tickets from:body throttle:2s, panel:back from:body"
    >
      <h2 class="report-heading" safe>
        {texts.now}
      </h2>
      <section class="figures" aria-label={texts.now}>
        {now.map((figure) => (
          <FigureCard figure={figure} place="now-" language={language} />
        ))}
      </section>
      <h2 class="report-heading" safe>
        {texts.recent}
      </h2>
      <section class="figures" aria-label={texts.recent}>
        {recent.map((figure) => (
          <FigureCard figure={figure} language={language} />
        ))}
      </section>
    </div>
  );
}
