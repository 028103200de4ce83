import type { Context } from '../../context.ts';
import { fold } from '../../lib/text.ts';
import type { Caller } from '../auth/queries.ts';
import { findOpenTicket } from '../tickets/queries.ts';
import type { HandoffSummary, InboxRow, Message, Mood } from './model.ts';
import { listMessages } from './queries.ts';
import { followConversation, getVisible } from './service.ts';
import { findSummary, saveSummary } from './summary-queries.ts';

const QUOTE_CHARS = 280;
const READ_BACK = 200;

/** What a person needs to know who takes the conversation over, from what was said and tried. Errors: not_found. */
export async function readSummary(ctx: Context, caller: Caller, id: string): Promise<HandoffSummary> {
  const row = await getVisible(ctx, caller, id);
  await followConversation(ctx, caller, id);
  return (await summaryOfHandoff(ctx, row)) ?? summarise(ctx, row);
}

/**
 * As it was when somebody first looked after the handoff: written down then, so that it says the same to everybody and
 * later. Null while only the assistant has been in charge.
 */
export async function summaryOfHandoff(ctx: Context, row: InboxRow): Promise<HandoffSummary | null> {
  if (row.handedOffAt === null) return null;
  const handedOffAt = row.handedOffAt.toISOString();
  const stored = await findSummary(ctx.db.sql, row.id);
  if (stored?.handedOffAt === handedOffAt) return stored.summary;
  const summary = await summarise(ctx, row);
  await saveSummary(ctx.db.sql, row.id, { handedOffAt, summary });
  return summary;
}

async function summarise(ctx: Context, row: InboxRow): Promise<HandoffSummary> {
  const [messages, ticket] = await Promise.all([
    listMessages(ctx.db.sql, row.id, Math.max(0, row.lastSeq - READ_BACK)),
    findOpenTicket(ctx.db.sql, row.id),
  ]);
  return summaryOf(row, messages, ticket?.reference ?? null);
}

function summaryOf(row: InboxRow, messages: Message[], ticket: string | null): HandoffSummary {
  const said = messages.filter(({ role }) => role === 'customer').map(({ content }) => content);
  const asked = said.length > 1 ? [said[0] as string, said.at(-1) as string] : said;
  return {
    customer: row.customerName ?? row.visitorName,
    level: row.identityLevel,
    language: row.language,
    reason: row.handoffReason,
    ticket,
    asked: asked.map((text) => text.slice(0, QUOTE_CHARS)),
    tried: messages.filter(({ role }) => role === 'assistant').flatMap(triedOf),
    mood: moodOf(said),
    nextStep: nextStepOf(row),
  };
}

function triedOf({ metadata }: Message): HandoffSummary['tried'] {
  const { outcome, action, citations } = metadata ?? {};
  if (typeof outcome !== 'string' || outcome === 'handoff') return [];
  const titles = Array.isArray(citations) ? citations.map(({ title }: { title?: unknown }) => String(title)) : [];
  return [{ outcome, action: typeof action === 'string' ? action : null, articles: titles }];
}

const DISTRESS =
  /\b(urgente|emergencia|robaron|robo|fraude|hackearon|desesperad\w*|miedo|angustia\w*|ayuda\w*|urgent|emergency|stolen|fraud|hacked|scared|desperate|help)\b/;
const ANGER =
  /\b(pesim\w+|indignante|inaceptable|hart\w|queja|demanda\w*|verguenza|inutil\w*|rid[ií]cul\w+|estaf\w+|terrible|unacceptable|ridiculous|useless|complain\w*|angry|furious|worst|sue|scam)\b/;

/** By the customer's own words: anger before distress, and shouting counts as anger. */
function moodOf(said: string[]): Mood {
  const text = said.join('\n');
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const capitals = text.match(/\p{Lu}/gu)?.length ?? 0;
  if (ANGER.test(fold(text)) || (letters > 20 && capitals / letters > 0.6)) return 'upset';
  return DISTRESS.test(fold(text)) ? 'distressed' : 'calm';
}

function nextStepOf({ handoffReason, identityLevel, status }: InboxRow): HandoffSummary['nextStep'] {
  if (status === 'ended') return 'none';
  if (handoffReason === 'emergency') return 'secure_account';
  if (handoffReason === 'complaint') return 'register_complaint';
  if (handoffReason === 'policy') return 'decide';
  if (handoffReason === 'tool_failure') return identityLevel > 0 ? 'check_bank_system' : 'verify_identity';
  return identityLevel > 0 ? 'answer' : 'verify_identity';
}
