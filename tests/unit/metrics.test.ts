import { describe, expect, test } from 'bun:test';
import type { Figures } from '../../src/lib/figures.ts';
import { addFigures } from '../../src/lib/figures.ts';
import { exposition } from '../../src/metrics/exposition.ts';
import { addTotals, NO_TOTALS } from '../../src/metrics/figures.ts';
import { countOf, Histogram, LATENCY_BOUNDS, latencyOf, percentileOf, sinceThen } from '../../src/metrics/histogram.ts';
import { Metrics } from '../../src/metrics/metrics.ts';

const MS = LATENCY_BOUNDS.map((ms) => ms / 1_000);
const filled = (...ms: number[]) => {
  const histogram = new Histogram(MS);
  for (const one of ms) histogram.observe(one / 1_000);
  return latencyOf(histogram.values);
};

describe('a histogram', () => {
  test('counts each duration once, also on a bound and beyond the last', () => {
    const figures = filled(0, 1, 1.01, 100, 60_000);
    expect(countOf(figures)).toBe(5);
    expect(figures.counts[0]).toBe(2);
    expect(figures.counts.at(-1)).toBe(1);
    expect(figures.sum).toBe(60_102.01);
  });

  test('tells percentiles within the bucket that holds them', () => {
    const durations = Array.from({ length: 1_000 }, (_, at) => at / 10);
    const figures = filled(...durations);
    for (const share of [0.5, 0.95, 0.99]) {
      const exact = durations[Math.ceil(share * durations.length) - 1] as number;
      expect(Math.abs((percentileOf(figures, share) ?? 0) - exact)).toBeLessThan(2);
    }
    expect(percentileOf(filled(), 0.95)).toBeNull();
    expect(percentileOf(filled(90_000), 0.5)).toBe(30_000);
  });

  test('tells what came since', () => {
    expect(countOf(sinceThen(filled(1, 2, 3), filled(1)))).toBe(2);
  });
});

const metricsOf = () =>
  new Metrics({
    version: '1.0.0',
    bundle: 'sources',
    providers: () => [],
    bankBreaker: () => 'open',
    pools: () => [{ pool: 'hot', size: 6, open: 9 }],
    sockets: () => ({ customer: 1, staff: 0, panel: 2 }),
    isRedisAway: () => true,
    isDraining: () => false,
  });

describe('the metrics of a process', () => {
  const observe = (metrics: Metrics, method: string, route: string | null, path: string, status: number, ms = 0) =>
    metrics.observeRequest(method, route, path, status, performance.now() - ms);

  test('count requests by kind and status', () => {
    const metrics = metricsOf();
    observe(metrics, 'POST', '/api/v1/chat/message', '/api/v1/chat/message', 200, 20);
    observe(metrics, 'GET', null, '/api/v1/tickets-of-nobody', 404);
    observe(metrics, 'GET', '/panel/system', '/panel/system', 500);
    observe(metrics, 'GET', '/public/widget/widget.js', '/public/widget/widget.js', 304);
    observe(metrics, 'GET', '/health', '/health', 200);
    const { requests, recent, pid, memoryBytes, sockets } = metrics.figures();
    expect(requests.chat.statuses[2]).toBe(1);
    expect(requests.chat.latency.sum).toBeGreaterThanOrEqual(20);
    expect(requests.api.statuses[4]).toBe(1);
    expect(requests.panel.statuses[5]).toBe(1);
    expect(requests.files.statuses[3]).toBe(1);
    expect(requests.health.statuses[2]).toBe(1);
    // Health checks are no traffic.
    expect([recent.requests, recent.errors]).toEqual([4, 1]);
    expect([pid, sockets.panel]).toEqual([process.pid, 2]);
    expect(memoryBytes).toBeGreaterThan(1_000_000);
  });

  test('know what is under way, and what is new since the figures before', () => {
    const metrics = metricsOf();
    metrics.requestBegan();
    metrics.requestBegan();
    metrics.requestEnded();
    expect(metrics.figures().openRequests).toBe(1);
    observe(metrics, 'GET', '/api/v1/tickets', '/api/v1/tickets', 200);
    expect(metrics.figures().recent.requests).toBe(1);
  });

  test('add up over processes', () => {
    const [one, other] = [metricsOf(), metricsOf()];
    observe(one, 'GET', '/api/v1/tickets', '/api/v1/tickets', 200);
    observe(other, 'GET', '/api/v1/tickets', '/api/v1/tickets', 503);
    const sum = [one.figures(), other.figures()].reduce(addTotals, NO_TOTALS);
    expect(sum.requests.api.statuses).toEqual([0, 0, 1, 0, 0, 1]);
    expect(countOf(sum.requests.api.latency)).toBe(2);
    expect(countOf(NO_TOTALS.requests.api.latency)).toBe(0);
  });
});

describe('what Prometheus reads', () => {
  const textOf = (counts: Figures, ...gauges: Figures[]) => exposition(counts, gauges).split('\n');

  test('adds up counts of several processes, also of those that tell only what is new', () => {
    const [one, other] = [metricsOf(), metricsOf()];
    const sum: Figures = {};
    for (let time = 0; time < 3; time += 1) {
      one.observe('joxai_turn_duration_seconds', { provider: 'mock' }, 0.003);
      other.count('joxai_csat_ratings_total', { rating: '5' });
      addFigures(sum, one.takeChanges());
      addFigures(sum, other.takeChanges());
    }
    addFigures(sum, one.takeChanges());
    const lines = textOf(sum);
    expect(lines).toContain('joxai_csat_ratings_total{rating="5"} 3');
    expect(lines).toContain('joxai_turn_duration_seconds_count{provider="mock"} 3');
    expect(lines).toContain('joxai_turn_duration_seconds_bucket{provider="mock",le="0.001"} 0');
    expect(lines).toContain('joxai_turn_duration_seconds_bucket{provider="mock",le="0.005"} 3');
    expect(lines).toContain('joxai_turn_duration_seconds_bucket{provider="mock",le="+Inf"} 3');
    expect(other.counts().joxai_csat_ratings_total).toEqual({ 'rating="5"': 3 });
  });

  test('has the series of closed lists before anything happened', () => {
    const lines = textOf({});
    expect(lines).toContain('joxai_worker_exits_total{reason="crash"} 0');
    expect(lines).toContain('joxai_provider_call_duration_seconds_count{provider="openai",result="timeout"} 0');
    expect(lines).toContain('# TYPE joxai_http_request_duration_seconds histogram');
  });

  test('adds up what processes measure, or takes the most of it', () => {
    const [one, other] = [metricsOf().gauges(), metricsOf().gauges()];
    other.joxai_worker_memory_max_bytes = { 'type="rss"': 1e12 };
    const lines = textOf({}, one, other);
    expect(lines).toContain('joxai_websockets{kind="panel"} 4');
    expect(lines).toContain('joxai_redis_away_workers 2');
    expect(lines).toContain('joxai_db_pool_in_use{pool="hot"} 12');
    expect(lines).toContain('joxai_db_pool_waiting{pool="hot"} 6');
    expect(lines).toContain('joxai_breaker_workers{target="bank",state="open"} 2');
    expect(lines).toContain('joxai_worker_memory_max_bytes{type="rss"} 1000000000000');
    expect(lines).toContain('joxai_build_info{version="1.0.0",bundle="sources"} 1');
  });

  test('grows no series of what strangers send', () => {
    const metrics = metricsOf();
    for (let at = 0; at < 500; at += 1) {
      metrics.observeRequest(`M${at}`, null, `/api/v1/${at}`, 404, performance.now());
      metrics.observeRequest('GET', null, `/${at}"\n`, 404, performance.now());
      metrics.count('joxai_ai_fallbacks_total', { provider: `p${at}`, reason: 'timeout' });
    }
    const figures = metrics.counts();
    expect(Object.keys(figures.joxai_http_request_duration_seconds ?? {})).toEqual([
      'method="other",route="/api/*",status="404"',
      'method="GET",route="/*",status="404"',
    ]);
    expect(figures.joxai_ai_fallbacks_total).toEqual({ 'provider="other",reason="timeout"': 500 });
  });
});
