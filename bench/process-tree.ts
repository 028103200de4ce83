import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second for every program that reads /proc. */
const TICKS_PER_SECOND = 100;
const PARENT_FIELD = 1;
const USER_TIME_FIELD = 11;
const SYSTEM_TIME_FIELD = 12;

/** The process and all that descend from it, the process first. */
export function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const parent = Number(statFields(pid)?.[PARENT_FIELD]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found;
}

/** Units: seconds of processor time that the process and its living descendants have used. */
export function processorSeconds(root: number): number {
  let ticks = 0;
  for (const pid of processTree(root)) {
    const fields = statFields(pid);
    ticks += Number(fields?.[USER_TIME_FIELD] ?? 0) + Number(fields?.[SYSTEM_TIME_FIELD] ?? 0);
  }
  return ticks / TICKS_PER_SECOND;
}

/** Units: KB; pages that several processes share are counted once. */
export function proportionalMemory(root: number): number {
  let total = 0;
  for (const pid of processTree(root)) {
    const line = read(`/proc/${pid}/smaps_rollup`)?.match(/^Pss:\s+(\d+) kB$/m);
    total += Number(line?.[1] ?? 0);
  }
  return total;
}

/** The fields of /proc/<pid>/stat after the name, which may itself hold spaces; null once the process is gone. */
function statFields(pid: number): string[] | null {
  const text = read(`/proc/${pid}/stat`);
  return text === null ? null : text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended between the listing and the reading.
    return null;
  }
}
