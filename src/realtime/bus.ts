import type { Event } from './events.ts';

/**
 * Carries events between the processes of one installation.
 *
 * Promise: a published event reaches every subscriber of this process at once and those of the others soon, once
 * as a rule: one that was under way while a connection broke may be lost, or come twice. After each loss `onGap` callbacks
 * run so that readers catch up from the database.
 */
export interface Bus {
  publish(event: Event): void;
  /** Answers the function that ends the subscription. */
  subscribe(listener: (event: Event) => void): () => void;
  onGap(listener: () => void): void;
  /** Resolves when everything published so far was handed to the carrier. */
  flush(): Promise<void>;
  close(): Promise<void>;
}
