import type { Context } from '../../context.ts';
import { listPublishedArticles } from './queries.ts';

/**
 * Keeps the assistant's index at what is published: now, whenever somebody changes an article in any process, and after
 * the connection to the others was lost.
 */
export async function followKnowledge(ctx: Context): Promise<void> {
  let version = 0;
  const reload = async () => {
    const articles = await listPublishedArticles(ctx.db.sql);
    version += 1;
    ctx.retriever.replace(articles, version);
  };
  const reloadQuietly = () => {
    reload().catch((err) => ctx.log.error({ err }, 'the knowledge base could not be loaded again'));
  };
  ctx.bus.subscribe((event) => {
    if (event.type === 'knowledge') reloadQuietly();
  });
  ctx.bus.onGap(reloadQuietly);
  await reload();
}
