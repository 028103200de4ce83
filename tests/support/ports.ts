import { createServer } from 'node:net';

/** Below those that the kernel gives to connections, and to servers that ask for any: nobody gets one of these by chance. */
const FIRST = 20_000;
/** Each process of the tests has so many of its own. */
const EACH = 100;
const PROCESSES = 120;

let taken = 0;

/**
 * A loopback port that nobody has, for what others must know before it listens. It stays free while nobody listens on it,
 * as when a server is started again: no other process takes it, nor this one before all of its own had their turn.
 */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < EACH; tries += 1) {
    const port = FIRST + (process.pid % PROCESSES) * EACH + (taken++ % EACH);
    if (await isFree(port)) return port;
  }
  throw new Error('no port is free');
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  return promise;
}
