import { expect, test } from 'bun:test';
import { Breaker } from '../../src/lib/breaker.ts';
import { StoppedClock } from '../support/stopped-clock.ts';

test('a breaker lets one question in at a time, and closes again after one more failure', () => {
  const clock = new StoppedClock();
  const breaker = new Breaker(clock);
  for (let i = 0; i < 4; i += 1) breaker.fail();
  breaker.succeed();
  for (let i = 0; i < 4; i += 1) breaker.fail();
  expect(breaker.admit()).toBe(true);
  breaker.fail();
  expect(breaker.admit()).toBe(false);
  clock.ms += 30_000;
  expect([breaker.admit(), breaker.admit()]).toEqual([true, false]);
  breaker.fail();
  clock.ms += 29_999;
  expect(breaker.admit()).toBe(false);
  clock.ms += 1;
  expect(breaker.admit()).toBe(true);
});
