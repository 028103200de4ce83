/** A trace that began elsewhere, and the span there that asked us. */
export interface Remote {
  traceId: string;
  spanId: string;
  isSampled: boolean;
}

const FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;
const SAMPLED = 1;

/** Null for what is none. Source: https://www.w3.org/TR/trace-context/#traceparent-header */
export function readTraceparent(header: string): Remote | null {
  const [, version, traceId = '', spanId = '', flags = '', more] = FORM.exec(header.trim()) ?? [];
  if (version === undefined || version === 'ff' || (version === '00' && more !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}

/** Of a span that is recorded. */
export const traceparentOf = ({ traceId, id }: { traceId: string; id: string }): string => `00-${traceId}-${id}-01`;
