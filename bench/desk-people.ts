/** The sockets of one conversation's two sides, as the load over a desk has them. */
const OPEN_TIMEOUT_MS = 15_000;

/** A message on its way: who is to hear of it, and when it left. */
export interface Sent {
  kind: Way;
  /** Stands in the text and nowhere else. */
  mark: string;
  conversation: string;
  sentAt: number;
  /** Times at the other side; more than one is one too many. */
  heardAt: number[];
}

export const WAYS = ['customer to agent', 'customer to panel', 'agent to customer', 'question to reply'] as const;
export type Way = (typeof WAYS)[number];

// biome-ignore lint/suspicious/noExplicitAny: a frame of the server, of which each socket reads what it needs
type Frame = any;

async function opened(socket: WebSocket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(() => reject(new Error('a socket did not open in time')), OPEN_TIMEOUT_MS);
  socket.addEventListener('open', () => resolve());
  socket.addEventListener('close', ({ code, reason }) => reject(new Error(`a socket was closed: ${code} ${reason}`)));
  await promise.finally(() => clearTimeout(timer));
}

/** A customer: keeps the seqs that it was told of, and hears agents and the assistant. */
export class Customer {
  readonly conversation: string;
  /** How often each seq came as a message; 0 for one that was only acknowledged. */
  readonly seqs = new Map<number, number>();
  readonly #socket: WebSocket;
  readonly #asked: Sent[] = [];
  readonly #expected = new Map<string, Sent>();
  lost = 0;

  private constructor(port: number, conversation: string, token: string) {
    this.conversation = conversation;
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/chat/ws`, ['joxai.v1', token]);
    this.#socket.onmessage = ({ data }) => this.#heard(JSON.parse(String(data)));
  }

  static async open(port: number, conversation: string, token: string): Promise<Customer> {
    const customer = new Customer(port, conversation, token);
    await opened(customer.#socket);
    customer.#socket.onclose = () => {
      customer.lost += 1;
    };
    return customer;
  }

  /** `sent.kind` says whether the assistant or a person answers. */
  say(sent: Sent, text: string): void {
    if (sent.kind === 'question to reply') this.#asked.push(sent);
    this.#socket.send(JSON.stringify({ type: 'message', client_id: crypto.randomUUID(), text }));
  }

  /** An agent is writing this to the customer. */
  expect(sent: Sent): void {
    this.#expected.set(sent.mark, sent);
  }

  close(): void {
    this.#socket.onclose = null;
    this.#socket.close();
  }

  #heard({ type, seq, role, content }: Frame): void {
    if (type !== 'ack' && type !== 'message') return;
    // An acknowledgement stands for its message; where both come, a client knows by the seq that they are one.
    this.seqs.set(seq, (this.seqs.get(seq) ?? 0) + (type === 'message' ? 1 : 0));
    if (role === 'assistant') this.#asked.shift()?.heardAt.push(performance.now());
    if (role === 'agent') {
      const mark = markIn(content);
      if (mark) this.#expected.get(mark)?.heardAt.push(performance.now());
    }
  }
}

/** A member of staff on the interface's socket: hears of what is their own or nobody's. */
export class StaffEar {
  /** How often each message came: `conversation seq`. */
  readonly heard = new Map<string, number>();
  readonly #socket: WebSocket;
  lost = 0;

  private constructor(port: number, token: string, expected: ReadonlyMap<string, Sent>) {
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws`, ['joxai.v1', token]);
    this.#socket.onmessage = ({ data }) => {
      const { type, data: told } = JSON.parse(String(data)) as Frame;
      if (type !== 'new_message') return;
      const key = `${told.conversation_id} ${told.message.seq}`;
      this.heard.set(key, (this.heard.get(key) ?? 0) + 1);
      const mark = told.message.role === 'user' ? markIn(told.message.content) : null;
      const sent = mark === null ? undefined : expected.get(mark);
      if (sent?.kind === 'customer to agent') sent.heardAt.push(performance.now());
    };
  }

  static async open(port: number, token: string, expected: ReadonlyMap<string, Sent>): Promise<StaffEar> {
    const ear = new StaffEar(port, token, expected);
    await opened(ear.#socket);
    ear.#socket.onclose = () => {
      ear.lost += 1;
    };
    return ear;
  }

  close(): void {
    this.#socket.onclose = null;
    this.#socket.close();
  }
}

/** A page of the panel that shows the person's own conversations, one of them open. */
export class PanelPage {
  readonly #socket: WebSocket;
  /** Bytes of page that it was sent. */
  bytes = 0;
  lost = 0;

  private constructor(port: number, cookie: string, expected: ReadonlyMap<string, Sent>) {
    const origin = `http://127.0.0.1:${port}`;
    const headers = { origin, cookie };
    this.#socket = new WebSocket(`ws://127.0.0.1:${port}/panel/live`, { headers } as never);
    this.#socket.onmessage = ({ data }) => {
      const text = String(data);
      this.bytes += text.length;
      const { content } = JSON.parse(text) as Frame;
      // The list shows the last line of each conversation; every message stands in the open one alone.
      if (typeof content !== 'string' || !content.includes(TIMELINE)) return;
      for (const [mark] of content.matchAll(MARK)) {
        const sent = expected.get(mark);
        if (sent?.kind === 'customer to panel') sent.heardAt.push(performance.now());
      }
    };
  }

  static async open(port: number, cookie: string, conversation: string, expected: ReadonlyMap<string, Sent>) {
    const page = new PanelPage(port, cookie, expected);
    await opened(page.#socket);
    page.#socket.onclose = () => {
      page.lost += 1;
    };
    const marks = { after_seq: 1, after_note: 0, after_change: 0 };
    page.#socket.send(JSON.stringify({ type: 'watch', filter: 'tab=mine', conversation, ...marks }));
    return page;
  }

  close(): void {
    this.#socket.onclose = null;
    this.#socket.close();
  }
}

const MARK = /ref-[a-z]{8}/g;
/** How the messages of an open conversation are put into the page. */
const TIMELINE = 'hx-swap="ordered"';

/** Letters alone: digits might be taken for something to mask. */
export const newMark = (number: number): string =>
  `ref-${Array.from({ length: 8 }, (_, place) => String.fromCharCode(97 + (Math.floor(number / 26 ** place) % 26))).join('')}`;

const markIn = (text: string): string | null => text.match(MARK)?.[0] ?? null;
