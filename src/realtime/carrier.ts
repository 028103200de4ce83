/** What takes texts from one process of an installation to all others: how, is all that an implementation decides. */
export interface Carrier {
  /**
   * Resolves when this process hears the others. `heard` gets each text, its own among them; `missed` is called when
   * others may have said something that was not heard: after the connection was lost, for example.
   *
   * Errors: rejects when it cannot be had.
   */
  start(heard: (text: string) => void, missed: () => void): Promise<void>;
  /** Errors: rejects when they may not have left; they may have all the same. */
  send(texts: string[]): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL takes less than 8000 bytes a notification, and whatever is sent may have to go through it. Units: bytes. */
export const MAX_TEXT_BYTES = 7_900;
