import { writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { readDocument } from '../features/knowledge-import/reading/read-document.ts';
import { ReadFault } from '../features/knowledge-import/reading/read-fault.ts';

const LOWEST_PRIORITY = 19;
/** Whoever started it ends it sooner; this is for a reader whose worker is gone. */
const LIFETIME_MS = 30_000;

/**
 * Reads one document from the standard input and writes what is in it, or what is wrong with it, as one line of JSON.
 * Whoever serves goes before it: it gets the processor last, and is the first to go where memory runs out.
 */
export async function readDocumentCommand(_: unknown, [name = '', mode]: string[]): Promise<number> {
  yieldToOthers();
  endInTime();
  const bytes = await Bun.stdin.bytes();
  const answer = await readDocument(bytes, name, { isSplit: mode === 'split' }).catch((error) => {
    if (error instanceof ReadFault) return { fault: error.fault };
    if (error instanceof RangeError) return { fault: { code: 'too_deep' } };
    // A file that its reader chokes on; what exactly a library says of it helps nobody.
    return { fault: { code: 'damaged' } };
  });
  await Bun.write(Bun.stdout, JSON.stringify(answer));
  return 0;
}

function yieldToOthers(): void {
  try {
    setPriority(LOWEST_PRIORITY);
    if (process.platform === 'linux') writeFileSync('/proc/self/oom_score_adj', '1000');
  } catch {
    // Not everywhere may a process say so.
  }
}

/** From a thread of its own: what hangs in a file does not come back to a timer. */
function endInTime(): void {
  const code = `setTimeout(() => process.kill(process.pid, 'SIGKILL'), ${LIFETIME_MS})`;
  new Worker(URL.createObjectURL(new Blob([code]))).unref();
}
