import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'bun';
import { checkRedis } from '../../src/commands/checks/redis-check.ts';
import type { Config } from '../../src/config.ts';
import { Redis } from '../../src/db/redis.ts';
import { hasRedis, type RedisServer, startRedis } from '../support/redis-server.ts';

// A certificate that is checked against this machine's clock cannot stand in the repository.
const OPENSSL = Bun.which('openssl');
const MODULE = join(import.meta.dir, '../../src/db/redis.ts');
const PASSWORD = 'Faro/Verde:77@31';

let folder: string;
const servers: RedisServer[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joxai-redis-tls-'));
});

afterAll(async () => {
  for (const server of servers) await server.stop();
  await rm(folder, { recursive: true });
});

async function serve(name: string): Promise<RedisServer> {
  const [key, certificate] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  await $`${OPENSSL} req -x509 ${algorithm} -nodes -keyout ${key} -out ${certificate} -days 2 ${subject}`.quiet();
  const server = await startRedis({ password: PASSWORD, tls: { certificate, key } });
  servers.push(server);
  return server;
}

/** In a process of its own: whom it trusts is settled when it starts. Answers what it can do with it, or why not. */
async function tryIt(url: string, authority: string | null): Promise<string> {
  const program = `
    import { Redis } from ${JSON.stringify(MODULE)};
    let fault = 'none';
    const redis = await Redis.open({
      url: ${JSON.stringify(url)},
      onChange: (isUp, error) => { if (!isUp) fault = String(error?.code ?? error?.message); },
    });
    const answer = redis.isUp ? await redis.ask((client) => client.echo('here')) : fault;
    process.stdout.write(answer);
    process.exit();`;
  const env = { PATH: process.env.PATH, ...(authority && { NODE_EXTRA_CA_CERTS: join(folder, `${authority}.pem`) }) };
  const child = Bun.spawn([process.execPath, '-e', program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Response(child.stdout).text();
}

test.skipIf(!OPENSSL || !hasRedis)('rediss: speaks to nobody but whom the certificate names', async () => {
  const [server, other] = await Promise.all([serve('localhost'), serve('other.example')]);
  const named = ({ url }: RedisServer) => url.replace('127.0.0.1', 'localhost');
  expect(await tryIt(named(server), null)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(await tryIt(named(other), 'other.example')).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  expect(await tryIt(named(server), 'localhost')).toBe('here');
});

test.skipIf(!hasRedis)('the password of the address is used, and a wrong one is told', async () => {
  const server = await startRedis({ password: PASSWORD });
  servers.push(server);
  expect(await tryIt(server.url, null)).toBe('here');
  expect(await tryIt(server.url.replace('Faro', 'Otro'), null)).toContain('WRONGPASS');
  expect(await tryIt(`redis://127.0.0.1:${server.port}`, null)).toContain('NOAUTH');
});

test.skipIf(!hasRedis)('the driver is loaded by who has a Redis, and by nobody else', async () => {
  const server = await startRedis();
  servers.push(server);
  const program = `
    import { createRequire } from 'node:module';
    import { Redis } from ${JSON.stringify(MODULE)};
    import ${JSON.stringify(join(import.meta.dir, '../../src/server.ts'))};
    import ${JSON.stringify(join(import.meta.dir, '../../src/context.ts'))};
    const isLoaded = () => Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes('/ioredis/'));
    const before = isLoaded();
    await Redis.open({ url: ${JSON.stringify(server.url)}, onChange: () => {} });
    process.stdout.write(JSON.stringify([before, isLoaded()]));
    process.exit();`;
  const child = Bun.spawn([process.execPath, '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  expect(await new Response(child.stdout).text()).toBe('[false,true]');
});

describe.skipIf(!hasRedis)('the doctor', () => {
  const statusOf = async (redisUrl: string | null): Promise<string[]> =>
    (await checkRedis({ redisUrl } as Config)).map(({ status, detail }) => `${status} ${detail}`);

  test('finds a Redis that can be used, or none that was asked for', async () => {
    const server = await startRedis();
    servers.push(server);
    expect(await statusOf(server.url)).toEqual([expect.stringMatching(/^ok Redis \d+\.\d+/)]);
    expect(await statusOf(null)).toEqual(['ok REDIS_URL is not set: PostgreSQL carries events and limits']);
    expect(await server.cli('KEYS', '*')).toMatch(/^(joxai:limit:doctor:.*)?$/);
    for (const policy of ['allkeys-lru', 'volatile-ttl']) {
      await server.cli('CONFIG', 'SET', 'maxmemory-policy', policy);
      expect(await statusOf(server.url)).toEqual([
        expect.stringContaining('ok Redis'),
        `warn forgets counters when its memory is full (${policy})`,
      ]);
    }
  });

  test('is content with a user who may do what docs/operations.md says and nothing else', async () => {
    const server = await startRedis({ password: PASSWORD });
    servers.push(server);
    const document = await Bun.file(join(import.meta.dir, '../../docs/operations.md')).text();
    const [, rights = ''] = /ACL SETUSER joxai on >password ([^`]+)`/.exec(document) ?? [];
    expect(rights).toContain('~joxai:*');
    await server.cli('ACL', 'SETUSER', 'joxai', 'on', `>${PASSWORD}`, ...rights.split(' '));
    const url = `${server.url.replace('redis://', 'redis://joxai')}/1`;
    expect(await statusOf(url)).toEqual([expect.stringContaining('ok Redis')]);
    const redis = await Redis.open({ url, onChange: () => {} });
    await expect(redis.ask((client) => client.set('joxai:limit:x', '1'))).rejects.toThrow('NOPERM');
    redis.close();
  });

  test('says why one cannot be used, without its password', async () => {
    const server = await startRedis({ password: PASSWORD });
    const cluster = await startRedis({ settings: ['--cluster-enabled', 'yes'] });
    servers.push(server, cluster);
    const as = (user: string) => server.url.replace('redis://', `redis://${user}`);
    await server.cli('ACL', 'SETUSER', 'deaf', 'on', `>${PASSWORD}`, '~*', '&other', '+@all');
    await server.cli('ACL', 'SETUSER', 'unlettered', 'on', `>${PASSWORD}`, '~*', '&*', '+@all', '-eval');
    await server.cli('ACL', 'SETUSER', 'elsewhere', 'on', `>${PASSWORD}`, '~other:*', '&*', '+@all');
    expect(await statusOf('redis://127.0.0.1:1')).toEqual(['fail cannot be used (ECONNREFUSED)']);
    expect(await statusOf(server.url.replace('Faro', 'Otro'))).toEqual(['fail cannot be used (WRONGPASS)']);
    expect(await statusOf(as('deaf'))).toEqual(['fail cannot be used (NOPERM)']);
    expect(await statusOf(as('unlettered'))).toEqual(['fail cannot be used (NOPERM)']);
    expect(await statusOf(as('elsewhere'))).toEqual([expect.stringMatching(/^fail cannot be used \(/)]);
    expect(await statusOf(cluster.url)).toEqual([expect.stringMatching(/^fail (is a cluster|cannot be used)/)]);
  }, 60_000);
});
