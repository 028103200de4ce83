import { Closing } from './closing.js';
import { Composer } from './composer.js';
import { Contact } from './contact.js';
import { h, icon, iconButton, label, setText, showPicture } from './dom.js';
import { DropZone } from './drop-zone.js';
import { MessageList } from './message-list.js';
import { Verification } from './verification.js';

/** A worker that changes hands comes back within this time; only longer breaks are worth a banner. */
const BANNER_AFTER_MS = 1_200;

/** The opened chat: header, banners, messages, and what the customer can do. It shows the state and calls the chat. */
export class Panel {
  #chat;
  #host;
  #view = null;
  #bannerTimer = 0;
  #isBannerDue = false;
  #isConfirming = false;
  #avatar = h('div', { class: 'avatar' });
  #title = h('h2', { id: 'title' });
  #subtitle = h('p', { class: 'subtitle' });
  #language = h('button', { type: 'button', class: 'tool language', on: { click: () => this.#host.switchLanguage() } });
  #endTool = iconButton('end', 'tool', () => this.#confirm(true));
  #close = iconButton('close', 'tool', () => this.#host.close());
  #banner = h('div', { class: 'banner', role: 'status' });
  #waiting = h('span');
  #place = h('strong');
  // Only the part that changed is read out: the place in the queue moves while the rest stays.
  #handoff = h(
    'div',
    { class: 'handoff', role: 'status', 'aria-atomic': 'false', hidden: true },
    this.#waiting,
    this.#place,
  );
  #chips = h('div', { class: 'chips' });
  #notice = h('div', { class: 'notice', role: 'alert' });
  #retry = h('button', { type: 'button', class: 'primary', on: { click: () => this.#host.start() } });
  #person = h(
    'button',
    { type: 'button', class: 'link person', on: { click: () => this.#chat.escalate() } },
    icon('person'),
    h('span'),
  );
  #privacy = h('span', { class: 'privacy' });
  #question = h('p');
  #yes = h('button', { type: 'button', class: 'danger', on: { click: () => this.#end() } });
  #no = h('button', { type: 'button', class: 'quiet', on: { click: () => this.#confirm(false) } });
  #ask = h('div', { class: 'ask', role: 'group', hidden: true }, this.#question, h('div', {}, this.#yes, this.#no));

  /** `host`: {close(), start(), restart(), switchLanguage()}. */
  constructor(chat, host) {
    this.#chat = chat;
    this.#host = host;
    this.list = new MessageList(chat, this.#chips);
    this.composer = new Composer(chat);
    this.verification = new Verification(chat, () => this.composer.focus());
    this.closing = new Closing(chat, () => host.restart());
    this.contact = new Contact(chat);
    this.dropZone = new DropZone((files) => this.composer.sendFiles(files));
    const names = h('div', { class: 'names' }, this.#title, this.#subtitle);
    const tools = h('div', { class: 'tools' }, this.#language, this.#endTool, this.#close);
    const head = h('div', { class: 'head' }, this.#avatar, names, tools);
    this.#actions = h('div', { class: 'actions' }, this.#person, this.#privacy);
    const foot = h(
      'div',
      { class: 'foot' },
      this.#ask,
      this.contact.element,
      this.verification.element,
      this.#notice,
      this.#retry,
      this.composer.element,
      this.#actions,
      this.closing.element,
    );
    this.element = h(
      'section',
      { class: 'panel', role: 'dialog', 'aria-labelledby': 'title', hidden: true },
      head,
      this.#banner,
      this.#handoff,
      this.list.element,
      foot,
      this.dropZone.element,
    );
    this.dropZone.watch(this.element, () => this.composer.takesFiles);
    this.element.addEventListener('keydown', (event) => this.#keyPressed(event));
  }

  #actions;

  focus() {
    if (this.#view?.state.status === 'ended') this.closing.focus();
    else this.composer.focus();
  }

  render(state, config, texts, language, avatarUrl) {
    showPicture(this.#avatar, avatarUrl, 'chat');
    this.#view = { state, config, texts, language };
    const isEnded = state.status === 'ended';
    const losesFocus = isEnded && this.composer.hasFocus;
    const isFailed = state.phase === 'failed';
    this.element.lang = language;
    this.#renderHeader(isEnded);
    this.#renderBanner();
    this.#renderHandoff();
    this.#renderChips(isEnded || isFailed);
    this.list.render(state, config, texts, language);
    this.#renderNotice(isFailed);
    this.composer.element.hidden = isEnded || isFailed;
    this.#actions.hidden = isEnded || isFailed;
    this.closing.element.hidden = !isEnded;
    this.composer.render(state, config, texts);
    this.closing.render(state, config, texts);
    this.contact.render(state, texts);
    this.dropZone.render(texts);
    this.verification.render(state, texts);
    this.#renderActions(isEnded);
    // The field that had the focus is gone.
    if (losesFocus) this.closing.focus();
  }

  #renderHeader(isEnded) {
    const { state, config, texts } = this.#view;
    setText(this.#title, config.bankName || texts.assistant);
    const subtitles = {
      active: texts.statusActive,
      waiting_for_agent: texts.statusWaiting,
      with_agent: texts.statusWithAgent(state.agentName),
      ended: texts.statusEnded,
    };
    setText(this.#subtitle, subtitles[state.status]);
    this.#subtitle.dataset.status = state.status;
    setText(this.#language, texts.otherLanguage);
    label(this.#language, texts.switchLanguage);
    this.#language.hidden = config.languages.length === 1;
    label(this.#endTool, texts.end);
    this.#endTool.hidden = isEnded || state.phase !== 'open' || !state.timeline.hasCustomerMessage;
    label(this.#close, texts.close);
  }

  #renderBanner() {
    const { state, texts } = this.#view;
    const isDown = state.phase === 'open' && state.link === 'reconnecting' && state.status !== 'ended';
    if (!isDown) {
      clearTimeout(this.#bannerTimer);
      this.#bannerTimer = 0;
      this.#isBannerDue = false;
    } else if (this.#bannerTimer === 0) {
      this.#bannerTimer = setTimeout(() => {
        this.#isBannerDue = true;
        this.#renderBanner();
      }, BANNER_AFTER_MS);
    }
    setText(this.#banner, this.#isBannerDue ? texts.reconnecting : '');
  }

  #renderHandoff() {
    const { state, texts } = this.#view;
    const { queuePosition, isStaffed, hasEmail } = state;
    const isAway = isStaffed === false;
    this.#handoff.hidden = state.status !== 'waiting_for_agent';
    setText(this.#waiting, isAway ? (hasEmail ? texts.awayMailed : texts.away) : texts.waitingDetail);
    setText(this.#place, isAway || queuePosition === null ? '' : texts.queuePosition(queuePosition));
  }

  /** Suggestions under the last message: the bank's quick replies at the start, the reply's own choices later. */
  #renderChips(isOver) {
    const { state, config, texts, language } = this.#view;
    const last = state.timeline.entries.at(-1);
    const isAsked = state.phase === 'open' && state.isSettled && state.stream === null && !isOver;
    const choices = last?.role === 'assistant' ? (last.metadata?.choices ?? []) : [];
    const starters =
      state.timeline.hasCustomerMessage || state.status !== 'active' ? [] : config.quickReplies[language];
    const shown = isAsked ? [...(choices.length > 0 ? choices : starters)] : [];
    const offersPerson =
      isAsked && state.status === 'active' && config.features.escalation && last?.metadata?.suggestsPerson === true;
    const offersProof = isAsked && state.status === 'active' && last?.metadata?.outcome === 'verify';
    const drawn = JSON.stringify([shown, offersPerson, offersProof, language]);
    if (this.#chips.dataset.drawn === drawn) return;
    this.#chips.dataset.drawn = drawn;
    const chip = (text, onClick, className = 'chip') =>
      h('button', { type: 'button', class: className, text, on: { click: onClick } });
    const pick = (text) => {
      this.#chat.send(text);
      this.composer.focus();
    };
    this.#chips.replaceChildren(...shown.map((text) => chip(text, () => pick(text))));
    if (offersProof) this.#chips.append(chip(texts.verify, () => this.verification.open(), 'chip strong'));
    if (offersPerson) this.#chips.append(chip(texts.talkToPerson, () => this.#chat.escalate(), 'chip strong'));
  }

  #renderNotice(isFailed) {
    const { state, texts } = this.#view;
    const text = state.notice ? texts[state.notice] : isFailed ? texts.startFailed : '';
    setText(this.#notice, text);
    this.#notice.classList.toggle('mild', ['expired', 'verifyDone'].includes(state.notice));
    this.#retry.hidden = !isFailed;
    setText(this.#retry, texts.tryAgain);
  }

  #renderActions(isEnded) {
    const { state, config, texts } = this.#view;
    this.#person.hidden = !config.features.escalation || state.status !== 'active';
    this.#person.disabled = state.isEscalating || state.phase !== 'open';
    setText(this.#person.lastElementChild, state.isEscalating ? texts.talkRequested : texts.talkToPerson);
    setText(this.#privacy, texts.privacy);
    this.#ask.hidden = !this.#isConfirming || isEnded;
    this.#ask.setAttribute('aria-label', texts.end);
    setText(this.#question, texts.endConfirm);
    setText(this.#yes, texts.endYes);
    setText(this.#no, texts.endNo);
  }

  #confirm(isAsked) {
    this.#isConfirming = isAsked;
    this.#renderActions(false);
    if (isAsked) this.#no.focus();
    else this.composer.focus();
  }

  async #end() {
    this.#isConfirming = false;
    this.#renderActions(false);
    await this.#chat.end();
    queueMicrotask(() => this.focus());
  }

  #keyPressed(event) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (this.#isConfirming) this.#confirm(false);
      else if (this.verification.isOpen) this.verification.close();
      else this.#host.close();
    }
    if (event.key === 'Tab' && this.element.getAttribute('aria-modal') === 'true') this.#keepFocus(event);
  }

  /** A sheet that covers the page keeps the keyboard inside. */
  #keepFocus(event) {
    const all = this.element.querySelectorAll('button:not([disabled]), textarea, input, a[href], [tabindex="0"]');
    const stops = [...all].filter((node) => node.getClientRects().length > 0);
    const active = this.element.getRootNode().activeElement;
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (active !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  }
}
