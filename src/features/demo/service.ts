import type { KnowledgeArticle } from '../../ai/answer.ts';
import { Retriever } from '../../ai/retrieval.ts';
import type { TopicModel } from '../../ai/topic-model.ts';
import { DemoBank } from '../../bank/demo.ts';
import type { Database, Sql } from '../../db/client.ts';
import { preparePartitions } from '../../db/partitions.ts';
import type { SettingsStore } from '../../db/settings.ts';
import type { FileStorage } from '../../storage/files.ts';
import { say } from '../chat/texts.ts';
import { STAFF_KINDS } from '../notifications/model.ts';
import { listPolicies } from '../tickets/sla-queries.ts';
import { hashPassword, newPassword } from '../users/passwords.ts';
import { DemoAssistant } from './assistant.ts';
import { runThrough, type ToldClocks } from './clocks.ts';
import { DAYS, tellHistory } from './history.ts';
import { DEMO_NOTICE, type DemoConversation, type DemoHistory, type DemoTicket, type DemoWorld } from './model.ts';
import { type DemoNotice, noticesOf } from './notices.ts';
import * as queries from './queries.ts';
import { Random } from './random.ts';
import { minutesAfter } from './rhythm.ts';
import * as rows from './rows.ts';
import { NOTICE, STAFF } from './texts.ts';

/** The same everywhere: what one person sees, another can be shown. */
const SEED = 20_260_317;
const MINUTES_A_DAY = 24 * 60;
const HIRED_DAYS = 60;
/** Real people find so much of the made-up past in their bells. */
const BELL_DAYS = 2;

interface DemoNeeds {
  articles: readonly KnowledgeArticle[];
  model: TopicModel;
  settings: SettingsStore;
}

export interface Made {
  conversations: number;
  tickets: number;
  /** The ids of those that have not ended. */
  open: string[];
  /** Real people with something in their bells now. */
  readers: number[];
}

/**
 * Fills an unused desk with weeks of made-up work of made-up staff, answered by the offline engine. Null where the
 * desk is used already. Tx: one, so that a start that is cut off leaves nothing behind.
 */
export async function makeDemoHistory(
  sql: Database['sql'],
  { articles, model, settings }: DemoNeeds,
  now: Date,
): Promise<Made | null> {
  const [passwordHash, retriever] = [await hashPassword(newPassword()), new Retriever()];
  retriever.replace([...articles], 1);
  retriever.adopt(model, 1);
  const random = new Random(SEED);
  await preparePartitions(sql, minutesAfter(now, -DAYS * MINUTES_A_DAY));
  return sql.begin(async (tx) => {
    await queries.holdDemo(tx);
    if (await queries.isUsed(tx)) return null;
    const world = await makeWorld(tx, settings, articles, passwordHash, now);
    const assistant = new DemoAssistant(retriever, new DemoBank(tx), settings, random);
    const history = await tellHistory(world, assistant, random);
    await insertHistory(tx, history, world, random.uuid());
    const open = history.conversations.filter(({ status }) => status !== 'ended').map(({ id }) => id);
    const readers = (await queries.listReaders(tx)).map(({ id }) => id);
    return { conversations: history.conversations.length, tickets: history.tickets.length, open, readers };
  });
}

async function makeWorld(
  tx: Sql,
  settings: SettingsStore,
  articles: readonly KnowledgeArticle[],
  passwordHash: string,
  now: Date,
): Promise<DemoWorld> {
  const at = minutesAfter(now, -HIRED_DAYS * MINUTES_A_DAY);
  const welcome = settings.get('chat.welcome');
  const bank = settings.get('bank.name');
  return {
    now,
    staff: await queries.insertStaff(tx, STAFF, { passwordHash, kinds: Object.keys(STAFF_KINDS), at }),
    customers: await queries.listCustomers(tx),
    topics: articles.flatMap(({ language, examples }) =>
      examples.length > 0 ? [{ language, questions: examples }] : [],
    ),
    welcome: { es: say(welcome, 'es', { bank }), en: say(welcome, 'en', { bank }) },
    complaintDays: settings.get('tickets.complaint_days'),
  };
}

async function insertHistory(tx: Sql, { conversations, tickets }: DemoHistory, world: DemoWorld, worker: string) {
  const policies = await listPolicies(tx);
  const reckoned = tickets.map((ticket) => ({ ticket, clocks: runThrough(ticket, policies, world.now) }));
  await insertConversations(tx, conversations, worker);
  const ids = await insertTickets(tx, reckoned);
  const real = await queries.listReaders(tx);
  const bellsSince = minutesAfter(world.now, -BELL_DAYS * MINUTES_A_DAY);
  const notices = noticesOf(reckoned, conversations, [...world.staff, ...real], world.now).filter(
    ({ reader, at }) => at >= bellsSince || !real.some(({ id }) => id === reader.id),
  );
  const all = [...notices, ...real.map((reader) => demoNotice(reader, world.now))];
  await queries.insertRows(
    tx,
    'notifications',
    all.map((notice) => rows.noticeRow(notice, ids)),
  );
  await queries.insertRows(tx, 'canned_responses', rows.cannedRows());
}

async function insertConversations(tx: Sql, conversations: readonly DemoConversation[], worker: string): Promise<void> {
  const { insertRows } = queries;
  await insertRows(tx, 'conversations', conversations.map(rows.conversationRow));
  const turns = conversations.flatMap((conversation) => rows.turnRows(conversation, worker));
  const stored = await insertRows(tx, 'turns', turns, ['id', 'conversation_id', 'from_seq']);
  const byQuestion = new Map(
    stored.map(({ id, conversation_id, from_seq }) => [
      rows.turnKey(String(conversation_id), Number(from_seq)),
      Number(id),
    ]),
  );
  await insertRows(
    tx,
    'messages',
    conversations.flatMap((conversation) => rows.messageRows(conversation, byQuestion)),
  );
  await insertRows(tx, 'conversation_changes', conversations.flatMap(rows.conversationChangeRows).sort(byTime));
  await insertRows(tx, 'conversation_notes', conversations.flatMap(rows.noteRows));
  await insertRows(tx, 'satisfaction', conversations.flatMap(rows.satisfactionRows));
  await insertRows(tx, 'answer_reports', conversations.flatMap(rows.reportRows));
}

/** Answers the tickets' ids by their references. */
async function insertTickets(
  tx: Sql,
  reckoned: readonly { ticket: DemoTicket; clocks: ToldClocks }[],
): Promise<Map<string, number>> {
  const { insertRows } = queries;
  const inOrder = [...reckoned].sort((a, b) => a.ticket.createdAt.getTime() - b.ticket.createdAt.getTime());
  const stored = await insertRows(
    tx,
    'tickets',
    inOrder.map(({ ticket, clocks }) => rows.ticketRow(ticket, clocks)),
    ['id', 'reference'],
  );
  const ids = new Map(stored.map(({ id, reference }) => [String(reference), Number(id)]));
  const idOf = ({ reference }: DemoTicket) => ids.get(reference) as number;
  await queries.linkMerged(
    tx,
    inOrder.flatMap(({ ticket }) => (ticket.mergedInto ? [[ticket.reference, ticket.mergedInto] as const] : [])),
  );
  await insertRows(
    tx,
    'ticket_changes',
    inOrder.flatMap(({ ticket }) => rows.ticketChangeRows(idOf(ticket), ticket)).sort(byTime),
  );
  await insertRows(
    tx,
    'ticket_messages',
    inOrder.flatMap(({ ticket }) => rows.ticketMessageRows(idOf(ticket), ticket)),
  );
  await insertRows(
    tx,
    'ticket_sla_events',
    inOrder.flatMap(({ ticket, clocks }) => rows.clockRows(idOf(ticket), clocks)).sort(byTime),
  );
  return ids;
}

const byTime = (a: { at: Date }, b: { at: Date }): number => a.at.getTime() - b.at.getTime();

/** Says to a real person that all this is made up, and how to be rid of it. */
const demoNotice = (reader: DemoNotice['reader'], at: Date) => ({
  ...{ kind: DEMO_NOTICE, category: 'SYSTEM', reader, subject: NOTICE[reader.language].title },
  ...{ body: NOTICE[reader.language].body, data: {}, conversationId: null, reference: null, at, readAt: null },
});

/**
 * Removes every row that is marked as demo, with what belongs to it: what staff wrote in a demo conversation goes with
 * it. Real tickets that came of one stay, without it. A demo account that real work names is deactivated and stays.
 */
export async function removeDemo(sql: Database['sql'], storage: FileStorage): Promise<queries.Removed> {
  const removed = await sql.begin(async (tx) => {
    await queries.holdDemo(tx);
    const marked = await queries.removeMarked(tx);
    const ids = await queries.listStaffIds(tx);
    let staff = 0;
    for (const id of ids) if (await queries.removeUser(tx, id)) staff += 1;
    return { ...marked, staff, deactivated: ids.length - staff };
  });
  // After the rows: a file without a row is only forgotten, a row without its file would be an error.
  for (const id of removed.files) await storage.remove(id).catch(() => {});
  return removed;
}
