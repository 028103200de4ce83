import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultWorkers, usableCores } from '../src/config/cores.ts';
import type { Kind } from './dialects.ts';

export const KINDS: readonly Kind[] = ['product', 'floor', 'peer'];
export const USAGE = `bun run bench [options]
  --help                this text
  --quick               short windows and few rounds, under two minutes
  --only a,b            contestants: product, floor, peer (default: all)
  --scenarios a,b       health, readiness, start, message, socket-ack, socket-turn, fresh (default: all)
  --twin NAME           a second server of the same kind, to see what the machine's noise alone makes
  --rounds N            interleaved rounds (default 3)
  --seconds N           measured seconds of each window (default 5)
  --connections N       keep-alive connections or busy sockets (default 64)
  --sockets N           idle sockets (default 2000)
  --rate N              messages a second over sockets in socket-ack (default 300)
  --workers N           processes of every contestant (default: cores × 2 + 1, within 2 and 8)
  --peer-dir PATH       where peer_fastapi.py is (default: $PEER_DIR or ../shared/bench)
  --python PATH         the Python that has the peer's packages (default: $PYTHON or /usr/bin/python3)
  --database-url URL    a PostgreSQL to use instead of starting one; the user must be a superuser
  --write-docs          put the figures into docs/benchmarks.md
`;

const SCENARIOS = ['health', 'readiness', 'start', 'message', 'socket-ack', 'socket-turn', 'fresh'] as const;
export type Scenario = (typeof SCENARIOS)[number];

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const FLAGS = {
  help: flag,
  quick: flag,
  only: text,
  scenarios: text,
  twin: text,
  rounds: text,
  seconds: text,
  connections: text,
  sockets: text,
  rate: text,
  workers: text,
  'peer-dir': text,
  python: text,
  'database-url': text,
  'write-docs': flag,
};

export interface Options {
  isQuick: boolean;
  contestants: Kind[];
  scenarios: Scenario[];
  twin: Kind | null;
  rounds: number;
  /** Fewer, as each starts every server anew. */
  freshRounds: number;
  /** Load on each server before the first round. */
  settleSeconds: number;
  /** Before each window. */
  warmupSeconds: number;
  seconds: number;
  chatSeconds: number;
  connections: number;
  sockets: number;
  messagesPerSecond: number;
  workers: number;
  peerFolder: string;
  python: string;
  databaseUrl: string | null;
  writesDocs: boolean;
}

/** Null: help was asked for. Errors: throws a sentence that says which option is wrong. */
export function readOptions(args: string[], env: Record<string, string | undefined>): Options | null {
  const { values } = parseArgs({ args, options: FLAGS });
  if (values.help) return null;
  const isQuick = values.quick;
  const number = (name: 'rounds' | 'seconds' | 'connections' | 'sockets' | 'rate' | 'workers', fallback: number) =>
    positive(name, values[name] ?? String(fallback));
  const rounds = number('rounds', isQuick ? 2 : 3);
  return {
    isQuick,
    contestants: choices('only', values.only, KINDS),
    scenarios: choices('scenarios', values.scenarios, SCENARIOS),
    twin: values.twin === undefined ? null : (choices('twin', values.twin, KINDS)[0] ?? null),
    rounds,
    freshRounds: isQuick ? 1 : rounds,
    settleSeconds: isQuick ? 4 : 15,
    warmupSeconds: isQuick ? 0.8 : 1,
    seconds: number('seconds', isQuick ? 1.2 : 5),
    chatSeconds: isQuick ? 0.5 : 2.5,
    connections: number('connections', 64),
    sockets: number('sockets', isQuick ? 500 : 2_000),
    messagesPerSecond: number('rate', 300),
    workers: number('workers', defaultWorkers(usableCores())),
    peerFolder: resolve(import.meta.dir, '..', values['peer-dir'] ?? env.PEER_DIR ?? '../shared/bench'),
    python: values.python ?? env.PYTHON ?? '/usr/bin/python3',
    databaseUrl: values['database-url'] ?? null,
    writesDocs: values['write-docs'],
  };
}

/** Options that are numbers, and `--write-docs`. Null and errors: as above. */
export function readNumbers<Name extends string>(
  args: string[],
  usual: Readonly<Record<Name, number>>,
): { numbers: Record<Name, number>; writesDocs: boolean } | null {
  const names = Object.keys(usual) as Name[];
  const numeric = Object.fromEntries(names.map((name) => [name, text]));
  const { values } = parseArgs({ args, options: { ...numeric, help: flag, 'write-docs': flag } });
  if (values.help) return null;
  const given: Record<string, unknown> = values;
  const numbers = names.map((name) => [name, positive(name, String(given[name] ?? usual[name]))] as const);
  return { numbers: Object.fromEntries(numbers) as Record<Name, number>, writesDocs: values['write-docs'] };
}

function choices<Name extends string>(option: string, value: string | undefined, allowed: readonly Name[]): Name[] {
  if (value === undefined) return [...allowed];
  return value.split(',').map((asked) => {
    const name = allowed.find((one) => one === asked.trim());
    if (name === undefined) throw new Error(`--${option}: there is no "${asked}", only ${allowed.join(', ')}`);
    return name;
  });
}

function positive(option: string, value: string): number {
  const number = Number(value);
  if (!(number > 0)) throw new Error(`--${option} must be a number above zero`);
  return number;
}
