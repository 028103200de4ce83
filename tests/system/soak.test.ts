import { afterAll, beforeAll, expect, test } from 'bun:test';
import { figuresOf } from '../../bench/soak-figures.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { driveSoak } from '../support/soak.ts';

let service: Installation;

beforeAll(async () => {
  service = await startInstallation({
    WORKERS: '2',
    MAX_REQUESTS: '300',
    MAX_REQUESTS_JITTER: '50',
    KEEP_ALIVE: '1',
    GRACEFUL_TIMEOUT: '10',
    LOG_LEVEL: 'error',
  });
}, 120_000);

afterAll(() => service.stop());

// `bun bench/soak.ts` does it for twenty minutes: a leak of a megabyte a minute does not show in so short a time.
test('under half of what it can do, with workers replaced, nothing fails and descriptors and connections stay', async () => {
  const result = await driveSoak(service, {
    minutes: 0.25,
    share: 0.5,
    capacityMs: 2_000,
    sampleMs: 500,
    sockets: 20,
    pauseMs: 1_500,
    requestsPerSecond: 20,
  });
  const { descriptors, connections } = figuresOf(result.samples, 4_000);
  process.stdout.write(
    `  ${Math.round(result.messagesPerSecond)} of ${Math.round(result.capacity)} messages a second, ${result.recycled} workers replaced, ${descriptors.mean.toFixed(0)} descriptors, ${connections.mean.toFixed(0)} connections\n`,
  );
  expect(result.failures).toEqual([]);
  expect(result.faults).toEqual([]);
  expect(result.answered).toBeGreaterThan(100);
  expect(result.recycled).toBeGreaterThan(0);
  // Those of the sockets come and go with their workers.
  expect(descriptors.most - descriptors.least).toBeLessThan(120);
  // Two workers and their successors, each with its pool and two for events.
  expect(connections.most).toBeLessThanOrEqual(4 * 12 + 2);
}, 120_000);
