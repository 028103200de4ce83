import type { Context } from '../../context.ts';

interface Running {
  /** One document is read at a time by each process: reading takes a core and a lot of memory. */
  last: Promise<void>;
  all: Set<Promise<void>>;
}

const running = new WeakMap<Context, Running>();

function runningOf(ctx: Context): Running {
  const known = running.get(ctx);
  if (known) return known;
  const made = { last: Promise.resolve(), all: new Set<Promise<void>>() };
  running.set(ctx, made);
  return made;
}

/** Begins `work` when what was begun before is over. `work` must not reject. */
export function runInTurn(ctx: Context, work: () => Promise<void>): void {
  const imports = runningOf(ctx);
  const done = imports.last.then(work);
  imports.last = done;
  imports.all.add(done);
  void done.finally(() => imports.all.delete(done));
}

/** Resolves when no import is under way in this process. */
export async function importsDone(ctx: Context): Promise<void> {
  await Promise.all(runningOf(ctx).all);
}
