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
  workers: number;
  /** Null: an embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | null;
  databaseDirectUrl: string | null;
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
  smtp: { host: string; port: number; username: string | null; password: string | null; from: string } | null;
  logLevel: LogLevel;
  logFormat: 'access' | 'json';
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
  /** How many proxies are trusted to have written X-Forwarded-For; 0 believes none. */
  trustProxyHops: number;
  rateLimits: Record<RateLimitName, RateLimit>;
  webhookAllowPrivate: boolean;
}
