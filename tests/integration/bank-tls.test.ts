import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'bun';

// A certificate that is checked against this machine's clock cannot stand in the repository.
const OPENSSL = Bun.which('openssl');
const CONNECTOR = join(import.meta.dir, '../../src/bank/http.ts');
const CLOCK = join(import.meta.dir, '../../src/lib/clock.ts');

let folder: string;
const tokensSeen: (string | undefined)[] = [];
const servers: Server[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joxai-tls-'));
});

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(folder, { recursive: true });
});

/** A bank under a certificate of its own for `name`; its address is always localhost. */
async function serve(name: string): Promise<string> {
  const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name}`];
  await $`${OPENSSL} req -x509 ${algorithm} -nodes -keyout ${key} -out ${cert} -days 2 ${subject}`.quiet();
  const server = createServer({ key: await readFile(key), cert: await readFile(cert) }, (request, response) => {
    tokensSeen.push(request.headers.authorization);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"customer_id":"C-1001","accounts":[]}');
  });
  servers.push(server);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

/** In a process of its own: whom it trusts is settled when it starts. */
async function ask(apiUrl: string, authority: string | null): Promise<string> {
  const program = `
    import { HttpBank } from ${JSON.stringify(CONNECTOR)};
    import { systemClock } from ${JSON.stringify(CLOCK)};
    const bank = new HttpBank({ apiUrl: ${JSON.stringify(apiUrl)}, apiToken: 'kT7', timeoutMs: 5000 }, systemClock);
    const answer = await bank.accounts('C-1001').catch(({ code, cause }) => [code, cause?.code]);
    process.stdout.write(JSON.stringify(answer));
    process.exit();`;
  const env = { PATH: process.env.PATH, ...(authority && { NODE_EXTRA_CA_CERTS: join(folder, `${authority}.pem`) }) };
  const child = Bun.spawn([process.execPath, '-e', program], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Response(child.stdout).text();
}

test.skipIf(!OPENSSL)('the token goes to nobody but the bank that the certificate names', async () => {
  const [bank, other] = [await serve('localhost'), await serve('other.example')];
  expect(await ask(bank, null)).toBe('["network","DEPTH_ZERO_SELF_SIGNED_CERT"]');
  expect(await ask(other, 'other.example')).toBe('["network","ERR_TLS_CERT_ALTNAME_INVALID"]');
  expect(tokensSeen).toEqual([]);
  expect(await ask(bank, 'localhost')).toBe('[]');
  expect(tokensSeen).toEqual(['Bearer kT7']);
});
