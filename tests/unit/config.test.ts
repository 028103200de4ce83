import { afterAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultWorkers, usableCores } from '../../src/config/cores.ts';
import { ConfigError, type Environment } from '../../src/config/reader.ts';
import { weaknessOf } from '../../src/config/secrets.ts';
import { readConfig } from '../../src/config.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'joxai-config-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const STRONG = 'q8Zr2Lw0vXn5Tb7YkC3mJd9PfHs1GuEa';
const PRODUCTION: Environment = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://joxai:pw@db.internal/joxai',
  SECRET_KEY: STRONG,
  ALGORITHM: 'HS256',
  ACCESS_TOKEN_EXPIRE_MINUTES: '15',
  AI_PROVIDER: 'mock',
};

function faultsOf(env: Environment): readonly string[] {
  try {
    readConfig({ DATA_DIR: dataDir, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.faults;
    throw error;
  }
}

describe('readConfig', () => {
  test('needs nothing outside production', () => {
    const config = readConfig({ DATA_DIR: dataDir });
    expect(config).toMatchObject({
      isProduction: false,
      version: '1.0.0',
      host: '0.0.0.0',
      port: 5000,
      databaseUrl: null,
      accessTokenMinutes: 30,
      heartbeatTimeoutSeconds: 10,
      workerTimeoutSeconds: 120,
      corsOrigins: [],
      trustProxyHops: 0,
      smtp: null,
      maxUploadBytes: 10_485_760,
    });
    expect(config.ai).toMatchObject({ provider: 'mock', fallback: [] });
    expect(config.rateLimits.login).toEqual({ points: 5, windowSeconds: 60 });
    expect(Object.isFrozen(config.ai.openai)).toBe(true);
  });

  test('makes the local secret once and keeps it from other users', () => {
    const first = readConfig({ DATA_DIR: dataDir }).secretKey;
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(readConfig({ DATA_DIR: dataDir }).secretKey).toBe(first);
    expect(statSync(join(dataDir, 'secret-key')).mode & 0o777).toBe(0o600);
  });

  test('accepts a complete production environment', () => {
    expect(faultsOf(PRODUCTION)).toEqual([]);
  });

  test('names everything that production lacks at once', () => {
    const faults = faultsOf({ NODE_ENV: 'production' });
    const names = faults.map((fault) => fault.split(' ')[0]);
    expect(names).toEqual(['DATABASE_URL', 'SECRET_KEY', 'ALGORITHM', 'ACCESS_TOKEN_EXPIRE_MINUTES', 'AI_PROVIDER']);
  });

  test.each(Object.keys(PRODUCTION).filter((name) => name !== 'NODE_ENV'))(
    'production refuses to start without %s',
    (name) => {
      const faults = faultsOf({ ...PRODUCTION, [name]: undefined });
      expect(faults).toHaveLength(1);
      expect(faults[0]).toStartWith(`${name} is required`);
    },
  );

  test.each([
    ['PORT', '0'],
    ['PORT', '80a'],
    ['WORKERS', '-1'],
    ['GUNICORN_WORKERS', 'many'],
    ['GUNICORN_TIMEOUT', '0'],
    ['ALGORITHM', 'none'],
    ['ALGORITHM', 'RS256'],
    ['AI_PROVIDER', 'other'],
    ['AI_FALLBACK', 'mock,other'],
    ['LOG_LEVEL', 'loud'],
    ['LOG_FORMAT', 'xml'],
    ['NODE_ENV', 'live'],
    ['DATABASE_URL', 'mysql://secret-host/x'],
    ['DATABASE_URL', 'postgresql://joxai:10%off@db.internal/joxai'],
    ['DATABASE_POOL_SIZE', '1'],
    ['REDIS_URL', 'http://x'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://bank.example/'],
    ['CORS_ORIGINS', 'https://a.example,https://*.b.example/x'],
    ['TRUST_PROXY', 'true'],
    ['RATE_LIMITS', 'login=5'],
    ['RATE_LIMITS', '{"login":"5/day"}'],
    ['RATE_LIMITS', '{"login":"0/minute"}'],
    ['RATE_LIMITS', '{"logins":"5/minute"}'],
    ['SECRET_KEY', 'zQ9'],
    ['ADMIN_EMAIL', 'nobody'],
    ['ADMIN_PASSWORD', 'zQ9zQ9zQ9'],
    ['METRICS_TOKEN', 'zQ9'],
    ['WEBHOOK_ALLOW_PRIVATE', 'perhaps'],
    ['BANK_API_URL', 'ftp://core.bank.example'],
    ['BANK_API_TOKEN', 'two words'],
    ['BANK_API_TIMEOUT', '99'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'Bearer secret'],
    ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=%E0%A4%A'],
    ['OTEL_EXPORTER_OTLP_TIMEOUT', '10s'],
    ['OTEL_BSP_SCHEDULE_DELAY', '0'],
    ['OTEL_TRACES_SAMPLER', 'sometimes'],
    ['OTEL_TRACES_SAMPLER_ARG', '50 %'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.01'],
  ])('%s=%s is one fault that names the variable and hides the value', (name, value) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toStartWith(`${name} `);
    if (value.length > 3) expect(faults[0]).not.toContain(value);
  });

  test('writes nothing when there is a fault', () => {
    const empty = join(dataDir, 'untouched');
    expect(faultsOf({ DATA_DIR: empty, PORT: 'x' })).toHaveLength(1);
    expect(() => statSync(empty)).toThrow();
  });

  test('a provider in use demands its key, a fallback too', () => {
    expect(faultsOf({ AI_PROVIDER: 'openai' })[0]).toStartWith('OPENAI_API_KEY ');
    expect(faultsOf({ AI_PROVIDER: 'mock', AI_FALLBACK: 'anthropic' })[0]).toStartWith('ANTHROPIC_API_KEY ');
    expect(faultsOf({ AI_PROVIDER: 'openai', OPENAI_API_KEY: 'k' })).toEqual([]);
    const { ai } = readConfig({ DATA_DIR: dataDir, AI_PROVIDER: 'openai', OPENAI_API_KEY: 'k' });
    expect(ai.fallback).toEqual(['mock']);
  });

  test('mail needs a sender, and a user name never stands alone', () => {
    expect(faultsOf({ SMTP_HOST: 'mail' })).toEqual(['SMTP_FROM_EMAIL is required while SMTP_HOST is set']);
    const half = { SMTP_HOST: 'mail', SMTP_FROM_EMAIL: 'a@b.mx', SMTP_USERNAME: 'u' };
    expect(faultsOf(half)[0]).toContain('must be set together');
    expect(readConfig({ ...half, DATA_DIR: dataDir, SMTP_PASSWORD: 'p' }).smtp).toMatchObject({
      port: 587,
      host: 'mail',
    });
  });

  test('traces go where the standard variables say, and nowhere without an endpoint', () => {
    const tracing = (env: Record<string, string>) => readConfig({ ...env, DATA_DIR: dataDir }).tracing;
    expect(tracing({ OTEL_SERVICE_NAME: 'desk' })).toBeNull();
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://collector:4318/';
    expect(tracing({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'true' })).toBeNull();
    expect(tracing({ OTEL_EXPORTER_OTLP_ENDPOINT })).toEqual({
      url: 'http://collector:4318/v1/traces',
      headers: {},
      timeoutMs: 10_000,
      intervalMs: 5_000,
      serviceName: 'joxai',
      attributes: {},
      sampler: 'parentbased_always_on',
      ratio: 1,
    });
    expect(
      tracing({
        OTEL_EXPORTER_OTLP_ENDPOINT,
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces.example/in',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20kT7, x-tenant = bank',
        OTEL_RESOURCE_ATTRIBUTES: 'service.name=desk,region=mx',
        OTEL_TRACES_SAMPLER: 'traceidratio',
        OTEL_TRACES_SAMPLER_ARG: '0.05',
      }),
    ).toMatchObject({
      url: 'https://traces.example/in',
      headers: { authorization: 'Bearer kT7', 'x-tenant': 'bank' },
      serviceName: 'desk',
      attributes: { region: 'mx' },
      sampler: 'traceidratio',
      ratio: 0.05,
    });
  });

  test('a sign-in provider needs a client, its secret and groups that may; in production TLS and a public address', () => {
    const oidc = {
      OIDC_ISSUER: 'https://id.bank.example/staff',
      OIDC_CLIENT_ID: 'joxai',
      OIDC_CLIENT_SECRET: 'kT7',
      OIDC_GROUP_ROLES: '{"desk":"AGENT"}',
    };
    expect(readConfig({ ...oidc, DATA_DIR: dataDir }).oidc).toEqual({
      issuer: 'https://id.bank.example/staff',
      clientId: 'joxai',
      clientSecret: 'kT7',
      scopes: ['openid', 'profile', 'email'],
      groupsClaim: 'groups',
      groupRoles: { desk: 'AGENT' },
      name: null,
    });
    const { OIDC_ISSUER, ...rest } = oidc;
    expect(readConfig({ ...rest, DATA_DIR: dataDir }).oidc).toBeNull();
    expect(faultsOf({ OIDC_ISSUER }).map((fault) => fault.split(' ', 1)[0])).toEqual([
      'OIDC_CLIENT_ID',
      'OIDC_CLIENT_SECRET',
      'OIDC_GROUP_ROLES',
    ]);
    for (const [name, value] of [
      ['OIDC_ISSUER', 'id.bank.example'],
      ['OIDC_GROUP_ROLES', '{}'],
      ['OIDC_GROUP_ROLES', '{"desk":"EMPEROR"}'],
      ['OIDC_GROUP_ROLES', 'desk=AGENT'],
      ['OIDC_SCOPES', 'profile email'],
      ['OIDC_NAME', 'n'.repeat(61)],
    ] as const) {
      expect([name, faultsOf({ ...oidc, [name]: value }).map((fault) => fault.split(' ', 1)[0])]).toEqual([
        name,
        [name],
      ]);
    }
    const production = { ...PRODUCTION, ...oidc, PUBLIC_URL: 'https://desk.bank.example' };
    expect(faultsOf(production)).toEqual([]);
    expect(faultsOf({ ...production, PUBLIC_URL: undefined })).toEqual([
      'PUBLIC_URL is required while OIDC_ISSUER is set',
    ]);
    expect(faultsOf({ ...production, OIDC_ISSUER: 'http://id.bank.example' })[0]).toStartWith('OIDC_ISSUER must be');
  });

  test("the bank's API needs a token, a plain address, and TLS in production", () => {
    const bank = { BANK_API_URL: 'https://core.bank.example/v1', BANK_API_TOKEN: 'kT7' };
    expect(readConfig({ ...bank, DATA_DIR: dataDir }).bank).toEqual({
      apiUrl: 'https://core.bank.example/v1',
      apiToken: 'kT7',
      timeoutMs: 3_000,
    });
    expect(readConfig({ DATA_DIR: dataDir, BANK_API_TOKEN: 'kT7' }).bank).toBeNull();
    expect(faultsOf({ ...bank, BANK_API_TOKEN: undefined })[0]).toStartWith('BANK_API_TOKEN is required');
    expect(faultsOf({ ...PRODUCTION, ...bank })).toEqual([]);
    const plain = { ...bank, BANK_API_URL: 'http://core.bank.example/v1' };
    expect(faultsOf(plain)).toEqual([]);
    expect(faultsOf({ ...PRODUCTION, ...plain })[0]).toStartWith(
      'BANK_API_URL must be a URL that begins with https://',
    );
    for (const url of [
      'https://u:p@core.bank.example',
      'https://core.bank.example/?a=b',
      'https://core.bank.example/#a',
    ]) {
      expect(faultsOf({ ...bank, BANK_API_URL: url })[0]).toStartWith('BANK_API_URL must have no');
    }
  });

  test('reads the rate limits it is given and keeps the others', () => {
    const { rateLimits } = readConfig({ DATA_DIR: dataDir, RATE_LIMITS: '{"login":"7/hour","staff":"9/second"}' });
    expect(rateLimits.login).toEqual({ points: 7, windowSeconds: 3600 });
    expect(rateLimits.staff).toEqual({ points: 9, windowSeconds: 1 });
    expect(rateLimits.chat_message_address).toEqual({ points: 120, windowSeconds: 60 });
  });

  test('understands the names that Gunicorn uses, its own first', () => {
    const alias = { DATA_DIR: dataDir, GUNICORN_WORKERS: '3', GUNICORN_TIMEOUT: '60' };
    expect(readConfig(alias)).toMatchObject({ workers: 3, workerTimeoutSeconds: 60 });
    expect(readConfig({ ...alias, WORKERS: '6' }).workers).toBe(6);
  });
});

describe('secrets', () => {
  test.each([STRONG, '9f2c41d07be85a36f1c9d2e47a0b8c5f', 'correct-horse-battery-staple-9-Zebra'])(
    '%s will do',
    (secret) => {
      expect(weaknessOf(secret)).toBeNull();
    },
  );

  test.each([
    'short',
    'a'.repeat(64),
    'your-secret-key-change-in-production-please',
    'change_me_change_me_change_me_now!',
    'abcdefghijklmnopqrstuvwxyz0123456789',
    '12345678901234567890123456789012',
    'kx7Qp2Zrkx7Qp2Zrkx7Qp2Zrkx7Qp2Zr',
    'this-is-the-default-password-123456789',
  ])('%s is refused', (secret) => {
    expect(weaknessOf(secret)).not.toBeNull();
  });

  test('production refuses weak secrets of every kind', () => {
    for (const name of ['SECRET_KEY', 'SECRET_KEY_PREVIOUS', 'CUSTOMER_IDENTITY_SECRET']) {
      expect(faultsOf({ ...PRODUCTION, [name]: 'x'.repeat(40) })[0]).toStartWith(`${name} `);
    }
  });
});

describe('workers', () => {
  test.each([
    [0.5, 2],
    [1, 3],
    [1.5, 4],
    [2, 5],
    [64, 8],
  ])('%p cores make %p workers', (cores, workers) => {
    expect(defaultWorkers(cores)).toBe(workers);
  });

  const files = (content: Record<string, string>) => (path: string) => {
    const text = content[path];
    if (text === undefined) throw new Error('no such file');
    return text;
  };
  const status = 'Name:\tbun\nCpus_allowed:\tff\nCpus_allowed_list:\t0-3,8-11\n';

  test('the affinity counts where there is no quota', () => {
    expect(usableCores(files({ '/proc/self/status': status }))).toBe(8);
    const unlimited = { '/proc/self/status': status, '/sys/fs/cgroup/cpu.max': 'max 100000' };
    expect(usableCores(files(unlimited))).toBe(8);
  });

  test('the quota of a container counts, the tightest on the way up', () => {
    const nested = {
      '/proc/self/status': status,
      '/proc/self/cgroup': '0::/pod/app\n',
      '/sys/fs/cgroup/pod/cpu.max': '150000 100000\n',
      '/sys/fs/cgroup/pod/app/cpu.max': '400000 100000\n',
    };
    expect(usableCores(files(nested))).toBe(1.5);
    const old = {
      '/proc/self/status': status,
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '200000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    };
    expect(usableCores(files(old))).toBe(2);
    expect(usableCores(files({ ...old, '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1' }))).toBe(8);
  });
});

describe('a secret in a file', () => {
  const file = join(dataDir, 'secret');
  writeFileSync(file, `${STRONG}\n`);

  test('is read from there, and judged as any other', () => {
    const { SECRET_KEY, ...rest } = PRODUCTION;
    expect(readConfig({ DATA_DIR: dataDir, ...rest, SECRET_KEY_FILE: file }).secretKey).toBe(STRONG);
    const weak = join(dataDir, 'weak');
    writeFileSync(weak, 'my-secret-key-for-the-bank-change-me');
    expect(faultsOf({ ...rest, SECRET_KEY_FILE: weak })).toEqual([
      'SECRET_KEY must not be an example or contain the words of one',
    ]);
  });

  test('must be there, and alone', () => {
    const { SECRET_KEY, ...rest } = PRODUCTION;
    expect(faultsOf({ ...rest, SECRET_KEY_FILE: join(dataDir, 'none') })).toEqual([
      'SECRET_KEY_FILE names a file that cannot be read',
      'SECRET_KEY is required in production',
    ]);
    expect(faultsOf({ ...PRODUCTION, SECRET_KEY_FILE: file })).toEqual([
      'SECRET_KEY_FILE must not be set beside SECRET_KEY',
    ]);
    // A setting that is no secret is not looked for in files.
    expect(readConfig({ DATA_DIR: dataDir, PORT_FILE: file }).port).toBe(5000);
  });
});

describe('.env.example', () => {
  const documented = readFileSync(join(import.meta.dir, '../../.env.example'), 'utf8').matchAll(
    /^#?\s?([A-Z][A-Z0-9_]+)=/gm,
  );
  const names = new Set([...documented].map((match) => match[1] ?? ''));

  function namesRead(): Set<string> {
    const read = new Set<string>();
    const env = new Proxy({} as Record<string, string | undefined>, {
      get: (_, name) => {
        read.add(String(name));
        return name === 'DATA_DIR' ? dataDir : undefined;
      },
    });
    readConfig(env);
    // What is said of a secret holds for the file that it may stand in.
    return new Set([...read].filter((name) => !(name.endsWith('_FILE') && read.has(name.slice(0, -'_FILE'.length)))));
  }

  test('documents every variable that is read, and no other', () => {
    expect([...names].sort()).toEqual([...namesRead()].sort());
  });

  test('can be copied as it stands', () => {
    const copy = join(dataDir, 'env');
    writeFileSync(copy, readFileSync(join(import.meta.dir, '../../.env.example')));
    const set = readFileSync(copy, 'utf8').matchAll(/^([A-Z0-9_]+)=(.*)$/gm);
    expect(faultsOf(Object.fromEntries([...set].map((match) => [match[1] ?? '', match[2]])))).toEqual([]);
  });
});
