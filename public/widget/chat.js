import { Delivery } from './delivery.js';
import { readMessage } from './frames.js';
import { newClientId } from './uuid.js';

const TYPING_EVERY_MS = 3_000;
const FILES_AT_ONCE = 5;
const REASONS = { 413: 'errorSize', 415: 'errorType', 422: 'errorType', 429: 'errorRate' };

/** What a customer can do in a conversation. */
export class Chat {
  #api;
  #session;
  #state;
  #delivery = null;
  #typingSentAt = Number.NEGATIVE_INFINITY;
  #language = 'es';
  #isFresh = false;
  #uploads = Promise.resolve();

  constructor(api, session, state) {
    this.#api = api;
    this.#session = session;
    this.#state = state;
  }

  /** Takes the stored conversation up again, or starts one. */
  async start(language) {
    if (this.#state.phase === 'starting' || this.#state.phase === 'open') return;
    this.#language = language;
    this.#state.update({ phase: 'starting', notice: this.#state.notice === 'expired' ? 'expired' : null });
    this.#isFresh = this.#session.conversationId === null;
    if (!this.#isFresh) return this.#open([]);
    try {
      this.#api.token = null;
      const started = await this.#api.start({ language, page_url: location.origin + location.pathname });
      const welcome = [started.messages].flat().map(readMessage).filter(Boolean);
      const { conversation_id: conversationId, conversation_token: token } = started;
      this.#session.open({ conversationId, token, firstSeq: welcome[0]?.seq ?? 1 });
      this.#open(welcome);
    } catch (error) {
      this.#state.update({ phase: 'failed', notice: error.status === 429 ? 'errorRate' : null });
    }
  }

  /** Takes up the conversation that the page's cookie opens; without one, as `start`. */
  async resume(language) {
    try {
      const { conversation_id: conversationId, conversation_token: token } = await this.#api.resume();
      this.#session.open({ conversationId, token, firstSeq: 1 });
    } catch {
      // The cookie is gone or too old: what the tab remembers is taken up, or a new conversation begins.
    }
    return this.start(language);
  }

  /** Leaves the conversation behind and starts another. */
  restart(language) {
    this.#session.clear();
    return this.#startAgain(language);
  }

  /** Lets go of the network; `start` takes the conversation up again. */
  close() {
    this.#delivery?.close();
    this.#state.update({ phase: 'idle' });
  }

  send(text, notice = null) {
    const clientId = newClientId();
    this.#session.keep(clientId, text);
    this.#state.timeline.addOwn(clientId, text);
    this.#typingSentAt = Number.NEGATIVE_INFINITY;
    this.#delivery?.deliver(clientId, text);
    this.#state.update({ notice });
  }

  retry(clientId) {
    const entry = this.#state.timeline.own(clientId);
    if (entry?.state !== 'failed') return;
    this.#session.forget(clientId);
    this.#session.keep(clientId, entry.content);
    this.#state.timeline.setState(clientId, 'sending');
    this.#delivery?.deliver(clientId, entry.content);
    this.#state.update({ notice: null });
  }

  customerTypes() {
    if (performance.now() - this.#typingSentAt < TYPING_EVERY_MS) return;
    if (this.#delivery?.send({ type: 'typing' })) this.#typingSentAt = performance.now();
  }

  async escalate() {
    if (this.#state.isEscalating) return;
    this.#state.update({ isEscalating: true, notice: null });
    // The socket's answer is the `status` frame; without a socket the JSON answer is the answer.
    if (this.#delivery?.send({ type: 'escalate' })) return;
    if (await this.#try(this.#api.escalate(this.#session.conversationId))) {
      this.#state.takeStatus({ status: 'waiting_for_agent' });
      this.#delivery?.nudge();
    }
    this.#state.update({ isEscalating: false });
  }

  async end() {
    if (await this.#try(this.#api.end(this.#session.conversationId))) this.#state.takeStatus({ status: 'ended' });
  }

  /** What the customer thinks of the whole conversation; the next word corrects it. Answers whether it arrived. */
  async rateConversation(rating, comment) {
    const body = { conversation_id: this.#session.conversationId, rating, comment };
    if (!(await this.#try(this.#api.feedback(body)))) return false;
    const { satisfaction } = this.#state;
    this.#state.update({ satisfaction: { rating, comment: comment ?? satisfaction?.comment ?? '' }, notice: null });
    return true;
  }

  /** What the customer thinks of one reply. Answers whether it arrived. */
  rateReply(rating, messageId) {
    const body = { conversation_id: this.#session.conversationId, rating, message_id: messageId };
    return this.#try(this.#api.feedback(body));
  }

  /** Where to answer a customer who does not wait. Errors: ApiError. */
  async leaveEmail(email) {
    await this.#api.contact(this.#session.conversationId, email);
    this.#state.update({ hasEmail: true, email, notice: null });
  }

  /** Errors: ApiError. The answer never tells whether the reference exists. */
  startVerification(reference) {
    return this.#api.startVerification(this.#session.conversationId, reference);
  }

  /** Errors: ApiError. Once the identity is proven, the question that needed it is asked again. */
  async confirmVerification(code) {
    await this.#api.confirmVerification(this.#session.conversationId, code);
    const question = this.#state.timeline.entries.findLast((entry) => entry.role === 'user' && entry.content !== '');
    if (question) this.send(question.content, 'verifyDone');
  }

  /** Sends files one after the other; what cannot be taken says so in its place. */
  sendFiles(files, maxSize) {
    for (const file of [...files].slice(0, FILES_AT_ONCE)) {
      const clientId = newClientId();
      const attachment = { name: file.name, size: file.size, progress: 0 };
      this.#state.timeline.addOwn(clientId, '', { attachment, file, abort: new AbortController() });
      if (file.size > maxSize) this.#state.timeline.setState(clientId, 'failed', 'errorSize');
      else if (file.size === 0) this.#state.timeline.setState(clientId, 'failed', 'errorEmpty');
      else this.#uploads = this.#uploads.then(() => this.#upload(clientId));
    }
    this.#state.update({ notice: files.length > FILES_AT_ONCE ? 'errorManyFiles' : null });
  }

  retryFile(clientId) {
    const entry = this.#state.timeline.own(clientId);
    if (entry?.state !== 'failed') return;
    entry.abort = new AbortController();
    this.#state.timeline.setState(clientId, 'sending');
    this.#uploads = this.#uploads.then(() => this.#upload(clientId));
    this.#state.update({});
  }

  /** Gives up a file that is on its way, or has failed. */
  dropFile(clientId) {
    this.#state.timeline.own(clientId)?.abort.abort();
    this.#state.timeline.remove(clientId);
    this.#state.update({});
  }

  /** The bytes of a received file; null when they could not be had, which the customer is told. */
  async download(id) {
    try {
      return await this.#api.download(id);
    } catch {
      this.#state.update({ notice: 'errorDownload' });
      return null;
    }
  }

  async #upload(clientId) {
    const { timeline } = this.#state;
    const entry = timeline.own(clientId);
    // Given up, or the conversation has changed, while the files before it were on their way.
    if (entry?.state !== 'sending') return;
    const onProgress = (share) => {
      timeline.setProgress(clientId, share);
      this.#state.update({});
    };
    try {
      const { signal } = entry.abort;
      const stored = await this.#api.upload(this.#session.conversationId, clientId, entry.file, { onProgress, signal });
      timeline.attached(clientId, stored);
      this.#delivery?.nudge();
    } catch (error) {
      timeline.setState(clientId, 'failed', REASONS[error.status] ?? 'errorGeneric');
    }
    this.#state.update({});
  }

  #startAgain(language) {
    this.close();
    this.#state.reset(1);
    return this.start(language);
  }

  #open(messages) {
    const { timeline } = this.#state.reset(this.#session.firstSeq);
    timeline.receiveHistory(messages);
    for (const { clientId, text } of this.#session.outbox) timeline.addOwn(clientId, text);
    this.#api.token = this.#session.token;
    this.#delivery = new Delivery(this.#api, this.#session, this.#state, (hasWorked) => this.#expired(hasWorked));
    this.#state.update({ phase: 'open', link: 'connecting', isSettled: messages.length > 0 });
  }

  /** The token opens nothing any more. What the customer wrote goes into the new conversation. */
  #expired(hasWorked) {
    this.#session.expire();
    // A token that was refused from its first moment would be refused again: starting over by itself would never end.
    if (this.#isFresh && !hasWorked) return this.#state.update({ phase: 'failed' });
    this.#state.update({ notice: 'expired' });
    this.#startAgain(this.#language);
  }

  async #try(call) {
    try {
      await call;
      return true;
    } catch (error) {
      this.#state.update({ notice: error.status === 429 ? 'errorRate' : 'errorGeneric' });
      return false;
    }
  }
}
