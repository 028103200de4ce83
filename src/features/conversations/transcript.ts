import type { Context } from '../../context.ts';
import { formatExactTime, zoneText } from '../../lib/format.ts';
import { writeAudit } from '../audit/queries.ts';
import type { Caller } from '../auth/queries.ts';
import { actorOf } from '../auth/service.ts';
import { type InboxRow, type Message, toConversationView, toMessageView } from './model.ts';
import { listMessages, MAX_HISTORY } from './queries.ts';
import { getVisible } from './service.ts';

export const TRANSCRIPT_FORMATS = ['json', 'txt', 'pdf'] as const;
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

const TYPES: Record<TranscriptFormat, string> = {
  json: 'application/json; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  pdf: 'application/pdf',
};

export interface Transcript {
  type: string;
  name: string;
  body: string | Uint8Array<ArrayBuffer>;
}

/** What was said to and by the customer, and nothing that staff noted. It leaves a trace. Errors: not_found. */
export async function writeTranscript(
  ctx: Context,
  caller: Caller,
  id: string,
  format: TranscriptFormat,
): Promise<Transcript> {
  const row = await getVisible(ctx, caller, id);
  await writeAudit(ctx.db.sql, {
    ...actorOf(caller),
    action: 'conversation.export',
    resourceType: 'conversation',
    resourceId: id,
    details: { format },
  });
  const messages = await allMessages(ctx, row);
  const body = await bodyOf(ctx, format, row, messages);
  return { type: TYPES[format], name: `conversation-${row.id}.${format}`, body };
}

async function allMessages(ctx: Context, { id, lastSeq }: InboxRow): Promise<Message[]> {
  const messages: Message[] = [];
  for (let seq = 0; seq < lastSeq; seq = messages.at(-1)?.seq ?? lastSeq) {
    const page = await listMessages(ctx.db.sql, id, seq);
    messages.push(...page);
    if (page.length < MAX_HISTORY) break;
  }
  return messages;
}

async function bodyOf(
  ctx: Context,
  format: TranscriptFormat,
  row: InboxRow,
  messages: Message[],
): Promise<string | Uint8Array<ArrayBuffer>> {
  if (format === 'json') {
    return JSON.stringify({ conversation: toConversationView(row), messages: messages.map(toMessageView) }, null, 2);
  }
  const place = { bank: ctx.settings.get('bank.name'), timeZone: ctx.settings.get('bank.time_zone') };
  if (format === 'txt') return textOf(row, messages, place);
  // Loaded on first use: few workers ever write one.
  const { drawTranscript } = await import('./transcript-pdf.ts');
  return drawTranscript(
    headOf(row, place),
    messages.map((message) => lineOf(row, message, place)),
  );
}

const WORDS = {
  es: {
    title: 'Transcripción de la conversación',
    customer: 'Cliente',
    assistant: 'Asistente',
    agent: 'Agente',
    system: 'Sistema',
    started: 'Inicio',
    ended: 'Fin',
    status: { bot: 'asistente', waiting: 'en espera', human: 'con una persona', ended: 'terminada' },
    state: 'Estado',
    zone: 'Hora de',
    number: 'Conversación',
    file: 'Archivo',
    page: (page: number, pages: number) => `Página ${page} de ${pages}`,
  },
  en: {
    title: 'Conversation transcript',
    customer: 'Customer',
    assistant: 'Assistant',
    agent: 'Agent',
    system: 'System',
    started: 'Started',
    ended: 'Ended',
    status: { bot: 'assistant', waiting: 'waiting', human: 'with a person', ended: 'ended' },
    state: 'Status',
    zone: 'Time of',
    number: 'Conversation',
    file: 'File',
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
} as const;

/** Whose transcript it is, and by which clock. */
interface Place {
  bank: string;
  /** Of the IANA list. */
  timeZone: string;
}

export interface TranscriptHead {
  title: string;
  bank: string;
  facts: string[];
  /** What is written below each page. */
  page: (page: number, pages: number) => string;
}

export interface TranscriptLine {
  who: string;
  at: string;
  text: string;
  isCustomer: boolean;
}

function headOf(row: InboxRow, { bank, timeZone }: Place): TranscriptHead {
  const words = WORDS[row.language];
  const name = row.customerName ?? row.visitorName;
  const moment = (date: Date) => formatExactTime(date, { language: row.language, timeZone });
  return {
    title: words.title,
    bank: oneLine(bank),
    page: words.page,
    facts: [
      `${words.number}: ${row.id}`,
      ...(name ? [`${words.customer}: ${oneLine(name)}`] : []),
      `${words.state}: ${words.status[row.status]}`,
      `${words.started}: ${moment(row.createdAt)}`,
      ...(row.endedAt ? [`${words.ended}: ${moment(row.endedAt)}`] : []),
      `${words.zone} ${zoneText(timeZone)}`,
    ],
  };
}

function lineOf(row: InboxRow, { role, content, createdAt, metadata }: Message, { timeZone }: Place): TranscriptLine {
  const agentName = role === 'agent' && typeof metadata?.agent_name === 'string' ? ` (${metadata.agent_name})` : '';
  return {
    who: `${WORDS[row.language][role]}${oneLine(agentName)}`,
    at: formatExactTime(createdAt, { language: row.language, timeZone }),
    text: [
      metadata?.file_only ? '' : content,
      ...filesOf(metadata).map((name) => `${WORDS[row.language].file}: ${name}`),
    ]
      .filter(Boolean)
      .join('\n'),
    isCustomer: role === 'customer',
  };
}

/** The names of what came with a message. */
const filesOf = (metadata: Message['metadata']): string[] =>
  Array.isArray(metadata?.attachments) ? metadata.attachments.map(({ name }: { name: string }) => oneLine(name)) : [];

/** Lines of a text are set in, so that nobody's words can pass for another's line. */
function textOf(row: InboxRow, messages: Message[], place: Place): string {
  const { title, bank, facts } = headOf(row, place);
  const lines = messages.map((message) => {
    const { who, at, text } = lineOf(row, message, place);
    return `[${at}] ${who}:\n${visible(text)
      .split('\n')
      .map((line) => `    ${line}`)
      .join('\n')}`;
  });
  return `${[bank, title, ...facts, '', ...lines].join('\n')}\n`;
}

/** Without what steers a terminal or turns the direction of writing around. */
const visible = (text: string): string => text.replace(/\r\n?|[\u2028\u2029]/g, '\n').replace(/[^\P{C}\n\t]/gu, '');

const oneLine = (text: string): string => visible(text).replace(/\s+/g, ' ');
