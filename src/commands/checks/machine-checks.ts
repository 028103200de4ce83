import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { dirname } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { usableCores } from '../../config/cores.ts';
import type { Config } from '../../config.ts';
import { handsConnectionsOver } from '../../lib/quiet-listener.ts';
import { isPortFree } from '../../supervisor/port.ts';
import { type Check, fail, ok, warn } from './check.ts';

const GIBIBYTE = 1024 ** 3;
const MEBIBYTE = 1024 ** 2;
const FREE_BYTES = GIBIBYTE;
const LEAST_FREE_BYTES = 100 * MEBIBYTE;
/** What a worker takes at most after a day of work, and the supervisor; see docs/operations.md, "How much it takes". */
const WORKER_BYTES = 350 * MEBIBYTE;
const SUPERVISOR_BYTES = 100 * MEBIBYTE;
/** What Bun asks the kernel to let wait at a listener. */
const BACKLOG = 512;
/** Files, the bus and the log, besides clients and the database. */
const OTHER_DESCRIPTORS = 64;

export async function checkMachine(config: Config): Promise<Check[]> {
  return [
    checkBun(),
    ...checkFolders(config),
    checkMemory(config),
    checkCores(config),
    checkDescriptors(config),
    ...checkKernel(),
    await checkPort(config),
  ];
}

function checkBun(): Check {
  const range = packageJson.engines.bun;
  return Bun.semver.satisfies(Bun.version, range)
    ? ok('bun', Bun.version)
    : fail('bun', `${Bun.version} is not ${range}`, 'install the version that package.json names');
}

/** Uploads, the control socket and the local secret are in DATA_DIR. */
function checkFolders({ dataDir, logFile }: Config): Check[] {
  const folders = { DATA_DIR: dataDir, ...(logFile && { LOG_FILE: dirname(logFile) }), temporary: tmpdir() };
  return Object.entries(folders).map(([what, path]) => checkFolder(what, path));
}

function checkFolder(what: string, path: string): Check {
  let folder = path;
  // One that is not there yet is made by the start.
  while (!existsSync(folder)) folder = dirname(folder);
  const name = 'disk';
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    const detail = `${what}: its folder cannot be written`;
    return what === 'temporary' ? warn(name, detail, 'a tmpfs at /tmp') : fail(name, detail, 'give it to the user');
  }
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const detail = `${what}: ${(free / GIBIBYTE).toFixed(1)} GiB free`;
  if (free < LEAST_FREE_BYTES) return fail(name, detail, 'make room');
  return free < FREE_BYTES && what !== 'temporary' ? warn(name, detail, 'make room') : ok(name, detail);
}

function checkMemory({ workers }: Config): Check {
  const usable = Math.min(totalmem(), memoryLimit());
  const needed = workers * WORKER_BYTES + SUPERVISOR_BYTES;
  const detail = `${mebibytes(usable)} for ${workers} workers, which take up to ${mebibytes(needed)}`;
  return usable < needed ? warn('memory', detail, 'fewer WORKERS, or more memory') : ok('memory', detail);
}

const mebibytes = (bytes: number): string => `${Math.round(bytes / MEBIBYTE)} MiB`;

/** Of the container. Source: https://docs.kernel.org/admin-guide/cgroup-v2.html (memory.max), cgroup-v1. */
function memoryLimit(): number {
  const own = /^0::(\/.*)$/m.exec(read('/proc/self/cgroup') ?? '')?.[1] ?? '/';
  const paths = [
    `/sys/fs/cgroup${own}/memory.max`,
    '/sys/fs/cgroup/memory.max',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes',
  ];
  const limits = paths.map((path) => Number(read(path) ?? 'none')).filter((limit) => limit > 0);
  return Math.min(Number.POSITIVE_INFINITY, ...limits);
}

function checkCores({ workers }: Config): Check {
  const cores = usableCores();
  const detail = `${workers} workers on ${cores} cores`;
  return workers > cores * 4
    ? warn('cores', detail, 'more than four a core only wait for each other')
    : ok('cores', detail);
}

function checkDescriptors({ workerConnections, databasePoolSize }: Config): Check {
  const limit = /^Max open files\s+(\d+)/m.exec(read('/proc/self/limits') ?? '')?.[1];
  if (limit === undefined) return ok('descriptors', 'not told here');
  const needed = workerConnections + databasePoolSize + OTHER_DESCRIPTORS;
  const detail = `${limit} a process; a worker takes up to ${needed}`;
  return Number(limit) < needed
    ? warn('descriptors', detail, 'raise the limit (ulimit -n, LimitNOFILE), or lower WORKER_CONNECTIONS')
    : ok('descriptors', detail);
}

function checkKernel(): Check[] {
  const waiting = Number(read('/proc/sys/net/core/somaxconn') ?? BACKLOG);
  return [
    handsConnectionsOver() === false
      ? warn(
          'kernel',
          'net.ipv4.tcp_migrate_req is 0: a killed worker resets connections, one that is replaced delays some',
          'sysctl -w net.ipv4.tcp_migrate_req=1, in the network namespace of the service',
        )
      : ok('kernel', 'workers can be replaced without resets'),
    waiting < BACKLOG
      ? warn('kernel', `net.core.somaxconn is ${waiting}: bursts of new connections are lost`, `set it to ${BACKLOG}`)
      : ok('kernel', `net.core.somaxconn is ${waiting}`),
  ];
}

async function checkPort({ host, port }: Config): Promise<Check> {
  try {
    return ok(`port ${port}`, (await isPortFree(host, port)) ? 'free' : 'in use: by this service, if it is running');
  } catch {
    return fail(`port ${port}`, 'may not be listened on', 'a port above 1023, or CAP_NET_BIND_SERVICE; see HOST too');
  }
}

/** Null where there is none, as on other systems. */
function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return null;
  }
}
