import { Connection } from './connection.js';
import { readMessage } from './frames.js';
import { Poller } from './poller.js';

const ACK_WITHIN_MS = 15_000;
const TYPING_SHOWN_MS = 6_000;
/** An acknowledged message is always answered; the dots wait that long before they give up. */
const ANSWER_SHOWN_MS = 45_000;
/** A gap that a resume did not fill is asked for again after this time, and so many times in all. */
const RESUME_EVERY_MS = 2_000;
const RESUMES_PER_GAP = 3;

/**
 * Brings the outbox to the server and the server's frames to the state: over the WebSocket, or over the JSON API while
 * WebSockets are blocked. A message leaves the outbox when it is acknowledged, and is sent again under the same client
 * id until then.
 */
export class Delivery {
  #api;
  #session;
  #state;
  #onExpired;
  #connection;
  #poller;
  #ackTimers = new Map();
  #gapTimer = 0;
  #gap = { afterSeq: -1, resumes: 0 };
  #lastSeq = 0;
  /** Whether the server ever took the token. */
  #hasWorked = false;
  #isClosed = false;
  /** The status for which more was asked. */
  #learnedFor = null;

  constructor(api, session, state, onExpired) {
    this.#api = api;
    this.#session = session;
    this.#state = state;
    this.#onExpired = onExpired;
    this.#poller = new Poller(api, session, {
      afterSeq: () => state.timeline.contiguousSeq,
      sent: (clientId, answer) =>
        this.#acknowledged(clientId, () => state.timeline.acknowledgeByReply(clientId, answer.seq)),
      refused: (clientId, { status }) => this.#refused(clientId, status === 429),
      history: (answer) => this.#takeHistory(answer),
      failed: (error) => this.#pollFailed(error),
    });
    this.#connection = new Connection(api.socketUrl, session.token, {
      open: () => this.#poller.stop(),
      frame: (frame) => this.#frames[frame.type]?.(frame),
      down: (how) => this.#down(how),
    });
    this.#connection.connect();
  }

  deliver(clientId, text) {
    clearTimeout(this.#ackTimers.get(clientId));
    if (this.send({ type: 'message', client_id: clientId, text })) {
      this.#ackTimers.set(
        clientId,
        setTimeout(() => this.#connection.restart(), ACK_WITHIN_MS),
      );
      this.#state.timeline.setState(clientId, 'sending');
    } else this.nudge();
  }

  /** Answers whether there was an open socket to send it on. */
  send(frame) {
    return this.#connection.send(frame);
  }

  nudge() {
    this.#poller.nudge();
  }

  close() {
    this.#isClosed = true;
    this.#connection.close();
    this.#poller.stop();
    clearTimeout(this.#gapTimer);
    for (const timer of this.#ackTimers.values()) clearTimeout(timer);
  }

  #frames = {
    ready: (frame) => this.#ready(frame),
    ack: ({ client_id: clientId, seq }) => {
      this.#acknowledged(clientId, () => this.#state.timeline.acknowledge(clientId, seq));
      this.#fillGap();
    },
    message: (frame) => {
      this.#state.takeMessage(frame);
      if (this.#state.timeline.contiguousSeq >= this.#lastSeq) this.#state.update({ isSettled: true });
      this.#fillGap();
    },
    delta: (frame) => this.#state.takeDelta(frame),
    typing: ({ from }) => {
      if (from === 'assistant' || from === 'agent') this.#state.showTyping(from, TYPING_SHOWN_MS);
    },
    status: (frame) => {
      this.#state.takeStatus(frame);
      this.#learnMore();
    },
    error: ({ code, client_id: clientId }) => {
      const isRate = /rate|many/i.test(String(code));
      if (code === 'ended') this.#state.takeStatus({ status: 'ended' });
      if (typeof clientId === 'string') this.#refused(clientId, isRate);
      else this.#state.update({ notice: isRate ? 'errorRate' : 'errorGeneric', isEscalating: false });
    },
  };

  /** What the customer left and thinks is asked for once, when it is going to be shown. */
  async #learnMore() {
    const { status, isStaffed, hasEmail } = this.#state;
    const isNeeded = status === 'ended' || (status === 'waiting_for_agent' && isStaffed === false && hasEmail === null);
    if (!isNeeded || this.#learnedFor === status) return;
    this.#learnedFor = status;
    try {
      const { conversation } = await this.#api.history(
        this.#session.conversationId,
        this.#state.timeline.contiguousSeq,
      );
      if (!this.#isClosed) this.#state.takeStatus(conversation);
    } catch {
      this.#learnedFor = null;
    }
  }

  /** The outbox goes first, so that the seq of what was sent before a reload is known when the replay brings it. */
  #ready({ conversation, last_seq: lastSeq }) {
    this.#hasWorked = true;
    this.#lastSeq = Number.isInteger(lastSeq) ? lastSeq : 0;
    this.#state.takeStatus(conversation);
    const { contiguousSeq } = this.#state.timeline;
    for (const { clientId, text } of this.#session.outbox) this.deliver(clientId, text);
    this.#resume(contiguousSeq);
    // After a break, what was missed is news; only the first history is not.
    const isSettled = this.#state.isSettled || contiguousSeq >= this.#lastSeq;
    this.#state.update({ link: 'online', isSettled });
  }

  #down({ isBlocked }) {
    for (const timer of this.#ackTimers.values()) clearTimeout(timer);
    this.#ackTimers.clear();
    // A conversation that is over has nothing to wait for.
    if (this.#state.status === 'ended' && this.#state.isSettled) return this.close();
    this.#state.showTyping(null);
    this.#state.update({
      stream: null,
      isEscalating: false,
      link: this.#poller.isRunning ? this.#state.link : 'reconnecting',
    });
    if (isBlocked) this.#poller.start();
  }

  #takeHistory({ conversation, messages }) {
    this.#hasWorked = true;
    const before = this.#state.timeline.contiguousSeq;
    this.#state.showTyping(null);
    this.#state.timeline.receiveHistory([messages ?? []].flat().map(readMessage).filter(Boolean));
    this.#state.takeStatus(conversation);
    const isNews = this.#state.isSettled && !this.#state.isPanelOpen && this.#state.timeline.contiguousSeq > before;
    this.#state.update({ link: 'polling', isSettled: true, unread: this.#state.unread + (isNews ? 1 : 0) });
  }

  #pollFailed(error) {
    if (this.#isClosed) return;
    if (error.isGone) {
      this.close();
      this.#onExpired(this.#hasWorked);
    } else if (error.status !== 429) this.#state.update({ link: 'reconnecting' });
  }

  #acknowledged(clientId, record) {
    clearTimeout(this.#ackTimers.get(clientId));
    this.#ackTimers.delete(clientId);
    this.#session.forget(clientId);
    record();
    const { status, stream } = this.#state;
    if (status === 'active' && stream === null && this.#connection.isOpen)
      this.#state.showTyping('assistant', ANSWER_SHOWN_MS);
    this.#state.update({});
  }

  /** What is refused for now stays in the outbox; what would be refused again does not. */
  #refused(clientId, isForNow) {
    clearTimeout(this.#ackTimers.get(clientId));
    this.#ackTimers.delete(clientId);
    if (!isForNow) this.#session.forget(clientId);
    this.#state.timeline.setState(clientId, 'failed', isForNow ? 'errorRate' : 'errorGeneric');
    this.#state.update({});
  }

  /** While an answer to the last resume may still be on its way, the question waits. */
  #fillGap() {
    const { hasGap, contiguousSeq } = this.#state.timeline;
    if (!hasGap || this.#gapTimer !== 0) return;
    if (this.#gap.afterSeq === contiguousSeq && this.#gap.resumes >= RESUMES_PER_GAP) return;
    this.#resume(contiguousSeq);
  }

  #resume(afterSeq) {
    if (!this.send({ type: 'resume', after_seq: afterSeq })) return;
    this.#gap = { afterSeq, resumes: this.#gap.afterSeq === afterSeq ? this.#gap.resumes + 1 : 1 };
    clearTimeout(this.#gapTimer);
    this.#gapTimer = setTimeout(() => {
      this.#gapTimer = 0;
      this.#fillGap();
    }, RESUME_EVERY_MS);
  }
}
