import { defaultWorkers, usableCores } from './cores.ts';
import type { SettingsReader } from './reader.ts';

export function readWorkers(reader: SettingsReader): number {
  const name = reader.firstSet(['WORKERS', 'GUNICORN_WORKERS']);
  return reader.integer(name, { min: 1, max: 64, fallback: defaultWorkers(usableCores()) });
}

export function readServing(reader: SettingsReader) {
  const seconds = (name: string, max: number, fallback: number) => reader.integer(name, { min: 1, max, fallback });
  return {
    workerTimeoutSeconds: seconds(reader.firstSet(['WORKER_TIMEOUT', 'GUNICORN_TIMEOUT']), 3600, 120),
    heartbeatTimeoutSeconds: reader.integer('HEARTBEAT_TIMEOUT', { min: 2, max: 600, fallback: 10 }),
    maxRequests: reader.integer('MAX_REQUESTS', { min: 0, max: 1_000_000_000, fallback: 1000 }),
    maxRequestsJitter: reader.integer('MAX_REQUESTS_JITTER', { min: 0, max: 1_000_000_000, fallback: 100 }),
    gracefulTimeoutSeconds: seconds('GRACEFUL_TIMEOUT', 3600, 30),
    keepAliveSeconds: seconds('KEEP_ALIVE', 255, 5),
    workerConnections: reader.integer('WORKER_CONNECTIONS', { min: 1, max: 1_000_000, fallback: 1000 }),
    corsOrigins: readOrigins(reader),
    maxUploadBytes: reader.integer('MAX_UPLOAD_SIZE', { min: 1024, max: 1_073_741_824, fallback: 10_485_760 }),
    trustProxyHops: reader.integer('TRUST_PROXY', { min: 0, max: 10, fallback: 0 }),
  };
}

/** Outside production the machine's own address will do; a guess in production would lead people elsewhere. */
export function readPublicUrl(reader: SettingsReader, isProduction: boolean): string | null {
  const text = reader.url('PUBLIC_URL', isProduction ? ['https:'] : ['https:', 'http:']);
  if (text === null) return isProduction ? null : `http://localhost:${reader.text('PORT') ?? '5000'}`;
  const origin = new URL(text).origin;
  if (text.replace(/\/$/, '') !== origin)
    reader.fault('PUBLIC_URL', 'must be an origin such as https://desk.example.com');
  return origin;
}

/** Exact origins: a pattern or `*` would let any page read answers that the browser's cookie opened. */
function readOrigins(reader: SettingsReader): string[] {
  const origins = reader.list('CORS_ORIGINS') ?? [];
  const isExact = (origin: string) => /^https?:\/\//.test(origin) && URL.parse(origin)?.origin === origin;
  if (!origins.every(isExact)) {
    reader.fault('CORS_ORIGINS', 'must list exact origins such as https://www.example.com, with commas between them');
  }
  return origins;
}
