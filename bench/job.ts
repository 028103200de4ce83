import type { Kind } from './dialects.ts';

export type HttpScenario = 'health' | 'readiness' | 'start' | 'message';

interface Target {
  kind: Kind;
  port: number;
  /** The first process of the server, to read what it and its children use. */
  serverPid: number;
  databasePid: number;
  warmupSeconds: number;
  seconds: number;
  /** How long clients may spend on starting chats before anything is measured. */
  chatSeconds: number;
}

/** As many requests as the server answers, one in flight a connection. */
export interface HttpJob extends Target {
  type: 'http';
  scenario: HttpScenario;
  connections: number;
}

/** Messages over WebSockets: at `perSecond`, or as many as the server answers when it is null. */
export interface SocketJob extends Target {
  type: 'socket';
  connections: number;
  perSecond: number | null;
  /** Rows that exist already, for a server whose sockets name a conversation by its row. */
  conversations: string[] | null;
}

/** Opens sockets that say nothing, looks at the memory, then pings over them. */
export interface IdleJob extends Target {
  type: 'idle';
  connections: number;
  pingsPerSecond: number;
}

export type Job = HttpJob | SocketJob | IdleJob;

/** Units: times in ms, rates a second, processor time in µs for one request. */
export interface LoadResult {
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  /** Believed answers, those of the warm-up included: what the rows in the database must agree with. */
  answered: number;
  failed: number;
  failures: string[];
  outcomes: Record<string, number>;
  serverMicroseconds: number;
  databaseMicroseconds: number;
  loadMicroseconds: number;
  /** KB of the server for each idle socket; only of an idle job. */
  memoryPerSocket?: number;
}
