import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type Installation, startInstallation } from '../support/installation.ts';
import { driveRecycling } from '../support/recycling.ts';

const WORKERS = 2;
let installation: Installation;

beforeAll(async () => {
  installation = await startInstallation({
    WORKERS: String(WORKERS),
    MAX_REQUESTS: '300',
    MAX_REQUESTS_JITTER: '50',
    KEEP_ALIVE: '1',
    GRACEFUL_TIMEOUT: '10',
  });
}, 120_000);

afterAll(() => installation.stop());

// `bun bench/recycling.ts` does the same for longer, and with more of everything.
test('workers that are replaced by age and by HUP cost no request and no message', async () => {
  const result = await driveRecycling(installation, {
    sockets: 40,
    pauseMs: 1_500,
    requestsPerSecond: 250,
    recycles: 2,
    reloads: 1,
    workers: WORKERS,
    limitMs: 80_000,
  });
  const { recycles, requests, returns, acknowledged } = result;
  process.stdout.write(
    `  ${recycles} recycles and a reload in ${result.seconds.toFixed(1)} s: ${requests} requests, ${returns.length} returns\n`,
  );
  expect(recycles).toBeGreaterThanOrEqual(2);
  expect(result.reloads).toBe(1);
  expect(requests).toBeGreaterThan(500);
  expect(result.failures).toEqual([]);
  expect(acknowledged).toBeGreaterThan(40);
  expect(result.faults).toEqual([]);
  // Every worker that left sent its sockets away in order, and they all came back.
  expect(returns.length).toBeGreaterThan(20);
  expect(Object.keys(result.closeCodes)).toEqual(['1012']);
  // Three seconds are promised, of a machine that has nothing else to do; others may take as much of it as of the start.
  expect(Math.max(...returns)).toBeLessThan(Math.max(3_000, 1.5 * installation.startMs()));
}, 180_000);
