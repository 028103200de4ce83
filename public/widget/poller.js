const POLL_EVERY_MS = 4_000;
const POLL_HIDDEN_MS = 20_000;

/**
 * The way round blocked WebSockets: sends the outbox over the JSON API, then reads what is new, one after the other, so
 * that a message is never seen in the history before its own answer came.
 */
export class Poller {
  #api;
  #session;
  #on;
  #timer = 0;
  #isRunning = false;
  #isBusy = false;
  #isNudged = false;

  /** `on`: {sent(clientId, answer), refused(clientId, error), history(answer), failed(error)}, and `afterSeq()`. */
  constructor(api, session, on) {
    this.#api = api;
    this.#session = session;
    this.#on = on;
  }

  get isRunning() {
    return this.#isRunning;
  }

  start() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#round();
  }

  stop() {
    this.#isRunning = false;
    clearTimeout(this.#timer);
  }

  /** There is something to send: do not wait for the next round. */
  nudge() {
    if (!this.#isRunning) return;
    this.#isNudged = true;
    if (!this.#isBusy) this.#round();
  }

  async #round() {
    clearTimeout(this.#timer);
    this.#isBusy = true;
    this.#isNudged = false;
    try {
      await this.#sendOutbox();
      const answer = await this.#api.history(this.#session.conversationId, this.#on.afterSeq());
      if (this.#isRunning) this.#on.history(answer);
    } catch (error) {
      if (this.#isRunning) this.#on.failed(error);
    }
    this.#isBusy = false;
    if (!this.#isRunning) return;
    const pause = document.hidden ? POLL_HIDDEN_MS : POLL_EVERY_MS;
    this.#timer = setTimeout(() => this.#round(), this.#isNudged ? 0 : pause);
  }

  async #sendOutbox() {
    for (const { clientId, text } of this.#session.outbox) {
      if (!this.#isRunning) return;
      try {
        this.#on.sent(clientId, await this.#api.message(this.#session.conversationId, clientId, text));
      } catch (error) {
        if (error.status === 0 || error.status >= 500 || error.isGone) throw error;
        this.#on.refused(clientId, error);
      }
    }
  }
}
