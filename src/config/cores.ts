import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const MIN_WORKERS = 2;
const MAX_WORKERS = 8;

/** The number of worker processes that suits a number of cores: cores × 2 + 1, within 2…8. */
export function defaultWorkers(cores: number): number {
  return Math.min(MAX_WORKERS, Math.max(MIN_WORKERS, Math.floor(cores * 2 + 1)));
}

/**
 * The cores this process may use: those it is allowed to run on, or the container's quota where that is less.
 * Units: cores, possibly a fraction.
 * Source: https://docs.kernel.org/admin-guide/cgroup-v2.html (cpu.max), cgroup-v1 cpu.cfs_quota_us.
 */
export function usableCores(readText: (path: string) => string = (path) => readFileSync(path, 'utf8')): number {
  const read = (path: string): string | null => {
    try {
      return readText(path).trim();
    } catch {
      return null;
    }
  };
  const allowed = coresOfAffinity(read('/proc/self/status')) ?? availableParallelism();
  return Math.min(allowed, quotaOfVersion2(read) ?? quotaOfVersion1(read) ?? allowed);
}

function coresOfAffinity(status: string | null): number | null {
  const list = /^Cpus_allowed_list:\s*(\S+)$/m.exec(status ?? '')?.[1];
  if (list === undefined) return null;
  const cores = list.split(',').reduce((sum, range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return sum + last - first + 1;
  }, 0);
  return Number.isFinite(cores) && cores > 0 ? cores : null;
}

type Read = (path: string) => string | null;

function quotaOfVersion2(read: Read): number | null {
  const group = /^0::(\/.*)$/m.exec(read('/proc/self/cgroup') ?? '')?.[1] ?? '/';
  // Any group on the way up may carry the tighter quota.
  const parts = group.split('/').filter((part) => part !== '');
  const folders = parts.map((_, index) => `/sys/fs/cgroup/${parts.slice(0, index + 1).join('/')}`);
  const quotas = ['/sys/fs/cgroup', ...folders].map((folder) => {
    const [quota, period] = (read(`${folder}/cpu.max`) ?? '').split(' ').map(Number);
    return quotient(quota, period);
  });
  const known = quotas.filter((quota) => quota !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function quotaOfVersion1(read: Read): number | null {
  for (const folder of ['/sys/fs/cgroup/cpu', '/sys/fs/cgroup/cpu,cpuacct']) {
    const quota = quotient(
      Number(read(`${folder}/cpu.cfs_quota_us`) ?? 'none'),
      Number(read(`${folder}/cpu.cfs_period_us`) ?? 'none'),
    );
    if (quota !== null) return quota;
  }
  return null;
}

function quotient(quota: number | undefined, period: number | undefined): number | null {
  return quota !== undefined && period !== undefined && quota > 0 && period > 0 ? quota / period : null;
}
