import { closeSync, openSync, writeSync } from 'node:fs';
import type { LogLevel } from '../config.ts';
import { reasonOf } from '../lib/reason.ts';

export type Log = (level: LogLevel, message: string) => void;

export interface SupervisorLog {
  log: Log;
  /** After the file was moved away: what follows goes into a new one of its name. */
  reopen(): void;
}

interface LogOptions {
  threshold: LogLevel;
  format: 'access' | 'json';
  /** Null: standard output. */
  file: string | null;
}

const ORDER: readonly LogLevel[] = ['debug', 'info', 'warning', 'error', 'critical'];
const STANDARD_OUTPUT = 1;
/** For the owner, and a group that reads logs. */
const LOG_FILE_MODE = 0o640;

/**
 * The supervisor's own log: a line of text or of JSON. It loads nothing, so that it lives long.
 * Errors: throws when the file cannot be written.
 */
export function createLog({ threshold, format, file }: LogOptions): SupervisorLog {
  const open = () => (file === null ? STANDARD_OUTPUT : openSync(file, 'a', LOG_FILE_MODE));
  let output = open();
  return {
    log(level, message) {
      if (ORDER.indexOf(level) < ORDER.indexOf(threshold)) return;
      write(output, `${lineOf(format, level, message)}\n`);
    },
    reopen() {
      if (file === null) return;
      try {
        const next = open();
        closeSync(output);
        output = next;
      } catch (error) {
        process.stderr.write(`the log cannot be opened again, the file of before goes on: ${reasonOf(error)}\n`);
      }
    },
  };
}

function lineOf(format: LogOptions['format'], level: LogLevel, message: string): string {
  const time = new Date().toISOString();
  if (format === 'json') return JSON.stringify({ time, level, pid: process.pid, msg: message });
  return `[${time}] [${process.pid}] [${level.toUpperCase()}] ${message}`;
}

/** A full disk, or a reader of our output that is gone, must not end the service. */
function write(output: number, line: string): void {
  try {
    if (output === STANDARD_OUTPUT) process.stdout.write(line);
    else writeSync(output, line);
  } catch (error) {
    process.stderr.write(`the log cannot be written (${reasonOf(error)}): ${line}`);
  }
}
