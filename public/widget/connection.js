/**
 * Keeps one WebSocket to the conversation alive: back-off with jitter, heartbeat, and a close that says nothing of why
 * treated like any other. It knows frames, not messages.
 */

const PROTOCOL = 'joxai.v1';
const BACKOFF_FIRST_MS = 500;
const BACKOFF_MAX_MS = 20_000;
const OPEN_TIMEOUT_MS = 10_000;
const PING_EVERY_MS = 25_000;
const PONG_WITHIN_MS = 10_000;
/** So many attempts that never opened, while the API answers, mean that something on the way blocks WebSockets. */
const BLOCKED_AFTER_ATTEMPTS = 2;

export class Connection {
  #url;
  #token;
  #on;
  #socket = null;
  #attempts = 0;
  #wait = 0;
  #deadline = 0;
  #pinger = 0;
  #isClosed = false;

  /** `on`: {open(), frame(object), down({attempts, isBlocked})}. */
  constructor(url, token, on) {
    this.#url = url;
    this.#token = token;
    this.#on = on;
    window.addEventListener('online', this.#hurry);
    document.addEventListener('visibilitychange', this.#hurry);
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  connect() {
    clearTimeout(this.#wait);
    if (this.#isClosed) return;
    this.#drop();
    let socket;
    try {
      socket = new WebSocket(this.#url, [PROTOCOL, this.#token]);
    } catch {
      // A page whose policy forbids the address throws here.
      this.#attempts += 1;
      this.#lost();
      return;
    }
    this.#socket = socket;
    this.#attempts += 1;
    this.#deadline = setTimeout(() => this.restart(), OPEN_TIMEOUT_MS);
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = () => this.#lost();
  }

  /** Answers whether the frame was handed to an open socket; only an `ack` says that it arrived. */
  send(frame) {
    if (!this.isOpen) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** Gives the socket up and comes back after the back-off. */
  restart() {
    this.#drop();
    this.#lost();
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#wait);
    window.removeEventListener('online', this.#hurry);
    document.removeEventListener('visibilitychange', this.#hurry);
    this.#drop();
  }

  /** Whoever comes back to the page, or to the network, does not wait for the back-off to end. */
  #hurry = () => {
    if (this.#socket === null && !document.hidden) this.connect();
  };

  #opened() {
    clearTimeout(this.#deadline);
    this.#deadline = 0;
    this.#attempts = 0;
    this.#pinger = setInterval(() => this.#ping(), PING_EVERY_MS);
    this.#on.open();
  }

  #received(data) {
    clearTimeout(this.#deadline);
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (frame?.type === 'reconnect') this.#comeBack(Number(frame.after_ms) || 0);
    else if (frame && typeof frame.type === 'string') this.#on.frame(frame);
  }

  #ping() {
    if (!this.send({ type: 'ping' })) return;
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.restart(), PONG_WITHIN_MS);
  }

  /** The worker goes away on purpose: all its clients are told at once, so each adds its own delay. */
  #comeBack(afterMs) {
    this.#drop();
    this.#on.down({ attempts: 0, isBlocked: false });
    this.#wait = setTimeout(() => this.connect(), afterMs + Math.random() * BACKOFF_FIRST_MS);
  }

  #lost() {
    this.#drop();
    if (this.#isClosed) return;
    const isBlocked = this.#attempts >= BLOCKED_AFTER_ATTEMPTS;
    this.#on.down({ attempts: this.#attempts, isBlocked });
    clearTimeout(this.#wait);
    this.#wait = setTimeout(() => this.connect(), backoffMs(this.#attempts));
  }

  #drop() {
    clearTimeout(this.#deadline);
    clearInterval(this.#pinger);
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }
}

/** Units: milliseconds, between half and all of the doubled delay. */
export function backoffMs(attempts, random = Math.random()) {
  const ceiling = Math.min(BACKOFF_MAX_MS, BACKOFF_FIRST_MS * 2 ** Math.max(0, attempts - 1));
  return ceiling * (0.5 + random / 2);
}
