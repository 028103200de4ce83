/** A JSON Schema of the 2020-12 draft, which OpenAPI 3.1 speaks. */
export type JsonSchema = { [key: string]: unknown };

export interface MediaContent {
  schema: JsonSchema;
  example?: unknown;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  description?: string;
  schema: JsonSchema;
  example: unknown;
}

export interface ResponseDescription {
  description: string;
  headers?: Record<string, unknown>;
  content?: Record<string, MediaContent>;
}

/** Of a WebSocket: what one side says, with an example of each kind of frame. */
export interface FrameSide {
  schema: JsonSchema;
  examples: unknown[];
}

export interface Operation {
  operationId: string;
  summary: string;
  description: string;
  tags: string[];
  security: Record<string, string[]>[];
  /** The lowest role that may, CUSTOMER or OPEN. */
  'x-access': string;
  parameters?: Parameter[];
  requestBody?: { required: true; content: Record<string, MediaContent> };
  responses: Record<string, ResponseDescription>;
  'x-websocket'?: { subprotocol: string; client: FrameSide; server: FrameSide };
}

export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string; summary: string; description: string; license: object };
  servers: { url: string }[];
  tags: { name: string; description?: string }[];
  /** By path and method in lower case. */
  paths: Record<string, Record<string, Operation>>;
  /** What the service posts elsewhere, by event. */
  webhooks: Record<string, { post: JsonSchema }>;
  components: {
    schemas: Record<string, JsonSchema>;
    headers: Record<string, object>;
    securitySchemes: Record<string, { type: string; description: string }>;
  };
}

/** An operation with where it is: what the pages list. */
export interface PlacedOperation {
  method: string;
  path: string;
  operation: Operation;
}

export const operationsOf = ({ paths }: OpenApiDocument): PlacedOperation[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );

export const DOCS_PATH = '/api/v1/docs';
export const SCHEMAS_PATH = `${DOCS_PATH}/schemas`;

/** A tag as part of an address. */
export const slugOf = (tag: string): string => tag.replaceAll(' ', '-');
