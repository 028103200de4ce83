import postgres from 'postgres';
import type { Carrier } from './carrier.ts';

const CHANNEL = 'joxai';
/** Seconds. */
const RECONNECT_DELAY = 0.5;
const CONNECT_TIMEOUT = 3;

/** LISTEN / NOTIFY: one connection listens, another notifies. The driver listens again after it has reconnected. */
export class PostgresCarrier implements Carrier {
  readonly #listening: postgres.Sql;
  readonly #notifying: postgres.Sql;
  #wasConnected = false;

  /** `databaseUrl` leads straight to the server: LISTEN does not work through a transaction pooler. */
  constructor(databaseUrl: string) {
    const shared = {
      max: 1,
      backoff: () => RECONNECT_DELAY,
      connect_timeout: CONNECT_TIMEOUT,
      onnotice: () => {},
    };
    this.#listening = postgres(databaseUrl, shared);
    this.#notifying = postgres(databaseUrl, shared);
  }

  async start(heard: (text: string) => void, missed: () => void): Promise<void> {
    await this.#listening.listen(CHANNEL, heard, () => {
      if (this.#wasConnected) missed();
      this.#wasConnected = true;
    });
  }

  async send(texts: string[]): Promise<void> {
    await this.#notifying`SELECT pg_notify(${CHANNEL}, text) FROM unnest(${texts}::text[]) AS t(text)`;
  }

  async close(): Promise<void> {
    await Promise.all([this.#listening.end({ timeout: 1 }), this.#notifying.end({ timeout: 1 })]);
  }
}
