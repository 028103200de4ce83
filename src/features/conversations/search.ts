import type { Context } from '../../context.ts';
import { holdIndex, indexWords, moveIndexMark } from './search-queries.ts';

const BATCHES_A_RUN = 5;

/** Brings the words of conversations that have settled into the search. */
export async function updateSearchIndex(ctx: Context): Promise<void> {
  for (let batch = 0; batch < BATCHES_A_RUN; batch += 1) {
    const indexed = await ctx.db.sql.begin(async (tx) => {
      await holdIndex(tx);
      return indexWords(tx);
    });
    if (indexed > 0) continue;
    await moveIndexMark(ctx.db.sql);
    return;
  }
}
