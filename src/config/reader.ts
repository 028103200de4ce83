import { readFileSync } from 'node:fs';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every fault found in the environment, each naming a variable and the rule it breaks, never its value. */
export class ConfigError extends Error {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** Those that may stand in a file: NAME_FILE instead of NAME, as containers are given their secrets. */
const SECRETS: ReadonlySet<string> = new Set([
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'DATABASE_OWNER_URL',
  'REDIS_URL',
  'SECRET_KEY',
  'SECRET_KEY_PREVIOUS',
  'AUDIT_ANCHOR_KEY',
  'ADMIN_PASSWORD',
  'OPENAI_API_KEY',
  'ANTHROPIC_API_KEY',
  'CUSTOMER_IDENTITY_SECRET',
  'BANK_API_TOKEN',
  'OIDC_CLIENT_SECRET',
  'SMTP_PASSWORD',
  'METRICS_TOKEN',
  'OTEL_EXPORTER_OTLP_HEADERS',
]);

interface NumberRule {
  min: number;
  max: number;
  fallback: number;
}

/**
 * Reads single settings and collects what is wrong instead of throwing, so that one start names every fault.
 * A variable that is set to nothing counts as not set.
 */
export class SettingsReader {
  readonly faults: string[] = [];
  /** Every variable that was asked for. */
  readonly names = new Set<string>();
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  fault(name: string, rule: string): void {
    this.faults.push(`${name} ${rule}`);
  }

  text(name: string): string | null {
    this.names.add(name);
    const value = this.#env[name]?.trim() || null;
    return SECRETS.has(name) ? this.#secret(name, value) : value;
  }

  /** Of two words for one thing none is believed. */
  #secret(name: string, value: string | null): string | null {
    const variable = `${name}_FILE`;
    this.names.add(variable);
    const path = this.#env[variable]?.trim();
    if (!path) return value;
    if (value !== null) this.fault(variable, `must not be set beside ${name}`);
    try {
      return readFileSync(path, 'utf8').trim() || null;
    } catch {
      this.fault(variable, 'names a file that cannot be read');
      return null;
    }
  }

  /** The first of the names that is set; later names are the ones other servers use for the same thing. */
  firstSet(names: readonly [string, ...string[]]): string {
    const values = names.map((name) => [name, this.text(name)] as const);
    return values.find(([, value]) => value !== null)?.[0] ?? names[0];
  }

  required(name: string): string | null {
    const value = this.text(name);
    if (value === null) this.fault(name, 'is required in production');
    return value;
  }

  integer(name: string, { min, max, fallback }: NumberRule): number {
    const value = this.text(name);
    if (value === null) return fallback;
    const number = /^-?\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    this.fault(name, `must be a whole number from ${min} to ${max}`);
    return fallback;
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return fallback;
    if (['true', '1', 'yes', 'on'].includes(value)) return true;
    if (['false', '0', 'no', 'off'].includes(value)) return false;
    this.fault(name, 'must be true or false');
    return fallback;
  }

  oneOf<T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.text(name);
    if (value === null) return fallback;
    const choice = choices.find((candidate) => candidate.toLowerCase() === value.toLowerCase());
    if (choice !== undefined) return choice;
    this.fault(name, `must be one of ${choices.join(', ')}`);
    return fallback;
  }

  /** Words between commas, empty ones left out. */
  list(name: string): string[] | null {
    const value = this.text(name);
    if (value === null) return null;
    return value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  }

  url(name: string, protocols: readonly string[]): string | null {
    const value = this.text(name);
    if (value === null) return null;
    const url = URL.parse(value);
    if (url !== null && protocols.includes(url.protocol) && url.hostname !== '') {
      if (isEncoded(url.username) && isEncoded(url.password)) return value;
      this.fault(name, 'must have special characters of its user and password percent-encoded (% as %25)');
      return null;
    }
    this.fault(name, `must be a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    return null;
  }

  email(name: string): string | null {
    const value = this.text(name);
    if (value === null || /^[^\s@<>]+@[^\s@<>]+$/.test(value)) return value;
    this.fault(name, 'must be an e-mail address');
    return null;
  }
}

/** Whether whoever takes the URL apart can read it. */
function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
