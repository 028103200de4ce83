import pino from 'pino';

/** The contract's names of the levels, in pino's. */
const PINO_LEVEL = { debug: 'debug', info: 'info', warning: 'warn', error: 'error', critical: 'fatal' } as const;
/** Bytes that are gathered before they are written: a line a request must not cost a system call each. */
const BUFFER_BYTES = 4_096;
const FLUSH_INTERVAL_MS = 200;
const STANDARD_OUTPUT = 1;
/** For the owner, and a group that reads logs. */
const LOG_FILE_MODE = 0o640;

export type Logger = pino.Logger;

/** Where the lines of this process go, in batches. */
export interface LogOutput {
  write(lines: string): void;
  /** Everything that was written so far, before it returns. */
  flush(): void;
  /** After the file was moved away: what follows goes into a new one of its name. */
  reopen(): void;
}

/** Null: standard output. A disk that is full costs lines of the log and nothing else. */
export function openLogOutput(file: string | null): LogOutput {
  const destination = pino.destination({
    dest: file ?? STANDARD_OUTPUT,
    sync: false,
    minLength: BUFFER_BYTES,
    append: true,
    mode: LOG_FILE_MODE,
  });
  let isWaiting = false;
  let hasFailed = false;
  destination.on('error', (error: Error) => {
    if (!hasFailed) process.stderr.write(`the log of process ${process.pid} cannot be written: ${error.message}\n`);
    hasFailed = true;
  });
  // Flushing nothing is a system call all the same.
  const flush = () => {
    if (isWaiting) destination.flush();
    isWaiting = false;
  };
  setInterval(flush, FLUSH_INTERVAL_MS).unref();
  return {
    write(lines) {
      isWaiting = true;
      destination.write(lines);
    },
    flush() {
      try {
        destination.flushSync();
      } catch {
        // It never was open, or its reader is gone.
      }
    },
    reopen() {
      if (file !== null) destination.reopen();
      hasFailed = false;
    },
  };
}

/**
 * The log of this process, one JSON object a line.
 *
 * What is logged is named by us: never pass a request, a body, a message's text or an error of the database driver.
 */
export function createLogger(
  level: keyof typeof PINO_LEVEL,
  output: LogOutput,
  base: Record<string, unknown> = {},
): Logger {
  return pino(
    {
      level: PINO_LEVEL[level],
      base,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorSummary },
    },
    output,
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
