import { buildSystemPrompt } from '../../ai/prompt.ts';
import type { Context } from '../../context.ts';
import { type FieldError, invalid, notFound } from '../../lib/errors.ts';
import type { Language } from '../../lib/language.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { linesBetween } from '../knowledge/differences.ts';
import { tryQuestion } from '../knowledge/trial.ts';
import {
  type DiffLine,
  MAX_NOTE_CHARS,
  MAX_TEXT_CHARS,
  type PromptFields,
  type PromptVersion,
  type Trial,
} from './model.ts';
import { countVersions, findActiveVersion, findVersion, insertVersion, listVersions, useVersion } from './queries.ts';

/** What stands for the version of a draft, which has no number yet. */
const DRAFT = 'draft';
/** What the fields say where both are empty, and where nothing is new: the page tells them apart by these. */
export const EMPTY = 'must be there in one of the languages';
export const SAME = 'is as the version in use has it';

/** The newest first, and the one in use. */
export async function browseVersions(
  ctx: Context,
  page: { skip: number; limit: number },
): Promise<{ versions: PromptVersion[]; total: number; active: PromptVersion | null }> {
  const { sql } = ctx.db;
  const [versions, total, active] = await Promise.all([
    listVersions(sql, page),
    countVersions(sql),
    findActiveVersion(sql),
  ]);
  return { versions, total, active };
}

/** A version and what it changes of the one in use, by language. Errors: not_found. */
export async function compareVersion(
  ctx: Context,
  id: number,
): Promise<{ version: PromptVersion; active: PromptVersion | null; lines: Record<Language, DiffLine[]> }> {
  const version = await getVersion(ctx, id);
  const active = await findActiveVersion(ctx.db.sql);
  const before = active?.texts ?? { es: '', en: '' };
  const [es, en] = await Promise.all([
    linesBetween(before.es, version.texts.es),
    linesBetween(before.en, version.texts.en),
  ]);
  return { version, active, lines: { es, en } };
}

/** Errors: not_found. */
export async function getVersion(ctx: Context, id: number): Promise<PromptVersion> {
  const version = await findVersion(ctx.db.sql, id);
  if (!version) throw notFound('Version');
  return version;
}

/** Keeps a new version, and puts it into use where that is wanted. Errors: invalid. */
export async function saveVersion(
  ctx: Context,
  caller: Caller,
  fields: PromptFields,
  isToBeUsed: boolean,
): Promise<PromptVersion> {
  const textEs = cleaned(fields.texts.es);
  const textEn = cleaned(fields.texts.en);
  const note = fields.note.trim() || null;
  const wrong = faultsOf({ textEs, textEn, note });
  const active = await findActiveVersion(ctx.db.sql);
  if (wrong.length === 0 && active?.texts.es === textEs && active.texts.en === textEn) {
    wrong.push({ field: 'text_es', message: SAME });
  }
  if (wrong.length > 0) throw invalid(wrong);
  const version = await ctx.db.sql.begin(async (tx) => {
    const made = await insertVersion(tx, { textEs, textEn, note, authorId: caller.id, authorName: caller.fullName });
    await writeAudit(tx, {
      ...actorOf(caller),
      action: 'prompt.save',
      resourceType: 'prompt',
      resourceId: made.id,
      details: { note },
    });
    return made;
  });
  return isToBeUsed ? activateVersion(ctx, caller, version.id) : version;
}

/** Puts a version into use, a newer one or an older one; it holds in every worker within a second. Errors: not_found. */
export async function activateVersion(ctx: Context, caller: Caller, id: number): Promise<PromptVersion> {
  await getVersion(ctx, id);
  await putIntoUse(ctx, caller, id);
  return getVersion(ctx, id);
}

/** From then on the assistant has no instructions but the program's. */
export const withdrawInstructions = (ctx: Context, caller: Caller): Promise<void> => putIntoUse(ctx, caller, null);

async function putIntoUse(ctx: Context, caller: Caller, id: number | null): Promise<void> {
  await ctx.db.sql.begin(async (tx) => {
    const before = await findActiveVersion(tx);
    if ((before?.id ?? null) === id) return;
    await useVersion(tx, id, caller.fullName);
    await writeAudit(tx, {
      ...actorOf(caller),
      action: before && (id === null || id < before.id) ? 'prompt.restore' : 'prompt.publish',
      resourceType: 'prompt',
      ...(id !== null && { resourceId: id }),
      details: { from: before?.id ?? null, to: id },
    });
  });
  ctx.bus.publish({ type: 'settings' });
  await ctx.settings.reload(ctx.db.sql);
}

/** All that a model would be told of its work, with these instructions. */
export const wholePrompt = (ctx: Context, text: string): string =>
  buildSystemPrompt(ctx.settings.get('bank.name'), { version: DRAFT, text: cleaned(text) });

/** What the assistant would answer under instructions that nobody has put into use. Errors: invalid, unavailable. */
export async function tryInstructions(
  ctx: Context,
  caller: Caller,
  { question, language, text }: { question: string; language: Language; text: string },
): Promise<Trial> {
  const wrong = text.length > MAX_TEXT_CHARS ? [tooLong(`text_${language}`, MAX_TEXT_CHARS)] : [];
  if (wrong.length > 0) throw invalid(wrong);
  const trial = await tryQuestion(ctx, caller, {
    question,
    language,
    scope: { kind: 'published' },
    instructions: { version: DRAFT, text: cleaned(text) },
  });
  await writeAudit(ctx.db.sql, {
    ...actorOf(caller),
    action: 'prompt.try',
    resourceType: 'prompt',
    details: { language, provider: trial.provider },
  });
  return trial;
}

const cleaned = (text: string): string => text.replaceAll('\r\n', '\n').trim();

const tooLong = (field: string, most: number): FieldError => ({
  field,
  message: `must have at most ${most} characters`,
});

function faultsOf({ textEs, textEn, note }: { textEs: string; textEn: string; note: string | null }): FieldError[] {
  const faults: FieldError[] = [];
  if (!textEs && !textEn) faults.push({ field: 'text_es', message: EMPTY });
  if (textEs.length > MAX_TEXT_CHARS) faults.push(tooLong('text_es', MAX_TEXT_CHARS));
  if (textEn.length > MAX_TEXT_CHARS) faults.push(tooLong('text_en', MAX_TEXT_CHARS));
  if ((note?.length ?? 0) > MAX_NOTE_CHARS) faults.push(tooLong('note', MAX_NOTE_CHARS));
  return faults;
}
