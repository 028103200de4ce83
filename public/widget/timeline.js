/**
 * The messages of one conversation as the customer sees them: what the server committed, by seq, and what the customer
 * wrote that is still on its way. Twins are told by seq and by client id, so that any order of frames gives one list.
 */
export class Timeline {
  /** seq → entry */
  #committed = new Map();
  /** Entries without a seq, oldest first. */
  #pending = [];
  /** What happened between the messages: it is known to this page alone. */
  #events = [];
  #firstSeq;

  constructor(firstSeq = 1) {
    this.#firstSeq = firstSeq;
  }

  /** Shape: entries in the order of the conversation; what is still on its way stands last. */
  get entries() {
    return [...this.#committed.values(), ...this.#events, ...this.#pending].sort((a, b) => placeOf(a) - placeOf(b));
  }

  get hasCustomerMessage() {
    return this.entries.some((entry) => entry.role === 'user');
  }

  /** The last seq before which nothing is missing. */
  get contiguousSeq() {
    let seq = this.#firstSeq - 1;
    while (this.#committed.has(seq + 1)) seq += 1;
    return seq;
  }

  get hasGap() {
    return this.#committed.size > this.contiguousSeq - this.#firstSeq + 1;
  }

  addOwn(clientId, content, extra = {}) {
    if (this.own(clientId)) return;
    this.#pending.push({
      key: clientId,
      clientId,
      role: 'user',
      content,
      state: 'sending',
      time: new Date(),
      ...extra,
    });
  }

  /** `kind`: the key of its text. It keeps the place after what has been said so far. */
  addEvent(kind, name = null) {
    const place = Math.max(0, ...this.#committed.keys()) + 0.5;
    const key = `event-${this.#events.length}`;
    this.#events.push({
      key,
      role: 'system',
      content: '',
      event: { kind, name },
      state: 'sent',
      time: new Date(),
      place,
    });
  }

  own(clientId) {
    return this.entries.find((entry) => entry.clientId === clientId);
  }

  setState(clientId, state, error = null) {
    const entry = this.#pending.find((one) => one.clientId === clientId);
    if (entry) Object.assign(entry, { state, error });
  }

  remove(clientId) {
    this.#pending = this.#pending.filter((entry) => entry.clientId !== clientId);
  }

  /** How much of a file is on its way. Units: a share of 1. */
  setProgress(clientId, progress) {
    const entry = this.#pending.find((one) => one.clientId === clientId);
    if (entry?.attachment) entry.attachment.progress = progress;
  }

  /** The file arrived; `stored` is the server's {id, name, size, seq}. */
  attached(clientId, { id, name, size, seq }) {
    const entry = this.#pending.find((one) => one.clientId === clientId);
    if (!entry) return;
    Object.assign(entry, {
      attachment: null,
      file: null,
      metadata: { attachments: [{ id, name, size }], isFileOnly: true },
    });
    this.acknowledge(clientId, seq);
  }

  /** The server committed the customer's message under `seq`. */
  acknowledge(clientId, seq) {
    const entry = this.#pending.find((one) => one.clientId === clientId);
    if (!entry) return;
    Object.assign(entry, { state: 'sent', error: null });
    if (!Number.isInteger(seq)) return;
    // The stored text wins over the typed one: card numbers and codes are masked in it.
    const stored = this.#committed.get(seq);
    this.#commit(entry, seq, stored?.content ?? entry.content);
  }

  /** The JSON answer names the seq of the reply only: the next history tells which message it was the reply to. */
  acknowledgeByReply(clientId, replySeq) {
    this.acknowledge(clientId, null);
    const entry = this.#pending.find((one) => one.clientId === clientId);
    if (entry) entry.replySeq = replySeq;
  }

  /** Takes in a stretch of history; answers how many messages were new. */
  receiveHistory(messages) {
    for (const entry of this.#pending) {
      if (!entry.replySeq) continue;
      const candidates = messages.filter(
        (one) => one.role === 'user' && one.seq <= entry.replySeq && !one.clientId && !this.#committed.has(one.seq),
      );
      if (candidates.length > 0) candidates.at(-1).clientId = entry.clientId;
    }
    return messages.filter((message) => this.receive(message)).length;
  }

  /** Takes in a committed message; answers whether it was new. */
  receive(message) {
    const known = this.#committed.get(message.seq);
    if (known) {
      Object.assign(known, { content: message.content, metadata: message.metadata, id: message.id ?? known.id });
      return false;
    }
    const own = message.role === 'user' ? this.#claim(message) : undefined;
    if (own) {
      Object.assign(own, { state: 'sent', error: null, attachment: null, id: message.id, metadata: message.metadata });
      this.#commit(own, message.seq, message.content);
    } else {
      this.#committed.set(message.seq, { ...message, key: `seq-${message.seq}`, state: 'sent' });
    }
    return true;
  }

  #claim({ clientId }) {
    return clientId ? this.#pending.find((entry) => entry.clientId === clientId) : undefined;
  }

  #commit(entry, seq, content) {
    this.#pending = this.#pending.filter((one) => one !== entry);
    Object.assign(entry, { seq, content });
    this.#committed.set(seq, entry);
  }
}

const placeOf = ({ seq, place }) => seq ?? place ?? Number.MAX_SAFE_INTEGER;
