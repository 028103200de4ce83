/** The tags in the order of the document, and what each gathers. */
export const TAGS: Record<string, string> = {
  auth: 'Logging in and out as a member of staff.',
  users: 'Accounts of the staff.',
  'api keys': 'Keys by which other programs act.',
  chat: "The customer's side: what the widget speaks.",
  conversations: "The staff's side of conversations.",
  agents: 'Who serves customers, and how many at once.',
  'canned responses': 'Texts that are put in by their shortcut.',
  tickets: 'Cases, their clocks, and what is owed by when.',
  knowledge: 'The articles that the assistant answers from.',
  customers: 'People of the bank.',
  settings: "The bank's settings, and everybody's own.",
  analytics: 'Figures and reports, as JSON or CSV.',
  notifications: 'What was told to whom.',
  audit: 'Who did and read what; a chain that cannot be rewritten.',
  retention: 'What is kept how long, and legal holds.',
  webhooks: 'Signed deliveries to other programs.',
  live: 'Staff sockets, and who is connected now.',
  system: 'How the service is doing.',
  health: 'For load balancers and monitors.',
  openapi: 'This description.',
};

export const GENERAL_RULES = {
  summary: 'The interface of the customer-service desk',
  description: `JSON in, JSON out, UTF-8. Times are ISO 8601 in UTC; money is integer minor units with a currency code.

**Errors** are \`{"detail": "…"}\` with the status; a 422 adds \`"errors": [{"field", "message"}]\`. Every answer carries
\`X-Request-Id\`.

**Lists** are arrays. \`skip\` and \`limit\` page them; \`X-Total-Count\` tells the total.

**Enumerations** are upper case in answers and taken in any case; the role of a message is lower case. Unknown fields of a
body are ignored.

**Staff** send \`Authorization: Bearer <token>\` from \`POST /api/v1/auth/login\`, other programs an API key in its place. **Customers** send the conversation's token
from \`POST /api/v1/chat/start\`, or the cookie that it set.

**Limits** hold over all workers; answers carry \`RateLimit-*\`, and a 429 \`Retry-After\`.`,
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

export const SECURITY_SCHEMES = {
  staff: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The access token of `POST /api/v1/auth/login`.',
  },
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'jox_…',
    description:
      'A key of `POST /api/v1/api-keys`; it may do the actions that it was given, from the addresses it is bound to.',
  },
  conversation: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'The conversation token of `POST /api/v1/chat/start`; it opens this one conversation.',
  },
  conversationCookie: {
    type: 'apiKey',
    in: 'cookie',
    name: 'joxai_chat',
    description: 'The same token, as the cookie that `POST /api/v1/chat/start` sets.',
  },
};
