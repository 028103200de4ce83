import { ConfigError, type Environment } from '../config/reader.ts';
import { type Config, readConfig } from '../config.ts';
import { type Check, fail, readFlags, report } from './checks/check.ts';
import { checkDatabase } from './checks/database-checks.ts';
import { checkMachine } from './checks/machine-checks.ts';
import { checkMail } from './checks/mail-check.ts';
import { checkPartitions } from './checks/partition-check.ts';
import { checkRedis } from './checks/redis-check.ts';
import { checkAssistant, checkBank } from './checks/remote-checks.ts';
import { checkSettings } from './checks/settings-checks.ts';
import { checkSignIn } from './checks/sign-in-check.ts';

const USAGE = `doctor [--json] [--strict] [--call-models]
  --json         one object: {"ok", "checks": [{"status", "name", "detail", "hint"?}]}
  --strict       warnings count as failures
  --call-models  ask each vendor's model for one word, which costs next to nothing`;

/**
 * Prints what is in order for a deployment and what is not. Returns 0, or 1 when something must be mended before the
 * service can do its work.
 */
export async function doctor(env: Environment, args: string[]): Promise<number> {
  const read = readFlags(args, ['--json', '--strict', '--call-models'], USAGE);
  if (typeof read === 'number') return read;
  const { flags } = read;
  const config = tryReadConfig(env);
  const checks = Array.isArray(config)
    ? config
    : (await Promise.all(checksOf(config, env, flags.has('--call-models')))).flat();
  return report(checks, { isJson: flags.has('--json'), isStrict: flags.has('--strict') });
}

function tryReadConfig(env: Environment): Config | Check[] {
  try {
    return readConfig(env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((detail) => fail('settings', detail, 'each is explained in .env.example'));
  }
}

const checksOf = (config: Config, env: Environment, callModels: boolean): (Check[] | Promise<Check[]>)[] => [
  checkSettings(config, env),
  checkDatabase(config),
  checkPartitions(config),
  checkRedis(config),
  checkMachine(config),
  checkMail(config),
  checkSignIn(config),
  checkBank(config),
  checkAssistant(config, { callModels }),
];
