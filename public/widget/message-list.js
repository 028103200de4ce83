import { h, icon, label, setText } from './dom.js';
import { FileView } from './files.js';
import { renderMarkdown } from './markdown.js';

/** So close to the end counts as reading the end, so that the list follows along. Units: pixels. */
const NEAR_END_PX = 80;
/** A file that would be refused again. */
const REFUSED_FOR_GOOD = ['errorSize', 'errorType', 'errorEmpty'];

/** The scrolled part of the panel: messages, the reply being written, the dots, and the suggestions under them. */
export class MessageList {
  #rows = new Map();
  #log = h('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions' });
  #stream = h('div', { class: 'bubble' });
  // The growing text is hidden from screen readers: they hear the reply once, when it is final and enters the log.
  #streamRow = h('div', { class: 'row theirs', 'aria-hidden': 'true', hidden: true }, this.#stream);
  #typist = h('div', { class: 'author', 'aria-hidden': 'true' });
  #dots = h(
    'div',
    { class: 'row theirs', hidden: true },
    this.#typist,
    h('div', { class: 'bubble dots', role: 'img' }, h('i'), h('i'), h('i')),
  );
  #more = h('button', { type: 'button', class: 'more', hidden: true, on: { click: () => this.#toEnd() } });
  /** Whether the customer reads the end, so that the list moves along. */
  #follows = true;
  #lastKey = null;
  #chat;
  #files;
  #thanked = new Set();

  constructor(chat, chips) {
    this.#chat = chat;
    this.#files = new FileView(chat);
    this.scroller = h(
      'div',
      { class: 'scroller', role: 'region', tabIndex: 0 },
      this.#log,
      this.#streamRow,
      this.#dots,
      chips,
    );
    this.element = h('div', { class: 'messages' }, this.scroller, this.#more);
    this.scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#follows && this.#toEnd()).observe(this.scroller);
  }

  get #isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  render(state, config, texts, language) {
    const last = this.#lastKey;
    label(this.scroller, texts.conversation);
    setText(this.#more, `${texts.newMessages} ↓`);
    this.#log.setAttribute('aria-busy', String(!state.isSettled));
    const entries = state.timeline.entries;
    this.#renderRows(entries, { state, config, texts, language });
    this.#streamRow.hidden = state.stream === null;
    this.#stream.replaceChildren(state.stream ? renderMarkdown(state.stream.text) : '');
    this.#dots.hidden = state.typing === null;
    const who = state.typing === 'agent' ? texts.typingAgent(state.agentName) : texts.typingAssistant;
    this.#dots.lastElementChild.setAttribute('aria-label', who);
    setText(this.#typist, state.typing === 'agent' ? who : '');
    const newest = entries.at(-1);
    if (this.#follows || newest?.state === 'sending') this.#toEnd();
    else if (newest && newest.key !== last) this.#more.hidden = false;
  }

  #scrolled() {
    this.#follows = this.#isNearEnd;
    if (this.#follows) this.#more.hidden = true;
  }

  #toEnd() {
    this.#follows = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#more.hidden = true;
  }

  #renderRows(entries, view) {
    const keys = new Set(entries.map(({ key }) => key));
    for (const [key, row] of this.#rows) {
      if (keys.has(key)) continue;
      row.element.remove();
      this.#rows.delete(key);
    }
    let place = this.#log.firstElementChild;
    entries.forEach((entry, index) => {
      const row = this.#rows.get(entry.key) ?? this.#addRow(entry.key);
      const isFirst = entries[index - 1]?.role !== entry.role;
      const isLast = entries[index + 1]?.role !== entry.role;
      this.#renderRow(row, entry, { ...view, isFirst, isLast, isNewest: index === entries.length - 1 });
      if (row.element === place) place = place.nextElementSibling;
      else this.#log.insertBefore(row.element, place);
    });
    this.#lastKey = entries.at(-1)?.key ?? null;
  }

  #addRow(key) {
    const author = h('div', { class: 'author' });
    const body = h('div', { class: 'bubble' });
    const meta = h('div', { class: 'meta' });
    const row = { element: h('div', { class: 'row' }, author, body, meta), author, body, meta };
    this.#rows.set(key, row);
    return row;
  }

  #renderRow(row, entry, view) {
    const { isFirst, isLast, texts } = view;
    const side = entry.role === 'user' ? 'mine' : entry.role === 'system' ? 'note' : 'theirs';
    row.element.className = `row ${side}${isFirst ? ' first' : ''}${isLast ? ' last' : ''}${entry.state === 'failed' ? ' failed' : ''}${side === 'note' && !entry.event ? ' said' : ''}`;
    const name = { user: texts.you, agent: entry.metadata?.agentName ?? texts.agent, assistant: texts.assistant }[
      entry.role
    ];
    row.author.hidden = !isFirst || entry.role === 'system';
    row.author.classList.toggle('unseen', entry.role !== 'agent');
    setText(row.author, name ?? '');
    const content = shownContent(entry, view);
    const { citations, attachments = [] } = entry.metadata ?? {};
    const { attachment } = entry;
    const isUploading = Boolean(attachment) && entry.state === 'sending';
    redraw(row, 'body', [content, attachment?.name, isUploading, attachments, citations, texts.otherLanguage], () => [
      ...(content === '' ? [] : [entry.role === 'user' || entry.role === 'system' ? content : renderMarkdown(content)]),
      ...(attachment ? this.#files.outgoing(attachment, isUploading, texts) : []),
      ...attachments.map((file) => this.#files.link(file, texts)),
      sourcesOf(citations, texts),
    ]);
    const bar = attachment && row.body.querySelector('progress');
    if (bar) bar.value = attachment.progress;
    this.#renderMeta(row, entry, view);
  }

  #renderMeta(row, entry, view) {
    const { isLast, isNewest, state, config, texts, language } = view;
    const canThumb = isNewest && entry.role === 'assistant' && entry.id !== null && entry.id !== undefined;
    const thumbs =
      canThumb && config.features.feedback && state.timeline.hasCustomerMessage && state.status === 'active';
    const shows = isLast || thumbs || entry.state !== 'sent';
    const parts = [state.status, shows, thumbs, this.#thanked.has(entry.id), entry.state, entry.error, language];
    row.meta.setAttribute('aria-live', entry.state === 'failed' ? 'polite' : 'off');
    redraw(row, 'meta', parts, () => {
      if (!shows || entry.role === 'system') return [];
      if (entry.role === 'user') return this.#deliveryState(entry, view);
      return [timeOf(entry.time, language), thumbs ? this.#thumbs(row, entry, texts) : null];
    });
  }

  #deliveryState(entry, { state, texts, language }) {
    const action = (text, run) => h('button', { type: 'button', class: 'link', text, on: { click: run } });
    const drop = entry.attachment ? () => this.#chat.dropFile(entry.clientId) : null;
    if (entry.state === 'sending') {
      return [
        h('span', { text: drop ? texts.uploading : texts.sending }),
        drop ? action(texts.cancelUpload, drop) : null,
      ];
    }
    if (entry.state === 'sent')
      return [timeOf(entry.time, language), h('span', { class: 'sent', text: `✓ ${texts.sent}` })];
    const reason = texts[entry.error] ?? '';
    const retry = () => (drop ? this.#chat.retryFile(entry.clientId) : this.#chat.retry(entry.clientId));
    const canRetry = state.status !== 'ended' && !(drop && REFUSED_FOR_GOOD.includes(entry.error));
    return [
      h('span', { text: reason ? `${texts.failed}. ${reason}` : texts.failed }),
      canRetry ? action(texts.retry, retry) : null,
      drop ? action(texts.removeFile, drop) : null,
    ];
  }

  #thumbs(row, entry, texts) {
    if (this.#thanked.has(entry.id)) return h('span', { text: texts.replyThanks });
    const rate = async (rating) => {
      if (!(await this.#chat.rateReply(rating, entry.id))) return;
      this.#thanked.add(entry.id);
      row.metaDrawn = '';
      row.meta.replaceChildren(h('span', { text: texts.replyThanks }));
    };
    const thumb = (rating, name, text) => {
      const button = h(
        'button',
        { type: 'button', class: `thumb ${name}`, on: { click: () => rate(rating) } },
        icon('up'),
      );
      label(button, text);
      return button;
    };
    return h('span', { class: 'thumbs' }, thumb(5, 'yes', texts.helpful), thumb(1, 'no', texts.notHelpful));
  }
}

/** The bank's welcome is shown in the language of the widget, also after it was switched. */
function shownContent(entry, { config, language, texts }) {
  if (entry.event) return texts[entry.event.kind](entry.event.name);
  if (entry.metadata?.isFileOnly) return '';
  const isWelcome = entry.role === 'assistant' && Object.values(config.welcome).includes(entry.content);
  return isWelcome ? config.welcome[language] || entry.content : entry.content;
}

function sourcesOf(citations, texts) {
  if (!citations?.length) return null;
  const titles = [...new Set(citations.map(({ title }) => title))];
  const text = `${texts.source(titles.length)}: ${titles.join(' · ')}`;
  return h('div', { class: 'source' }, icon('book'), h('span', { text }));
}

/** Rebuilds a part of a row only when what it shows changed: a live region must not hear the same twice. */
function redraw(row, part, values, build) {
  const drawn = JSON.stringify(values);
  if (row[`${part}Drawn`] === drawn) return;
  row[`${part}Drawn`] = drawn;
  row[part].replaceChildren(...build().filter((child) => child !== null && child !== ''));
}

const timeOf = (time, language) =>
  h('time', {
    dateTime: time.toISOString(),
    text: time.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' }),
  });
