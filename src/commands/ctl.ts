import type { Environment } from '../config/reader.ts';
import { readDataDir } from '../config.ts';
import { controlPath } from '../supervisor/control.ts';
import type { SupervisorStatus, WorkerStatus } from '../supervisor/status.ts';
import { say } from './console.ts';

const USAGE_EXIT_CODE = 64;
const USAGE = 'Usage: ctl status [--json] | reload | scale <workers> | stop';
const POLL_MS = 250;
const ANSWER_TIMEOUT_MS = 5000;
/** So many new workers in a row that end at once are no chance. */
const HOPELESS_FAILURES = 3;
const COLUMNS = ['pid', 'phase', 'uptime', 'requests', 'open', 'sockets', 'memory', 'last beat'];

/** Why a command could not be carried out, for the person at the console. */
class ControlError extends Error {}
/** Nobody listens. */
class NotRunningError extends ControlError {}

/** Steers the service that runs on DATA_DIR. Exit codes: 0 done, 1 not running or not done, 64 wrong usage. */
export async function ctl(env: Environment, args: string[]): Promise<number> {
  const dataDir = readDataDir(env);
  const ask = (path: string, body?: object) => askSupervisor(dataDir, path, body);
  try {
    switch (args.join(' ').replace(/^scale \d+$/, 'scale N')) {
      case 'status':
        return told(tableOf(await ask('/status')));
      case 'status --json':
        return told(JSON.stringify(await ask('/status'), null, 2));
      case 'reload':
        return await reload(ask);
      case 'scale N':
        await ask('/scale', { to: Number(args[1]) });
        return told(`The service goes to ${args[1]} workers.`);
      case 'stop':
        return await stop(ask);
      default:
        process.stderr.write(`${USAGE}\n`);
        return USAGE_EXIT_CODE;
    }
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

type Ask = (path: string, body?: object) => Promise<SupervisorStatus>;

/** Errors: ControlError when nobody listens, or does not do what it is asked. */
async function askSupervisor(dataDir: string, path: string, body?: object): Promise<SupervisorStatus> {
  let answer: Response;
  try {
    answer = await fetch(`http://supervisor${path}`, {
      unix: controlPath(dataDir),
      method: path === '/status' ? 'GET' : 'POST',
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
      ...(body && { body: JSON.stringify(body) }),
    });
  } catch (error) {
    const isSilent = error instanceof Error && error.name === 'TimeoutError';
    if (isSilent) throw new ControlError(`The service on ${dataDir} does not answer.`);
    throw new NotRunningError(`JoxAI is not running on ${dataDir}.`);
  }
  if (answer.ok) return (await answer.json()) as SupervisorStatus;
  throw new ControlError(((await answer.json()) as { detail: string }).detail);
}

/** Waits until every worker of before is gone, or until it is plain that the new ones do not come up. */
async function reload(ask: Ask): Promise<number> {
  const { failures, to_be_replaced } = await ask('/reload');
  const old = new Set(to_be_replaced);
  for (;;) {
    const now = await ask('/status');
    const left = now.workers.filter(({ pid }) => old.has(pid)).length;
    if (left === 0 && now.workers.filter(({ phase }) => phase === 'ready').length >= now.target) {
      return told(`All ${now.target} workers are new.`);
    }
    if (now.failures >= failures + HOPELESS_FAILURES) {
      throw new ControlError(`New workers do not come up; ${left} old ones go on serving. The log says why.`);
    }
    await Bun.sleep(POLL_MS);
  }
}

async function stop(ask: Ask): Promise<number> {
  await ask('/stop');
  try {
    for (;;) {
      await Bun.sleep(POLL_MS);
      await ask('/status');
    }
  } catch (error) {
    if (!(error instanceof NotRunningError)) throw error;
    return told('The service has stopped.');
  }
}

function told(text: string): number {
  say(text);
  return 0;
}

function tableOf({ version, pid, phase, uptime_s, target, ended, failures, workers }: SupervisorStatus): string {
  const rows = [COLUMNS, ...workers.map(cellsOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
  return [
    `JoxAI ${version}, supervisor ${pid}, ${phase} for ${duration(uptime_s)}: ${workers.length} of ${target} workers`,
    `ended so far: ${ended.drained} drained, ${ended.killed} killed, ${ended.died} died; failed starts in a row: ${failures}`,
    '',
    ...lines,
  ].join('\n');
}

function cellsOf({ pid, phase, uptime_s, last_beat_ms, load }: WorkerStatus): string[] {
  const figures = load
    ? [load.requests, load.open_requests, load.sockets, `${Math.round(load.memory_bytes / 2 ** 20)} MB`]
    : ['-', '-', '-', '-'];
  return [pid, phase, duration(uptime_s), ...figures, `${(last_beat_ms / 1000).toFixed(1)} s`].map(String);
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
}
