import type { KnowledgeArticle } from '../../ai/answer.ts';
import { visibleText } from '../../ai/visible-text.ts';
import type { Context } from '../../context.ts';
import { learnOnce } from './learning.ts';
import { findPublishedStamp, listPublishedArticles, untilNextChange } from './queries.ts';

/** Learning takes a moment of the processor, which a starting process has better use for. */
const LEARN_AFTER_MS = 1_000;
/** Events are hints, and clocks are set: even where nothing is due, what is published is looked at so often. */
const LOOK_AGAIN_AFTER_MS = 60_000;
/** After a date the database's clock has passed it, too. */
const PAST_THE_DATE_MS = 20;

/**
 * Keeps the assistant's index at what is published and in effect: now, whenever somebody changes an article in any
 * process, after the connection to the others was lost, and when the date of an article is reached. Answers what ends it.
 */
export async function followKnowledge(ctx: Context): Promise<() => void> {
  const follower = new Follower(ctx);
  const unsubscribe = ctx.bus.subscribe((event) => {
    if (event.type === 'knowledge') follower.reloadQuietly();
  });
  ctx.bus.onGap(() => follower.reloadQuietly());
  await follower.reload();
  return () => {
    unsubscribe();
    follower.stop();
  };
}

class Follower {
  readonly #ctx: Context;
  #version = 0;
  /** What of each article is in the index. */
  #held: string | null = null;
  #learning = new AbortController();
  #timer: Timer | null = null;
  #isStopped = false;
  #reloading: Promise<void> = Promise.resolve();

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  /** One after another, so that what was read first never takes the place of what was read later. */
  reload(): Promise<void> {
    this.#reloading = this.#reloading.catch(() => {}).then(() => this.#load());
    return this.#reloading;
  }

  reloadQuietly(): void {
    this.reload().catch((err) => {
      this.#ctx.log.error({ err }, 'the knowledge base could not be loaded again');
      this.#lookAgain(LOOK_AGAIN_AFTER_MS);
    });
  }

  async #load(): Promise<void> {
    const { sql } = this.#ctx.db;
    const [stamp, until] = await Promise.all([findPublishedStamp(sql), untilNextChange(sql)]);
    this.#lookAgain(Math.min(LOOK_AGAIN_AFTER_MS, (until ?? LOOK_AGAIN_AFTER_MS) + PAST_THE_DATE_MS));
    // The words of a version never change.
    if (stamp === this.#held) return;
    const published = await listPublishedArticles(sql);
    this.#held = published.map(({ id, version }) => `${id}.${version}`).join(' ');
    const articles = published.map(asShown);
    this.#version += 1;
    this.#ctx.retriever.replace(articles, this.#version);
    this.#learning.abort();
    this.#learning = new AbortController();
    learnLater(this.#ctx, articles, this.#version, this.#learning.signal);
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }

  #lookAgain(afterMs: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.reloadQuietly(), afterMs);
    this.#timer.unref();
  }
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
