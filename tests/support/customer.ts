import { type Chat, ChatSocket, type Frame, historyOf, startChat } from './client.ts';

const QUESTIONS = [
  '¿A qué hora abren las sucursales?',
  '¿Cuánto cuesta una transferencia SPEI?',
  'What is the annual fee of the Gold card?',
  '¿Cómo activo mi tarjeta?',
  'How do I reset my password?',
];
const ACK_TIMEOUT_MS = 3_000;
const AGAIN_MS = 100;
const LOOK_MS = 25;

interface StoredMessage {
  seq: number;
  role: string;
  content: string;
}

/**
 * A customer whose client behaves like the widget: it comes back when its connection ends, asks for what it missed, and
 * sends again what was not acknowledged.
 */
export class Customer {
  readonly #originOf: () => string;
  readonly #chat: Chat;
  readonly #index: number;
  #socket: ChatSocket;
  readonly #acknowledged = new Map<string, { text: string; seq: number }>();
  readonly #received = new Set<number>();
  /** How long each return took, from the end of the connection to the next `ready`. Units: milliseconds. */
  readonly returns: number[] = [];
  /** With which the service ended its connections. */
  readonly closeCodes: number[] = [];
  /** From a message to its acknowledgement, with all that was tried again. Units: milliseconds. */
  readonly acknowledgements: number[] = [];
  #leftAt: number | null = null;
  #hasGivenUp = false;

  private constructor(originOf: () => string, chat: Chat, index: number) {
    this.#originOf = originOf;
    this.#chat = chat;
    this.#index = index;
    this.#socket = new ChatSocket(originOf(), chat);
  }

  /** With a function, each connection goes to what it answers then, as a load balancer chooses. */
  static async arrive(origin: string | (() => string), index: number): Promise<Customer> {
    const originOf = typeof origin === 'string' ? () => origin : origin;
    return new Customer(originOf, await persistently(() => startChat(originOf())), index);
  }

  /** Says so many things with so much time between them, there all the while. */
  async talk(rounds: number, pauseMs: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      await this.#say(`${QUESTIONS[(this.#index + round) % QUESTIONS.length]}`);
      await this.#stay(pauseMs);
    }
  }

  leave(): void {
    this.#note(this.#socket);
    this.#socket.close();
  }

  /** What is wrong with the stored conversation, once every message has its answer or the time is over. */
  async report(deadline: number): Promise<{ acknowledged: number; faults: string[] }> {
    let faults: string[] = [];
    do {
      const messages = await persistently(() => historyOf(this.#originOf(), this.#chat));
      this.#note(this.#socket);
      faults = [...this.#faultsOf(messages), ...this.#missed(messages)];
      if (faults.length === 0) break;
      await this.#stay(500);
    } while (performance.now() < deadline);
    return { acknowledged: this.#acknowledged.size, faults };
  }

  #missed(messages: readonly StoredMessage[]): string[] {
    const missed = messages.filter(({ role, seq }) => role !== 'user' && seq > 1 && !this.#received.has(seq));
    return missed.map(({ seq }) => `message ${seq} never came over the socket`);
  }

  #faultsOf(messages: readonly StoredMessage[]): string[] {
    const faults = messages.some(({ seq }, index) => seq !== index + 1) ? [`gap in ${this.#chat.id}`] : [];
    const asked = messages.filter(({ role }) => role === 'user');
    if (asked.length !== this.#acknowledged.size) faults.push(`${asked.length} stored of ${this.#acknowledged.size}`);
    for (const { text, seq } of this.#acknowledged.values()) {
      if (messages[seq - 1]?.content !== text) faults.push(`message ${seq} is not the one that was acknowledged`);
    }
    const answers = messages.filter(({ role, seq }) => role === 'assistant' && seq > 1);
    // Each is answered by what comes next; a message that joins the turn of the one before shares its answer.
    for (const { seq } of asked) {
      const next = messages.find((message) => message.seq > seq && message.role !== 'user');
      if (next?.role !== 'assistant') faults.push(`message ${seq} has no answer`);
    }
    if (answers.length > asked.length) faults.push(`${answers.length} answers to ${asked.length} messages`);
    for (const [index, message] of messages.entries()) {
      if (message.role === 'assistant' && messages[index - 1]?.role === 'assistant')
        faults.push(`two answers at ${message.seq}`);
    }
    return faults;
  }

  async #say(text: string): Promise<void> {
    const clientId = crypto.randomUUID();
    const begun = performance.now();
    for (;;) {
      try {
        await this.#return();
        this.#socket.say(text, clientId);
        const isAck = (frame: Frame) => frame.type === 'ack' && frame.client_id === clientId;
        const ack = await this.#frameOrEnd(isAck);
        this.#acknowledged.set(clientId, { text, seq: ack.seq });
        this.acknowledgements.push(performance.now() - begun);
        return;
      } catch {
        this.#hasGivenUp ||= this.#socket.closeCode === null;
        this.#socket.close();
        await Bun.sleep(AGAIN_MS);
      }
    }
  }

  async #stay(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (performance.now() < until) {
      await this.#return().catch(() => Bun.sleep(AGAIN_MS));
      await Bun.sleep(LOOK_MS);
    }
  }

  /** Does nothing while it is connected. Errors: rejects when the new connection ends too. */
  async #return(): Promise<void> {
    if (this.#socket.closeCode === null) {
      await this.#socket.ready();
      return;
    }
    this.#leftAt ??= performance.now();
    this.#note(this.#socket);
    if (!this.#hasGivenUp) this.closeCodes.push(this.#socket.closeCode);
    this.#hasGivenUp = false;
    const advice = this.#socket.frames.find((frame) => frame.type === 'reconnect');
    await Bun.sleep(advice?.after_ms ?? 0);
    this.#socket = new ChatSocket(this.#originOf(), this.#chat);
    await this.#frameOrEnd((frame) => frame.type === 'ready');
    this.#socket.send({ type: 'resume', after_seq: Math.max(1, ...this.#received) });
    this.returns.push(performance.now() - this.#leftAt);
    this.#leftAt = null;
  }

  async #frameOrEnd(fits: (frame: Frame) => boolean): Promise<Frame> {
    const deadline = performance.now() + ACK_TIMEOUT_MS;
    for (;;) {
      const left = Math.min(200, deadline - performance.now());
      if (left <= 0) throw new Error('no such frame in time');
      try {
        return await this.#socket.frame(fits, left);
      } catch (error) {
        if (this.#socket.closeCode !== null) throw error;
      }
    }
  }

  #note(socket: ChatSocket): void {
    for (const { type, seq } of socket.frames) if (type === 'message') this.#received.add(seq);
  }
}

/** As a client does whose connection was cut: tries again. */
async function persistently<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = 50; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
      await Bun.sleep(AGAIN_MS);
    }
  }
}
