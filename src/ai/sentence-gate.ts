import { takeCitations } from './citations.ts';
import { splitSentences } from './sentences.ts';

/**
 * Lets a growing reply through sentence by sentence, each one after it passed the check, without its citation markers
 * and with what `restore` puts back into it.
 *
 * Promise: what was passed to `onText`, put together, is `shown`. After a sentence that failed nothing passes any more.
 */
export class SentenceGate {
  readonly #onText: (text: string) => void;
  readonly #passes: (sentence: string) => boolean;
  readonly #restore: (sentence: string) => string;
  #pending = '';
  #shown = '';
  #slugs: string[] = [];
  #blocked: string | null = null;

  constructor(onText: (text: string) => void, passes: (sentence: string) => boolean, restore = (text: string) => text) {
    this.#onText = onText;
    this.#passes = passes;
    this.#restore = restore;
  }

  get shown(): string {
    return this.#shown;
  }

  get slugs(): string[] {
    return this.#slugs;
  }

  /** The sentence that failed the check, or null. */
  get blocked(): string | null {
    return this.#blocked;
  }

  push(text: string): void {
    const { sentences, rest } = splitSentences(this.#pending + text);
    this.#pending = rest;
    for (const sentence of sentences) this.#release(sentence);
  }

  /** Ends one piece of the reply: what has no full stop counts as a sentence, or is dropped when it was cut off. */
  flush({ isCut }: { isCut: boolean }): void {
    if (!isCut) this.#release(this.#pending);
    this.#pending = this.#shown === '' ? '' : '\n\n';
  }

  #release(raw: string): void {
    if (this.#blocked !== null) return;
    const { shown: written, slugs } = takeCitations(raw);
    const shown = this.#restore(written);
    const sentence = this.#shown === '' ? shown.trim() : shown.trimEnd();
    this.#slugs.push(...slugs);
    if (sentence.trim() === '') return;
    if (!this.#passes(sentence)) {
      this.#blocked = sentence;
      return;
    }
    this.#shown += sentence;
    this.#onText(sentence);
  }
}
