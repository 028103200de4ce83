import type { LogLevel } from '../config.ts';

export type Log = (level: LogLevel, message: string) => void;

const ORDER: readonly LogLevel[] = ['debug', 'info', 'warning', 'error', 'critical'];

/** The supervisor's own log: a line of text or of JSON on standard output. It loads nothing, so that it lives long. */
export function createLog(threshold: LogLevel, format: 'access' | 'json'): Log {
  return (level, message) => {
    if (ORDER.indexOf(level) < ORDER.indexOf(threshold)) return;
    const time = new Date().toISOString();
    const line =
      format === 'json'
        ? JSON.stringify({ time, level, pid: process.pid, msg: message })
        : `[${time}] [${process.pid}] [${level.toUpperCase()}] ${message}`;
    process.stdout.write(`${line}\n`);
  };
}
