import type { Context } from '../../context.ts';
import { countLive, type Present } from '../../realtime/presence.ts';
import { CLOSE, type RawSocket, type SocketHandler, sendFrame } from '../../realtime/socket.ts';
import { may } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { toUserView } from '../users/model.ts';
import type { StaffFeed, StaffReader } from './staff-feed.ts';
import { countDesk } from './staff-queries.ts';

const MAX_FRAME_BYTES = 16 * 1024;
const MAX_INVALID_FRAMES = 10;
/** The longest time that a timer takes. */
const MAX_TIMER_MS = 2_147_483_647;

/** One connection of a member of staff to the interface: the contract's events, ping and statistics. */
export class StaffSocket implements SocketHandler, StaffReader {
  caller: Caller;
  readonly #ctx: Context;
  readonly #feed: StaffFeed;
  readonly #expiresAt: Date | null;
  #socket: RawSocket | null = null;
  #present: Present | null = null;
  #expiry: Timer | null = null;
  #invalidFrames = 0;
  #leave = () => {};

  constructor(ctx: Context, feed: StaffFeed, caller: Caller, expiresAt: Date | null) {
    this.#ctx = ctx;
    this.#feed = feed;
    this.caller = caller;
    this.#expiresAt = expiresAt;
  }

  open(socket: RawSocket): void {
    this.#socket = socket;
    this.#leave = this.#feed.join(this);
    this.#present = this.#ctx.presence.enter({ kind: 'staff', userId: this.caller.id, conversationId: null });
    this.#ctx.bus.publish({ type: 'queue' });
    if (this.#expiresAt) {
      const left = this.#expiresAt.getTime() - this.#ctx.clock.now().getTime();
      this.#expiry = setTimeout(() => this.logOut(), Math.min(MAX_TIMER_MS, Math.max(0, left)));
    }
    this.#answer('connection_established', { user: toUserView(this.caller) });
  }

  message(socket: RawSocket, data: string | Buffer): void {
    const type = data.length > MAX_FRAME_BYTES ? null : typeOf(String(data));
    if (type === 'ping') this.#answer('pong', {});
    else if (type === 'get_stats') void this.#sendStats();
    else this.#refuse(socket);
  }

  close(): void {
    this.#leave();
    this.#present?.leave();
    if (this.#expiry) clearTimeout(this.#expiry);
    this.#socket = null;
  }

  send(frame: object): void {
    if (this.#socket) sendFrame(this.#socket, frame);
  }

  logOut(): void {
    this.#socket?.close(CLOSE.badToken, 'the session has ended');
  }

  async #sendStats(): Promise<void> {
    if (!may(this.caller.role, 'live.statistics')) return this.#fail('forbidden', 'You are not allowed to do this');
    try {
      this.#answer('stats', await liveStatistics(this.#ctx));
    } catch (err) {
      this.#ctx.log.warn({ err }, 'the live statistics could not be read');
      this.#fail('unavailable', 'The service is not ready, please try again');
    }
  }

  #refuse(socket: RawSocket): void {
    this.#fail('invalid_frame', 'This frame is not known');
    this.#invalidFrames += 1;
    if (this.#invalidFrames >= MAX_INVALID_FRAMES) socket.close(CLOSE.policy, 'too many invalid frames');
  }

  #fail(code: string, detail: string): void {
    this.send({ type: 'error', code, detail, timestamp: this.#ctx.clock.now().toISOString() });
  }

  #answer(type: string, data: object): void {
    this.send({ type, data, timestamp: this.#ctx.clock.now().toISOString() });
  }
}

/** Over the whole pool, whichever worker answers. */
export async function liveStatistics(ctx: Context) {
  await ctx.presence.flush();
  const [live, desk] = await Promise.all([countLive(ctx.db.sql), countDesk(ctx.db.sql)]);
  return {
    connections: {
      total: live.customers + live.staff + live.panel,
      customers: live.customers,
      staff: live.staff,
      panel: live.panel,
    },
    people: live.people,
    workers: live.workers,
    conversations: { active: desk.active, waiting: desk.waiting, with_agent: desk.withAgent },
  };
}

function typeOf(data: string): string | null {
  try {
    const value: unknown = JSON.parse(data);
    const type = typeof value === 'object' && value !== null ? (value as { type?: unknown }).type : null;
    return typeof type === 'string' ? type : null;
  } catch {
    return null;
  }
}
