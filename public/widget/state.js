import { readMessage, readStatus } from './frames.js';
import { Timeline } from './timeline.js';

const FRESH = {
  status: 'active',
  agentName: null,
  queuePosition: null,
  isStaffed: null,
  hasEmail: null,
  email: null,
  satisfaction: null,
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
  /** Whether somebody is there who serves customers; null while unknown. */
  isStaffed = FRESH.isStaffed;
  /** Whether the customer can be written to; null while unknown. */
  hasEmail = FRESH.hasEmail;
  /** The address that was left here. */
  email = FRESH.email;
  /** What the customer thinks of the conversation: {rating, comment} or null. */
  satisfaction = FRESH.satisfaction;
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
    const told = readStatus(raw);
    const { status } = told;
    if (status === null) return;
    const isHandedOver = status !== 'active';
    if (isHandedOver && this.typing === 'assistant') this.showTyping(null);
    if (status !== 'with_agent' && this.typing === 'agent') this.showTyping(null);
    const agentName = status === 'with_agent' ? (told.agentName ?? this.agentName) : null;
    this.#noteChange(status, agentName);
    const isSame = status === this.status;
    this.update({
      status,
      agentName,
      queuePosition: told.queuePosition ?? (isSame ? this.queuePosition : null),
      isStaffed: told.isStaffed ?? (isSame ? this.isStaffed : null),
      hasEmail: told.hasEmail ?? this.hasEmail,
      satisfaction: told.satisfaction ?? this.satisfaction,
      stream: isHandedOver ? null : this.stream,
      isEscalating: false,
    });
  }

  /** Who comes and goes stands in the conversation, from when the customer looks on. */
  #noteChange(status, agentName) {
    if (!this.isSettled) return;
    const before = this.status;
    if (status === 'with_agent' && before !== 'with_agent') this.timeline.addEvent('joined', agentName);
    else if (status === 'with_agent' && agentName !== this.agentName) this.timeline.addEvent('transferred', agentName);
    else if (status === 'waiting_for_agent' && before === 'with_agent') this.timeline.addEvent('queuedAgain');
    else if (status === 'active' && before !== 'active' && before !== 'ended') this.timeline.addEvent('assistantBack');
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
