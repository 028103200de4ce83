import { say } from '../console.ts';

export interface Check {
  status: 'ok' | 'warn' | 'fail';
  name: string;
  /** What was found; never the value of a secret. */
  detail: string;
  /** What to do about it. */
  hint?: string;
}

export interface ReportOptions {
  isJson: boolean;
  /** Warnings count as failures. */
  isStrict: boolean;
}

const USAGE_EXIT_CODE = 64;

export const ok = (name: string, detail: string): Check => ({ status: 'ok', name, detail });
export const warn = (name: string, detail: string, hint?: string): Check => ({
  status: 'warn',
  name,
  detail,
  ...(hint && { hint }),
});
export const fail = (name: string, detail: string, hint?: string): Check => ({
  status: 'fail',
  name,
  detail,
  ...(hint && { hint }),
});

/** Prints a line a check, or one object of JSON. Returns the exit code: 1 when something failed. */
export function report(checks: readonly Check[], { isJson, isStrict }: ReportOptions): number {
  const count = (status: Check['status']) => checks.filter((check) => check.status === status).length;
  const hasFailed = count('fail') > 0 || (isStrict && count('warn') > 0);
  if (isJson) say(JSON.stringify({ ok: !hasFailed, checks }));
  else {
    const width = Math.max(...checks.map(({ name }) => name.length));
    for (const { status, name, detail, hint } of checks) {
      say(`${status.padEnd(4)}  ${name.padEnd(width)}  ${detail}`);
      if (hint) say(`${' '.repeat(width + 8)}→ ${hint}`);
    }
    say(`\n${count('ok')} in order, ${count('warn')} to look at, ${count('fail')} failed`);
  }
  return hasFailed ? 1 : 0;
}

/** The flags that are there, and the rest; a flag that is not known ends the command with its usage. */
export function readFlags(
  args: readonly string[],
  known: readonly string[],
  usage: string,
): { flags: ReadonlySet<string>; rest: string[] } | number {
  const flags = new Set(args.filter((arg) => arg.startsWith('--')));
  if (flags.has('--help')) {
    say(usage);
    return 0;
  }
  const unknown = [...flags].filter((flag) => !known.includes(flag));
  if (unknown.length === 0) return { flags, rest: args.filter((arg) => !arg.startsWith('--')) };
  process.stderr.write(`There is no ${unknown.join(', ')}.\n${usage}\n`);
  return USAGE_EXIT_CODE;
}
