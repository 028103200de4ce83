const SLOW_MS = 700;

export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Says what is going on if it takes about a second or longer. */
export async function slowly<T>(line: string, task: Promise<T>): Promise<T> {
  const timer = setTimeout(() => say(`${line} …`), SLOW_MS);
  try {
    return await task;
  } finally {
    clearTimeout(timer);
  }
}
