import { readFile } from 'node:fs/promises';
import { MAIN_PROGRAM } from '../../lib/root.ts';
import type { DocumentKind, Fault, ReadArticle } from './model.ts';
import type { ReadingOptions } from './reading/markdown.ts';

const READING_DEADLINE_MS = 20_000;
const MAX_MEMORY_BYTES = 768 * 1024 * 1024;
/** What it may answer with: a document is at most as large as an upload, and Markdown not much larger. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;
const LOOK_EVERY_MS = 50;

export type Reading = { kind: DocumentKind; articles: ReadArticle[] } | { fault: Fault };

/**
 * What is in a document, read by a process that lives for it alone, knows no secret and has bounds in time and memory: a
 * hostile file ends its reader and nobody else. Every end of it is an answer.
 */
export async function readInProcess(bytes: Uint8Array, name: string, { isSplit }: ReadingOptions): Promise<Reading> {
  const child = Bun.spawn([process.execPath, MAIN_PROGRAM, 'read-document', name, isSplit ? 'split' : 'whole'], {
    stdin: bytes as Uint8Array<ArrayBuffer>,
    stdout: 'pipe',
    stderr: 'ignore',
    env: { NODE_ENV: 'production', TMPDIR: process.env.TMPDIR ?? '/tmp' },
    timeout: READING_DEADLINE_MS,
    killSignal: 'SIGKILL',
    maxBuffer: MAX_ANSWER_BYTES,
  });
  const began = performance.now();
  let isTooLarge = false;
  const watch = setInterval(async () => {
    if ((await memoryOf(child.pid)) < MAX_MEMORY_BYTES) return;
    isTooLarge = true;
    child.kill('SIGKILL');
  }, LOOK_EVERY_MS);
  try {
    const answer = await new Response(child.stdout).text();
    await child.exited;
    if (isTooLarge) return { fault: { code: 'memory' } };
    if (performance.now() - began >= READING_DEADLINE_MS) return { fault: { code: 'timeout' } };
    return (parse(answer) as Reading | null) ?? { fault: { code: child.signalCode ? 'memory' : 'damaged' } };
  } finally {
    clearInterval(watch);
    child.kill('SIGKILL');
  }
}

/** Bytes in memory; 0 where it cannot be told or the process is gone. */
async function memoryOf(pid: number): Promise<number> {
  if (process.platform !== 'linux') {
    const { stdout } = Bun.spawnSync(['ps', '-o', 'rss=', '-p', String(pid)]);
    return Number(stdout.toString()) * 1_024 || 0;
  }
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1_024;
}

/** Entities, front matter and the titles of PDFs may hold characters that the database does not take. */
const storable = (_: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value;

function parse(text: string): unknown {
  try {
    return JSON.parse(text, storable);
  } catch {
    return null;
  }
}
