import type { LoadResult } from './job.ts';
import type { Scenario } from './options.ts';
import { pairedRatios, type Spread, spreadOf } from './statistics.ts';

/** What one window measured; a fresh server adds how long it took to start. */
export type Measured = LoadResult & { startMs?: number };

interface Metric {
  scenario: Scenario;
  label: string;
  unit: string;
  better: 'more' | 'less';
  value(measured: Measured): number;
}

const perSecond = (scenario: Scenario, label: string): Metric => ({
  scenario,
  label,
  unit: '1/s',
  better: 'more',
  value: (measured) => measured.perSecond,
});

const p95 = (scenario: Scenario, label: string): Metric => ({
  scenario,
  label: `${label}, p95`,
  unit: 'ms',
  better: 'less',
  value: (measured) => measured.p95,
});

/** Processor time of server and database: what is left of a comparison when the machine is the limit. */
const processor = (scenario: Scenario, label: string): Metric => ({
  scenario,
  label: `${label}, processor time`,
  unit: 'µs',
  better: 'less',
  value: (measured) => measured.serverMicroseconds + measured.databaseMicroseconds,
});

const METRICS: readonly Metric[] = [
  perSecond('health', 'health'),
  processor('health', 'health'),
  perSecond('readiness', 'readiness'),
  perSecond('start', 'chat start'),
  p95('start', 'chat start'),
  processor('start', 'chat start'),
  perSecond('message', 'chat message'),
  p95('message', 'chat message'),
  processor('message', 'chat message'),
  { ...p95('socket-ack', 'socket message to ack'), label: 'socket message to ack, p50', value: ({ p50 }) => p50 },
  p95('socket-ack', 'socket message to ack'),
  perSecond('socket-turn', 'socket messages'),
  {
    scenario: 'fresh',
    label: 'start to ready',
    unit: 'ms',
    better: 'less',
    value: ({ startMs }) => startMs ?? Number.NaN,
  },
  {
    scenario: 'fresh',
    label: 'idle socket',
    unit: 'KB',
    better: 'less',
    value: ({ memoryPerSocket }) => memoryPerSocket ?? Number.NaN,
  },
  p95('fresh', 'ping'),
];

/** All windows of a run: by scenario, then by contestant, one for each round; a round that failed has none. */
export type Windows = Map<Scenario, Map<string, (Measured | undefined)[]>>;

export interface Row {
  label: string;
  unit: string;
  values: Record<string, Spread>;
  /** How many times better the first contestant is than each of the others. */
  ratios: Record<string, Spread>;
}

/** One row a metric, with medians over the rounds and ratios within them. */
export function rowsOf(windows: Windows, names: string[]): Row[] {
  return METRICS.flatMap((metric) => {
    const measured = windows.get(metric.scenario);
    if (!measured) return [];
    const values = new Map(names.map((name) => [name, Array.from(measured.get(name) ?? [], valueWith(metric))]));
    const [first = '', ...others] = names;
    const own = values.get(first) ?? [];
    const ratios = others.map((name): [string, number[]] => {
      const theirs = values.get(name) ?? [];
      return [name, metric.better === 'more' ? pairedRatios(own, theirs) : pairedRatios(theirs, own)];
    });
    return [{ label: metric.label, unit: metric.unit, values: spreads([...values]), ratios: spreads(ratios) }];
  });
}

/** What a failed round lacks is not a number, so that it pairs with nothing. */
const valueWith = (metric: Metric) => (window: Measured | undefined) => (window ? metric.value(window) : Number.NaN);

function spreads(lists: [string, number[]][]): Record<string, Spread> {
  return Object.fromEntries(
    lists
      .map(([name, list]): [string, number[]] => [name, list.filter(Number.isFinite)])
      .filter(([, list]) => list.length > 0)
      .map(([name, list]) => [name, spreadOf(list)]),
  );
}
