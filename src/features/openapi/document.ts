import { ExampleMaker } from './examples.ts';
import { GENERAL_RULES, SECURITY_SCHEMES, TAGS } from './general.ts';
import { inline } from './json-schema.ts';
import type { JsonSchema, OpenApiDocument } from './model.ts';
import { type AppRoute, documentOf, type LoadedRoute, operationOf, pathOf } from './operation.ts';
import { ERROR_SCHEMAS } from './operation-errors.ts';
import { webhookOperations } from './webhook-operations.ts';

/** A part of the document that has no example, by operation and field. */
export interface Gap {
  operation: string;
  field: string;
}

/**
 * The document of all documented routes of the application, in the words of OpenAPI 3.1, made from the very schemas that
 * the routes check their input with and from the shapes of what they answer. `gaps` is what still lacks an example.
 */
export async function buildDocument(
  routes: readonly AppRoute[],
  version: string,
): Promise<{ document: OpenApiDocument; gaps: Gap[] }> {
  const loaded = await loadAll(routes);
  const names = namesOf(loaded);
  const schemas: Record<string, JsonSchema> = { ...ERROR_SCHEMAS };
  for (const [shape, name] of names) schemas[name] = inline(shape, names);
  const paths: OpenApiDocument['paths'] = {};
  const gaps: Gap[] = [];
  for (const one of loaded) {
    const examples = new ExampleMaker(schemas);
    const operation = operationOf(one, { names, examples });
    const path = pathOf(one.route);
    paths[path] = { ...paths[path], [one.route.method.toLowerCase()]: operation };
    gaps.push(...examples.missing.map((field) => ({ operation: `${one.route.method} ${path}`, field })));
  }
  const used = [...new Set(loaded.flatMap(({ route }) => (route.hooks.detail?.tags ?? []) as string[]))];
  const document: OpenApiDocument = {
    openapi: '3.1.0',
    info: { title: 'JoxAI', version, ...GENERAL_RULES },
    servers: [{ url: '/' }],
    tags: used
      .sort((a, b) => orderOf(a) - orderOf(b))
      .map((name) => ({ name, ...(TAGS[name] && { description: TAGS[name] }) })),
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    webhooks: webhookOperations(),
    components: { schemas: sorted(schemas), headers: HEADERS, securitySchemes: SECURITY_SCHEMES },
  };
  return { document, gaps };
}

async function loadAll(routes: readonly AppRoute[]): Promise<LoadedRoute[]> {
  const loading = routes.map(async (route) => {
    const document = documentOf(route);
    return document && { route, document, shapes: (await document.shapes()) as Record<string, object> };
  });
  return (await Promise.all(loading)).filter((one) => one !== null);
}

/** Every exported shape by itself. Errors: throws where two features mean different things by one name. */
function namesOf(loaded: readonly LoadedRoute[]): Map<object, string> {
  const byName = new Map<string, object>();
  for (const { shapes } of loaded) {
    for (const [name, shape] of Object.entries(shapes)) {
      if (typeof shape !== 'object' || 'x-by-media-type' in shape || 'contentMediaType' in shape) continue;
      if ((byName.get(name) ?? shape) !== shape) throw new Error(`two shapes are called ${name}`);
      byName.set(name, shape);
    }
  }
  return new Map([...byName].map(([name, shape]) => [shape, name]));
}

function orderOf(tag: string): number {
  const at = Object.keys(TAGS).indexOf(tag);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}

const sorted = <Value>(record: Record<string, Value>): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

const header = (description: string, schema: object) => ({ description, schema });

const HEADERS = {
  RequestId: header('Names the request in the log', { type: 'string', examples: ['4f9b1c0e2d7a'] }),
  TotalCount: header('How many there are in all pages', { type: 'integer', examples: [128] }),
  RateLimitLimit: header('Requests allowed within the time', { type: 'integer', examples: [300] }),
  RateLimitRemaining: header('Requests left of them', { type: 'integer', examples: [299] }),
  RateLimitReset: header('Seconds until all are there again', { type: 'integer', examples: [60] }),
  RetryAfter: header('Seconds to wait', { type: 'integer', examples: [12] }),
};
