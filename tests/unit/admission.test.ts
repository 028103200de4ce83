import { expect, test } from 'bun:test';
import { Admission, NoConnectionError, type Waiting } from '../../src/db/admission.ts';
import { openDatabase } from '../../src/db/client.ts';
import { eventually } from '../support/eventually.ts';

function waiting(): Waiting & { error: unknown } {
  const one = {
    state: null as unknown,
    error: null as unknown,
    reject: (error: unknown) => {
      one.error = error;
    },
  };
  return one;
}

test('what gets no connection is refused in time; then as many may wait as there are connections, until one is had', async () => {
  const admission = new Admission(2);
  const [served, first, second] = [waiting(), waiting(), waiting()];
  for (const one of [served, first, second]) admission.admit(one);
  served.state = {};
  await eventually('they are refused', () => first.error !== null && second.error !== null);
  expect(served.error).toBeNull();
  expect([first, second].map(({ error }) => error instanceof NoConnectionError)).toEqual([true, true]);
  // They may still be sent, as what changes nothing.
  expect(first.strings).toEqual(['SELECT 1']);

  const [third, fourth] = [waiting(), waiting()];
  admission.admit(third);
  admission.admit(fourth);
  expect(() => admission.admit(waiting())).toThrow(NoConnectionError);
  // The driver failed to connect for it: another one may try.
  admission.release(third);
  admission.admit(third);
  expect(() => admission.admit(waiting())).toThrow(NoConnectionError);
  third.state = {};
  admission.release(third);
  for (let more = 0; more < 5; more += 1) admission.admit(waiting());
  admission.stop();
}, 60_000);

test.each([2, 3, 4, 6, 7, 10, 20])(
  'a pool of %i has so many connections, for chats and for the rest',
  async (poolSize) => {
    const database = openDatabase('postgresql://joxai@127.0.0.1:9/joxai', { poolSize, applicationName: 'joxai-tests' });
    const sizes = database.loads.map(({ size }) => size);
    await database.close();
    expect(sizes.reduce((sum, size) => sum + size)).toBe(poolSize);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  },
);
