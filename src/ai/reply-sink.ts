/** Where a reply is shown while it grows. */
export interface ReplySink {
  onText(text: string): void;
  /** What was shown so far is void; the reply starts anew. */
  onRestart(): void;
}

/** Passes a reply on while its answerer is the one that is asked, and remembers whether there is something to take back. */
export class GuardedSink {
  readonly #sink: ReplySink;
  #isOpen = true;
  #hasShown = false;

  constructor(sink: ReplySink) {
    this.#sink = sink;
  }

  readonly onText = (text: string): void => {
    if (!this.#isOpen) return;
    this.#hasShown = true;
    this.#sink.onText(text);
  };

  close({ isVoid }: { isVoid: boolean }): void {
    this.#isOpen = false;
    if (isVoid && this.#hasShown) this.#sink.onRestart();
  }
}
