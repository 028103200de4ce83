import type { Context } from '../../context.ts';
import { isAnybodyOnline } from '../conversations/agent-queries.ts';
import { queuePositions } from './conversation-queries.ts';

/** Everybody who waits asks at the same moments, so one answer serves all of them for so long. */
const FRESH_MS = 500;

interface Queue {
  /** From 1, by conversation. */
  positions: Map<string, number>;
  /** Whether anybody is there who serves customers. */
  isStaffed: boolean;
}

/** The queue as the customers of this process are told of it. */
export class QueueBoard {
  readonly #ctx: Context;
  #read: Promise<Queue> | null = null;
  #readAt = 0;

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  look(): Promise<Queue> {
    const { clock } = this.#ctx;
    if (!this.#read || clock.monotonic() - this.#readAt > FRESH_MS) {
      this.#readAt = clock.monotonic();
      this.#read = this.#load();
      this.#read.catch(() => {
        this.#read = null;
      });
    }
    return this.#read;
  }

  /** What was read before this moment is out of date. */
  forget(): void {
    this.#read = null;
  }

  async #load(): Promise<Queue> {
    const { sql } = this.#ctx.db;
    const [positions, isStaffed] = await Promise.all([queuePositions(sql), isAnybodyOnline(sql)]);
    return { positions, isStaffed };
  }
}
