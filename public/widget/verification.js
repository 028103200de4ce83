import { h, setText } from './dom.js';

const CODE_LENGTH = 6;

/** The small form that proves who the customer is: first where the code goes, then the code. */
export class Verification {
  #chat;
  #onClose;
  #texts = null;
  /** closed | reference | code */
  #step = 'closed';
  #error = null;
  #isBusy = false;
  #intro = h('p', { id: 'verify-intro', role: 'status' });
  #label = h('label', { htmlFor: 'verify-input' });
  #input = h('input', { id: 'verify-input', required: true, spellcheck: false, 'aria-describedby': 'verify-error' });
  #problem = h('p', { id: 'verify-error', class: 'problem', role: 'alert' });
  #submit = h('button', { type: 'submit', class: 'primary' });
  #back = h('button', { type: 'button', class: 'quiet', on: { click: () => this.#open('reference') } });
  #cancel = h('button', { type: 'button', class: 'quiet', on: { click: () => this.close() } });

  constructor(chat, onClose) {
    this.#chat = chat;
    this.#onClose = onClose;
    const buttons = h('div', {}, this.#submit, this.#back, this.#cancel);
    const field = h('div', { class: 'field' }, this.#label, this.#input, this.#problem);
    this.element = h(
      'form',
      {
        class: 'ask verify',
        hidden: true,
        'aria-labelledby': 'verify-intro',
        on: { submit: (event) => this.#submitted(event) },
      },
      this.#intro,
      field,
      buttons,
    );
  }

  get isOpen() {
    return this.#step !== 'closed';
  }

  open() {
    this.#open('reference');
  }

  close() {
    this.#step = 'closed';
    this.#input.value = '';
    this.#redraw();
    this.#onClose();
  }

  render(state, texts) {
    this.#texts = texts;
    if (state.status === 'ended' || state.phase !== 'open') this.#step = 'closed';
    this.#redraw();
  }

  #open(step) {
    this.#step = step;
    this.#error = null;
    this.#input.value = '';
    this.#redraw();
    this.#input.focus();
  }

  #redraw() {
    const texts = this.#texts;
    const isCode = this.#step === 'code';
    this.element.hidden = !this.isOpen;
    setText(this.#intro, isCode ? texts.verifySent : texts.verifyIntro);
    setText(this.#label, isCode ? texts.verifyCode : texts.verifyReference);
    setText(this.#problem, this.#error ? texts[this.#error] : '');
    setText(this.#submit, isCode ? texts.verifyConfirm : texts.verifySend);
    setText(this.#back, texts.verifyAgain);
    setText(this.#cancel, texts.verifyCancel);
    this.#back.hidden = !isCode;
    this.#submit.disabled = this.#isBusy;
    this.#input.maxLength = isCode ? CODE_LENGTH : 320;
    this.#input.inputMode = isCode ? 'numeric' : 'email';
    this.#input.autocomplete = isCode ? 'one-time-code' : 'email';
    this.#input.setAttribute('aria-invalid', String(this.#error !== null));
  }

  async #submitted(event) {
    event.preventDefault();
    const value = this.#input.value.trim();
    if (value === '' || this.#isBusy) return;
    this.#isBusy = true;
    this.#error = null;
    this.#redraw();
    await (this.#step === 'code' ? this.#confirm(value) : this.#request(value));
    this.#isBusy = false;
    this.#redraw();
  }

  async #request(reference) {
    try {
      await this.#chat.startVerification(reference);
      this.#open('code');
    } catch (error) {
      this.#error = { 429: 'errorRate', 503: 'verifyUnavailable' }[error.status] ?? 'errorGeneric';
    }
  }

  async #confirm(code) {
    try {
      await this.#chat.confirmVerification(code);
      this.close();
    } catch (error) {
      const isRefused = error.status >= 400 && error.status < 500;
      this.#error =
        { 409: 'verifyOther', 429: 'errorRate' }[error.status] ?? (isRefused ? 'verifyWrong' : 'errorGeneric');
      this.#input.select();
    }
  }
}
