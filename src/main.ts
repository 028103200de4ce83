// Nothing but Bun's own modules and this folder's may be imported here: the packages may not be installed yet.
import { ensureDependencies } from './commands/dependencies.ts';
import { explain } from './commands/explain.ts';
import type { Environment } from './config/reader.ts';

const USAGE_EXIT_CODE = 64;

/** Returns the exit code, or nothing when the process is to live on. */
type Run = (env: Environment, args: string[]) => Promise<number | undefined>;

interface Command {
  summary: string;
  load: () => Promise<Run>;
}

const COMMANDS: Record<string, Command> = {
  start: {
    summary: 'prepare the database and serve until TERM or Ctrl-C',
    load: async () => (await import('./commands/start.ts')).start,
  },
  dev: {
    summary: 'like start with one worker, which is replaced whenever a source file changes',
    load: async () => (await import('./commands/dev.ts')).dev,
  },
  ctl: {
    summary: 'steer the service that runs on DATA_DIR: ctl status [--json] | reload | scale <workers> | stop',
    load: async () => (await import('./commands/ctl.ts')).ctl,
  },
  build: {
    summary: 'bundle the program, which then starts in less time',
    load: async () => (await import('./commands/build.ts')).build,
  },
  migrate: {
    summary: "bring the database's tables up to date",
    load: async () => (await import('./commands/migrate.ts')).migrateCommand,
  },
  doctor: {
    summary: 'check the settings and everything they name: doctor [--json] [--strict] [--call-models]',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  verify: {
    summary: 'check a deployment from outside: verify <url> [--json] [--strict]',
    load: async () => (await import('./commands/verify.ts')).verify,
  },
  backup: {
    summary:
      'write the database and the uploaded files into a new folder, while the service may serve: backup <folder>',
    load: async () => (await import('./commands/backup.ts')).backup,
  },
  restore: {
    summary: 'fill an empty database and an empty DATA_DIR from a backup: restore <folder>',
    load: async () => (await import('./commands/restore.ts')).restore,
  },
  purge: {
    summary: 'remove what has been kept long enough, as the service does once a day: purge [--dry-run]',
    load: async () => (await import('./commands/purge.ts')).purge,
  },
  'audit-verify': {
    summary: 'look at the whole audit log, and compare it with its anchors: audit-verify [more files of anchors]',
    load: async () => (await import('./commands/audit-verify.ts')).auditVerify,
  },
  'database-role': {
    summary: 'make a role for the service that cannot rewrite the audit log: database-role [name]',
    load: async () => (await import('./commands/database-role.ts')).databaseRole,
  },
  'create-admin': {
    summary:
      'add an administrator: create-admin <e-mail> [full name]; the password from ADMIN_PASSWORD, else generated',
    load: async () => (await import('./commands/create-admin.ts')).createAdmin,
  },
  'demo-history': {
    summary: 'fill an unused desk with some weeks of made-up work, as the first start outside production does',
    load: async () => (await import('./commands/demo-history.ts')).demoHistory,
  },
  'demo-remove': {
    summary: 'remove that work: the conversations, tickets and staff that are marked as demo',
    load: async () => (await import('./commands/demo-remove.ts')).demoRemove,
  },
  prepare: {
    summary: 'what start does before it serves: migrate, load the demo bank, make the first administrator',
    load: async () => (await import('./commands/prepare.ts')).prepare,
  },
  'read-document': {
    summary: 'read one document for an import into the knowledge base; the service runs these',
    load: async () => (await import('./commands/read-document.ts')).readDocumentCommand,
  },
  worker: {
    summary: 'serve in this process alone; start runs these',
    load: async () => (await import('./commands/worker.ts')).worker,
  },
};

void main(process.argv.slice(2)).then((exitCode) => {
  if (exitCode !== undefined) process.exit(exitCode);
});

async function main([name = 'help', ...args]: string[]): Promise<number | undefined> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) return printUsage(name);
  try {
    // A worker's supervisor has seen to it, and every start of a worker would pay for the look.
    if (name !== 'worker' && !ensureDependencies()) return 1;
    const run = await command.load();
    return await run(process.env, args);
  } catch (error) {
    return explain(error);
  }
}

function printUsage(name: string): number {
  const isAsked = ['help', '--help', '-h'].includes(name);
  const width = Math.max(...Object.keys(COMMANDS).map((command) => command.length));
  const lines = Object.entries(COMMANDS).map(([command, { summary }]) => `  ${command.padEnd(width)}  ${summary}`);
  const text = ['Usage: bun src/main.ts <command>', '', ...lines, ''].join('\n');
  if (isAsked) process.stdout.write(text);
  else process.stderr.write(`There is no command "${name}".\n\n${text}`);
  return isAsked ? 0 : USAGE_EXIT_CODE;
}
