import { HttpConnection } from '../../bench/http-connection.ts';

const TICK_MS = 5;
const KEPT_CONNECTIONS = 32;
/** As a proxy does that is set well: a connection that the server may soon take for idle is not used again. */
const MAX_IDLE_MS = 700;
const CLOSE = 'Connection: close\r\n';
/** What answers cheaply, for the figures are about connections. Readiness has a deadline of its own and would fail by it. */
const PATHS = ['/health', '/health', '/panel/login'];

/** Requests at a steady rate, half of them on connections of their own, half on kept ones. None is tried again. */
export class WebTraffic {
  readonly #port: number;
  readonly #kept: ({ connection: HttpConnection; usedAt: number } | null)[] = Array.from(
    { length: KEPT_CONNECTIONS },
    () => null,
  );
  readonly #busySlots = new Set<number>();
  readonly #underWay = new Set<Promise<void>>();
  readonly failures: string[] = [];
  readonly latencies: number[] = [];
  /** Kept connections that the service asked to be closed. */
  closedByRequest = 0;
  #sent = 0;
  #isOver = false;
  #pacing: Promise<void>;
  readonly #begun = performance.now();

  constructor(origin: string, perSecond: number) {
    this.#port = Number(new URL(origin).port);
    this.#pacing = this.#pace(perSecond);
  }

  get sent(): number {
    return this.#sent;
  }

  /** Over the whole time. */
  get perSecond(): number {
    return this.#sent / ((performance.now() - this.#begun) / 1_000);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#pacing;
    await Promise.all(this.#underWay);
    for (const kept of this.#kept) kept?.connection.close();
  }

  async #pace(perSecond: number): Promise<void> {
    for (let due = 0; !this.#isOver; await Bun.sleep(TICK_MS)) {
      due = ((performance.now() - this.#begun) / 1_000) * perSecond;
      for (; this.#sent < due; this.#sent += 1) this.#start(this.#sent);
    }
  }

  #start(index: number): void {
    const path = PATHS[index % PATHS.length] ?? '/';
    const work = index % 2 === 0 ? this.#onNew(path) : this.#onKept(path);
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  #onNew(path: string): Promise<void> {
    return this.#measure(path, async () => {
      const connection = await HttpConnection.open(this.#port);
      try {
        return (await connection.request(requestFor(path, CLOSE))).status;
      } finally {
        connection.close();
      }
    });
  }

  /** Where all kept connections are busy, it takes a new one too. */
  #onKept(path: string): Promise<void> {
    const slot = this.#kept.findIndex((_, index) => !this.#busySlots.has(index));
    if (slot < 0) return this.#onNew(path);
    this.#busySlots.add(slot);
    return this.#measure(`kept ${path}`, async () => {
      const before = this.#kept[slot];
      if (before?.connection.isDone) this.closedByRequest += 1;
      const isUsable = before && !before.connection.isDone && performance.now() - before.usedAt < MAX_IDLE_MS;
      if (before && !isUsable) before.connection.close();
      try {
        const connection = isUsable ? before.connection : await HttpConnection.open(this.#port);
        this.#kept[slot] = { connection, usedAt: performance.now() };
        const { status } = await connection.request(requestFor(path));
        this.#kept[slot] = { connection, usedAt: performance.now() };
        return status;
      } finally {
        this.#busySlots.delete(slot);
      }
    });
  }

  async #measure(path: string, request: () => Promise<number>): Promise<void> {
    const begun = performance.now();
    try {
      const status = await request();
      if (status !== 200) this.failures.push(`${path}: ${status}`);
      else this.latencies.push(performance.now() - begun);
    } catch (error) {
      this.failures.push(`${path}: ${error instanceof Error ? error.message : error}`);
    }
  }
}

const requestFor = (path: string, header = ''): string => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${header}\r\n`;
