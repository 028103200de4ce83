import type { Sample } from '../tests/support/soak.ts';

const MEBIBYTE = 2 ** 20;
const MINUTE_MS = 60_000;

/** A straight line through what was measured. */
export interface Trend {
  /** Of the unit of what was measured, a minute. */
  perMinute: number;
  /** Standard error of the slope, as if each look were independent of the others. */
  error: number;
  mean: number;
  least: number;
  most: number;
}

interface Point {
  /** Units: milliseconds. */
  at: number;
  value: number;
  /** Points of one series share a slope with the others, and have a height of their own. */
  series?: number;
}

/**
 * The slope that fits all series best, each at its own height: least squares over what differs from the mean of its
 * series. Errors: not a number where nothing was measured twice.
 */
export function trendOf(points: readonly Point[]): Trend {
  const series = [...Map.groupBy(points, ({ series = 0 }) => series).values()].map((points) => {
    const [meanAt, meanValue] = [mean(points.map(({ at }) => at)), mean(points.map(({ value }) => value))];
    return points.map(({ at, value }) => ({ at: (at - meanAt) / MINUTE_MS, value: value - meanValue }));
  });
  const centred = series.flat();
  const below = sum(centred.map(({ at }) => at ** 2));
  const perMinute = sum(centred.map(({ at, value }) => at * value)) / below;
  const left = sum(centred.map(({ at, value }) => (value - perMinute * at) ** 2));
  const values = points.map(({ value }) => value);
  return {
    perMinute,
    error: Math.sqrt(left / (centred.length - series.length - 1) / below),
    mean: mean(values),
    least: Math.min(...values),
    most: Math.max(...values),
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;

export interface SoakFigures {
  /** Megabytes of a worker by its own age, as long as it holds the same connections: does one grow? */
  memoryByAge: Trend;
  /** Megabytes of a worker on average over the run: does the pool grow? */
  memoryByTime: Trend;
  supervisorMemory: Trend;
  /** Of one worker on average. */
  descriptors: Trend;
  connections: Trend;
}

/** A worker that takes in the connections of one that goes has more to do from then on, and more memory to do it in. */
const SAME_CONNECTIONS = 5;
/** After that it warms up once more. Units: milliseconds. */
const CONNECTIONS_WARM_UP_MS = 60_000;

/** A worker's life by its age, cut where it took in or lost connections. */
function stretchesOf(samples: readonly Sample[], pid: number, warmUpMs: number): Omit<Point, 'series'>[][] {
  const life = samples.flatMap(({ at, workers }) =>
    workers.filter((worker) => worker.pid === pid).map((worker) => ({ at, ...worker })),
  );
  const stretches: Omit<Point, 'series'>[][] = [];
  let [descriptors, warmAt] = [Number.NaN, 0];
  for (const one of life) {
    const age = one.at - (life[0]?.at ?? 0);
    if (!(Math.abs(one.descriptors - descriptors) <= SAME_CONNECTIONS)) {
      stretches.push([]);
      warmAt = Math.max(warmUpMs, age + CONNECTIONS_WARM_UP_MS);
    }
    descriptors = one.descriptors;
    if (age >= warmAt) stretches.at(-1)?.push({ at: age, value: one.memory / MEBIBYTE });
  }
  return stretches;
}

/**
 * Leaves out the warm-up of the pool, and of each worker. A worker that is being replaced is there together with its
 * successor, so descriptors and memory are those of one on average. Units: `warmUpMs` in milliseconds.
 */
export function figuresOf(samples: readonly Sample[], warmUpMs: number): SoakFigures {
  const pids = new Set(samples.flatMap(({ workers }) => workers.map(({ pid }) => pid)));
  const warm = samples.filter(({ at }) => at >= warmUpMs);
  const average = (pick: (worker: Sample['workers'][number]) => number): Point[] =>
    warm.map(({ at, workers }) => ({ at, value: mean(workers.map(pick)) }));
  const byAge = [...pids]
    .flatMap((pid) => stretchesOf(samples, pid, warmUpMs))
    .flatMap((stretch, series) => stretch.map((point) => ({ ...point, series })));
  return {
    memoryByAge: trendOf(byAge),
    memoryByTime: trendOf(average(({ memory }) => memory / MEBIBYTE)),
    supervisorMemory: trendOf(warm.map(({ at, supervisor }) => ({ at, value: supervisor.memory / MEBIBYTE }))),
    descriptors: trendOf(average(({ descriptors }) => descriptors)),
    connections: trendOf(warm.map(({ at, connections }) => ({ at, value: connections }))),
  };
}

const WIDTH = 900;
const PANEL_HEIGHT = 200;
const MARGIN = { left: 60, right: 20, top: 34, bottom: 26 };
const COLOURS = ['#2563eb', '#d97706', '#059669', '#dc2626', '#7c3aed', '#0891b2', '#be185d', '#4d7c0f'];
const GRID_LINES = 4;

interface Curve {
  points: { at: number; value: number }[];
}

/** The curves over time, one below the other: each worker's memory, descriptors, the pool's connections. */
export function curvesOf(samples: readonly Sample[]): string {
  const pids = [...new Set(samples.flatMap(({ workers }) => workers.map(({ pid }) => pid)))];
  const ofWorkers = (pick: (worker: Sample['workers'][number]) => number): Curve[] =>
    pids.map((pid) => ({
      points: samples.flatMap(({ at, workers }) =>
        workers.filter((worker) => worker.pid === pid).map((worker) => ({ at, value: pick(worker) })),
      ),
    }));
  const panels = [
    { title: 'Resident memory of each worker (MB)', curves: ofWorkers(({ memory }) => memory / MEBIBYTE) },
    { title: 'Open file descriptors of each worker', curves: ofWorkers(({ descriptors }) => descriptors) },
    {
      title: 'Connections to PostgreSQL, all workers',
      curves: [{ points: samples.map(({ at, connections }) => ({ at, value: connections })) }],
    },
  ];
  const lastAt = samples.at(-1)?.at ?? 1;
  const height = panels.length * PANEL_HEIGHT;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">`,
    '<title>Memory and descriptors of each worker, and connections of the pool, over the time</title>',
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...panels.flatMap((panel, index) => panelOf(panel, index * PANEL_HEIGHT, lastAt)),
    '</svg>',
    '',
  ].join('\n');
}

function panelOf({ title, curves }: { title: string; curves: Curve[] }, top: number, lastAt: number): string[] {
  const most = Math.max(1, ...curves.flatMap(({ points }) => points.map(({ value }) => value)));
  const ceiling = roundUp(most);
  const [inner, tall] = [WIDTH - MARGIN.left - MARGIN.right, PANEL_HEIGHT - MARGIN.top - MARGIN.bottom];
  const x = (at: number) => (MARGIN.left + (at / lastAt) * inner).toFixed(1);
  const y = (value: number) => (top + MARGIN.top + (1 - value / ceiling) * tall).toFixed(1);
  const lines = Array.from({ length: GRID_LINES + 1 }, (_, line) => (ceiling / GRID_LINES) * line);
  const minutes = Math.max(1, Math.ceil(lastAt / MINUTE_MS / 10));
  const ticks = Array.from({ length: Math.floor(lastAt / MINUTE_MS / minutes) + 1 }, (_, tick) => tick * minutes);
  return [
    `<text x="${MARGIN.left}" y="${top + 20}" font-weight="bold" fill="#111827">${title}</text>`,
    ...lines.flatMap((value) => [
      `<line x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(value)}" y2="${y(value)}" stroke="#e5e7eb"/>`,
      `<text x="${MARGIN.left - 6}" y="${Number(y(value)) + 4}" text-anchor="end" fill="#4b5563">${value}</text>`,
    ]),
    ...ticks.map(
      (minute) =>
        `<text x="${x(minute * MINUTE_MS)}" y="${top + PANEL_HEIGHT - 8}" text-anchor="middle" fill="#4b5563">${minute} min</text>`,
    ),
    ...curves.map(
      ({ points }, index) =>
        `<polyline fill="none" stroke="${COLOURS[index % COLOURS.length]}" stroke-width="1.5" points="${points.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ')}"/>`,
    ),
  ];
}

/** To a number that divides well by the lines of the grid. */
function roundUp(value: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1) * GRID_LINES;
  return Math.ceil(value / step) * step;
}
