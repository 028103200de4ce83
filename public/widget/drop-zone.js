import { h, icon, setText } from './dom.js';

/** Takes files that are dragged onto the panel. Who cannot drag has the button. */
export class DropZone {
  #onFiles;
  #text = h('span');
  /** Elements that the pointer is within: entering a child comes before leaving its parent. */
  #depth = 0;

  constructor(onFiles) {
    this.#onFiles = onFiles;
    this.element = h('div', { class: 'drop', 'aria-hidden': 'true', hidden: true }, icon('clip'), this.#text);
  }

  watch(target, takesFiles) {
    const on = (name, run) =>
      target.addEventListener(name, (event) => {
        if (!event.dataTransfer?.types.includes('Files') || !takesFiles()) return;
        event.preventDefault();
        run(event);
        this.element.hidden = this.#depth === 0;
      });
    on('dragenter', () => {
      this.#depth += 1;
    });
    on('dragleave', () => {
      this.#depth = Math.max(0, this.#depth - 1);
    });
    on('dragover', (event) => {
      event.dataTransfer.dropEffect = 'copy';
    });
    on('drop', (event) => {
      this.#depth = 0;
      this.#onFiles([...event.dataTransfer.files]);
    });
  }

  render(texts) {
    setText(this.#text, texts.dropHere);
  }
}
