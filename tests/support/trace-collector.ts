/** A span as it was exported, with its attributes as plain values. */
export interface ExportedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  attributes: Record<string, string | number | boolean>;
  status?: { code: number };
}

export interface TraceCollector {
  url: string;
  spans: ExportedSpan[];
  /** The bodies as they came. */
  texts: string[];
  headers: Headers[];
  resource: Record<string, string | number | boolean>;
  /** The statuses of the next answers; then 200. */
  next(...statuses: number[]): void;
  stop(): Promise<void>;
}

interface Value {
  stringValue?: string;
  intValue?: string;
  doubleValue?: number;
  boolValue?: boolean;
}
type Attributes = { key: string; value: Value }[];
interface Body {
  resourceSpans: {
    resource: { attributes: Attributes };
    scopeSpans: { spans: (Omit<ExportedSpan, 'attributes'> & { attributes: Attributes })[] }[];
  }[];
}

/** A collector on a free loopback port that takes OTLP over HTTP as JSON. */
export function startTraceCollector(): TraceCollector {
  const queue: number[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const text = await request.text();
      collector.headers.push(request.headers);
      const status = queue.shift() ?? (new URL(request.url).pathname === '/v1/traces' ? 200 : 404);
      if (status === 200) take(collector, text);
      return Response.json({}, { status });
    },
  });
  const collector: TraceCollector = {
    url: `http://127.0.0.1:${server.port}`,
    spans: [],
    texts: [],
    headers: [],
    resource: {},
    next: (...statuses) => void queue.push(...statuses),
    stop: () => server.stop(true),
  };
  return collector;
}

function take(collector: TraceCollector, text: string): void {
  collector.texts.push(text);
  for (const { resource, scopeSpans } of (JSON.parse(text) as Body).resourceSpans) {
    collector.resource = plain(resource.attributes);
    for (const { spans } of scopeSpans)
      collector.spans.push(...spans.map((span) => ({ ...span, attributes: plain(span.attributes) })));
  }
}

const plain = (attributes: Attributes): ExportedSpan['attributes'] =>
  Object.fromEntries(
    attributes.map(({ key, value: { stringValue, intValue, doubleValue, boolValue } }) => [
      key,
      stringValue ?? (intValue === undefined ? (doubleValue ?? boolValue ?? '') : Number(intValue)),
    ]),
  );
