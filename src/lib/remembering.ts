/** The steps of one turn analyse the same few texts. */
const TEXTS_OF_A_TURN = 8;

/**
 * `compute` with its latest results kept, so that what many ask about the same text is worked out once.
 *
 * Shape: the results are shared, so nobody may change them; `undefined` is no result.
 */
export function remembering<Value>(
  compute: (text: string) => Value,
  limit: number = TEXTS_OF_A_TURN,
): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = compute(text);
    if (known.size >= limit) known.delete(known.keys().next().value as string);
    known.set(text, value);
    return value;
  };
}
