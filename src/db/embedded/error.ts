/** Why the embedded database cannot be used, in words for the person at the console. */
export class EmbeddedError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'EmbeddedError';
  }
}
