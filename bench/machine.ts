import { spawnSync } from 'node:child_process';
import { availableParallelism, cpus, release, totalmem } from 'node:os';

const VERSIONS = `
import importlib, sys
names = ['fastapi', 'gunicorn', 'uvicorn', 'sqlalchemy']
names.append('websockets' if importlib.util.find_spec('websockets') else 'wsproto')
print('Python', sys.version.split()[0] + ',', ', '.join(n + ' ' + importlib.import_module(n).__version__ for n in names))
`;

/** One line a fact: what somebody needs to know before comparing figures. */
export function describeMachine(databaseVersion: string, python: string | null): string[] {
  const memory = Math.round(totalmem() / 2 ** 30);
  const peer =
    python === null ? null : spawnSync(python, ['-c', `import importlib.util\n${VERSIONS}`], { encoding: 'utf8' });
  return [
    `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${memory} GB, Linux ${release()}`,
    `Bun ${Bun.version}, PostgreSQL ${databaseVersion}`,
    ...(peer ? [peer.stdout.trim() || 'Python without the packages of the peer'] : []),
  ];
}
