interface Fault {
  message?: unknown;
  cause?: unknown;
  /** Bun's name for the place of a fault in a source file. */
  position?: { file: string; line: number } | null;
}

/**
 * Why something failed, in one line for the console: the first line of the innermost cause, because what wraps it and
 * what follows it may be a statement and its parameters.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join('; ');
  const { message, cause, position } = (error ?? {}) as Fault;
  if (cause instanceof Error) return reasonOf(cause);
  const place = position ? `${position.file}:${position.line}: ` : '';
  return place + (typeof message === 'string' && message !== '' ? message : 'unknown error').split('\n')[0];
}
