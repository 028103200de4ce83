import type { Clock } from '../../src/lib/clock.ts';

/** A clock that only moves when it is told to. */
export class StoppedClock implements Clock {
  ms = 1000;
  now = () => new Date(this.ms);
  monotonic = () => this.ms;
}
