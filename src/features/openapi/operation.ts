import { MULTIPART_PATHS } from '../../http/body-type.ts';
import { DOCUMENT_KEY, type RouteDocument } from '../../http/documented.ts';
import { grantableTo } from '../api-keys/model.ts';
import type { ExampleMaker } from './examples.ts';
import { toJsonSchema } from './json-schema.ts';
import type { FrameSide, JsonSchema, Operation, Parameter, ResponseDescription } from './model.ts';
import { errorResponse, impliedErrors } from './operation-errors.ts';

/** What of a registered route is read here. */
export interface AppRoute {
  method: string;
  path: string;
  hooks: { detail?: Record<string, unknown>; body?: object; query?: object; params?: object };
}

/** A documented route and everything that was loaded for it. */
export interface LoadedRoute {
  route: AppRoute;
  document: RouteDocument;
  shapes: Record<string, object>;
}

/** What every operation is made with: the names of the shapes, and the maker of examples. */
export interface Surroundings {
  names: ReadonlyMap<object, string>;
  examples: ExampleMaker;
}

export const documentOf = ({ hooks }: AppRoute): RouteDocument | null => {
  const make = hooks.detail?.[DOCUMENT_KEY];
  return typeof make === 'function' ? (make() as RouteDocument) : null;
};

/** `/api/v1/tickets/:ticketId/` → `/api/v1/tickets/{ticketId}` */
export const pathOf = ({ path }: Pick<AppRoute, 'path'>): string =>
  path.replace(/:(\w+)/g, '{$1}').replace(/(.)\/$/, '$1');

/** One route as an operation of the document. */
export function operationOf({ route, document, shapes }: LoadedRoute, around: Surroundings): Operation {
  const { detail = {}, body, query, params } = route.hooks;
  const access = String(detail['x-access'] ?? 'OPEN');
  const keyed = actionForKeys(detail['x-action']);
  const hasBody = body !== undefined;
  const errors = impliedErrors({
    access,
    method: route.method,
    hasBody,
    hasPathParameters: route.path.includes(':'),
    hasInput: hasBody || query !== undefined || params !== undefined,
  });
  const told = Object.entries(document.errors ?? {}).map(([status, sentence]) => [Number(status), sentence] as const);
  const sentences = new Map<number, string | undefined>(errors.map((status) => [status, undefined]));
  for (const [status, sentence] of told) {
    if (sentence === null) sentences.delete(status);
    else sentences.set(status, sentence);
  }
  return {
    operationId: operationIdOf(route),
    summary: String(detail.summary),
    // A socket opens to everybody, to tell who may not why.
    description: [detail.description, !document.frames && WHO[access], keyed && KEYED(keyed)]
      .filter(Boolean)
      .join('\n\n'),
    tags: (detail.tags ?? []) as string[],
    security: securityOf(detail.security, keyed),
    'x-access': access,
    ...parametersOf(route, around),
    ...(hasBody && { requestBody: requestBodyOf(route, document, around) }),
    responses: {
      [document.status ?? (document.answer ? 200 : 204)]: answerOf({ route, document, shapes }, access, around),
      ...Object.fromEntries(
        [...sentences].sort(([a], [b]) => a - b).map(([status, said]) => [status, errorResponse(status, said)]),
      ),
    },
    ...(document.frames && { 'x-websocket': framesOf(document.frames, shapes, around) }),
  };
}

const WHO: Record<string, string> = {
  OPEN: 'Open to everybody.',
  CUSTOMER: "For the customer: needs the conversation's own token, as bearer or as the cookie that `chat/start` set.",
  AGENT: 'For every member of staff.',
  SUPERVISOR: 'For SUPERVISOR and ADMIN.',
  ADMIN: 'For ADMIN.',
};

const KEYED = (action: string): string => `An API key needs the action \`${action}\`.`;

/** The action by which an API key may, too; null where none can be given it. */
const actionForKeys = (action: unknown): string | null => grantableTo('ADMIN').find((one) => one === action) ?? null;

/** A customer's token also travels as a cookie, and what an API key can be given is open to it. */
function securityOf(security: unknown, keyed: string | null): Operation['security'] {
  const ways = Array.isArray(security) ? (security as Operation['security']) : [];
  const also = keyed === null ? [] : [{ apiKey: [keyed] }];
  return [...ways.flatMap((way) => ('conversation' in way ? [way, { conversationCookie: [] }] : [way])), ...also];
}

const operationIdOf = ({ method, path }: AppRoute): string =>
  method.toLowerCase() +
  path
    .replace(/^\/api\/v1/, '')
    .split(/[/:\-_.]+/)
    .filter(Boolean)
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('');

function parametersOf(route: AppRoute, { names, examples }: Surroundings): Pick<Operation, 'parameters'> {
  const { params, query } = route.hooks;
  const of = (schema: object | undefined, where: Parameter['in']): Parameter[] => {
    const { properties = {}, required = [] } = (schema ?? {}) as { properties?: object; required?: string[] };
    return Object.entries(properties).map(([name, property]) => {
      const { description, ...rest } = toJsonSchema(property, names);
      const isRequired = where === 'path' || (required.includes(name) && !('default' in rest));
      return {
        name,
        in: where,
        required: isRequired,
        ...(typeof description === 'string' && { description }),
        schema: rest,
        example: examples.of(rest, `${where}.${name}`),
      };
    });
  };
  const parameters = [...of(params, 'path'), ...of(query, 'query')];
  // A path may have parameters that its route does not check.
  for (const [, name] of route.path.matchAll(/:(\w+)/g)) {
    if (parameters.some((one) => one.in === 'path' && one.name === name)) continue;
    const schema = { type: 'string' };
    const example = examples.of(schema, `path.${name}`);
    parameters.push({ name: name as string, in: 'path', required: true, schema, example });
  }
  return parameters.length > 0 ? { parameters } : {};
}

function requestBodyOf(
  { hooks, path }: AppRoute,
  document: RouteDocument,
  { names, examples }: Surroundings,
): NonNullable<Operation['requestBody']> {
  const schema = toJsonSchema(hooks.body as object, names);
  const type = MULTIPART_PATHS.test(path) ? 'multipart/form-data' : 'application/json';
  return { required: true, content: { [type]: { schema, example: document.example ?? examples.of(schema, 'body') } } };
}

function answerOf({ route, document, shapes }: LoadedRoute, access: string, around: Surroundings): ResponseDescription {
  const isStaff = access !== 'OPEN' && access !== 'CUSTOMER';
  const headers = {
    'X-Request-Id': { $ref: '#/components/headers/RequestId' },
    ...(isPaged(route) && { 'X-Total-Count': { $ref: '#/components/headers/TotalCount' } }),
    ...(isStaff && {
      'RateLimit-Limit': { $ref: '#/components/headers/RateLimitLimit' },
      'RateLimit-Remaining': { $ref: '#/components/headers/RateLimitRemaining' },
      'RateLimit-Reset': { $ref: '#/components/headers/RateLimitReset' },
    }),
  };
  const { answer } = document;
  if (!answer) return { description: document.status === 101 ? 'The connection is open' : 'Done', headers };
  const shape = shapeOf(answer.name, shapes);
  const kinds = 'x-by-media-type' in shape ? (shape.anyOf as JsonSchema[]) : [shape];
  const content = kinds.map((kind) => {
    const type = typeof kind.contentMediaType === 'string' ? kind.contentMediaType : 'application/json';
    const one = toJsonSchema(kind, around.names);
    const schema = answer.isList ? { type: 'array', items: one } : one;
    return [type, { schema, example: around.examples.of(schema, 'answer') }];
  });
  const description = typeof shape.description === 'string' ? shape.description : spoken(answer.name);
  return {
    description: answer.isList ? `A list. ${description}` : description,
    headers,
    content: Object.fromEntries(content),
  };
}

function framesOf(
  { client, server }: NonNullable<RouteDocument['frames']>,
  shapes: LoadedRoute['shapes'],
  { names, examples }: Surroundings,
): NonNullable<Operation['x-websocket']> {
  const of = (name: string): FrameSide => {
    const kinds = shapeOf(name, shapes).anyOf as JsonSchema[];
    return {
      schema: { $ref: `#/components/schemas/${name}` },
      examples: kinds.map((kind) => examples.of(toJsonSchema(kind, names), 'frame')),
    };
  };
  return { subprotocol: 'joxai.v1', client: of(client), server: of(server) };
}

function isPaged({ hooks }: AppRoute): boolean {
  const { properties = {} } = (hooks.query ?? {}) as { properties?: object };
  return 'skip' in properties && 'limit' in properties;
}

function shapeOf(name: string, shapes: LoadedRoute['shapes']): JsonSchema {
  const shape = shapes[name];
  if (!shape) throw new Error(`no shape of this name: ${name}`);
  return shape as JsonSchema;
}

/** `TicketMessage` → `Ticket message` */
const spoken = (name: string): string => name.replace(/(?<!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
