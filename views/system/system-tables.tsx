import type { JobState, KindState, ProviderHealth, WorkerFigures } from '../../src/features/system/model.ts';
import { formatBytes, formatNumber, formatPercent, formatSpan } from '../../src/lib/format.ts';
import { Chip } from '../components/chips.tsx';
import { DataTable } from '../components/data-table.tsx';
import { Moment } from '../components/moment.tsx';
import type { View } from '../view.ts';
import { systemTexts } from './system-texts.ts';

const PROVIDERS: Record<string, string> = { openai: 'OpenAI', anthropic: 'Anthropic' };

function Block({
  id,
  title,
  text,
  children,
}: {
  id: string;
  title: string;
  text?: string;
  children: JSX.Element;
}): JSX.Element {
  return (
    <section class="block" aria-labelledby={id}>
      <h2 id={id} safe>
        {title}
      </h2>
      {text ? (
        <p class="hint" safe>
          {text}
        </p>
      ) : (
        ''
      )}
      {children}
    </section>
  );
}

const word = (text: string): JSX.Element => <span safe>{text}</span>;

export function WorkerTable({ workers, view }: { workers: WorkerFigures[]; view: View }): JSX.Element {
  const { workers: texts, socketsOf } = systemTexts[view.language];
  const { columns } = texts;
  const say = (value: number): string => formatNumber(value, view);
  const uptime = ({ startedAt }: WorkerFigures): string =>
    formatSpan(Math.max(1_000, view.now.getTime() - new Date(startedAt).getTime())) || '0 min';
  return (
    <Block id="workers" title={texts.title} text={texts.text}>
      <DataTable
        caption={texts.title}
        columns={[
          {
            label: columns.pid,
            cell: ({ pid, isDraining }) => (
              <span class="chips">
                {word(String(pid))}
                {isDraining ? <Chip label={texts.draining} tone="amber" /> : ''}
              </span>
            ),
          },
          { label: columns.version, cell: ({ version }) => word(version) },
          { label: columns.up, cell: (worker) => word(uptime(worker)) },
          { label: columns.memory, cell: ({ memoryBytes }) => word(formatBytes(memoryBytes, view)) },
          { label: columns.cpu, cell: ({ cpuShare }) => word(formatPercent(cpuShare, view)) },
          {
            label: columns.lag,
            cell: ({ lag }) => word(texts.lag(say(Math.round(lag.meanMs)), say(Math.round(lag.maxMs)))),
          },
          {
            label: columns.requests,
            cell: ({ openRequests, recent }) => word(texts.requests(say(openRequests), say(recent.requests))),
          },
          {
            label: columns.sockets,
            cell: ({ sockets }) => (
              <span title={socketsOf(say(sockets.customer), say(sockets.staff), say(sockets.panel))} safe>
                {say(sockets.customer + sockets.staff + sockets.panel)}
              </span>
            ),
          },
        ]}
        rows={workers}
        rowId={({ pid }) => `worker-${pid}`}
        language={view.language}
      />
    </Block>
  );
}

export function KindTable({ kinds, view }: { kinds: KindState[]; view: View }): JSX.Element {
  const { kinds: texts } = systemTexts[view.language];
  const { columns } = texts;
  const say = (value: number | null): JSX.Element =>
    word(value === null ? '—' : formatNumber(Math.round(value * 10) / 10, view));
  return (
    <Block id="kinds" title={texts.title} text={texts.text}>
      <DataTable
        caption={texts.title}
        columns={[
          { label: columns.kind, cell: ({ kind }) => word(texts.names[kind]) },
          { label: columns.requests, cell: ({ requests }) => say(requests), isNumber: true },
          { label: columns.refused, cell: ({ refused }) => say(refused), isNumber: true },
          { label: columns.failed, cell: ({ failed }) => say(failed), isNumber: true },
          { label: columns.p50, cell: ({ p50 }) => say(p50), isNumber: true },
          { label: columns.p95, cell: ({ p95 }) => say(p95), isNumber: true },
          { label: columns.p99, cell: ({ p99 }) => say(p99), isNumber: true },
        ]}
        rows={kinds}
        rowId={({ kind }) => `kind-${kind}`}
        language={view.language}
      />
    </Block>
  );
}

export function JobTable({ jobs, view }: { jobs: JobState[]; view: View }): JSX.Element {
  const { jobs: texts, never } = systemTexts[view.language];
  const { columns } = texts;
  return (
    <Block id="jobs" title={texts.title} text={texts.text}>
      <DataTable
        caption={texts.title}
        columns={[
          { label: columns.name, cell: ({ name }) => word(nameOfJob(name, texts.names)) },
          {
            label: columns.last,
            cell: ({ lastRunAt }) => (lastRunAt ? <Moment date={lastRunAt} view={view} style="ago" /> : word(never)),
          },
          { label: columns.next, cell: ({ nextAt }) => <Moment date={nextAt} view={view} style="when" /> },
          {
            label: columns.fault,
            cell: ({ lastFault, lastFaultAt }) =>
              lastFault && lastFaultAt ? (
                <span class="two-lines">
                  {word(lastFault)}
                  <span class="hint">
                    <Moment date={lastFaultAt} view={view} style="when" />
                  </span>
                </span>
              ) : (
                word(texts.noFault)
              ),
          },
        ]}
        rows={jobs}
        rowId={({ name }) => `job-${name.replace(/[^\w-]/g, '-')}`}
        language={view.language}
      />
    </Block>
  );
}

/** What runs once a machine has the machine's name behind a colon. */
function nameOfJob(name: string, names: Record<string, string>): string {
  const [job = name, machine] = name.split(':');
  const known = names[job] ?? job;
  return machine ? `${known} (${machine})` : known;
}

/** How each vendor fares, over all workers. */
export function ProviderTable({ providers, view }: { providers: ProviderHealth[]; view: View }): JSX.Element {
  const { providers: texts } = systemTexts[view.language];
  const { columns } = texts;
  const say = (value: number): string => formatNumber(value, view);
  return (
    <Block id="providers" title={texts.title}>
      {providers.length === 0 ? (
        <p class="hint" safe>
          {texts.none}
        </p>
      ) : (
        <DataTable
          caption={texts.title}
          columns={[
            { label: columns.name, cell: ({ name }) => word(PROVIDERS[name] ?? name) },
            { label: columns.state, cell: (provider) => <ProviderState provider={provider} view={view} /> },
            {
              label: columns.answers,
              cell: ({ answers, failures }) => word(texts.answers(say(answers), say(failures))),
            },
            {
              label: columns.latency,
              cell: ({ lastLatencyMs, lastAnswerAt }) =>
                lastLatencyMs === null || !lastAnswerAt ? (
                  word('—')
                ) : (
                  <span class="two-lines">
                    {word(`${say(lastLatencyMs)} ms`)}
                    <span class="hint">
                      <Moment date={new Date(lastAnswerAt)} view={view} style="when" />
                    </span>
                  </span>
                ),
            },
            {
              label: columns.failure,
              cell: ({ lastFailure, lastFailureAt }) =>
                lastFailure && lastFailureAt ? (
                  <span class="two-lines">
                    {word(lastFailure)}
                    <span class="hint">
                      <Moment date={new Date(lastFailureAt)} view={view} style="when" />
                    </span>
                  </span>
                ) : (
                  word(texts.noFailure)
                ),
            },
          ]}
          rows={providers}
          rowId={({ name }) => `provider-${name}`}
          language={view.language}
        />
      )}
    </Block>
  );
}

function ProviderState({ provider, view }: { provider: ProviderHealth; view: View }): JSX.Element {
  const { providers: texts } = systemTexts[view.language];
  const { open, workers, answers, failures } = provider;
  const state = open > 0 ? 'open' : answers + failures === 0 ? 'unused' : 'closed';
  return (
    <span class="chips">
      <Chip label={texts.states[state]} tone={state === 'open' ? 'red' : state === 'closed' ? 'accent' : 'plain'} />
      {open > 0 ? (
        <span class="hint" safe>
          {texts.openIn(String(open), String(workers))}
        </span>
      ) : (
        ''
      )}
    </span>
  );
}
