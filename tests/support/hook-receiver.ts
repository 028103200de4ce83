import { Webhook } from 'standardwebhooks';

export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
  at: number;
}

const WAIT_MS = 30_000;

/** A receiver of webhooks on this machine, which keeps what it gets and answers what it is told to. */
export class HookReceiver {
  readonly received: Received[] = [];
  answer: (received: Received) => Response | Promise<Response> = () => new Response('ok');
  readonly #server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: async (request) => {
      const received = {
        path: new URL(request.url).pathname,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
        at: performance.now(),
      };
      this.received.push(received);
      return this.answer(received);
    },
  });

  get port(): number {
    return this.#server.port as number;
  }

  url(path = '/hook'): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** What came of an event, the nth of it, as soon as it is there. */
  async of(type: string, nth = 1): Promise<Received> {
    const deadline = performance.now() + WAIT_MS;
    for (;;) {
      const found = this.received.filter(({ body }) => JSON.parse(body).type === type)[nth - 1];
      if (found) return found;
      if (performance.now() > deadline) {
        throw new Error(`number ${nth} of ${type} did not come: ${this.received.map(({ body }) => body).join(' ')}`);
      }
      await Bun.sleep(20);
    }
  }

  stop(): Promise<void> {
    return this.#server.stop(true);
  }
}

/** What the library of Standard Webhooks finds in it. Errors: where signature or time are not right. */
// biome-ignore lint/suspicious/noExplicitAny: what a test reads out of it is what it is there to check
export const verified = (secret: string, { body, headers }: Received): any => new Webhook(secret).verify(body, headers);
