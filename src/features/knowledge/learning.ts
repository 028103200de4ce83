import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KnowledgeArticle } from '../../ai/answer.ts';
import { otherMatters } from '../../ai/offline/other-matters.ts';
import { LEARNING_VERSION, TopicModel } from '../../ai/topic-model.ts';
import type { Context } from '../../context.ts';

const LEARNING_LOCK = 7_204_551;
/** Units: milliseconds. Between two looks for what another process of the machine is learning. */
const LOOK_AGAIN_AFTER_MS = 500;

type Needs = Pick<Context, 'config' | 'db' | 'log'>;

/**
 * What is to be learnt from the articles. One process learns it, the others of the machine take it from a file in the
 * data folder, which is named after the content. Null: `signal` was aborted, since the articles changed again.
 */
export async function learnOnce(
  ctx: Needs,
  articles: readonly KnowledgeArticle[],
  signal: AbortSignal,
): Promise<TopicModel | null> {
  const others = otherMatters(articles);
  const folder = join(ctx.config.dataDir, 'learnt');
  const name = `${fingerprint(articles, others)}.bin`;
  while (!signal.aborted) {
    const kept = await readModel(join(folder, name));
    if (kept) return kept;
    const model = await ctx.db.sql.begin(async (tx) => {
      const [{ isMine } = { isMine: false }] = await tx<{ isMine: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(${LEARNING_LOCK}) AS "isMine"`;
      return isMine ? learnAndKeep(ctx, folder, name, articles, others) : null;
    });
    if (model) return model;
    await Bun.sleep(LOOK_AGAIN_AFTER_MS);
  }
  return null;
}

function fingerprint(articles: readonly KnowledgeArticle[], others: readonly string[]): string {
  const hash = createHash('sha256').update(LEARNING_VERSION);
  const texts = articles.map(({ slug, title, tags, content, examples }) => [slug, title, tags, content, examples]);
  return hash
    .update(JSON.stringify([texts, others]))
    .digest('hex')
    .slice(0, 32);
}

/** Null when there is none, or none that can be used. */
async function readModel(path: string): Promise<TopicModel | null> {
  try {
    return TopicModel.fromBytes(await readFile(path));
  } catch {
    return null;
  }
}

async function learnAndKeep(
  { log }: Needs,
  folder: string,
  name: string,
  articles: readonly KnowledgeArticle[],
  others: readonly string[],
): Promise<TopicModel> {
  const kept = await readModel(join(folder, name));
  if (kept) return kept;
  const begun = performance.now();
  const model = await TopicModel.learn(articles, others);
  log.info({ ms: Math.round(performance.now() - begun), articles: articles.length }, 'learnt from the articles');
  try {
    await keep(folder, name, model.toBytes());
  } catch (err) {
    log.warn({ err }, 'what was learnt could not be kept; every process learns by itself');
  }
  return model;
}

/** Under its name at once or not at all, in the place of what was learnt from earlier content. */
async function keep(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const earlier = await readdir(folder);
  const unfinished = join(folder, `${name}.${process.pid}`);
  await writeFile(unfinished, bytes, { mode: 0o600 });
  await rename(unfinished, join(folder, name));
  for (const file of earlier) if (file !== name) await unlink(join(folder, file)).catch(() => {});
}
