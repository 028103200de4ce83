import { h, icon, label, setText } from './dom.js';

const RATINGS = [1, 2, 3, 4, 5];
const MAX_COMMENT_LENGTH = 1_000;

/**
 * What stands in the composer's place when the conversation is over: a rating, and a way to start again. The first click
 * on a star is the answer; a comment may follow, and either may be changed.
 */
export class Closing {
  #chat;
  #onRestart;
  #view = null;
  /** The star that is on its way. */
  #chosen = null;
  #isCommentSent = false;
  #isKnown = false;
  #title = h('p', { class: 'closing-title', role: 'status', tabIndex: -1 });
  #question = h('p', { id: 'rate-title' });
  #stars = RATINGS.map((value) =>
    h('button', { type: 'button', class: 'star', on: { click: () => this.#rate(value) } }, icon('star')),
  );
  #group = h('div', { class: 'stars', role: 'group', 'aria-labelledby': 'rate-title' }, ...this.#stars);
  #thanks = h('p', { role: 'status', class: 'thanks' });
  #label = h('label', { htmlFor: 'rate-comment' });
  #comment = h('textarea', { id: 'rate-comment', rows: 2, maxLength: MAX_COMMENT_LENGTH });
  #send = h('button', { type: 'submit', class: 'quiet' });
  #form = h(
    'form',
    { class: 'comment', on: { submit: (event) => this.#sendComment(event) } },
    this.#label,
    this.#comment,
    this.#send,
  );
  #restart = h('button', { type: 'button', class: 'primary', on: { click: () => this.#startAgain() } });

  constructor(chat, onRestart) {
    this.#chat = chat;
    this.#onRestart = onRestart;
    this.#comment.addEventListener('input', () => this.#redraw());
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
    this.#title.focus();
  }

  render(state, config, texts) {
    this.#view = { state, config, texts };
    // What was said before the page was opened comes back with the conversation.
    if (!this.#isKnown && state.satisfaction && this.#comment.value === '') {
      this.#comment.value = state.satisfaction.comment;
    }
    this.#isKnown = state.satisfaction !== null;
    this.#redraw();
  }

  #redraw() {
    const { state, config, texts } = this.#view;
    const said = state.satisfaction;
    const rating = this.#chosen ?? said?.rating ?? 0;
    const hasNews = this.#comment.value.trim() !== (said?.comment ?? '');
    setText(this.#title, state.status === 'ended' ? texts.ended : '');
    setText(this.#question, texts.rateTitle);
    setText(this.#thanks, !said ? '' : said.comment && !hasNews ? texts.commentThanks : texts.rateThanks);
    setText(this.#label, texts.commentLabel);
    setText(this.#send, texts.commentSend);
    setText(this.#restart, texts.restart);
    this.#question.hidden = this.#group.hidden = this.#thanks.hidden = !config.features.feedback;
    if (!config.features.feedback || !said) this.#form.remove();
    else if (this.#form.parentNode === null) this.#thanks.after(this.#form);
    this.#send.disabled = !hasNews || this.#isCommentSent;
    this.#stars.forEach((star, index) => {
      label(star, texts.rateValue(RATINGS[index]));
      star.setAttribute('aria-pressed', String(RATINGS[index] === rating));
      star.classList.toggle('lit', RATINGS[index] <= rating);
    });
  }

  /** The stars light up at once and go out again when the rating did not arrive. */
  async #rate(value) {
    this.#chosen = value;
    this.#redraw();
    await this.#chat.rateConversation(value);
    if (this.#chosen === value) this.#chosen = null;
    this.#redraw();
  }

  async #sendComment(event) {
    event.preventDefault();
    const { rating } = this.#view.state.satisfaction;
    this.#isCommentSent = true;
    this.#redraw();
    await this.#chat.rateConversation(rating, this.#comment.value.trim());
    this.#isCommentSent = false;
    this.#redraw();
  }

  #startAgain() {
    this.#comment.value = '';
    this.#onRestart();
  }
}
