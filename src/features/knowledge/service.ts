import type { KnowledgeArticle } from '../../ai/answer.ts';
import { visibleText } from '../../ai/visible-text.ts';
import type { Context } from '../../context.ts';
import { learnOnce } from './learning.ts';
import { findPublishedStamp, listPublishedArticles, untilNextChange } from './queries.ts';

/** Learning takes a moment of the processor, which a starting process has better use for. */
const LEARN_FIRST_AFTER_MS = 1_000;
/** What changes together is learnt from together. */
const LEARN_AFTER_MS = 200;
/** Events are hints, and clocks are set: even where nothing is due, what is published is looked at so often. */
const LOOK_AGAIN_AFTER_MS = 60_000;
/** What was published waits no longer than this for what is learnt from it. */
const BEHIND_AT_MOST_MS = 4_000;
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
  /** What is to be in the index: of each article the version. */
  #wanted: string | null = null;
  /** The articles that are in it. */
  #indexed: ReadonlySet<number> = new Set();
  /** Since when the index lacks something. */
  #behindSince: number | null = null;
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

  stop(): void {
    this.#isStopped = true;
    this.#learning.abort();
    if (this.#timer) clearTimeout(this.#timer);
  }

  async #load(): Promise<void> {
    const { sql } = this.#ctx.db;
    const [stamp, until] = await Promise.all([findPublishedStamp(sql), untilNextChange(sql)]);
    this.#lookAgain(Math.min(LOOK_AGAIN_AFTER_MS, (until ?? LOOK_AGAIN_AFTER_MS) + PAST_THE_DATE_MS));
    // The words of a version never change.
    if (stamp === this.#wanted) return;
    const published = await listPublishedArticles(sql);
    this.#wanted = published.map(({ id, version }) => `${id}.${version}`).join(' ');
    this.#take(published.map(asShown));
  }

  /**
   * Puts the articles into the index: at once where one was taken away, else together with what is learnt from them, so
   * that the assistant is at its best all the while; but not much later.
   */
  #take(articles: KnowledgeArticle[]): void {
    const { retriever, clock, log } = this.#ctx;
    this.#learning.abort();
    this.#learning = new AbortController();
    const { signal } = this.#learning;
    this.#version += 1;
    const version = this.#version;
    const put = () => {
      if (signal.aborted || retriever.version === version) return;
      retriever.replace(articles, version);
      this.#indexed = new Set(articles.map(({ id }) => id));
      this.#behindSince = null;
    };
    const kept = new Set(articles.map(({ id }) => id));
    if (retriever.learntStamp === null || ![...this.#indexed].every((id) => kept.has(id))) put();
    else {
      this.#behindSince ??= clock.monotonic();
      const waited = clock.monotonic() - this.#behindSince;
      setTimeout(put, Math.max(0, BEHIND_AT_MOST_MS - waited)).unref();
    }
    const learn = async () => {
      const model = await learnOnce(this.#ctx, articles, signal);
      put();
      if (model && !signal.aborted) retriever.adopt(model, version);
    };
    const timer = setTimeout(
      () => {
        if (!signal.aborted) learn().catch((err) => log.error({ err }, 'the articles could not be learnt from'));
      },
      version === 1 ? LEARN_FIRST_AFTER_MS : LEARN_AFTER_MS,
    );
    timer.unref();
  }

  #lookAgain(afterMs: number): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => this.reloadQuietly(), afterMs);
    this.#timer.unref();
  }
}

/** Whoever hides words in an article's source speaks to machines: the assistant reads what a customer would. */
export const asShown = (article: KnowledgeArticle): KnowledgeArticle => ({
  ...article,
  title: visibleText(article.title),
  content: visibleText(article.content),
});
