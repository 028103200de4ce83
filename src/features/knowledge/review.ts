import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import type { Sql } from '../../db/client.ts';
import { forbidden, invalid, notFound } from '../../lib/errors.ts';
import { may, PERMISSIONS } from '../auth/model.ts';
import type { Caller } from '../auth/queries.ts';
import { announceNotifications, notifyStaff, type Told } from '../notifications/service.ts';
import { emitWebhook } from '../webhooks/queries.ts';
import { type Article, MAX_REASON_CHARS } from './model.ts';
import { KnowledgeRefused } from './refusals.ts';
import { announceKnowledge, noted, requireWriter } from './writing.ts';
import {
  isOwnWriting,
  lockArticle,
  markPublished,
  markReturned,
  markSubmitted,
  markWithdrawn,
} from './writing-queries.ts';

type Locked = NonNullable<Awaited<ReturnType<typeof lockArticle>>>;

/** Whom a deed tells; of both languages of a topic a person hears once. */
export interface Telling {
  told: Told[];
  key: string;
}

export const newTelling = (): Telling => ({ told: [], key: randomUUID() });

/**
 * Sends the newest version to the review, where a second person publishes it or sends it back. `version` is the one that
 * the person means. Errors: not_found, forbidden, invalid (it has no text), conflict.
 */
export const submitArticle = (ctx: Context, caller: Caller, id: number, version?: number): Promise<Article> =>
  alone(ctx, (tx, telling) => submit(tx, caller, id, telling, version));

/** `submitArticle` as a part of something larger. */
export async function submit(
  tx: Sql,
  caller: Caller,
  id: number,
  { told, key }: Telling,
  version?: number,
): Promise<Article> {
  requireWriter(caller);
  const article = await locked(tx, id, version);
  if (article.status !== 'DRAFT') throw new KnowledgeRefused('not_draft');
  requireWhole(article);
  await markSubmitted(tx, id, caller.id);
  const data = { subject: article.title, actor: caller.fullName };
  const to = { atLeast: PERMISSIONS['knowledge.publish'] };
  told.push(await notifyStaff(tx, { kind: 'article_review', to, except: article.editorId, key, data }));
  return noted(tx, caller, 'submit', id);
}

/**
 * Lets the assistant answer from the version in review, from its effective date on. `version` is the one that the person
 * has read. Errors: not_found, conflict, invalid (it has expired), forbidden, also for whoever wrote that version,
 * themselves or by an API key of theirs. No API key has this permission: it is no person.
 */
export const publishArticle = (ctx: Context, caller: Caller, id: number, version?: number): Promise<Article> =>
  alone(ctx, (tx) => publish(tx, caller, id, version));

/** `publishArticle` as a part of something larger. */
export async function publish(tx: Sql, caller: Caller, id: number, version?: number): Promise<Article> {
  requireReviewer(caller);
  const article = await locked(tx, id, version);
  if (article.status !== 'IN_REVIEW') throw new KnowledgeRefused('not_in_review');
  if (await isOwnWriting(tx, article.editorId, caller.id)) throw new KnowledgeRefused('own');
  requireWhole(article);
  await markPublished(tx, id, caller.id);
  const { slug, language } = article;
  await emitWebhook(tx, 'article_published', { article_id: id, slug, language, version: article.version });
  return noted(tx, caller, 'publish', id);
}

/** Sends the version in review back to its author, with a reason. Errors: not_found, forbidden, conflict, invalid. */
export const returnArticle = (
  ctx: Context,
  caller: Caller,
  id: number,
  reason: string,
  version?: number,
): Promise<Article> => alone(ctx, (tx, telling) => sendBack(tx, caller, id, reason, telling, version));

/** `returnArticle` as a part of something larger. */
export async function sendBack(
  tx: Sql,
  caller: Caller,
  id: number,
  reason: string,
  { told, key }: Telling,
  version?: number,
): Promise<Article> {
  requireReviewer(caller);
  const text = reason.trim();
  if (text.length > MAX_REASON_CHARS) {
    throw invalid([{ field: 'reason', message: `must have at most ${MAX_REASON_CHARS} characters` }]);
  }
  const article = await locked(tx, id, version);
  if (article.status !== 'IN_REVIEW') throw new KnowledgeRefused('not_in_review');
  await markReturned(tx, id, caller.id, text);
  const data = { subject: article.title, actor: caller.fullName, ...(text && { excerpt: text }) };
  const to = article.editorId === null ? [] : [article.editorId];
  told.push(await notifyStaff(tx, { kind: 'article_returned', to, except: caller.id, key, data }));
  return noted(tx, caller, 'return', id);
}

/** Takes all published versions from the assistant at once; one person may. Errors: not_found, forbidden, conflict. */
export const withdrawArticle = (ctx: Context, caller: Caller, id: number): Promise<Article> =>
  alone(ctx, (tx) => withdraw(tx, caller, id));

/** `withdrawArticle` as a part of something larger. */
export async function withdraw(tx: Sql, caller: Caller, id: number): Promise<Article> {
  requireWriter(caller);
  await locked(tx, id);
  if (!(await markWithdrawn(tx, id, caller.id))) throw new KnowledgeRefused('not_published');
  return noted(tx, caller, 'withdraw', id);
}

async function alone(ctx: Context, deed: (tx: Sql, telling: Telling) => Promise<Article>): Promise<Article> {
  const telling = newTelling();
  const article = await ctx.db.sql.begin((tx) => deed(tx, telling));
  announceKnowledge(ctx);
  announceNotifications(ctx, ...telling.told);
  return article;
}

async function locked(tx: Sql, id: number, version?: number): Promise<Locked> {
  const article = await lockArticle(tx, id);
  if (!article) throw notFound('Article');
  if (!article.isActive) throw new KnowledgeRefused('removed');
  if (version !== undefined && version !== article.version) throw new KnowledgeRefused('stale');
  return article;
}

function requireReviewer(caller: Caller): void {
  if (!may(caller, 'knowledge.publish')) throw forbidden();
}

/** Errors: invalid, where the assistant could not use it. */
function requireWhole({ content, expiresAt }: Locked): void {
  if (content === '') throw invalid([{ field: 'content', message: 'must be there before the review' }]);
  if (expiresAt && expiresAt.getTime() <= Date.now()) {
    throw invalid([{ field: 'expires_at', message: 'must be in the future' }]);
  }
}
