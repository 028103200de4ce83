import { h, icon } from './dom.js';

const KB = 1_000;
const MB = 1_000_000;
/** Longer than any browser needs to begin to save. */
const KEEP_BLOB_MS = 60_000;

/** Files in bubbles: on their way, and to be saved. A received file is never shown, only saved. */
export class FileView {
  #chat;

  constructor(chat) {
    this.#chat = chat;
  }

  /** What the customer sends. Shape: {name, size, progress}. */
  outgoing({ name, size, progress }, isSending, texts) {
    const bar = h('progress', { max: 1, value: progress, 'aria-label': texts.uploading });
    return [h('span', { class: 'file' }, icon('file'), nameOf(name), sizeOf(size)), isSending ? bar : null];
  }

  /** A file of the conversation. Shape: {id, name, size}. */
  link({ id, name, size }, texts) {
    const button = h(
      'button',
      { type: 'button', class: 'file', on: { click: () => this.#save(button, id, name) } },
      icon('download'),
      h('span', { class: 'unseen', text: `${texts.download} ` }),
      nameOf(name),
      sizeOf(size),
    );
    return button;
  }

  /** By way of the page, because a link of its own could not carry the conversation's token. */
  async #save(button, id, name) {
    if (button.getAttribute('aria-busy') === 'true') return;
    button.setAttribute('aria-busy', 'true');
    const bytes = await this.#chat.download(id);
    button.removeAttribute('aria-busy');
    if (bytes === null) return;
    const href = URL.createObjectURL(bytes);
    h('a', { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), KEEP_BLOB_MS);
  }
}

/** Apart from what stands around it: a name may be written from right to left. */
const nameOf = (name) => h('bdi', { class: 'name', text: name });

const sizeOf = (bytes) => (bytes === null ? null : h('span', { class: 'size', text: readableSize(bytes) }));

const readableSize = (bytes) =>
  bytes < MB ? `${Math.max(1, Math.round(bytes / KB))} kB` : `${(bytes / MB).toFixed(1)} MB`;
