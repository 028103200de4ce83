import { h, icon, label, setText } from './dom.js';
import { renderMarkdown } from './markdown.js';

/** So close to the end counts as reading the end, so that the list follows along. Units: pixels. */
const NEAR_END_PX = 80;
const KIB = 1024;

/** The scrolled part of the panel: messages, the reply being written, the dots, and the suggestions under them. */
export class MessageList {
  #rows = new Map();
  #log = h('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions' });
  #stream = h('div', { class: 'bubble' });
  // The growing text is hidden from screen readers: they hear the reply once, when it is final and enters the log.
  #streamRow = h('div', { class: 'row theirs', 'aria-hidden': 'true', hidden: true }, this.#stream);
  #dots = h(
    'div',
    { class: 'row theirs', hidden: true },
    h('div', { class: 'bubble dots', role: 'img' }, h('i'), h('i'), h('i')),
  );
  #more = h('button', { type: 'button', class: 'more', hidden: true, on: { click: () => this.#toEnd() } });
  /** Whether the customer reads the end, so that the list moves along. */
  #follows = true;
  #lastKey = null;
  #chat;
  #thanked = new Set();

  constructor(chat, chips) {
    this.#chat = chat;
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
    this.#dots.firstElementChild.setAttribute('aria-label', who);
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
    row.element.className = `row ${side}${isFirst ? ' first' : ''}${isLast ? ' last' : ''}${entry.state === 'failed' ? ' failed' : ''}`;
    const name = { user: texts.you, agent: entry.metadata?.agentName ?? texts.agent, assistant: texts.assistant }[
      entry.role
    ];
    row.author.hidden = !isFirst || entry.role === 'system';
    row.author.classList.toggle('unseen', entry.role !== 'agent');
    setText(row.author, name ?? '');
    const content = shownContent(entry, view);
    const { citations, attachments } = entry.metadata ?? {};
    const files = attachments?.length ? attachments : entry.attachment ? [entry.attachment] : [];
    redraw(row, 'body', [content, files, citations, texts.otherLanguage], () =>
      bubbleParts(entry, content, files, citations, texts),
    );
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
    if (entry.state === 'sending') return [h('span', { text: entry.attachment ? texts.uploading : texts.sending })];
    if (entry.state === 'sent')
      return [timeOf(entry.time, language), h('span', { class: 'sent', text: `✓ ${texts.sent}` })];
    const reason = texts[entry.error] ?? '';
    const failed = h('span', { text: reason ? `${texts.failed}. ${reason}` : texts.failed });
    const retry = () => this.#chat.retry(entry.clientId);
    const canRetry = !entry.attachment && state.status !== 'ended';
    return [
      failed,
      canRetry ? h('button', { type: 'button', class: 'link', text: texts.retry, on: { click: retry } }) : null,
    ];
  }

  #thumbs(row, entry, texts) {
    if (this.#thanked.has(entry.id)) return h('span', { text: texts.rateThanks });
    const rate = async (rating) => {
      if (!(await this.#chat.rate(rating, entry.id))) return;
      this.#thanked.add(entry.id);
      row.metaDrawn = '';
      row.meta.replaceChildren(h('span', { text: texts.rateThanks }));
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
function shownContent(entry, { config, language }) {
  const isWelcome = entry.role === 'assistant' && Object.values(config.welcome).includes(entry.content);
  return isWelcome ? config.welcome[language] || entry.content : entry.content;
}

function bubbleParts(entry, content, files, citations, texts) {
  const parts = entry.role === 'user' || entry.role === 'system' ? [content] : [renderMarkdown(content)];
  for (const { name, size } of files) {
    const bytes = Number.isFinite(size) ? h('span', { class: 'size', text: sizeOf(size) }) : null;
    parts.push(h('span', { class: 'file' }, icon('file'), h('span', { class: 'name', text: name }), bytes));
  }
  if (citations?.length) {
    const titles = [...new Set(citations.map(({ title }) => title))];
    const text = `${texts.source(titles.length)}: ${titles.join(' · ')}`;
    parts.push(h('div', { class: 'source' }, icon('book'), h('span', { text })));
  }
  return parts;
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

const sizeOf = (bytes) =>
  bytes < KIB * KIB ? `${Math.max(1, Math.round(bytes / KIB))} KB` : `${(bytes / KIB / KIB).toFixed(1)} MB`;
