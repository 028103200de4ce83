import type { SystemState } from '../../src/features/system/model.ts';
import { formatBytes, formatNumber } from '../../src/lib/format.ts';
import { AdministrationPage } from '../administration/administration-page.tsx';
import { Figure } from '../components/figure.tsx';
import type { PageFiles } from '../layouts/html-page.tsx';
import type { Person } from '../layouts/panel-page.tsx';
import type { View } from '../view.ts';
import { DatabaseFacts, QueueFacts, VersionFacts } from './system-facts.tsx';
import { JobTable, KindTable, ProviderTable, WorkerTable } from './system-tables.tsx';
import { systemTexts } from './system-texts.ts';

const PATH = '/panel/system';
const STATE_ID = 'system';
/** As often as workers tell of themselves. */
const EVERY_SECONDS = 5;

interface SystemPageProps {
  system: SystemState;
  person: Person;
  files: PageFiles;
  view: View;
}

/** How the service is, over all workers, kept right while the page is open. */
export function SystemPage({ system, person, files, view }: SystemPageProps): JSX.Element {
  const texts = systemTexts[view.language];
  return (
    <AdministrationPage current="system" lead={texts.live} person={person} files={files}>
      <div
        id={STATE_ID}
        hx-get={PATH}
        hx-select={`#${STATE_ID}`}
        hx-swap="outerMorph"
        hx-trigger={`every ${EVERY_SECONDS}s`}
      >
        <Figures system={system} view={view} />
        <WorkerTable workers={system.workers} view={view} />
        <KindTable kinds={system.kinds} view={view} />
        <div class="system-facts">
          <QueueFacts queues={system.queues} view={view} />
          <DatabaseFacts database={system.database} view={view} />
          <VersionFacts system={system} view={view} />
        </div>
        <ProviderTable providers={system.providers} view={view} />
        <JobTable jobs={system.jobs} view={view} />
      </div>
    </AdministrationPage>
  );
}

function Figures({ system, view }: Pick<SystemPageProps, 'system' | 'view'>): JSX.Element {
  const texts = systemTexts[view.language];
  const { figures } = texts;
  const { recent, sockets, database, disk } = system;
  const say = (value: number): string => formatNumber(value, view);
  const ms = (value: number | null): string => (value === null ? '—' : `${say(Math.round(value * 10) / 10)} ms`);
  return (
    <div class="figures">
      <Figure {...figures.rate} value={texts.perSecond(say(Math.round(recent.perSecond * 10) / 10))} />
      <Figure
        {...figures.p95}
        value={ms(recent.p95)}
        text={detailed(texts.percentiles(ms(recent.p50), ms(recent.p95), ms(recent.p99)), figures.p95.text)}
      />
      <Figure
        {...figures.errors}
        value={say(recent.errors)}
        text={detailed(texts.errorsOf(say(recent.errors), say(recent.requests)), figures.errors.text)}
        isBad={recent.errors > 0}
      />
      <Figure
        {...figures.sockets}
        value={say(sockets.customer + sockets.staff + sockets.panel)}
        text={detailed(
          texts.socketsOf(say(sockets.customer), say(sockets.staff), say(sockets.panel)),
          figures.sockets.text,
        )}
      />
      <Figure
        {...figures.connections}
        value={say(database.connections)}
        text={detailed(
          texts.connectionsOf(say(database.active), say(database.maxConnections)),
          figures.connections.text,
        )}
        isBad={database.connections >= database.maxConnections * 0.9}
      />
      <Figure
        {...figures.disk}
        value={disk ? formatBytes(disk.freeBytes, view) : texts.unknown}
        text={disk ? detailed(texts.diskOf(formatBytes(disk.totalBytes, view)), figures.disk.text) : figures.disk.text}
        isBad={disk !== null && disk.freeBytes < disk.totalBytes * 0.05}
      />
    </div>
  );
}

/** What the figure is made of, before what it counts. */
const detailed = (parts: string, text: string): string => `${parts}. ${text}`;
