export interface MemoryUse {
  /** Bytes that the process takes of the machine. */
  rss: number;
  /** Bytes of its JavaScript values. */
  heapUsed: number;
}

let last: MemoryUse = { rss: 0, heapUsed: 0 };

/** What this process takes; what it took last where the system has no descriptor left to tell by. Never throws. */
export function memoryUse(): MemoryUse {
  try {
    const { rss, heapUsed } = process.memoryUsage();
    last = { rss, heapUsed };
  } catch {
    // The sign of life that carries it must go out all the same.
  }
  return last;
}
