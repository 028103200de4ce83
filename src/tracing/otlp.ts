import type { Attributes, FinishedSpan, SpanKind } from './trace.ts';

/** What stands on everything that a process exports. */
export interface Resource {
  attributes: Attributes;
  version: string;
}

const KINDS: Record<SpanKind, number> = { internal: 1, server: 2, client: 3 };
const ERROR = 2;

/**
 * The request to a collector, as JSON.
 * Source: https://opentelemetry.io/docs/specs/otlp/#otlphttp, opentelemetry/proto/trace/v1/trace.proto
 */
export const requestOf = ({ attributes, version }: Resource, spans: readonly FinishedSpan[]): object => ({
  resourceSpans: [
    {
      resource: { attributes: attributesOf(attributes) },
      scopeSpans: [{ scope: { name: 'joxai', version }, spans: spans.map(spanOf) }],
    },
  ],
});

const spanOf = (span: FinishedSpan): object => ({
  traceId: span.traceId,
  spanId: span.id,
  ...(span.parentId && { parentSpanId: span.parentId }),
  name: span.name,
  kind: KINDS[span.kind],
  startTimeUnixNano: nanosOf(span.startedAt),
  endTimeUnixNano: nanosOf(span.endedAt),
  attributes: attributesOf({ ...span.attributes, ...(span.failure && { 'error.type': span.failure }) }),
  ...(span.failure && { status: { code: ERROR } }),
});

/** A 64-bit integer, which JSON has as text. */
const nanosOf = (ms: number): string =>
  String(BigInt(Math.floor(ms)) * 1_000_000n + BigInt(Math.round((ms % 1) * 1_000_000)));

const attributesOf = (attributes: Attributes): object[] =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: anyValueOf(value) }));

function anyValueOf(value: string | number | boolean): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}
