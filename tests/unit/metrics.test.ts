import { describe, expect, test } from 'bun:test';
import { addTotals, NO_TOTALS } from '../../src/metrics/figures.ts';
import { countOf, Histogram, percentileOf, sinceThen } from '../../src/metrics/histogram.ts';
import { Metrics } from '../../src/metrics/metrics.ts';

const filled = (...ms: number[]) => {
  const histogram = new Histogram();
  for (const one of ms) histogram.observe(one);
  return histogram.figures();
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

describe('the metrics of a process', () => {
  const metricsOf = () =>
    new Metrics({
      version: '1.0.0',
      providers: () => [],
      sockets: () => ({ customer: 1, staff: 0, panel: 2 }),
      isDraining: () => false,
    });

  test('count requests by kind and status', () => {
    const metrics = metricsOf();
    metrics.observeRequest('/api/v1/chat/message', 200, performance.now() - 20);
    metrics.observeRequest('/api/v1/tickets', 404, performance.now());
    metrics.observeRequest('/panel/system', 500, performance.now());
    metrics.observeRequest('/public/widget/widget.js', 304, performance.now());
    metrics.observeRequest('/health', 200, performance.now());
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
    metrics.observeRequest('/api/v1/tickets', 200, performance.now());
    expect(metrics.figures().recent.requests).toBe(1);
  });

  test('add up over processes', () => {
    const [one, other] = [metricsOf(), metricsOf()];
    one.observeRequest('/api/v1/tickets', 200, performance.now());
    other.observeRequest('/api/v1/tickets', 503, performance.now());
    const sum = [one.figures(), other.figures()].reduce(addTotals, NO_TOTALS);
    expect(sum.requests.api.statuses).toEqual([0, 0, 1, 0, 0, 1]);
    expect(countOf(sum.requests.api.latency)).toBe(2);
    expect(countOf(NO_TOTALS.requests.api.latency)).toBe(0);
  });
});
