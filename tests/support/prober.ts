const GIVE_UP_MS = 60_000;

export interface Ask {
  name: string;
  /** Asked in turn. */
  paths: readonly string[];
  method?: string;
  token?: string;
  body?: object;
}

export interface Probe {
  name: string;
  path: string;
  /** By the monotonic clock. Units: milliseconds. */
  sentAt: number;
  endedAt: number;
  /** Null: no answer, the connection was cut or refused. */
  status: number | null;
  hasRetryAfter: boolean;
}

/** Asks the same things again and again, each on a connection of its own, none a second time, and keeps what came. */
export class Prober {
  readonly probes: Probe[] = [];
  readonly #origin: string;
  readonly #underWay = new Set<Promise<void>>();
  readonly #timers: Timer[];
  #asked = 0;

  /** One of each every so many milliseconds, whether the one before was answered or not. */
  constructor(origin: string, asks: readonly Ask[], everyMs: number) {
    this.#origin = origin;
    this.#timers = asks.map((ask) => setInterval(() => this.#start(ask), everyMs));
  }

  /** Resolves when the last one has its answer. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await Promise.all(this.#underWay);
  }

  /** What was sent within this time. */
  sent(from: number, to: number = Number.POSITIVE_INFINITY): Probe[] {
    return this.probes.filter(({ sentAt }) => sentAt >= from && sentAt < to);
  }

  /** The longest time between two answers, whatever they were to. Units: milliseconds. */
  longestGapMs(): number {
    const ends = this.probes.filter(({ status }) => status !== null).map(({ endedAt }) => endedAt);
    ends.sort((a, b) => a - b);
    return Math.max(0, ...ends.slice(1).map((end, index) => end - (ends[index] ?? end)));
  }

  /** From then until the first answer of 200 to one that was sent afterwards. Units: milliseconds. */
  firstGoodAfter(time: number, name: string): number {
    const good = this.probes.filter((probe) => probe.name === name && probe.status === 200 && probe.sentAt >= time);
    return Math.min(...good.map(({ endedAt }) => endedAt)) - time;
  }

  #start(ask: Ask): void {
    const work = this.#ask(ask);
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  async #ask({ name, paths, method = 'GET', token, body }: Ask): Promise<void> {
    const path = paths[this.#asked++ % paths.length] ?? '/';
    const sentAt = performance.now();
    let [status, hasRetryAfter]: [number | null, boolean] = [null, false];
    try {
      const response = await fetch(this.#origin + path, {
        method,
        keepalive: false,
        redirect: 'manual',
        signal: AbortSignal.timeout(GIVE_UP_MS),
        headers: {
          connection: 'close',
          ...(token && { authorization: `Bearer ${token}` }),
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      });
      await response.arrayBuffer();
      status = response.status;
      hasRetryAfter = response.headers.has('retry-after');
    } catch {
      // No answer: that is what null says.
    }
    this.probes.push({ name, path, sentAt, endedAt: performance.now(), status, hasRetryAfter });
  }
}

/** How often each status came: `{ 200: 40, 503: 3, none: 1 }`. */
export function statusesOf(probes: readonly Probe[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of probes) counts[status ?? 'none'] = (counts[status ?? 'none'] ?? 0) + 1;
  return counts;
}

export const slowestOf = (probes: readonly Probe[]): number =>
  Math.max(0, ...probes.map(({ sentAt, endedAt }) => endedAt - sentAt));
