import type { DatabaseState, Queues, SystemState } from '../../src/features/system/model.ts';
import { formatBytes, formatNumber } from '../../src/lib/format.ts';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { systemTexts } from './system-texts.ts';

interface Fact {
  label: string;
  value: JSX.Element;
}

function Facts({ id, title, facts }: { id: string; title: string; facts: Fact[] }): JSX.Element {
  return (
    <section class="panel-card" aria-labelledby={id}>
      <h2 id={id} safe>
        {title}
      </h2>
      <dl class="facts">
        {facts.map(({ label, value }) => (
          <>
            <dt safe>{label}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}

const word = (text: string): JSX.Element => <span safe>{text}</span>;

/** What waits to be done. */
export function QueueFacts({ queues, view }: { queues: Queues; view: View }): JSX.Element {
  const { queues: texts } = systemTexts[view.language];
  const say = (value: number): JSX.Element => word(formatNumber(value, view));
  const { waitingSince } = queues;
  return (
    <Facts
      id="queues"
      title={texts.title}
      facts={[
        { label: texts.waiting, value: say(queues.waiting) },
        ...(waitingSince
          ? [{ label: texts.since, value: <Moment date={waitingSince} view={view} style="ago" /> }]
          : []),
        { label: texts.openTurns, value: say(queues.openTurns) },
        { label: texts.mailDue, value: say(queues.mailDue) },
        { label: texts.mailFailed, value: say(queues.mailFailed) },
        { label: texts.deliveriesDue, value: say(queues.deliveriesDue) },
      ]}
    />
  );
}

export function DatabaseFacts({ database, view }: { database: DatabaseState; view: View }): JSX.Element {
  const { database: texts, connectionsOf } = systemTexts[view.language];
  const say = (value: number): string => formatNumber(value, view);
  const { lastMigrationAt } = database;
  return (
    <Facts
      id="database"
      title={texts.title}
      facts={[
        { label: texts.size, value: word(formatBytes(database.sizeBytes, view)) },
        {
          label: texts.connections,
          value: word(
            `${say(database.connections)} (${connectionsOf(say(database.active), say(database.maxConnections))})`,
          ),
        },
        { label: texts.migrations, value: word(say(database.migrations)) },
        ...(lastMigrationAt
          ? [{ label: texts.lastMigration, value: <Moment date={lastMigrationAt} view={view} style="full" /> }]
          : []),
      ]}
    />
  );
}

export function VersionFacts({ system, view }: { system: SystemState; view: View }): JSX.Element {
  const { versions: texts } = systemTexts[view.language];
  return (
    <Facts
      id="versions"
      title={texts.title}
      facts={[
        { label: texts.joxai, value: word(system.versions.joxai) },
        { label: texts.bun, value: word(system.versions.bun) },
        { label: texts.postgres, value: word(system.database.version) },
      ]}
    />
  );
}
