export type Kind = 'product' | 'floor' | 'peer';

export interface Chat {
  conversation: string;
  /** Empty where the server asks for none. */
  token: string;
}

/** What one server's clients say and hear. All three do the same work in slightly different words. */
export interface Dialect {
  startBody(client: string): object;
  /** Null when the answer is not that of a started chat. */
  parseStart(body: string): Chat | null;
  messageBody(chat: Chat, question: string): object;
  /** The outcome of an answered message; null when the answer is not one. */
  parseMessage(body: string): string | null;
  socket(chat: Chat): { path: string; protocols: string[] };
  messageFrame(chat: Chat, question: string): object;
  /** What a frame from the server means to the one who measures. */
  classify(frame: Frame): 'ack' | 'reply' | 'pong' | 'other';
  /** True: after the ack comes a reply, and only then is the client's turn over. */
  repliesOverSocket: boolean;
  /** Rows of the message table that one message over the socket leaves behind. */
  rowsPerSocketMessage: number;
}

export interface Frame {
  type?: string;
  role?: string;
}

const product: Dialect = {
  startBody: (client) => ({ user_id: client, metadata: { language: client.endsWith('0') ? 'en' : 'es' } }),
  parseStart: (body) => {
    const answer = JSON.parse(body);
    if (typeof answer.conversation_token !== 'string') return null;
    return { conversation: answer.conversation_id, token: answer.conversation_token };
  },
  messageBody: ({ conversation }, message) => ({
    conversation_id: conversation,
    message,
    client_id: crypto.randomUUID(),
  }),
  parseMessage: (body) => /"outcome":"([a-z_]+)"/.exec(body)?.[1] ?? null,
  socket: ({ token }) => ({ path: '/api/v1/chat/ws', protocols: ['joxai.v1', token] }),
  messageFrame: (_, text) => ({ type: 'message', client_id: crypto.randomUUID(), text }),
  classify: ({ type, role }) => {
    if (type === 'ack' || type === 'pong') return type;
    return type === 'message' && role !== 'user' ? 'reply' : 'other';
  },
  repliesOverSocket: true,
  rowsPerSocketMessage: 2,
};

const peer: Dialect = {
  startBody: (client) => ({ user_id: client }),
  parseStart: (body) => {
    const { conversation_id: conversation } = JSON.parse(body);
    return typeof conversation === 'string' ? { conversation, token: '' } : null;
  },
  messageBody: ({ conversation }, message) => ({ conversation_id: conversation, message }),
  parseMessage: (body) => /"intent":"([a-z_]+)"/.exec(body)?.[1] ?? null,
  socket: () => ({ path: '/api/v1/ws', protocols: [] }),
  // Its socket names the conversation by the number of the row, which no answer of its own tells: the harness seeds it.
  messageFrame: ({ conversation }, text) => ({ type: 'message', c: Number(conversation), text }),
  classify: ({ type }) => (type === 'ack' || type === 'pong' ? type : 'other'),
  repliesOverSocket: false,
  rowsPerSocketMessage: 1,
};

const floor: Dialect = {
  ...peer,
  parseMessage: product.parseMessage,
  messageFrame: ({ conversation }, text) => ({ type: 'message', conversation, text }),
  classify: product.classify,
  repliesOverSocket: true,
  rowsPerSocketMessage: 2,
};

export const DIALECTS: Record<Kind, Dialect> = { product, floor, peer };
