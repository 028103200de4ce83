const USUAL_MS = 30_000;
const PAUSE_MS = 25;

/** Asks again until it is so. Errors: after the time is over. Units: milliseconds. */
export async function eventually(what: string, isTrue: () => boolean | Promise<boolean>, ms = USUAL_MS): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`it did not happen: ${what}`);
    await Bun.sleep(PAUSE_MS);
  }
}

/**
 * Expects again until all of it holds: for a state that follows by a moment, where the failed expectation says most.
 * Errors: the last one, after the time is over. Units: milliseconds.
 */
export async function soon(expectations: () => unknown, ms = USUAL_MS): Promise<void> {
  const deadline = performance.now() + ms;
  for (;;) {
    try {
      await expectations();
      return;
    } catch (err) {
      if (performance.now() > deadline) throw err;
    }
    await Bun.sleep(PAUSE_MS);
  }
}
