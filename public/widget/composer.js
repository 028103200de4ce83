import { h, icon, iconButton, label, setText } from './dom.js';

/** Units: UTF-16 units, never more than the characters the server counts. */
const MAX_LENGTH = 4_000;
const WARN_LEFT = 200;
const ACCEPTED = '.pdf,.png,.jpg,.jpeg,.webp,application/pdf,image/png,image/jpeg,image/webp';

/** Where the customer writes. */
export class Composer {
  #chat;
  #texts = null;
  #takesFiles = false;
  #maxUploadSize = 0;
  #input = h('textarea', { rows: 1, maxLength: MAX_LENGTH, enterKeyHint: 'send', autocomplete: 'off' });
  #send = h('button', { type: 'submit', class: 'send' }, icon('send'));
  #file = h('input', { type: 'file', accept: ACCEPTED, hidden: true, multiple: true, tabIndex: -1 });
  #attach = iconButton('clip', 'tool', () => this.#file.click());
  #left = h('span', { class: 'left', role: 'status' });

  constructor(chat) {
    this.#chat = chat;
    const box = h('div', { class: 'box' }, this.#attach, this.#file, this.#input, this.#send);
    this.element = h('form', { class: 'composer', on: { submit: (event) => this.#submit(event) } }, box, this.#left);
    this.#input.addEventListener('input', () => this.#typed());
    this.#input.addEventListener('keydown', (event) => {
      // While an input method composes a character, Enter belongs to it.
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.#submit(event);
    });
    this.#file.addEventListener('change', () => this.#picked());
    this.#input.addEventListener('paste', (event) => this.#pasted(event));
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  render(state, config, texts) {
    this.#texts = texts;
    this.#input.placeholder = texts.placeholder;
    this.#input.setAttribute('aria-label', texts.composer);
    label(this.#send, texts.send);
    label(this.#attach, texts.attach);
    this.#maxUploadSize = config.maxUploadSize;
    this.#takesFiles = config.features.attachments && state.phase === 'open' && state.status !== 'ended';
    this.#attach.hidden = !config.features.attachments;
    this.#attach.disabled = !this.#takesFiles;
    this.#showSize();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (text === '') return this.focus();
    this.#chat.send(text);
    this.#input.value = '';
    this.#showSize();
    this.focus();
  }

  #typed() {
    if (this.#input.value.trim() !== '') this.#chat.customerTypes();
    this.#showSize();
  }

  get hasFocus() {
    return this.element.contains(this.element.getRootNode().activeElement);
  }

  get takesFiles() {
    return this.#takesFiles;
  }

  /** Also for what is dropped on the panel. */
  sendFiles(files) {
    if (this.#takesFiles && files.length > 0) this.#chat.sendFiles(files, this.#maxUploadSize);
  }

  #picked() {
    this.sendFiles([...this.#file.files]);
    this.#file.value = '';
    this.focus();
  }

  /** Programs that copy text often add a picture of it: then the text is what is meant. */
  #pasted(event) {
    const { files, types } = event.clipboardData;
    if (files.length === 0 || types.includes('text/plain') || !this.#takesFiles) return;
    event.preventDefault();
    this.sendFiles([...files]);
  }

  #showSize() {
    const { value, style } = this.#input;
    style.height = 'auto';
    // Before the panel is shown there is nothing to measure, and the sheet's own height holds.
    style.height = value === '' || this.#input.scrollHeight === 0 ? '' : `${this.#input.scrollHeight}px`;
    this.#send.classList.toggle('ready', value.trim() !== '');
    const left = MAX_LENGTH - value.length;
    setText(
      this.#left,
      left < WARN_LEFT && this.#texts ? (left <= 0 ? this.#texts.tooLong(MAX_LENGTH) : this.#texts.left(left)) : '',
    );
  }
}
