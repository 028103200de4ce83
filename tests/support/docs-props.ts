import type { Operation, PlacedOperation } from '../../src/features/openapi/model.ts';

/** What the pages about the interface take, with the same text wherever somebody wrote it. */
export function docsProps(text: string): Record<string, unknown>[] {
  const schema = {
    type: 'object',
    description: text,
    required: [text],
    properties: {
      [text]: { type: 'string', description: text, enum: [text], default: text },
      inner: { anyOf: [{ type: 'array', items: { $ref: `#/components/schemas/${text}` } }, { const: text }] },
      nested: { type: 'object', properties: { [text]: { type: text, format: text } } },
    },
  };
  const content = { [text]: { schema, example: { [text]: text } } };
  const operation: Operation = {
    operationId: text,
    summary: text,
    description: `${text} \`${text}\` **${text}**`,
    tags: [text],
    security: [{ staff: [] }],
    'x-access': 'AGENT',
    parameters: [
      { name: text, in: 'path', required: true, description: text, schema, example: text },
      { name: text, in: 'query', required: true, schema, example: text },
    ],
    requestBody: { required: true, content },
    responses: { '200': { description: text, content }, '404': { description: text } },
  };
  const frames = { schema, examples: [{ type: text }] };
  const socket = { ...operation, 'x-websocket': { subprotocol: text, client: frames, server: frames } };
  const placed: PlacedOperation = { method: text, path: text, operation };
  const document = {
    openapi: '3.1.0',
    info: { title: text, version: text, summary: text, description: `${text}\n\n\`${text}\``, license: {} },
    servers: [{ url: '/' }],
    tags: [{ name: text, description: text }],
    paths: { [text]: { get: operation, post: socket } },
    webhooks: {},
    components: {
      schemas: { [text]: schema, Several: { anyOf: [schema, { $ref: `#/components/schemas/${text}` }] } },
      headers: {},
      securitySchemes: { [text]: { type: 'http', description: text } },
    },
  };
  const shared = {
    document,
    tag: text,
    query: text,
    schema,
    side: 'sent',
    text,
    value: text,
    method: text,
    path: text,
  };
  return [
    { ...shared, found: null, placed, summary: text },
    { ...shared, found: [placed], placed: { ...placed, operation: socket }, summary: text, side: 'answered' },
    { ...shared, found: [], placed, summary: text, schema: { $ref: `#/components/schemas/${text}` } },
  ];
}
