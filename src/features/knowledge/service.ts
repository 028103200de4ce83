import type { KnowledgeArticle } from '../../ai/answer.ts';
import { visibleText } from '../../ai/visible-text.ts';
import type { Context } from '../../context.ts';
import { learnOnce } from './learning.ts';
import { listPublishedArticles } from './queries.ts';

/** Learning takes a moment of the processor, which a starting process has better use for. */
const LEARN_AFTER_MS = 1_000;

/**
 * Keeps the assistant's index at what is published: now, whenever somebody changes an article in any process, and after
 * the connection to the others was lost.
 */
export async function followKnowledge(ctx: Context): Promise<void> {
  let version = 0;
  let learning = new AbortController();
  const reload = async () => {
    const articles = (await listPublishedArticles(ctx.db.sql)).map(asShown);
    version += 1;
    ctx.retriever.replace(articles, version);
    learning.abort();
    learning = new AbortController();
    learnLater(ctx, articles, version, learning.signal);
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

/** Until it is done the assistant finds the articles by their words alone. */
function learnLater(ctx: Context, articles: KnowledgeArticle[], version: number, signal: AbortSignal): void {
  const learn = async () => {
    const model = await learnOnce(ctx, articles, signal);
    if (model) ctx.retriever.adopt(model, version);
  };
  const timer = setTimeout(() => {
    if (signal.aborted) return;
    learn().catch((err) => ctx.log.error({ err }, 'the articles could not be learnt from'));
  }, LEARN_AFTER_MS);
  timer.unref();
}

/** Whoever hides words in an article's source speaks to machines: the assistant reads what a customer would. */
export const asShown = (article: KnowledgeArticle): KnowledgeArticle => ({
  ...article,
  title: visibleText(article.title),
  content: visibleText(article.content),
});
