import { readMessage, readStatus } from './frames.js';
import { Timeline } from './timeline.js';

const FRESH = {
  status: 'active',
  agentName: null,
  queuePosition: null,
  stream: null,
  typing: null,
  isEscalating: false,
  isSettled: false,
};

/** All that the view shows of one conversation. Changes are told once per turn of the event loop, however many came. */
export class ChatState {
  /** idle | starting | open | failed */
  phase = 'idle';
  /** connecting | online | reconnecting | polling */
  link = 'connecting';
  /** active | waiting_for_agent | with_agent | ended */
  status = FRESH.status;
  agentName = FRESH.agentName;
  queuePosition = FRESH.queuePosition;
  /** The reply that is being written: {replyId, text} or null. */
  stream = FRESH.stream;
  /** Who is typing: assistant | agent | null. */
  typing = FRESH.typing;
  isEscalating = FRESH.isEscalating;
  /** Whether the history is complete, so that what comes from now on is news. */
  isSettled = FRESH.isSettled;
  /** The key of a text that the customer should read, or null. */
  notice = null;
  isPanelOpen = false;
  unread = 0;
  timeline = new Timeline();

  #onChange;
  #isTelling = false;
  #typingTimer = 0;

  constructor(onChange) {
    this.#onChange = onChange;
  }

  update(patch) {
    Object.assign(this, patch);
    if (this.isPanelOpen) this.unread = 0;
    if (this.isSettled === false && patch.isSettled) this.unread = 0;
    if (this.#isTelling) return;
    this.#isTelling = true;
    queueMicrotask(() => {
      this.#isTelling = false;
      this.#onChange();
    });
  }

  reset(firstSeq) {
    clearTimeout(this.#typingTimer);
    this.update({ ...FRESH, timeline: new Timeline(firstSeq), unread: 0 });
    return this;
  }

  takeStatus(raw) {
    const { status, agentName, queuePosition } = readStatus(raw);
    if (status === null) return;
    const isHandedOver = status !== 'active';
    if (isHandedOver) this.showTyping(null);
    const agent = status === 'with_agent' ? (agentName ?? this.agentName) : null;
    const stream = isHandedOver ? null : this.stream;
    this.update({ status, agentName: agent, queuePosition, stream, isEscalating: false });
  }

  takeMessage(raw) {
    const message = readMessage(raw);
    if (message === null) return;
    const isNew = this.timeline.receive(message);
    if (message.role === 'user') return this.update({});
    const agentName = message.role === 'agent' ? (message.metadata.agentName ?? this.agentName) : this.agentName;
    // A reply under way that another message overtakes was dropped by the server.
    this.showTyping(null);
    const news = isNew && this.isSettled && !this.isPanelOpen ? 1 : 0;
    this.update({ agentName, stream: null, unread: this.unread + news });
  }

  takeDelta({ reply_id: replyId, text }) {
    if (typeof replyId !== 'string' || typeof text !== 'string') return;
    this.showTyping(null);
    const before = this.stream?.replyId === replyId ? this.stream.text : '';
    this.update({ stream: { replyId, text: before + text } });
  }

  showTyping(who, forMs = 0) {
    clearTimeout(this.#typingTimer);
    if (who !== null) this.#typingTimer = setTimeout(() => this.update({ typing: null }), forMs);
    if (this.typing !== who) this.update({ typing: who });
  }
}
