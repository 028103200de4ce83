import { AsyncLocalStorage } from 'node:async_hooks';
import { type Remote, readTraceparent, traceparentOf } from './traceparent.ts';

export type Attributes = Record<string, string | number | boolean>;
export type SpanKind = 'internal' | 'server' | 'client';

/** Where a stretch of work stands in one trace. Ids are lower-case hexadecimal, as W3C Trace Context has them. */
interface Place {
  traceId: string;
  id: string;
  parentId: string | null;
}

/** A stretch of work that is over. Times are milliseconds since 1970. */
export interface FinishedSpan extends Place {
  name: string;
  kind: SpanKind;
  startedAt: number;
  endedAt: number;
  attributes: Attributes;
  /** What kind of failure it was, never its text; null where there was none. */
  failure: string | null;
}

export interface Tracer {
  /** Whether a trace is recorded. `remote`: what the caller says of it, if it names one. */
  isSampled(traceId: string, remote: Remote | null): boolean;
  record(span: FinishedSpan): void;
}

let tracer: Tracer | null = null;
const storage = new AsyncLocalStorage<readonly Place[]>();
const NOWHERE: readonly Place[] = [];

/** From here on work is traced; null: no more. Without a tracer nothing below costs more than a comparison. */
export function setTracer(next: Tracer | null): void {
  tracer = next;
}

export const isTracing = (): boolean => tracer !== null;

/** The traces that the work under way belongs to, to be handed on to what does it later, for several at once. */
export type Carried = readonly Place[];

export const carried = (): Carried => (tracer === null ? NOWHERE : (storage.getStore() ?? NOWHERE));

/** Does the work as part of all these traces. */
export const within = <Result>(traces: Carried, work: () => Result): Result =>
  tracer === null || traces.length === 0 ? work() : storage.run(traces, work);

/** The header that makes what another service does for us part of the trace; null outside of any. */
export function traceparent(): string | null {
  const [place] = carried();
  return place ? traceparentOf(place) : null;
}

/** A stretch of work that has begun, in each of the traces that it is done for. */
export class Span {
  name: string;
  readonly #kind: SpanKind;
  readonly #places: readonly Place[];
  readonly #attributes: Attributes;
  readonly #startedAt = now();
  #failure: string | null = null;

  constructor(name: string, kind: SpanKind, attributes: Attributes, places: readonly Place[]) {
    this.name = name;
    this.#kind = kind;
    this.#attributes = { ...attributes };
    this.#places = places;
  }

  set(attributes: Attributes): void {
    Object.assign(this.#attributes, attributes);
  }

  /** `kind`: of a closed list, or the name of an error; never its text. The first one said counts. */
  fail(kind: string): void {
    this.#failure ??= kind;
  }

  /** Does the work as part of it. */
  run<Result>(work: () => Result): Result {
    return storage.run(this.#places, work);
  }

  end(): void {
    const { name } = this;
    const span = { name, kind: this.#kind, startedAt: this.#startedAt, endedAt: now(), attributes: this.#attributes };
    for (const place of this.#places) tracer?.record({ ...place, ...span, failure: this.#failure });
  }
}

/** Null where the work belongs to no trace: what runs by itself, beside requests, is not traced. */
export function startSpan(name: string, kind: SpanKind, attributes: Attributes): Span | null {
  const parents = carried();
  if (parents.length === 0) return null;
  const places = parents.map(({ traceId, id }) => ({ traceId, id: randomHex(8), parentId: id }));
  return new Span(name, kind, attributes, places);
}

/** Begins a trace, or goes on with the caller's that `header` (traceparent) names. Null where it is not recorded. */
export function startTrace(name: string, header: string | null, attributes: Attributes): Span | null {
  if (tracer === null) return null;
  const remote = header === null ? null : readTraceparent(header);
  const traceId = remote?.traceId ?? randomHex(16);
  if (!tracer.isSampled(traceId, remote)) return null;
  return new Span(name, 'server', attributes, [{ traceId, id: randomHex(8), parentId: remote?.spanId ?? null }]);
}

/** Does the work as a span of its own; one that throws has failed by its error's name. */
export async function inSpan<Result>(span: Span | null, work: (span: Span | null) => Promise<Result>): Promise<Result> {
  if (span === null) return work(null);
  try {
    return await span.run(() => work(span));
  } catch (error) {
    span.fail(error instanceof Error ? error.name : 'error');
    throw error;
  } finally {
    span.end();
  }
}

const now = (): number => performance.timeOrigin + performance.now();

const randomHex = (bytes: number): string => crypto.getRandomValues(new Uint8Array(bytes)).toHex();
