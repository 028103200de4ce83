import { randomUUID } from 'node:crypto';
import { HttpConnection } from '../../bench/http-connection.ts';
import { type Chat, startChat } from './client.ts';

const TICK_MS = 10;
const MESSAGES_A_CHAT = 5;
const TRIES = 20;
const AGAIN_MS = 200;
const QUESTIONS = [
  '¿A qué hora abren las sucursales?',
  '¿Cuánto cuesta una transferencia SPEI?',
  'What is the annual fee of the Gold card?',
  '¿Cómo activo mi tarjeta?',
  'How do I reset my password?',
];

interface Slot {
  chat: Chat | null;
  said: number;
  connection: HttpConnection | null;
}

/** Customers who ask over HTTP and wait for the answer, each in a chat of five messages, and then in a new one. */
export class ChatTraffic {
  readonly #origin: string;
  readonly #port: number;
  readonly #free: Slot[];
  readonly #underWay = new Set<Promise<void>>();
  answered = 0;
  /** Tried again under their own key, as the worker went away. */
  triedAgain = 0;
  readonly failures: string[] = [];
  /** What was due while everybody was busy. */
  skipped = 0;

  constructor(origin: string, customers: number) {
    this.#origin = origin;
    this.#port = Number(new URL(origin).port);
    this.#free = Array.from({ length: customers }, () => ({ chat: null, said: 0, connection: null }));
  }

  /** All of them as fast as they are answered, for so long. Answers how many were answered a second. */
  async asFastAsItGoes(ms: number): Promise<number> {
    const end = performance.now() + ms;
    const before = this.answered;
    const slots = this.#free.splice(0);
    await Promise.all(
      slots.map(async (slot) => {
        while (performance.now() < end) await this.#ask(slot);
      }),
    );
    this.#free.push(...slots);
    return (this.answered - before) / (ms / 1_000);
  }

  /** So many a second for so long, whether those before were answered or not. */
  async steadily(perSecond: number, ms: number): Promise<void> {
    const begun = performance.now();
    let sent = 0;
    for (;;) {
      const elapsed = performance.now() - begun;
      if (elapsed >= ms) break;
      for (const due = (elapsed / 1_000) * perSecond; sent < due; sent += 1) this.#send();
      await Bun.sleep(TICK_MS);
    }
    await Promise.all(this.#underWay);
    for (const { connection } of this.#free) connection?.close();
  }

  #send(): void {
    const slot = this.#free.pop();
    if (!slot) {
      this.skipped += 1;
      return;
    }
    const work = this.#ask(slot).finally(() => {
      this.#free.unshift(slot);
      this.#underWay.delete(work);
    });
    this.#underWay.add(work);
  }

  async #ask(slot: Slot): Promise<void> {
    const clientId = randomUUID();
    let fault = '';
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (attempt > 0) {
        this.triedAgain += 1;
        await Bun.sleep(AGAIN_MS);
      }
      try {
        const status = await this.#askOnce(slot, clientId);
        if (status === 200) {
          this.answered += 1;
          slot.said += 1;
          return;
        }
        fault = `status ${status}`;
      } catch (error) {
        slot.connection?.close();
        slot.connection = null;
        fault = (error as Error).message;
      }
    }
    this.failures.push(fault);
  }

  async #askOnce(slot: Slot, clientId: string): Promise<number> {
    if (!slot.chat || slot.said >= MESSAGES_A_CHAT) {
      slot.chat = await startChat(this.#origin);
      slot.said = 0;
    }
    if (!slot.connection || slot.connection.isDone) {
      slot.connection?.close();
      slot.connection = await HttpConnection.open(this.#port);
    }
    const { id, token } = slot.chat;
    const question = QUESTIONS[slot.said % QUESTIONS.length];
    const body = JSON.stringify({ conversation_id: id, message: question, client_id: clientId });
    const head = [
      'POST /api/v1/chat/message HTTP/1.1',
      'Host: 127.0.0.1',
      `Authorization: Bearer ${token}`,
      'Content-Type: application/json',
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    const { status } = await slot.connection.request(`${head.join('\r\n')}\r\n\r\n${body}`);
    return status;
  }
}
