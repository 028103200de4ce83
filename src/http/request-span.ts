import { isTracing, type Span, startTrace } from '../tracing/trace.ts';
import type { RequestInfo } from './request-info.ts';

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** What monitors ask all the time. */
const UNTRACED: readonly string[] = ['/health', '/readiness', '/metrics'];

/** Null where the request is not traced. What it is called follows once its route is known. */
export function startRequestSpan(request: Request, path: string): Span | null {
  if (!isTracing() || UNTRACED.includes(path)) return null;
  const method = METHODS.includes(request.method) ? request.method : '_OTHER';
  return startTrace(method, request.headers.get('traceparent'), { 'http.request.method': method });
}

/**
 * By the pattern of its route, never by its address, and without the client's.
 * Source: https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export function endRequestSpan(span: Span, { id, route }: RequestInfo, status: number): void {
  span.set({ 'http.response.status_code': status, 'joxai.request_id': id });
  if (route !== null) {
    span.name = `${span.name} ${route}`;
    span.set({ 'http.route': route });
  }
  if (status >= 500) span.fail(String(status));
  span.end();
}
