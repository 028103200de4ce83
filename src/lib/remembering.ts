/**
 * The steps of a turn analyse the same few texts, the next turns of a conversation analyse them again, and many customers
 * ask in the same words: those that a process had in the last moments are kept.
 */
const RECENT_TEXTS = 256;

/** All that is kept, by whoever keeps it for as long as it lives. */
const kept = new Set<WeakRef<Map<string, unknown>>>();

/** Forgets every text that was worked on: somebody's words were erased. */
export function forgetTexts(): void {
  for (const reference of kept) {
    const known = reference.deref();
    if (known) known.clear();
    else kept.delete(reference);
  }
}

/**
 * `compute` with its latest results kept, so that what many ask about the same text is worked out once.
 *
 * Shape: the results are shared, so nobody may change them; `undefined` is no result.
 */
export function remembering<Value>(
  compute: (text: string) => Value,
  limit: number = RECENT_TEXTS,
): (text: string) => Value {
  const known = new Map<string, Value>();
  kept.add(new WeakRef(known));
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = compute(text);
    if (known.size >= limit) known.delete(known.keys().next().value as string);
    known.set(text, value);
    return value;
  };
}
