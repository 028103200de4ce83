import { afterEach, expect, test } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, say, staffToken, startChat } from '../support/client.ts';
import { Customer } from '../support/customer.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { until } from '../support/pool-process.ts';
import { Prober, slowestOf, statusesOf } from '../support/prober.ts';
import { Wire } from '../support/wire.ts';

const QUESTION = '¿A qué hora abren las sucursales?';
const DESCRIPTORS = 256;
const CONNECTIONS = 700;
const DNS_PORT = 53;
const SILENT_RESOLVER = '127.0.0.53';
/** The answer's deadlines, and what a busy machine adds. */
const ANSWERED_WITHIN_MS = 25_000;

const mayMount = spawnSync('unshare', ['--mount', 'true']).status === 0;
const endings: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

async function start(env: Record<string, string>, within: string[]): Promise<Installation> {
  const service = await startInstallation({ WORKERS: '2', LOG_LEVEL: 'error', ...env }, { within });
  endings.push(() => service.stop());
  return service;
}

test(`${DESCRIPTORS} file descriptors: those who are too many wait or are refused, nobody crashes, and then all is well`, async () => {
  const service = await start({}, ['sh', '-c', `ulimit -n ${DESCRIPTORS} && exec "$@"`, 'sh']);
  const before = await service.workers();
  const customers = await Promise.all(Array.from({ length: 5 }, (_, n) => Customer.arrive(service.origin, n)));
  const wires: Wire[] = [];
  endings.push(() => {
    for (const wire of wires) wire.close();
  });
  while (wires.length < CONNECTIONS) {
    const more = await Promise.all(Array.from({ length: 50 }, () => Wire.open(service.origin).catch(() => null)));
    wires.push(...more.filter((wire) => wire !== null));
    if (more.every((wire) => wire === null)) break;
  }
  for (const wire of wires) wire.get('/health');
  await until(() => wires.filter((wire) => wire.statuses().length > 0).length > 50);
  const talks = customers.map((customer) => customer.talk(2, 300));
  await Bun.sleep(3_000);
  const answered = wires.filter((wire) => wire.statuses()[0] === 200).length;
  process.stdout.write(`  ${wires.length} connections, ${answered} of them answered while all were open\n`);
  expect(wires.length).toBeGreaterThan(2 * DESCRIPTORS);
  for (const wire of wires.splice(0)) wire.close();
  await until(async () => (await call(service.origin, 'GET', '/readiness').catch(() => null))?.status === 200);
  await Promise.all(talks);
  expect(service.output()).not.toContain('an error reached nobody');
  expect(await service.workers()).toEqual(before);
  const settled = performance.now() + ANSWERED_WITHIN_MS;
  const reports = await Promise.all(customers.map((customer) => customer.report(settled)));
  for (const customer of customers) customer.leave();
  expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
}, 150_000);

/** Takes every question and answers none. */
async function startSilentResolver(): Promise<{ asked: () => number }> {
  let asked = 0;
  const socket: Socket = createSocket('udp4', () => {
    asked += 1;
  });
  socket.bind(DNS_PORT, SILENT_RESOLVER);
  await once(socket, 'listening');
  endings.push(() => socket.close());
  return { asked: () => asked };
}

test.if(mayMount)(
  'name resolution that hangs: customers are answered without the vendor, staff are served, mails wait',
  async () => {
    const resolver = await startSilentResolver();
    const folder = mkdtempSync(join(tmpdir(), 'joxai-dns-'));
    endings.push(() => rmSync(folder, { recursive: true }));
    const resolvConf = join(folder, 'resolv.conf');
    writeFileSync(resolvConf, `nameserver ${SILENT_RESOLVER}\n`);
    const mount = `mount --bind ${resolvConf} /etc/resolv.conf && exec "$@"`;
    const service = await start(
      {
        AI_PROVIDER: 'openai',
        OPENAI_API_KEY: 'sk-local-test-key',
        OPENAI_BASE_URL: 'http://models.joxai-vendor.com/v1',
        SMTP_HOST: 'mail.joxai-vendor.com',
        SMTP_PORT: '587',
        SMTP_FROM_EMAIL: 'desk@joxai.test',
      },
      ['unshare', '--mount', 'sh', '-c', mount, 'sh'],
    );
    const before = await service.workers();
    const token = await staffToken(service.origin);
    const prober = new Prober(
      service.origin,
      [
        { name: 'health', paths: ['/health'] },
        { name: 'staff', paths: ['/api/v1/tickets', '/api/v1/users'], token },
        { name: 'page', paths: ['/panel/login'] },
      ],
      100,
    );
    // Several at once, so that whoever waits for a name could hold up the others.
    const chats = await Promise.all(Array.from({ length: 8 }, () => startChat(service.origin)));
    const begun = performance.now();
    const answers = await Promise.all(chats.map((chat) => say(service.origin, chat, QUESTION)));
    const tookMs = performance.now() - begun;
    const again = performance.now();
    expect((await staffToken(service.origin)).length).toBeGreaterThan(20);
    const loginMs = performance.now() - again;
    await prober.stop();
    process.stdout.write(
      `  ${resolver.asked()} names asked for; answered after ${Math.round(tookMs)} ms, a login took ${Math.round(loginMs)} ms, other requests at most ${Math.round(slowestOf(prober.probes))} ms\n`,
    );
    expect(resolver.asked()).toBeGreaterThan(0);
    expect(answers.map(({ status, body }) => [status, body.metadata?.provider])).toEqual(
      chats.map(() => [200, 'mock']),
    );
    expect(tookMs).toBeLessThan(ANSWERED_WITHIN_MS);
    expect(statusesOf(prober.probes)).toEqual({ 200: prober.probes.length });
    expect(slowestOf(prober.probes)).toBeLessThan(5_000 + service.startMs());
    expect(loginMs).toBeLessThan(8_000 + service.startMs());
    expect(await service.workers()).toEqual(before);
  },
  150_000,
);
