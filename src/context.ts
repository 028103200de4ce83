import { randomUUID } from 'node:crypto';
import { basename } from 'node:path';
import { createAnswerers, orderOf } from './ai/answerers.ts';
import { countCall } from './ai/call-metrics.ts';
import type { CallDeadlines } from './ai/model-call.ts';
import { boundaryCrossed } from './ai/offline/boundaries.ts';
import { OfflineEngine } from './ai/offline/engine.ts';
import { Retriever } from './ai/retrieval.ts';
import { Router } from './ai/router.ts';
import { budgetMsOf, deadlinesOf, tuningOf } from './ai/tuning.ts';
import { chooseBank } from './bank/choose.ts';
import type { BankConnector } from './bank/connector.ts';
import type { BankQuestion } from './bank/http.ts';
import type { Config } from './config.ts';
import { type Database, isPooled, openDatabase } from './db/client.ts';
import { followStatements } from './db/following.ts';
import { refusePooler } from './db/pooler.ts';
import { PostgresCounters } from './db/rate-counters.ts';
import { RateLimiter } from './db/rate-limiter.ts';
import { Redis } from './db/redis.ts';
import { RedisCounters } from './db/redis-counters.ts';
import { SettingsStore } from './db/settings.ts';
import { Spending } from './db/spending.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import type { PoolFigures } from './lib/figures.ts';
import { createLogger, type Logger, type LogOutput, openLogOutput } from './lib/log.ts';
import { OWN_BUNDLE } from './lib/root.ts';
import { Tokens } from './lib/tokens.ts';
import { Vault } from './lib/vault.ts';
import { Mailer } from './mail/mailer.ts';
import { Metrics } from './metrics/metrics.ts';
import type { Bus } from './realtime/bus.ts';
import { Hub } from './realtime/hub.ts';
import { openBus } from './realtime/open-bus.ts';
import { Presence } from './realtime/presence.ts';
import { FileStorage } from './storage/files.ts';

/**
 * A forgotten transaction, or a change of a table by hand, must not take every connection with it: who is told to try
 * again is served sooner.
 */
const LOCK_TIMEOUT_MS = 5_000;

/** Everything that is built once in a process. Features get it whole; the layers below get only what they name. */
export interface Context {
  config: Config;
  /** Of this process: owner of the turns that it answers, and its name on the bus. */
  workerId: string;
  log: Logger;
  logOutput: LogOutput;
  clock: Clock;
  db: Database;
  /** Null where there is none: PostgreSQL does its work then. */
  redis: Redis | null;
  bus: Bus;
  hub: Hub;
  presence: Presence;
  metrics: Metrics;
  /** What all workers of this machine count; without a supervisor this process is all. Null: it cannot be told now. */
  poolFigures: () => Promise<PoolFigures | null>;
  tokens: Tokens;
  vault: Vault;
  /** Seals what was looked for, so that it can stand in an address. */
  searches: Vault;
  limiter: RateLimiter;
  settings: SettingsStore;
  spending: Spending;
  storage: FileStorage;
  mailer: Mailer;
  bank: BankConnector;
  retriever: Retriever;
  ai: Router;
  /** The same answerers over other articles than those that are in effect. */
  routerOver(articles: Retriever): Router;
  /** True while the worker goes away: nothing new is taken on. */
  isDraining: boolean;
  /** True once the whole service goes away, and nobody takes this worker's place: readiness says so. */
  isStopping: boolean;
  close(): Promise<void>;
}

export interface ContextOverrides extends Partial<Pick<Context, 'clock' | 'log' | 'bank'>> {
  modelDeadlines?: CallDeadlines;
}

/**
 * Builds the context of one process. The configuration must name a database; nothing is started here but the bus.
 *
 * Errors: rejects when the database is not reachable.
 */
export async function createContext(config: Config, overrides: ContextOverrides = {}): Promise<Context> {
  if (!config.databaseUrl) throw new Error('a process needs DATABASE_URL; `start` sets it for the embedded database');
  const workerId = randomUUID();
  const logOutput = openLogOutput(config.logFile);
  const log = overrides.log ?? createLogger(config.logLevel, logOutput, { pid: process.pid });
  const metrics: Metrics = new Metrics({
    version: config.version,
    bundle: OWN_BUNDLE === null ? 'sources' : basename(OWN_BUNDLE).replace('bundle-', ''),
    providers: () => ai.providers,
    bankBreaker: () => bank.breaker ?? null,
    pools: () => db.loads,
    sockets: () => presence.sockets,
    isRedisAway: () => context.redis !== null && !context.redis.isUp,
    isDraining: () => context.isDraining,
  });
  const stopTracing = await startTracing(config, { metrics, log, workerId });
  const db = openDatabase(config.databaseUrl, {
    poolSize: config.databasePoolSize,
    applicationName: 'joxai',
    lockTimeoutMs: LOCK_TIMEOUT_MS,
    isPooled: isPooled(config),
    watch: followStatements(metrics),
  });
  const redis = config.redisUrl === null ? null : await openRedis(config.redisUrl, log);
  const bus = openBus({
    databaseUrl: config.databaseDirectUrl ?? config.databaseUrl,
    redis,
    processId: workerId,
    onLag: (seconds) => metrics.observe('joxai_bus_lag_seconds', {}, seconds),
    onError: (err) => {
      metrics.count('joxai_bus_failures_total');
      log.warn({ err }, 'an event could not be published');
    },
  });
  bus.onGap(() => metrics.count('joxai_bus_reconnects_total'));
  const counters = new PostgresCounters(db.hot);
  const settings = new SettingsStore(config);
  if (!isPooled(config)) await refusePooler(db.sql);
  const [unusable] = await Promise.all([settings.reload(db.sql), bus.start()]);
  if (unusable.length > 0) log.warn({ settings: unusable }, 'settings with unusable values keep their defaults');
  const retriever = new Retriever();
  const clock = overrides.clock ?? systemClock;
  const spending = new Spending(db.sql, settings, clock);
  const bankTimeZone = () => settings.get('bank.time_zone');
  const routerOver = (articles: Retriever): Router => {
    const answerers = createAnswerers(config.ai, new OfflineEngine(articles, systemClock, bankTimeZone), {
      deadlines: overrides.modelDeadlines ?? deadlinesOf(settings),
      tuningOf: (vendor) => tuningOf(settings, vendor),
      onCall: (call) => countCall(metrics, call, settings.get('ai.prices')),
    });
    return new Router(answerers, {
      order: () => orderOf(config.ai, settings.get('ai.providers')),
      budgetMs: () => budgetMsOf(settings),
      isOutOfBounds: ({ text }) => boundaryCrossed(text) !== null,
      isOverBudget: (question) => spending.isOver(question),
      onFallback: ({ provider, reason }, err) => {
        metrics.count('joxai_ai_fallbacks_total', { provider, reason });
        log.warn({ provider, reason, err }, 'a provider was passed over');
      },
    });
  };
  const ai = routerOver(retriever);
  const presence: Presence = new Presence(
    db.sql,
    workerId,
    (err) => log.warn({ err }, 'who is connected could not be kept'),
    () => metrics.figures(),
  );
  const onAsked = (question: BankQuestion) => countQuestion(metrics, question);
  const bank = overrides.bank ?? (await chooseBank(config, db.sql, clock, onAsked));
  const context: Context = {
    config,
    workerId,
    log,
    logOutput,
    clock,
    db,
    redis,
    bus,
    hub: new Hub(bus),
    presence,
    metrics,
    poolFigures: async () => ({ counts: metrics.counts(), gauges: [metrics.gauges()], silent: 0 }),
    tokens: new Tokens({
      secret: config.secretKey,
      previousSecret: config.secretKeyPrevious,
      algorithm: config.algorithm,
      accessTokenMinutes: config.accessTokenMinutes,
      customerIdentitySecret: config.customerIdentitySecret,
      customerIdentityJwksUrl: config.customerIdentityJwksUrl,
    }),
    vault: new Vault(config.secretKey, config.secretKeyPrevious),
    searches: new Vault(config.secretKey, config.secretKeyPrevious, 'joxai searches in addresses'),
    limiter: new RateLimiter(redis ? new RedisCounters(redis, counters) : counters, (limit) =>
      metrics.count('joxai_rate_limited_total', { limit }),
    ),
    settings,
    spending,
    storage: new FileStorage(config.dataDir),
    mailer: new Mailer(config.smtp),
    bank,
    retriever,
    ai,
    routerOver,
    isDraining: false,
    isStopping: false,
    async close() {
      await bus.close();
      redis?.close();
      await db.close();
      await stopTracing();
    },
  };
  return context;
}

/** It may be away: PostgreSQL does its work until it is there. */
function openRedis(url: string, log: Logger): Promise<Redis> {
  let wasAway = false;
  return Redis.open({
    url,
    onChange(isUp, err) {
      if (!isUp) log.warn({ err }, 'Redis is away: PostgreSQL carries events and limits meanwhile');
      else if (wasAway) log.info('Redis is back');
      wasAway = !isUp;
    },
  });
}

/** Nothing of it is loaded where nothing is exported. */
async function startTracing(
  { tracing, version }: Config,
  { metrics, log, workerId }: Pick<Context, 'metrics' | 'log' | 'workerId'>,
): Promise<() => Promise<void>> {
  if (!tracing) return async () => {};
  const { startTracing } = await import('./tracing/start.ts');
  return startTracing(tracing, {
    version,
    instanceId: workerId,
    onSpans: (result, count) => metrics.count('joxai_trace_spans_total', { result }, count),
    onFailure: (reason) => log.warn({ reason }, 'traces could not be exported'),
  });
}

function countQuestion(metrics: Metrics, { operation, failure, seconds }: BankQuestion): void {
  metrics.observe('joxai_bank_request_duration_seconds', { operation }, seconds);
  if (failure !== null) metrics.count('joxai_bank_failures_total', { reason: failure });
}
