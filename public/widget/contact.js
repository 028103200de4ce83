import { h, setText } from './dom.js';

/** Where nobody is there to answer: asks for the address that the answer is to go to. */
export class Contact {
  #chat;
  #texts = null;
  #isOpen = false;
  #isChanging = false;
  #isBusy = false;
  #error = null;
  #email = null;
  #label = h('label', { htmlFor: 'contact-input' });
  #input = h('input', {
    id: 'contact-input',
    type: 'email',
    required: true,
    maxLength: 254,
    autocomplete: 'email',
    'aria-describedby': 'contact-error',
  });
  #problem = h('p', { id: 'contact-error', class: 'problem', role: 'alert' });
  #submit = h('button', { type: 'submit', class: 'primary' });
  #form = h(
    'form',
    { noValidate: true, on: { submit: (event) => this.#submitted(event) } },
    this.#label,
    h('div', { class: 'line' }, this.#input, this.#submit),
    this.#problem,
  );
  #done = h('p', { role: 'status' });
  #change = h('button', { type: 'button', class: 'link', on: { click: () => this.#reopen() } });

  constructor(chat) {
    this.#chat = chat;
    this.element = h('div', { class: 'ask contact', hidden: true }, this.#form, this.#done, this.#change);
  }

  render(state, texts) {
    this.#texts = texts;
    const isAway = state.phase === 'open' && state.status === 'waiting_for_agent' && state.isStaffed === false;
    // Who has an address on file is not asked for one.
    this.#isOpen = isAway && (state.hasEmail === false || state.email !== null);
    this.#email = state.email;
    this.#redraw();
  }

  #redraw() {
    const texts = this.#texts;
    const asks = this.#email === null || this.#isChanging;
    this.element.hidden = !this.#isOpen;
    this.#form.hidden = !asks;
    this.#done.hidden = this.#change.hidden = asks;
    setText(this.#label, texts.emailLabel);
    setText(this.#submit, texts.emailSend);
    setText(this.#problem, this.#error ? texts[this.#error] : '');
    setText(this.#done, asks ? '' : texts.emailDone(this.#email));
    setText(this.#change, texts.emailChange);
    this.#submit.disabled = this.#isBusy;
    this.#input.setAttribute('aria-invalid', String(this.#error !== null));
  }

  #reopen() {
    this.#isChanging = true;
    this.#redraw();
    this.#input.focus();
  }

  /** What was typed stays until it is taken. */
  async #submitted(event) {
    event.preventDefault();
    if (this.#isBusy) return;
    this.#isBusy = true;
    this.#error = null;
    this.#redraw();
    this.#error = this.#input.validity.valid ? await this.#save(this.#input.value.trim()) : 'emailWrong';
    this.#isChanging = this.#isChanging && this.#error !== null;
    this.#isBusy = false;
    this.#redraw();
    if (this.#error) this.#input.focus();
    else this.#change.focus();
  }

  /** Answers the key of the text that says why not, or null. */
  async #save(email) {
    try {
      await this.#chat.leaveEmail(email);
      return null;
    } catch ({ status }) {
      return { 422: 'emailWrong', 429: 'errorRate' }[status] ?? 'errorGeneric';
    }
  }
}
