import type { Environment } from '../config/reader.ts';
import { Asker } from './checks/asking.ts';
import { checkChat } from './checks/chat-check.ts';
import { type Check, fail, readFlags, report } from './checks/check.ts';
import { checkPages } from './checks/page-checks.ts';
import { checkDoors, checkHealth, checkMetrics } from './checks/service-checks.ts';
import { checkTls } from './checks/tls-check.ts';

const USAGE = `verify <url> [--json] [--strict]
  <url>     the origin of the deployment, such as https://desk.example.com
  --json    one object: {"ok", "checks": [{"status", "name", "detail", "hint"?}]}
  --strict  warnings count as failures`;
const USAGE_EXIT_CODE = 64;
const UNREACHABLE_EXIT_CODE = 69;

/**
 * Looks at a deployment from outside, as customers and staff reach it. Returns 0, 1 where something fails, or 69 where
 * nothing answers. It leaves one ended conversation behind, whose name says what it was.
 */
export async function verify(env: Environment, args: string[]): Promise<number> {
  const read = readFlags(args, ['--json', '--strict'], USAGE);
  if (typeof read === 'number') return read;
  const url = URL.parse(read.rest[0] ?? '');
  if (url === null || !/^https?:$/.test(url.protocol) || read.rest.length > 1) {
    process.stderr.write(`${USAGE}\n`);
    return USAGE_EXIT_CODE;
  }
  const options = { isJson: read.flags.has('--json'), isStrict: read.flags.has('--strict') };
  const asker = new Asker(url.origin);
  const tls = await checkTls(asker);
  const health = await checkHealth(asker).catch(() => null);
  if (health === null) {
    report(
      [...tls, fail('health', 'nothing answers there', 'the address, DNS, the firewall, the service itself')],
      options,
    );
    return UNREACHABLE_EXIT_CODE;
  }
  const rest = await Promise.all([
    orFail('login', checkDoors(asker)),
    orFail('panel', checkPages(asker)),
    orFail('metrics', checkMetrics(asker, env)),
    orFail('chat', checkChat(asker)),
  ]);
  return report([...tls, ...health, ...rest.flat()], options);
}

/** One that gets no answer fails alone. */
const orFail = (name: string, checks: Promise<Check[]>): Promise<Check[]> =>
  checks.catch(() => [fail(name, 'no answer in time', 'the log of the service')]);
