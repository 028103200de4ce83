import pino from 'pino';

/** The contract's names of the levels, in pino's. */
const PINO_LEVEL = { debug: 'debug', info: 'info', warning: 'warn', error: 'error', critical: 'fatal' } as const;
/** Bytes that are gathered before they are written: a line a request must not cost a system call each. */
const BUFFER_BYTES = 4_096;
const FLUSH_INTERVAL_MS = 200;

export type Logger = pino.Logger;

/**
 * The log of this process, on standard output, one JSON object a line.
 *
 * What is logged is named by us: never pass a request, a body, a message's text or an error of the database driver.
 */
export function createLogger(level: keyof typeof PINO_LEVEL, base: Record<string, unknown> = {}): Logger {
  const destination = pino.destination({ dest: 1, sync: false, minLength: BUFFER_BYTES });
  let isWaiting = false;
  // Flushing nothing is a system call all the same.
  const flush = () => {
    if (isWaiting) destination.flush();
    isWaiting = false;
  };
  setInterval(flush, FLUSH_INTERVAL_MS).unref();
  const write = (line: string) => {
    isWaiting = true;
    destination.write(line);
  };
  return pino(
    {
      level: PINO_LEVEL[level],
      base,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorSummary },
    },
    { write },
  );
}

/** An error without its texts: drivers put statements, parameters and hosts into them. */
export function errorSummary(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const { code } = error as { code?: unknown };
  return {
    name: error.name,
    ...(typeof code === 'string' && { code }),
    at: ownFrames(error.stack),
    ...(error.cause instanceof Error && { cause: errorSummary(error.cause) }),
  };
}

/** Where it happened, as far as it lies in this program. */
function ownFrames(stack = ''): string[] {
  const frames = stack.split('\n').filter((frame) => !frame.includes('node_modules'));
  return frames.flatMap((frame) => frame.match(/(src|views)\/[\w/.-]+:\d+/)?.[0] ?? []).slice(0, 5);
}
