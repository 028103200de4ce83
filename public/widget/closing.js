import { h, icon, label, setText } from './dom.js';

const RATINGS = [1, 2, 3, 4, 5];

/** What stands in the composer's place when the conversation is over: thanks, a rating, and a way to start again. */
export class Closing {
  #chat;
  #onRestart;
  #rating = 0;
  #title = h('p', { class: 'closing-title' });
  #question = h('p', { id: 'rate-title' });
  #stars = RATINGS.map((value) =>
    h('button', { type: 'button', class: 'star', on: { click: () => this.#rate(value) } }, icon('star')),
  );
  #group = h('div', { class: 'stars', role: 'group', 'aria-labelledby': 'rate-title' }, ...this.#stars);
  #thanks = h('p', { role: 'status', class: 'thanks' });
  #restart = h('button', { type: 'button', class: 'primary', on: { click: () => this.#startAgain() } });

  constructor(chat, onRestart) {
    this.#chat = chat;
    this.#onRestart = onRestart;
    this.element = h(
      'div',
      { class: 'closing' },
      this.#title,
      this.#question,
      this.#group,
      this.#thanks,
      this.#restart,
    );
  }

  focus() {
    this.#restart.focus();
  }

  render(config, texts) {
    const asks = config.features.feedback;
    setText(this.#title, texts.ended);
    setText(this.#question, texts.rateTitle);
    setText(this.#thanks, this.#rating > 0 ? texts.rateThanks : '');
    setText(this.#restart, texts.restart);
    this.#question.hidden = this.#group.hidden = !asks;
    this.#stars.forEach((star, index) => {
      label(star, texts.rateValue(RATINGS[index]));
      star.setAttribute('aria-pressed', String(RATINGS[index] === this.#rating));
      star.classList.toggle('lit', RATINGS[index] <= this.#rating);
    });
    this.#redraw = () => this.render(config, texts);
  }

  #redraw = () => {};

  /** The stars light up at once and go out again when the rating did not arrive. */
  async #rate(value) {
    const before = this.#rating;
    this.#rating = value;
    this.#redraw();
    if (await this.#chat.rate(value)) return;
    this.#rating = before;
    this.#redraw();
  }

  #startAgain() {
    this.#rating = 0;
    this.#onRestart();
  }
}
