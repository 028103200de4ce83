import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type postgres from 'postgres';
import { AnchorSigner } from '../../src/features/audit/anchor.ts';
import { AnchorFiles } from '../../src/features/audit/anchor-files.ts';
import { findChainEnd, insertAnchor } from '../../src/features/audit/anchor-queries.ts';
import { anchorDaily, checkAnchors } from '../../src/features/audit/anchoring.ts';
import { writeAudit } from '../../src/features/audit/queries.ts';
import { verifyRoutinely } from '../../src/features/audit/verification.ts';
import type { Clock } from '../../src/lib/clock.ts';
import { eventually } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';
import { holdTable } from '../support/table-lock.ts';

const KEY = 'q8V2mZr7Lx0TnB5kYw3JdH9sPc6GfA1e';
const DAY_MS = 86_400_000;

let service: Service;
let folder: string;
let ahead = 0;
/** What the receiver got, and what it answers. */
const taken: string[] = [];
let status = 200;
let receiver: ReturnType<typeof Bun.serve>;
const clock: Clock = { now: () => new Date(Date.now() + ahead), monotonic: () => performance.now() };

const sql = () => service.ctx.db.sql;
const entry = () =>
  writeAudit(sql(), {
    actorId: null,
    actorName: 'Ana',
    action: 'ticket.read',
    resourceType: 'ticket',
    resourceId: 'T',
  });
const path = async () => join(folder, (await readdir(folder))[0] ?? '');
const lines = async () => (await readFile(await path(), 'utf8')).trim().split('\n');
const check = () => checkAnchors(sql(), service.ctx.config);

/** As somebody with all rights on the database would; everything in it is made to fit. */
async function rewriteAll(change: (tx: postgres.TransactionSql) => Promise<unknown>): Promise<void> {
  await sql().begin(async (tx) => {
    await tx`ALTER TABLE audit_log DISABLE TRIGGER USER`;
    await change(tx);
    const ids = await tx<{ id: number }[]>`SELECT id::int FROM audit_log ORDER BY id`;
    for (const { id } of ids) {
      await tx`
        UPDATE audit_log l SET previous_hash = coalesce((SELECT hash FROM audit_log WHERE id = ${id - 1}), '')
        WHERE id = ${id}`;
      await tx`UPDATE audit_log l SET hash = audit_log_hash(l) WHERE id = ${id}`;
    }
    await tx`UPDATE audit_chain SET (last_id, last_hash) = (SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1)`;
    await tx`UPDATE audit_verifications v SET last_hash = l.hash FROM audit_log l WHERE l.id = v.last_id`;
    await tx`ALTER TABLE audit_log ENABLE TRIGGER USER`;
  });
}

async function command(...files: string[]): Promise<{ exitCode: number; text: string }> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, '../../src/main.ts'), 'audit-verify', ...files], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: service.database.url,
      SECRET_KEY: service.ctx.config.secretKey,
      AUDIT_ANCHOR_DIR: folder,
      AUDIT_ANCHOR_KEY: KEY,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [text, errors] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { exitCode: await child.exited, text: text + errors };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'joxai-anchors-'));
  receiver = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      if (status === 200) taken.push(await request.text());
      return new Response(null, { status });
    },
  });
  service = await startService({
    resting: ['audit_chain', 'audit_anchor'],
    env: {
      AUDIT_ANCHOR_DIR: folder,
      AUDIT_ANCHOR_KEY: KEY,
      AUDIT_ANCHOR_URL: `http://127.0.0.1:${receiver.port}/anchors`,
    },
    overrides: { clock },
  });
});

afterAll(async () => {
  await service.stop();
  await receiver.stop(true);
  await rm(folder, { recursive: true });
});

describe('the anchors of the audit log', () => {
  test('are written once a day, by whoever comes first, and after days without any', async () => {
    for (let n = 0; n < 5; n += 1) await entry();
    expect(await Promise.all([anchorDaily(service.ctx), anchorDaily(service.ctx)])).toContain(true);
    expect(await anchorDaily(service.ctx)).toBe(false);
    await entry();
    ahead = 9 * DAY_MS;
    expect(await anchorDaily(service.ctx)).toBe(true);
    const written = (await lines()).map((line) => JSON.parse(line));
    expect(written.map(({ last_id }) => last_id)).toEqual([5, 6]);
    expect(written[1].previous).toBe(written[0].signature);
    expect(await lines()).toEqual(taken);
    expect(await check()).toEqual({ count: 2, bad: null });
    expect(JSON.stringify(written)).not.toContain(KEY);
    expect(await sql()`SELECT 1 FROM audit_anchors a WHERE a::text LIKE ${`%${KEY}%`}`).toHaveLength(0);
  });

  test('are ours under an earlier key too, as long as it is known', async () => {
    const { config } = service.ctx;
    const under = (keys: string[]) =>
      checkAnchors(sql(), { ...config, auditAnchors: { ...config.auditAnchors, keys } });
    expect((await under(['fT6wq0ZsBv3yLm8RkP1xHc5NgE7jDa2U', KEY])).bad).toBeNull();
    expect((await under(['fT6wq0ZsBv3yLm8RkP1xHc5NgE7jDa2U'])).bad?.fault).toBe('anchor');
  });

  test('are ours after SECRET_KEY signed them and is another one, where it stands among the keys', () => {
    const { config } = service.ctx;
    const [old, fresh] = ['kX7dRp2Vw9NcQz4TbLs6HfJm1GyE8uA3', 'fT6wq0ZsBv3yLm8RkP1xHc5NgE7jDa2U'];
    const signerOf = (secretKey: string, keys: string[]) =>
      new AnchorSigner({
        ...config,
        secretKey,
        secretKeyPrevious: null,
        auditAnchors: { ...config.auditAnchors, keys },
      });
    const anchor = { day: '2026-01-31', at: '2026-01-31T00:00:00Z', lastId: 1, lastHash: 'x', cutId: 0, previous: '' };
    const { line } = signerOf(old, []).sign(anchor);
    expect(signerOf(KEY, [fresh, old]).read(line)).toMatchObject(anchor);
    expect(signerOf(KEY, [fresh]).read(line)).toBeNull();
  });

  test('are sent again until they are taken', async () => {
    ahead = 10 * DAY_MS;
    status = 503;
    await entry();
    expect(await anchorDaily(service.ctx)).toBe(true);
    expect(taken).toHaveLength(2);
    status = 200;
    expect(await anchorDaily(service.ctx)).toBe(false);
    expect(taken).toHaveLength(3);
    expect(await lines()).toEqual(taken);
    await anchorDaily(service.ctx);
    expect(taken).toHaveLength(3);
  });

  test('one that cannot be written leaves the day without any, until it can', async () => {
    ahead = 11 * DAY_MS;
    const file = await path();
    const kept = await readFile(file, 'utf8');
    await rm(folder, { recursive: true });
    await writeFile(folder, 'in the way');
    await expect(anchorDaily(service.ctx)).rejects.toThrow();
    await rm(folder);
    await anchorDaily(service.ctx);
    // The file that went away is missed, and nothing else makes up for it.
    expect((await check()).bad?.fault).toBe('anchor');
    const [newest] =
      await sql()`DELETE FROM audit_anchors WHERE last_id = 7 AND day = (SELECT max(day) FROM audit_anchors) RETURNING day`;
    expect(newest).toBeDefined();
    await writeFile(file, kept);
    expect(await check()).toEqual({ count: 3, bad: null });
    // What a full disk left behind in the middle of a line is dropped by the next.
    await writeFile(file, `${kept}{"version":1,"da`);
    expect(await check()).toEqual({ count: 3, bad: null });
    expect(await anchorDaily(service.ctx)).toBe(true);
    expect(await check()).toEqual({ count: 4, bad: null });
  });

  test('find a chain that was reckoned anew as a whole, with everything in the database made to fit', async () => {
    await verifyRoutinely(service.ctx);
    expect((await command()).text).toContain('The audit log is whole');
    await sql()`CREATE TABLE audit_copy AS SELECT * FROM audit_log`;
    await sql()`CREATE TABLE anchors_copy AS SELECT * FROM audit_anchors`;
    await rewriteAll((tx) => tx`UPDATE audit_log SET actor_name = 'Nadie' WHERE id = 6`);
    const [chain] = await sql()`SELECT bool_and(hash = audit_log_hash(audit_log)) AS whole FROM audit_log`;
    expect(chain?.whole).toBe(true);
    expect((await check()).bad).toEqual({ id: 6, fault: 'rewritten' });
    const { exitCode, text } = await command();
    expect(exitCode).toBe(1);
    expect(text).toContain('entry 6 is not what was written down about it');
    // The file of the receiver says so too, when that of this machine is gone with the rest.
    const own = await readFile(await path(), 'utf8');
    const kept = join(folder, '../', `kept-${Date.now()}.txt`);
    await writeFile(kept, taken.join('\n'));
    await rm(await path());
    await sql()`DELETE FROM audit_anchors`;
    expect((await check()).bad).toBeNull();
    expect((await command(kept)).exitCode).toBe(1);
    await rm(kept);
    await writeFile(join(folder, `${hostname()}.jsonl`), own);
    // Daily, and told to the administrators.
    await sql()`DELETE FROM audit_verifications`;
    await verifyRoutinely(service.ctx);
    const [found] = await sql()`SELECT first_bad_id::int AS id, fault FROM audit_verifications WHERE status = 'broken'`;
    expect(found).toEqual({ id: 6, fault: 'rewritten' });
    await rewriteAll(async (tx) => {
      await tx`DELETE FROM audit_log`;
      await tx`INSERT INTO audit_log SELECT * FROM audit_copy`;
    });
    await sql()`INSERT INTO audit_anchors SELECT * FROM anchors_copy`;
    await sql()`DROP TABLE audit_copy, anchors_copy`;
    await sql()`DELETE FROM audit_verifications`;
    expect((await check()).bad).toBeNull();
  });

  test('find an end that was cut off with everything that told of it', async () => {
    await sql().begin(async (tx) => {
      await tx`ALTER TABLE audit_log DISABLE TRIGGER USER`;
      await tx`CREATE TABLE audit_copy AS SELECT * FROM audit_log WHERE id = 7`;
      await tx`DELETE FROM audit_log WHERE id = 7`;
    });
    expect((await check()).bad).toEqual({ id: 7, fault: 'missing' });
    await sql()`INSERT INTO audit_log SELECT * FROM audit_copy`;
    await sql()`DROP TABLE audit_copy`;
    await sql()`ALTER TABLE audit_log ENABLE TRIGGER USER`;
    expect((await check()).bad).toBeNull();
  });

  test.each([
    [
      'a changed number',
      (all: string[]) => all.map((line, at) => (at === 1 ? line.replace('"last_id":6', '"last_id":5') : line)),
    ],
    ['a line taken out', (all: string[]) => all.filter((_, at) => at !== 1)],
    ['the last line taken out', (all: string[]) => all.slice(0, -1)],
    ['lines that changed places', (all: string[]) => [all[1], all[0], ...all.slice(2)]],
    [
      'a signature of another key',
      (all: string[]) => all.map((line) => line.replace(/"key":"[0-9a-f]+"/, '"key":"00000000"')),
    ],
    ['words of nobody', (all: string[]) => [...all, 'x']],
  ] as [string, (all: string[]) => string[]][])('are known for forged: %s', async (_, forge) => {
    const file = await path();
    const kept = await readFile(file, 'utf8');
    await writeFile(file, `${forge(kept.trim().split('\n')).join('\n')}\n`);
    try {
      expect((await check()).bad?.fault).toBe('anchor');
      expect((await command()).exitCode).toBe(1);
    } finally {
      await writeFile(file, kept);
    }
    expect((await check()).bad).toBeNull();
  });

  test('are not missed while the day’s is just being written', async () => {
    ahead = 20 * DAY_MS;
    const { count } = await check();
    const lock = await holdTable(service.database.url, 'audit_anchors');
    const looking = check();
    await eventually('the look waits for what was written', lock.isAwaited);
    const files = new AnchorFiles(folder);
    const signer = new AnchorSigner(service.ctx.config);
    const { lastId, lastHash, cutId } = await findChainEnd(lock.tx);
    const day = clock.now().toISOString().slice(0, 10);
    const previous = signer.read((await files.own()).at(-1) ?? '')?.signature ?? '';
    const { line } = signer.sign({ day, at: clock.now().toISOString(), lastId, lastHash, cutId, previous });
    expect(await insertAnchor(lock.tx, { day, lastId, line, host: files.host })).toBe(true);
    await files.append(line);
    await lock.release();
    expect(await looking).toEqual({ count: count + 1, bad: null });
  });
});
