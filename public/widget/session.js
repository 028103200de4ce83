/**
 * What survives a reload: the conversation's id and token, and the messages that the server has not yet acknowledged.
 *
 * It stands in sessionStorage, under one key per API origin. A bank's customer may sit at a shared computer: the token
 * opens the conversation, so it must not outlive the tab, which localStorage would make it do. The HttpOnly cookie that
 * the server also sets is not relied on, because a page on a foreign origin never gets it and because two tabs would
 * overwrite each other's. The texts of the conversation are not stored here at all; they are asked for again.
 */
export class Session {
  #key;
  #record = null;

  constructor(origin) {
    this.#key = `joxai.chat:${origin}`;
    this.#record = this.#read();
  }

  get conversationId() {
    return this.#record?.conversationId ?? null;
  }
  get token() {
    return this.#record?.token ?? null;
  }
  get firstSeq() {
    return this.#record?.firstSeq ?? 1;
  }
  /** Shape: [{clientId, text}], oldest first. */
  get outbox() {
    return this.#record?.outbox ?? [];
  }

  /** A new conversation takes the place of the one before; what was never acknowledged moves along with it. */
  open({ conversationId, token, firstSeq }) {
    this.#write({ conversationId, token, firstSeq, outbox: this.outbox });
  }

  /** The conversation is gone; what was never acknowledged waits for the next one. */
  expire() {
    this.#write({ outbox: this.outbox });
  }

  clear() {
    this.#record = null;
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // A browser that blocks storage has nothing to remove.
    }
  }

  keep(clientId, text) {
    this.#write({ ...this.#record, outbox: [...this.outbox, { clientId, text }] });
  }

  forget(clientId) {
    if (!this.outbox.some((item) => item.clientId === clientId)) return;
    this.#write({ ...this.#record, outbox: this.outbox.filter((item) => item.clientId !== clientId) });
  }

  #write(record) {
    this.#record = record;
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(record));
    } catch {
      // Blocked or full storage costs the resend after a reload, not the chat.
    }
  }

  #read() {
    try {
      const record = JSON.parse(sessionStorage.getItem(this.#key) ?? 'null');
      if (record === null || typeof record !== 'object') return null;
      const outbox = Array.isArray(record.outbox) ? record.outbox.filter((item) => typeof item?.text === 'string') : [];
      return { ...record, outbox };
    } catch {
      return null;
    }
  }
}
