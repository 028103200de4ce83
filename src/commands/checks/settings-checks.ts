import { accessSync, constants, existsSync } from 'node:fs';
import { type Environment, SettingsReader } from '../../config/reader.ts';
import { weaknessOf } from '../../config/secrets.ts';
import { type Config, settingNames } from '../../config.ts';
import { lacksBundle } from '../bundle.ts';
import { type Check, ok, warn } from './check.ts';

/** Two keystrokes wrong are a slip; more may be another program's variable. */
const MOST_SLIPS = 2;
/** Where a slip could make any word of any other. */
const SHORTEST_NAME = 6;
const MIN_DATABASE_PASSWORD = 12;
const USUAL_PASSWORDS = /^(?:postgres|joxai|password|admin|root|secret|changeme|example|test|1234\d*)$/i;

/** What the settings say beyond what a start refuses. */
export function checkSettings(config: Config, env: Environment): Check[] {
  return [
    ok('settings', config.isProduction ? 'production' : 'not production: what is missing is made up'),
    ...checkNames(env),
    ...checkSecrets(config, env),
    ...(config.isProduction ? checkProduction(config) : []),
  ];
}

/** A name that nearly is one of ours is read by nobody, and its default holds without a word. */
function checkNames(env: Environment): Check[] {
  const known = settingNames(env);
  const strangers = Object.keys(env).filter((name) => !known.has(name) && name.length >= SHORTEST_NAME);
  const slips = strangers.flatMap((name) => {
    const meant = [...known].find((one) => one.length >= SHORTEST_NAME && distance(name, one) <= MOST_SLIPS);
    return meant === undefined ? [] : [warn('names', `${name} is not read`, `is ${meant} meant?`)];
  });
  return slips.length > 0 ? slips : [ok('names', 'no variable looks like a slip of another')];
}

function checkSecrets(config: Config, env: Environment): Check[] {
  const found: Check[] = [];
  const complain = (detail: string, hint: string) => found.push(warn('secrets', detail, hint));
  const weakness = config.customerIdentitySecret === null ? null : weaknessOf(config.customerIdentitySecret);
  if (weakness !== null) complain(`CUSTOMER_IDENTITY_SECRET ${weakness}`, 'openssl rand -hex 32');
  for (const [one, other] of twins(env)) complain(`${one} and ${other} are the same`, 'a secret for each purpose');
  if (hasWeakPassword(config.databaseUrl)) {
    complain('the password of DATABASE_URL is short or an example', 'ALTER ROLE … PASSWORD, see docs/operations.md');
  }
  if (config.metricsToken !== null && /example|change|token|secret/i.test(config.metricsToken)) {
    complain('METRICS_TOKEN looks like an example', 'openssl rand -hex 24');
  }
  if (config.secretKeyPrevious !== null) {
    const hint = 'unset it once the rotation is over, see docs/operations.md';
    const isNeeded = config.auditAnchors.keys.length === 0;
    complain('SECRET_KEY_PREVIOUS is still set', isNeeded ? `${hint}: AUDIT_ANCHOR_KEY has to name it then` : hint);
  }
  if (config.isProduction && config.adminPassword !== null) {
    complain('ADMIN_PASSWORD is still set', 'unset it once the first administrator is there');
  }
  return found.length > 0 ? found : [ok('secrets', 'strong enough, and each its own')];
}

const SECRETS = ['SECRET_KEY', 'SECRET_KEY_PREVIOUS', 'CUSTOMER_IDENTITY_SECRET', 'METRICS_TOKEN', 'ADMIN_PASSWORD'];

/** Wherever they come from: a file holds one as well as the environment does. */
function twins(env: Environment): [string, string][] {
  const reader = new SettingsReader(env);
  const given = SECRETS.map((name) => [name, reader.text(name)] as const).filter(([, secret]) => secret !== null);
  return given.flatMap(([one, secret], at) =>
    given
      .slice(at + 1)
      .filter(([, other]) => other === secret)
      .map(([other]): [string, string] => [one, other]),
  );
}

/** None at all is a way of its own: certificates, or the operating system's user. */
function hasWeakPassword(databaseUrl: string | null): boolean {
  const password = databaseUrl === null ? '' : decodeURIComponent(new URL(databaseUrl).password);
  return password !== '' && (password.length < MIN_DATABASE_PASSWORD || USUAL_PASSWORDS.test(password));
}

function checkProduction(config: Config): Check[] {
  const checks: Check[] = [];
  if (config.publicUrl === null) {
    checks.push(warn('addresses', 'PUBLIC_URL is not set: mails have no links', 'the https origin that people use'));
  }
  const { trustProxyHops } = config;
  checks.push(
    ok(
      'addresses',
      trustProxyHops === 0
        ? 'TRUST_PROXY is 0: right where clients connect to this machine themselves'
        : `clients' addresses are taken from what ${trustProxyHops} proxies in front wrote`,
    ),
  );
  if (config.customerIdentitySecret === null && config.customerIdentityJwksUrl === null) {
    const hint = 'CUSTOMER_IDENTITY_SECRET or CUSTOMER_IDENTITY_JWKS_URL';
    checks.push(warn('customers', 'the bank’s site cannot prove who its customers are', hint));
  }
  if (lacksBundle())
    checks.push(warn('program', 'there is no bundle: each start loads a thousand files', 'bun run build'));
  else checks.push(ok('program', 'starts from a bundle'));
  const { logFile } = config;
  if (logFile !== null && existsSync(logFile) && !isWritable(logFile)) {
    checks.push({ status: 'fail', name: 'log', detail: 'LOG_FILE cannot be written' });
  }
  return checks;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** How many characters must be put in, taken out or changed (Levenshtein). */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MOST_SLIPS) return MOST_SLIPS + 1;
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let line = 1; line <= one.length; line++) {
    const next = [line];
    for (let at = 1; at <= other.length; at++) {
      const same = one[line - 1] === other[at - 1] ? 0 : 1;
      next.push(Math.min((row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1, (row[at - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
