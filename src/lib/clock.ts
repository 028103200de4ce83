/** The time, injected so that tests can set it. `now` is wall-clock time, `monotonic` counts milliseconds evenly. */
export interface Clock {
  now(): Date;
  monotonic(): number;
}

export const systemClock: Clock = {
  now: () => new Date(),
  monotonic: () => performance.now(),
};
