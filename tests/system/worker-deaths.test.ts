import { afterAll, beforeAll, expect, test } from 'bun:test';
import { type Chat, ChatSocket, historyOf, startChat } from '../support/client.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

const CHATS = 200;
const ROUNDS = 3;
const DEATHS = 5;
const PAUSE_BETWEEN_DEATHS_MS = 2_000;
/** Longer than a lease and the look for orphans together. */
const SETTLE_MS = 25_000;
const QUESTIONS = [
  '¿A qué hora abren las sucursales?',
  '¿Cuánto cuesta una transferencia SPEI?',
  'What is the annual fee of the Gold card?',
  '¿Cómo activo mi tarjeta?',
  'How do I reset my password?',
];

let installation: Installation;

beforeAll(async () => {
  installation = await startInstallation({ WORKERS: '4' });
}, 60_000);

afterAll(() => installation.stop());

test(`under ${CHATS} open chats, workers die one after another and no acknowledged message is lost or doubled`, async () => {
  const customers = await Promise.all(
    Array.from({ length: CHATS }, (_, index) => Customer.arrive(installation.origin, index)),
  );
  let isOver = false;
  const killing = killWorkers(() => isOver);
  await Promise.all(customers.map((customer) => customer.talk(ROUNDS)));
  isOver = true;
  const deaths = await killing;
  const deadline = performance.now() + SETTLE_MS;
  const reports = await Promise.all(customers.map((customer) => customer.report(deadline)));
  for (const customer of customers) customer.leave();

  const acknowledged = reports.reduce((sum, report) => sum + report.acknowledged, 0);
  process.stdout.write(`  ${deaths} workers killed, ${acknowledged} messages acknowledged\n`);
  expect(deaths).toBe(DEATHS);
  expect(acknowledged).toBe(CHATS * ROUNDS);
  expect(reports.flatMap(({ faults }) => faults)).toEqual([]);
}, 120_000);

async function killWorkers(isOver: () => boolean): Promise<number> {
  const killed = new Set<number>();
  while (killed.size < DEATHS) {
    const victim = (await installation.workers()).find((pid) => !killed.has(pid));
    if (victim) {
      process.kill(victim, 'SIGKILL');
      killed.add(victim);
    }
    if (isOver()) return killed.size;
    await Bun.sleep(PAUSE_BETWEEN_DEATHS_MS);
  }
  return killed.size;
}

/** A customer whose client behaves like the widget: it comes back and sends again what was not acknowledged. */
class Customer {
  readonly #origin: string;
  readonly #chat: Chat;
  readonly #index: number;
  #socket: ChatSocket;
  readonly #acknowledged = new Map<string, { text: string; seq: number }>();

  private constructor(origin: string, chat: Chat, index: number) {
    this.#origin = origin;
    this.#chat = chat;
    this.#index = index;
    this.#socket = new ChatSocket(origin, chat);
  }

  static async arrive(origin: string, index: number): Promise<Customer> {
    return new Customer(origin, await persistently(() => startChat(origin)), index);
  }

  async talk(rounds: number): Promise<void> {
    for (let round = 0; round < rounds; round += 1) {
      await this.#say(`${QUESTIONS[(this.#index + round) % QUESTIONS.length]}`);
      // Spread over the time in which workers die.
      await Bun.sleep((DEATHS * PAUSE_BETWEEN_DEATHS_MS) / rounds);
    }
  }

  leave(): void {
    this.#socket.close();
  }

  /** What is wrong with the stored conversation, once every message has its answer or the time is over. */
  async report(deadline: number): Promise<{ acknowledged: number; faults: string[] }> {
    let faults: string[] = [];
    do {
      const messages = await persistently(() => historyOf(this.#origin, this.#chat));
      faults = this.#faultsOf(messages);
      if (faults.length === 0) break;
      await Bun.sleep(500);
    } while (performance.now() < deadline);
    return { acknowledged: this.#acknowledged.size, faults };
  }

  #faultsOf(messages: { seq: number; role: string; content: string }[]): string[] {
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
    for (;;) {
      try {
        if (this.#socket.closeCode !== null) this.#socket = new ChatSocket(this.#origin, this.#chat);
        await this.#socket.ready();
        this.#socket.say(text, clientId);
        const ack = await this.#socket.frame((frame) => frame.type === 'ack' && frame.client_id === clientId, 3_000);
        this.#acknowledged.set(clientId, { text, seq: ack.seq });
        return;
      } catch {
        this.#socket.close();
        await Bun.sleep(100);
        this.#socket = new ChatSocket(this.#origin, this.#chat);
      }
    }
  }
}

/** As a client does whose connection was cut: tries again. */
async function persistently<Result>(attempt: () => Promise<Result>): Promise<Result> {
  for (let left = 50; ; left -= 1) {
    try {
      return await attempt();
    } catch (error) {
      if (left === 0) throw error;
      await Bun.sleep(100);
    }
  }
}
