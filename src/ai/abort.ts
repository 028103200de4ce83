/** The error of an answer that nobody waits for any more. */
export const abortError = (): DOMException => new DOMException('The answer is no longer wanted', 'AbortError');

/** Waits for `work` or for `signal`, whichever is first. Errors: an AbortError when the signal is. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  // A promise that loses the race may still reject: unobserved, that would end the process.
  work.catch(() => {});
  if (signal.aborted) throw abortError();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(abortError());
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** Resolves after `ms`. Errors: an AbortError as soon as the signal is. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  try {
    await unlessAborted(promise, signal);
  } finally {
    clearTimeout(timer);
  }
}
