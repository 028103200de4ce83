import { processorSeconds } from '../../bench/process-tree.ts';
import { freePort } from './ports.ts';

const POLL_MS = 2;
const LIMIT_MS = 60_000;

export interface ColdStart {
  /** From the start command to the first 200 on /readiness. Units: milliseconds. */
  readyMs: number;
  /** Of all its processes, until then. Units: milliseconds. */
  processorMs: number;
  /** Until all workers serve. Units: milliseconds. */
  completeMs: number;
}

/** Starts the program, waits until it serves, and stops it. Errors: rejects when it does not become ready. */
export async function startOnce(program: string, env: Record<string, string>): Promise<ColdStart> {
  const port = await freePort();
  const began = performance.now();
  const child = Bun.spawn([process.execPath, program, 'start'], {
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const complete = untilSaid(child.stdout, /is ready after/);
  try {
    await untilReady(`http://127.0.0.1:${port}/readiness`, child, began);
    const readyMs = performance.now() - began;
    const processorMs = processorSeconds(child.pid) * 1000;
    await complete;
    return { readyMs, processorMs, completeMs: performance.now() - began };
  } finally {
    child.kill('SIGTERM');
    await child.exited;
  }
}

async function untilReady(url: string, child: Bun.Subprocess, began: number): Promise<void> {
  while (performance.now() - began < LIMIT_MS && child.exitCode === null) {
    const answer = await fetch(url, { headers: { connection: 'close' } }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await Bun.sleep(POLL_MS);
  }
  throw new Error('the service did not become ready');
}

/** Reads on to the end all the same, so that the service never waits for a reader. */
function untilSaid(stream: ReadableStream<Uint8Array>, words: RegExp): Promise<void> {
  return new Promise((done, fail) => {
    const read = async () => {
      let text = '';
      for await (const chunk of stream) {
        text += new TextDecoder().decode(chunk);
        if (words.test(text)) done();
      }
      fail(new Error(`the service ended: ${text}`));
    };
    read().catch(fail);
  });
}
