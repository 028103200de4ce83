const USUAL_MS = 15_000;

/** Asks again until it is so. Errors: after the time is over. Units: milliseconds. */
export async function eventually(what: string, isTrue: () => boolean | Promise<boolean>, ms = USUAL_MS): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`it did not happen: ${what}`);
    await Bun.sleep(25);
  }
}
