import { LATENCY_BOUNDS } from './histogram.ts';

interface Family {
  type: 'counter' | 'gauge' | 'histogram';
  help: string;
  /** Each label's values, a closed list, of which all are told from the start; null where they follow from the program. */
  labels?: Readonly<Record<string, readonly string[] | null>>;
  /** Upper bounds of a histogram's buckets, inclusive. Units: seconds. */
  bounds?: readonly number[];
  /** What several workers' gauges make together; `sum` unless said otherwise. */
  together?: 'sum' | 'max';
}

const PROVIDERS = ['openai', 'anthropic'] as const;
/** Who a turn's answer is from: `mock` is the engine that needs no network, `none` stands where nothing could answer and a person was fetched. */
const ANSWERERS = [...PROVIDERS, 'mock', 'triage', 'none'] as const;
const UNAVAILABLE = ['timeout', 'rate_limited', 'refused', 'bad_response', 'network'] as const;
const POOLS = ['general', 'hot'] as const;

const REQUEST_SECONDS = LATENCY_BOUNDS.map((ms) => ms / 1_000);
const QUERY_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const LAG_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;
const ANSWER_SECONDS = [0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60] as const;

/**
 * Every metric of GET /metrics. A label's value that is not of its list becomes `other`, so that nothing from outside
 * makes a series, and no label holds anything of a person.
 */
export const CATALOGUE = {
  // Requests
  joxai_http_request_duration_seconds: {
    type: 'histogram',
    help: 'Time to answer a request, by the pattern of its route',
    labels: { method: null, route: null, status: null },
    bounds: REQUEST_SECONDS,
  },
  joxai_http_requests_in_flight: { type: 'gauge', help: 'Requests that are being answered' },
  joxai_http_refused_total: {
    type: 'counter',
    help: 'Requests answered 503 for want of room (busy: WORKER_CONNECTIONS) or of time (timeout: WORKER_TIMEOUT)',
    labels: { reason: ['busy', 'timeout'] },
  },
  joxai_rate_limited_total: {
    type: 'counter',
    help: 'Requests and frames refused by a rate limit',
    labels: {
      limit: [
        'login',
        'chat_start',
        'chat_message',
        'chat_message_address',
        'tickets',
        'analytics',
        'notifications',
        'settings_write',
        'staff',
        'verification',
      ],
    },
  },
  // Sockets
  joxai_websockets: {
    type: 'gauge',
    help: 'Open sockets, by whose they are',
    labels: { kind: ['customer', 'staff', 'panel'] },
  },
  joxai_websocket_frames_total: { type: 'counter', help: 'Frames received over sockets' },
  joxai_websocket_closes_total: {
    type: 'counter',
    help: 'Sockets that were closed, by RFC 6455 close code',
    labels: {
      code: ['1000', '1001', '1005', '1006', '1007', '1008', '1009', '1011', '1012', '1013', '4001', '4003', 'other'],
    },
  },
  // Processes
  joxai_workers: {
    type: 'gauge',
    help: 'Worker processes, by what they do',
    labels: { phase: ['booting', 'ready', 'draining', 'killed'] },
  },
  joxai_workers_wanted: { type: 'gauge', help: 'How many workers there should be' },
  joxai_workers_silent: { type: 'gauge', help: 'Workers that did not report in time: their figures are older' },
  joxai_worker_exits_total: {
    type: 'counter',
    help: 'Workers that ended: replaced (age: MAX_REQUESTS, error, reload), one too many (surplus), killed, or by themselves (crash)',
    labels: {
      reason: ['age', 'error', 'reload', 'surplus', 'silent', 'boot_timeout', 'drain_timeout', 'crash'],
    },
  },
  joxai_start_time_seconds: { type: 'gauge', help: 'When the service was started, in seconds since 1970' },
  joxai_build_info: {
    type: 'gauge',
    help: '1 for each program that workers run',
    labels: { version: null, bundle: null },
    together: 'max',
  },
  joxai_cpu_seconds_total: {
    type: 'counter',
    help: 'Processor time of all workers',
    labels: { mode: ['user', 'system'] },
  },
  joxai_worker_memory_bytes: {
    type: 'gauge',
    help: 'Memory of all workers together',
    labels: { type: ['rss', 'heap'] },
  },
  joxai_worker_memory_max_bytes: {
    type: 'gauge',
    help: 'Memory of the worker that has most',
    labels: { type: ['rss', 'heap'] },
    together: 'max',
  },
  joxai_supervisor_memory_bytes: { type: 'gauge', help: 'Resident memory of the supervisor' },
  joxai_worker_open_fds: { type: 'gauge', help: 'Open file descriptors of all workers together' },
  joxai_worker_open_fds_max: {
    type: 'gauge',
    help: 'Open file descriptors of the worker that has most',
    together: 'max',
  },
  joxai_worker_fds_limit: { type: 'gauge', help: 'File descriptors that a worker may have', together: 'max' },
  joxai_event_loop_lag_seconds: {
    type: 'histogram',
    help: 'How late timers of the workers fire, looked at four times a second',
    bounds: LAG_SECONDS,
  },
  // Database
  joxai_db_pool_size: { type: 'gauge', help: 'Connections that the workers may have', labels: { pool: POOLS } },
  joxai_db_pool_in_use: {
    type: 'gauge',
    help: 'Connections with a statement or a transaction under way',
    labels: { pool: POOLS },
  },
  joxai_db_pool_waiting: {
    type: 'gauge',
    help: 'Statements beyond those that have a connection of their own',
    labels: { pool: POOLS },
  },
  joxai_db_query_duration_seconds: {
    type: 'histogram',
    help: 'Time of a statement, its wait for a connection included; of a whole transaction',
    labels: { pool: POOLS, operation: ['select', 'insert', 'update', 'delete', 'transaction', 'other'] },
    bounds: QUERY_SECONDS,
  },
  joxai_db_errors_total: {
    type: 'counter',
    help: 'Statements that failed, by kind of error',
    labels: { kind: ['connection', 'resources', 'timeout', 'lock', 'constraint', 'other'] },
  },
  joxai_database_up: { type: 'gauge', help: '1 when the database told its figures in time' },
  joxai_database_connections: {
    type: 'gauge',
    help: 'Connections to the database, of everybody',
    labels: { state: ['active', 'idle', 'idle_in_transaction', 'other'] },
  },
  joxai_database_connections_limit: { type: 'gauge', help: 'Connections that PostgreSQL allows (max_connections)' },
  joxai_database_size_bytes: { type: 'gauge', help: 'Size of the database' },
  // Events between processes
  joxai_bus_lag_seconds: {
    type: 'histogram',
    help: 'Time from sending an event until a worker hears it',
    bounds: LAG_SECONDS,
  },
  joxai_bus_reconnects_total: {
    type: 'counter',
    help: 'Times that a worker lost the events of the others for a while',
  },
  joxai_bus_failures_total: { type: 'counter', help: 'Events that could not be sent' },
  joxai_redis_away_workers: { type: 'gauge', help: 'Workers whose Redis is away, while PostgreSQL does its work' },
  // Assistant
  joxai_turns_total: {
    type: 'counter',
    help: 'Answers of the assistant, by how they ended and who made them; dropped: a newer message or a person came first',
    labels: {
      outcome: ['answer', 'action', 'verify', 'handoff', 'refuse', 'unsure', 'dropped', 'failed'],
      provider: ANSWERERS,
    },
  },
  joxai_turn_duration_seconds: {
    type: 'histogram',
    help: 'Time from a message of a customer to its committed answer',
    labels: { provider: ANSWERERS },
    bounds: ANSWER_SECONDS,
  },
  joxai_provider_call_duration_seconds: {
    type: 'histogram',
    help: 'Time of a call to a model, its retry included',
    labels: { provider: PROVIDERS, result: ['ok', ...UNAVAILABLE, 'aborted'] },
    bounds: ANSWER_SECONDS,
  },
  joxai_provider_first_token_seconds: {
    type: 'histogram',
    help: 'Time until a model began to write',
    labels: { provider: PROVIDERS },
    bounds: ANSWER_SECONDS,
  },
  joxai_ai_tokens_total: {
    type: 'counter',
    help: 'Tokens that models read (prompt; cached: those of them from their cache) and wrote',
    labels: { provider: PROVIDERS, type: ['prompt', 'cached', 'completion'] },
  },
  joxai_ai_cost_dollars_total: {
    type: 'counter',
    help: 'What models cost by the prices of the setting ai.prices',
    labels: { provider: PROVIDERS },
  },
  joxai_ai_fallbacks_total: {
    type: 'counter',
    help: 'Times that a provider was passed over, and why',
    labels: {
      provider: PROVIDERS,
      reason: [...UNAVAILABLE, 'check_failed', 'circuit_open', 'crashed', 'budget', 'boundary'],
    },
  },
  joxai_breaker_workers: {
    type: 'gauge',
    help: 'Workers by the state of their circuit breaker',
    labels: { target: [...PROVIDERS, 'bank'], state: ['closed', 'open', 'trying'] },
  },
  joxai_bank_request_duration_seconds: {
    type: 'histogram',
    help: 'Time of a question to the bank, its retry included',
    labels: { operation: ['accounts', 'transactions', 'cards', 'freeze_card'] },
    bounds: REQUEST_SECONDS,
  },
  joxai_bank_failures_total: {
    type: 'counter',
    help: 'Questions that the bank did not answer, and why',
    labels: {
      reason: ['circuit_open', 'network', 'connect_timeout', 'timeout', 'refused', 'failed', 'too_large', 'bad_answer'],
    },
  },
  // What waits
  joxai_queue_length: {
    type: 'gauge',
    help: 'What waits: customers for a person, answers that are owed, mails and webhooks that are due',
    labels: { queue: ['customers', 'turns', 'mail', 'webhooks'] },
  },
  joxai_queue_oldest_seconds: {
    type: 'gauge',
    help: 'How long the first of the queue has waited, mails and webhooks since they were due',
    labels: { queue: ['customers', 'turns', 'mail', 'webhooks'] },
  },
  joxai_mails_total: {
    type: 'counter',
    help: 'Mails that left the outbox (sent), come back later (postponed) or were given up (failed)',
    labels: { result: ['sent', 'postponed', 'failed'] },
  },
  joxai_mails_failed: { type: 'gauge', help: 'Mails that were given up and are kept for somebody to look at' },
  joxai_webhook_deliveries_total: {
    type: 'counter',
    help: 'Tries to deliver to a webhook',
    labels: { result: ['ok', 'failed'] },
  },
  // The desk
  joxai_conversations: {
    type: 'gauge',
    help: 'Conversations under way; with the assistant, those in which something was said within a day',
    labels: { state: ['bot', 'waiting', 'human'] },
  },
  joxai_conversations_started_total: { type: 'counter', help: 'Conversations that began' },
  joxai_escalations_total: {
    type: 'counter',
    help: 'Conversations that were handed to people',
    labels: {
      reason: [
        'customer_request',
        'emergency',
        'missing_knowledge',
        'low_confidence',
        'policy',
        'tool_failure',
        'complaint',
      ],
    },
  },
  joxai_tickets_opened_total: {
    type: 'counter',
    help: 'Tickets that were opened',
    labels: { priority: ['LOW', 'MEDIUM', 'HIGH', 'URGENT'] },
  },
  joxai_tickets: {
    type: 'gauge',
    help: 'Tickets that are not done; overdue: those of them whose time is over',
    labels: { state: ['open', 'in_progress', 'overdue'] },
  },
  joxai_sla_breaches_last_hour: {
    type: 'gauge',
    help: 'Clocks of tickets that ran out within the last hour',
    labels: { clock: ['first_response', 'next_response', 'resolution', 'complaint'] },
  },
  joxai_csat_ratings_total: {
    type: 'counter',
    help: 'Ratings of conversations by customers, 1 to 5',
    labels: { rating: ['1', '2', '3', '4', '5'] },
  },
  joxai_staff_online: { type: 'gauge', help: 'People who are connected to the desk' },
  // Upkeep
  joxai_job_overdue_seconds: {
    type: 'gauge',
    help: 'How long the next run of a job that runs once over all processes is overdue',
    labels: { task: null },
  },
  joxai_job_failing: { type: 'gauge', help: '1 where the last run of a job failed', labels: { task: null } },
  joxai_audit_chain_broken: {
    type: 'gauge',
    help: '1 where the newest look at the audit log found that it was changed',
  },
  joxai_trace_spans_total: {
    type: 'counter',
    help: 'Spans of traces that the collector took, and that were dropped because it did not',
    labels: { result: ['exported', 'dropped'] },
  },
  joxai_disk_free_bytes: { type: 'gauge', help: 'Free space where DATA_DIR lies' },
  joxai_disk_size_bytes: { type: 'gauge', help: 'Size of the file system where DATA_DIR lies' },
} as const satisfies Record<`joxai_${string}`, Family>;

type Catalogue = typeof CATALOGUE;
export type FamilyName = keyof Catalogue;
type NamesOf<Type extends Family['type']> = {
  [Name in FamilyName]: Catalogue[Name]['type'] extends Type ? Name : never;
}[FamilyName];
export type CounterName = NamesOf<'counter'>;
export type GaugeName = NamesOf<'gauge'>;
export type HistogramName = NamesOf<'histogram'>;
/** A value of each label of the family. */
export type LabelsOf<Name extends FamilyName> = Catalogue[Name] extends { labels: infer Labels }
  ? Readonly<Record<keyof Labels & string, string>>
  : Readonly<Record<never, string>>;

export const familyOf = (name: FamilyName): Family => CATALOGUE[name];

/** The labels as they are written, in the family's order and of its values alone. */
export function labelsOf<Name extends FamilyName>(name: Name, given: LabelsOf<Name>): Record<string, string> {
  const { labels = {} } = familyOf(name);
  const written: Record<string, string> = {};
  for (const [label, values] of Object.entries(labels)) {
    const value = (given as Record<string, string>)[label] ?? 'other';
    written[label] = values === null || values.includes(value) ? value : 'other';
  }
  return written;
}
