import { resolve } from 'node:path';
import packageJson from '../package.json' with { type: 'json' };
import { type AnchorConfig, readAnchors } from './config/anchors.ts';
import { readBank } from './config/bank.ts';
import { type OidcConfig, readOidc } from './config/oidc.ts';
import { readAi, readSmtp } from './config/providers.ts';
import { readRateLimits } from './config/rate-limits.ts';
import { ConfigError, type Environment, SettingsReader } from './config/reader.ts';
import { localSecret } from './config/secrets.ts';
import { readPublicUrl, readServing, readWorkers } from './config/serving.ts';
import { readAdminPassword, readIdentitySecret, readMetricsToken, readTokens } from './config/tokens.ts';
import { readTracing, type TracingConfig } from './config/tracing.ts';

export type LogLevel = 'debug' | 'info' | 'warning' | 'error' | 'critical';
export type AiProvider = 'openai' | 'anthropic' | 'mock';
export type RateLimitName =
  | 'login'
  | 'chat_start'
  | 'chat_message'
  | 'chat_message_address'
  | 'tickets'
  | 'analytics'
  | 'notifications'
  | 'settings_write'
  | 'staff';

export interface RateLimit {
  /** Requests per window. */
  points: number;
  windowSeconds: number;
}

/** Everything that the environment decides; frozen. docs and README describe each setting by its variable. */
export interface Config {
  isProduction: boolean;
  version: string;
  host: string;
  port: number;
  /** Origin under which people reach the service, for the links in mails; null where nobody said. */
  publicUrl: string | null;
  workers: number;
  /** Null: an embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | null;
  databaseDirectUrl: string | null;
  /** Of the tables' owner, where the service itself logs in with fewer rights: for migrations alone. */
  databaseOwnerUrl: string | null;
  databasePoolSize: number;
  redisUrl: string | null;
  dataDir: string;
  secretKey: string;
  secretKeyPrevious: string | null;
  algorithm: 'HS256' | 'HS384' | 'HS512';
  accessTokenMinutes: number;
  adminEmail: string | null;
  adminPassword: string | null;
  ai: {
    provider: AiProvider;
    fallback: AiProvider[];
    openai: { apiKey: string | null; model: string; baseUrl: string | null };
    anthropic: { apiKey: string | null; model: string; baseUrl: string | null };
  };
  /** The bank's own accounts, cards and movements. Null: the demo bank's, and in production none. */
  bank: { apiUrl: string; apiToken: string; timeoutMs: number } | null;
  /** Where staff log in besides; null: with local accounts alone. */
  oidc: OidcConfig | null;
  smtp: { host: string; port: number; username: string | null; password: string | null; from: string } | null;
  logLevel: LogLevel;
  logFormat: 'access' | 'json';
  /** Null: standard output. */
  logFile: string | null;
  workerTimeoutSeconds: number;
  heartbeatTimeoutSeconds: number;
  maxRequests: number;
  maxRequestsJitter: number;
  gracefulTimeoutSeconds: number;
  keepAliveSeconds: number;
  workerConnections: number;
  corsOrigins: string[];
  maxUploadBytes: number;
  customerIdentitySecret: string | null;
  customerIdentityJwksUrl: string | null;
  metricsToken: string | null;
  /** Where traces go; null: nothing is traced. */
  tracing: TracingConfig | null;
  /** How many proxies are trusted to have written X-Forwarded-For; 0 believes none. */
  trustProxyHops: number;
  rateLimits: Record<RateLimitName, RateLimit>;
  webhookAllowPrivate: boolean;
  auditAnchors: AnchorConfig;
}

/**
 * The settings of the environment, checked and frozen. Nothing else reads the environment.
 * Errors: ConfigError with all faults at once.
 */
export function readConfig(env: Environment): Config {
  const reader = new SettingsReader(env);
  const config = readAll(reader);
  if (reader.faults.length > 0) throw new ConfigError([...new Set(reader.faults)]);
  // Last, so that a start with faults leaves nothing behind.
  if (config.secretKey === '') config.secretKey = localSecret(config.dataDir);
  return deepFreeze(config);
}

/** The variables that are read. */
export function settingNames(env: Environment): ReadonlySet<string> {
  const reader = new SettingsReader(env);
  readAll(reader);
  return reader.names;
}

function readAll(reader: SettingsReader): Config {
  const isProduction = reader.oneOf('NODE_ENV', ['production', 'development', 'test'], 'development') === 'production';
  const workers = readWorkers(reader);
  return {
    isProduction,
    version: packageJson.version,
    // Every address, because a container or Replit forwards from outside the process's own network.
    host: reader.text('HOST') ?? '0.0.0.0',
    port: reader.integer('PORT', { min: 1, max: 65_535, fallback: 5000 }),
    publicUrl: readPublicUrl(reader, isProduction),
    workers,
    dataDir: dataDirOf(reader),
    redisUrl: reader.url('REDIS_URL', ['redis:', 'rediss:']),
    ...readDatabase(reader, isProduction, workers),
    ...readTokens(reader, isProduction),
    adminEmail: reader.email('ADMIN_EMAIL'),
    adminPassword: readAdminPassword(reader),
    ai: readAi(reader, isProduction),
    bank: readBank(reader, isProduction),
    oidc: readOidc(reader, isProduction),
    smtp: readSmtp(reader),
    logLevel: reader.oneOf('LOG_LEVEL', ['debug', 'info', 'warning', 'error', 'critical'], 'info'),
    logFormat: reader.oneOf('LOG_FORMAT', ['access', 'json'], 'access'),
    logFile: readLogFile(reader),
    ...readServing(reader),
    customerIdentitySecret: readIdentitySecret(reader, isProduction),
    customerIdentityJwksUrl: reader.url('CUSTOMER_IDENTITY_JWKS_URL', isProduction ? ['https:'] : ['https:', 'http:']),
    metricsToken: readMetricsToken(reader),
    tracing: readTracing(reader),
    rateLimits: readRateLimits(reader),
    webhookAllowPrivate: reader.boolean('WEBHOOK_ALLOW_PRIVATE', false),
    auditAnchors: readAnchors(reader, dataDirOf(reader), isProduction),
  };
}

/** Also for a command that needs no other setting. */
export const readDataDir = (env: Environment): string => dataDirOf(new SettingsReader(env));

const dataDirOf = (reader: SettingsReader): string => resolve(reader.text('DATA_DIR') ?? '.data');

function readDatabase(reader: SettingsReader, isProduction: boolean, workers: number) {
  if (isProduction) reader.required('DATABASE_URL');
  const protocols = ['postgres:', 'postgresql:'];
  return {
    databaseUrl: reader.url('DATABASE_URL', protocols),
    databaseDirectUrl: reader.url('DATABASE_DIRECT_URL', protocols),
    databaseOwnerUrl: reader.url('DATABASE_OWNER_URL', protocols),
    // About ten connections a process are fastest; all processes together must stay under PostgreSQL's usual 100.
    databasePoolSize: reader.integer('DATABASE_POOL_SIZE', {
      min: 2,
      max: 100,
      fallback: Math.max(2, Math.min(10, Math.floor(80 / workers))),
    }),
  };
}

function readLogFile(reader: SettingsReader): string | null {
  const path = reader.text('LOG_FILE');
  return path === null ? null : resolve(path);
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value);
}
