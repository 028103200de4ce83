import { expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { overlookNewConnections } from '../../src/lib/quiet-listener.ts';
import { eventually } from '../support/eventually.ts';

const CONNECTIONS = 60;
/** The kernel repeats the first packet of a connection after a second. */
const REPEATED_MS = 900;

/** Whether somebody's first packet waits for an answer there. Source: the states of Linux' tcp_states.h. */
function isKnockedAt(port: number): boolean {
  const there = `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')} 02`;
  return readFileSync('/proc/net/tcp', 'utf8').includes(there);
}

async function ask(port: number): Promise<{ answer: string; ms: number }> {
  const begun = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' }, keepalive: false });
  return { answer: await response.text(), ms: performance.now() - begun };
}

test.if(process.platform === 'linux')(
  'who is overlooked comes to another process that shares the port',
  async () => {
    const server = Bun.serve({ port: 0, hostname: '127.0.0.1', reusePort: true, fetch: () => new Response('leaving') });
    const port = server.port as number;
    const { promise: isListening, resolve } = Promise.withResolvers<void>();
    const other = Bun.spawn([process.execPath, `${import.meta.dir}/../support/port-sharer.ts`, String(port)], {
      stdio: ['ignore', 'inherit', 'inherit'],
      ipc: () => resolve(),
    });
    try {
      await isListening;
      const before = await Promise.all(Array.from({ length: CONNECTIONS }, () => ask(port)));
      expect(new Set(before.map(({ answer }) => answer))).toEqual(new Set(['leaving', 'other']));
      expect(await overlookNewConnections(port)).toBe(true);
      const asked = Array.from({ length: CONNECTIONS }, () => ask(port));
      await eventually('somebody is overlooked', () => isKnockedAt(port));
      await server.stop();
      const after = await Promise.all(asked);
      expect(after.filter(({ answer }) => answer !== 'other')).toEqual([]);
      expect(after.filter(({ ms }) => ms > REPEATED_MS).length).toBeWithin(1, CONNECTIONS);
    } finally {
      await server.stop(true);
      other.kill();
      await other.exited;
    }
  },
  60_000,
);

test('a port on which this process does not listen is left alone', async () => {
  expect(await overlookNewConnections(1)).toBe(false);
});
