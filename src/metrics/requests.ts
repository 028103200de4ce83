import type { RequestFigures, RouteKind } from './figures.ts';
import { ROUTE_KINDS } from './figures.ts';
import { addHistograms, type Histogram, latencyOf, NO_OBSERVATIONS } from './histogram.ts';
import type { Registry } from './registry.ts';

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** What stands for a path that no route takes, by the kind of paths that it begins like. */
const UNKNOWN: Record<RouteKind, string> = {
  chat: '/api/v1/chat/*',
  api: '/api/*',
  panel: '/panel/*',
  files: '/*',
  health: '/*',
};
/** Each file is a route of its own there, and one is like another. */
const FILES = '/public/';

interface Counted {
  kind: RouteKind;
  status: number;
  latency: Histogram;
}

/** Counts requests by route, method and status: an observation costs two look-ups, a short search and two additions. */
export class RequestCounts {
  readonly #registry: Registry;
  readonly #routes = new Map<string, Map<number, Counted>>();

  constructor(registry: Registry) {
    this.#registry = registry;
  }

  /** `route`: the pattern; null where no route took the path. Units: seconds. */
  observe(method: string, route: string | null, path: string, status: number, seconds: number): void {
    const pattern = route === null ? UNKNOWN[kindOf(path)] : route.startsWith(FILES) ? `${FILES}*` : route;
    const counted = this.#routes.get(pattern)?.get(METHODS.indexOf(method) * 1_000 + status);
    (counted ?? this.#open(pattern, method, status)).latency.observe(seconds);
  }

  /** Of each kind of route, all that was counted. */
  byKind(): Record<RouteKind, RequestFigures> {
    const figures = Object.fromEntries(
      ROUTE_KINDS.map((kind) => [kind, { statuses: Array(6).fill(0), latency: NO_OBSERVATIONS }]),
    ) as Record<RouteKind, RequestFigures>;
    for (const { kind, status, latency } of [...this.#routes.values()].flatMap((route) => [...route.values()])) {
      const own = latencyOf(latency.values);
      const group = Math.min(5, Math.floor(status / 100));
      figures[kind].statuses[group] = (figures[kind].statuses[group] ?? 0) + own.counts.reduce((sum, n) => sum + n, 0);
      figures[kind].latency = addHistograms(figures[kind].latency, own);
    }
    return figures;
  }

  #open(route: string, method: string, status: number): Counted {
    const latency = this.#registry.histogram('joxai_http_request_duration_seconds', {
      method: METHODS.includes(method) ? method : 'other',
      route,
      status: String(status),
    });
    const counted = { kind: kindOf(route), status, latency };
    const ofRoute = this.#routes.get(route) ?? new Map<number, Counted>();
    this.#routes.set(route, ofRoute.set(METHODS.indexOf(method) * 1_000 + status, counted));
    return counted;
  }
}

function kindOf(path: string): RouteKind {
  if (path.startsWith('/api/v1/chat')) return 'chat';
  if (path.startsWith('/api/')) return 'api';
  if (path.startsWith('/panel')) return 'panel';
  return path === '/health' || path === '/readiness' || path === '/metrics' ? 'health' : 'files';
}
