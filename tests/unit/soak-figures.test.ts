import { expect, test } from 'bun:test';
import { curvesOf, figuresOf, trendOf } from '../../bench/soak-figures.ts';
import type { Sample } from '../support/soak.ts';

const MINUTE_MS = 60_000;
const MEGABYTE = 2 ** 20;

/** Twenty minutes of two workers that are replaced every five; each grows by so many megabytes a minute. */
function samplesOf(growth: number, leakOfPool = 0): Sample[] {
  return Array.from({ length: 121 }, (_, index) => {
    const minute = index / 6;
    const generation = Math.floor(minute / 5);
    const age = minute - generation * 5;
    const memory = (200 + growth * age + leakOfPool * minute) * MEGABYTE;
    return {
      at: minute * MINUTE_MS,
      workers: [1, 2].map((place) => ({ pid: generation * 2 + place, memory, descriptors: 40 })),
      supervisor: { pid: 99, memory: 60 * MEGABYTE, descriptors: 20 },
      connections: 24,
    };
  });
}

test('the slope of one series is that of the line through it', () => {
  const points = [0, 1, 2, 3].map((minute) => ({ at: minute * MINUTE_MS, value: 10 + 2.5 * minute }));
  expect(trendOf(points)).toEqual({ perMinute: 2.5, error: 0, mean: 13.75, least: 10, most: 17.5 });
});

test('a worker that grows is found out although it is replaced again and again', () => {
  const { memoryByAge, memoryByTime, descriptors, connections } = figuresOf(samplesOf(3), MINUTE_MS);
  expect(memoryByAge.perMinute).toBeCloseTo(3, 5);
  expect(Math.abs(memoryByTime.perMinute)).toBeLessThan(0.3);
  expect([descriptors.perMinute, connections.perMinute]).toEqual([0, 0]);
});

test('a worker that takes in the connections of another one, and then needs more for them, does not grow', () => {
  const taken = (minute: number) => (minute < 7 ? 0 : 24);
  const samples = samplesOf(0).map((sample) => {
    const minute = sample.at / MINUTE_MS;
    const descriptors = 40 + taken(minute);
    const memory = (180 + taken(minute - 0.5)) * MEGABYTE;
    return {
      ...sample,
      workers: [
        { pid: 1, memory: memory + 3 * minute * MEGABYTE, descriptors },
        { pid: 2, memory, descriptors },
      ],
    };
  });
  const alone = samples.map((sample) => ({ ...sample, workers: sample.workers.slice(1) }));
  expect(figuresOf(alone, MINUTE_MS).memoryByAge.perMinute).toBeCloseTo(0, 5);
  // One that grows besides is found out all the same.
  expect(figuresOf(samples, MINUTE_MS).memoryByAge.perMinute).toBeCloseTo(1.5, 5);
});

test('a pool whose workers all start bigger than those before is found out too', () => {
  expect(figuresOf(samplesOf(0, 2), MINUTE_MS).memoryByTime.perMinute).toBeCloseTo(2, 5);
});

test('the curves are a picture with a line for each worker', () => {
  const svg = curvesOf(samplesOf(1));
  expect(svg).toStartWith('<svg xmlns="http://www.w3.org/2000/svg"');
  expect(svg.match(/<polyline/g)).toHaveLength(10 * 2 + 1);
  expect(svg).not.toContain('NaN');
});
