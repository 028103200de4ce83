import { loadDemoHistory } from '../../src/commands/demo-history.ts';
import { storeAvatar } from '../../src/features/users/avatar-queries.ts';
import { call, identityToken, say, startChat } from './client.ts';
import { fileForm, PDF, PNG } from './files.ts';
import type { Service } from './service.ts';
import { newStaff, type Staff } from './staff.ts';

/** Of each kind that pages are about one that the agent may see; `mine` is the agent's own, of a customer who is known. */
export interface Things {
  waiting: string;
  bot: string;
  ended: string;
  mine: string;
  attachment: string;
  ticket: string;
  complaint: string;
  resolved: string;
  /** One of the desk's own, who may be the same as the next; one whom the bank knows; and one who was erased. */
  customer: number;
  twin: number;
  known: number;
  erased: number;
  user: number;
  /** One that failed, one that is done. */
  knowledgeImports: string[];
  policy: number;
  calendar: number;
  webhook: number;
  delivery: number;
  apiKey: number;
  prompt: number;
  /** By the e-mail address of whose it is. */
  canned: Record<string, number>;
  imports: Record<string, string>;
  notifications: Record<string, number>;
}

export interface FullDesk {
  things: Things;
  agent: Staff;
  supervisor: Staff;
  admin: Staff;
}

/** A desk with weeks of work behind it, the demo's, and one of everything of its own. */
export async function fillDesk(service: Service): Promise<FullDesk> {
  const { sql } = service.ctx.db;
  const [agent, supervisor, admin] = [
    await newStaff(service, 'AGENT', 'Ana Ríos Ledesma'),
    await newStaff(service, 'SUPERVISOR', 'Bruno Sáenz'),
    await newStaff(service, 'ADMIN', 'Clara Vela'),
  ];
  const made = await loadDemoHistory(service.ctx.config, service.database.url);
  if (!made) throw new Error('there is a history already');
  const mine = await servedChat(service, agent);
  const attachment = await attach(service, agent, mine);
  const one = async <Value>(query: Promise<readonly object[]>): Promise<Value> =>
    Object.values((await query)[0] ?? {})[0] as Value;
  const chat = async (status: string) =>
    one<string>(sql`
      SELECT id FROM conversations WHERE status = ${status} AND assignee_id IS NULL AND last_seq > 2
      ORDER BY updated_at DESC LIMIT 1`);
  const unassigned = (rest: string) =>
    one<string>(
      sql.unsafe(`SELECT reference FROM tickets WHERE assignee_id IS NULL AND ${rest} ORDER BY id DESC LIMIT 1`),
    );
  const { body: complaint } = await agent.call('POST', '/tickets', {
    subject: 'Cobro doble de la comisión',
    description: 'La cliente pide una respuesta por escrito.',
    category: 'complaint',
    customer_name: 'Mariana Castañeda de la Torre',
    customer_email: 'mariana@correo.example',
  });
  const { body: resolved } = await agent.call('POST', '/tickets', {
    subject: 'Cambio de domicilio',
    description: 'Hecho.',
  });
  await agent.call('PATCH', `/tickets/${resolved.ticket_id}/status`, {
    status: 'RESOLVED',
    resolution_notes: 'Se actualizó el domicilio.',
  });
  const canned: Record<string, number> = {};
  const notifications: Record<string, number> = {};
  const imports: Record<string, string> = {};
  for (const who of [agent, supervisor, admin]) {
    const { body } = await who.call('POST', '/canned-responses', {
      shortcut: 'saludo',
      title: 'Saludo',
      text_es: 'Hola {customer}, soy {agent}.',
      text_en: 'Hello {customer}, I am {agent}.',
    });
    canned[who.email] = body.id;
    imports[who.email] = await one<string>(sql`
      INSERT INTO customer_imports (author_id, file_name, content, mapping, total)
      VALUES (${who.id}, 'clientes.csv', ${'nombre,correo\nElena Paz,elena@correo.example\n,sin-nombre@correo.example\n'},
        '{full_name,email}', 2)
      RETURNING id`);
    notifications[who.email] = await one<number>(sql`
      INSERT INTO notifications (type, category, kind, user_id, language, subject, body, conversation_id)
      VALUES ('IN_APP', 'CONVERSATION', 'mention', ${who.id}, 'es', 'Te mencionaron', 'Mira este caso', ${mine})
      RETURNING id::float8`);
  }
  await admin.call('POST', '/settings/system', {
    key: 'campaign.banner',
    value: { es: 'Meses sin intereses', en: 'No interest' },
    description: 'Lo que anuncia la app',
    is_public: true,
  });
  const { body: webhook } = await admin.call('POST', '/webhooks', {
    url: 'https://203.0.113.10/avisos/joxai',
    description: 'Core bancario',
    events: ['ticket_created', 'sla_breached', 'conversation_rated'],
  });
  const { body: apiKey } = await admin.call('POST', '/api-keys', {
    name: 'Core bancario',
    role: 'AGENT',
    scopes: ['ticket.read', 'ticket.create'],
    allowed_addresses: ['203.0.113.0/24'],
  });
  const customers = await knownCustomers(supervisor, admin);
  await storeAvatar(sql, agent.id, { image: new Uint8Array(PNG), mediaType: 'image/png', version: 'picture' });
  return {
    agent,
    supervisor,
    admin,
    things: {
      waiting: await chat('waiting'),
      bot: await chat('bot'),
      ended: await chat('ended'),
      mine,
      attachment,
      ticket: await unassigned("status = 'OPEN' AND conversation_id IS NOT NULL"),
      complaint: complaint.ticket_id,
      resolved: resolved.ticket_id,
      ...customers,
      known: await one(sql`SELECT id FROM customers WHERE external_id = 'C-1001'`),
      user: agent.id,
      knowledgeImports: await documentImports(service, supervisor),
      policy: await one(sql`SELECT id FROM sla_policies ORDER BY id LIMIT 1`),
      calendar: await one(sql`SELECT id FROM business_calendars ORDER BY id LIMIT 1`),
      prompt: await one(sql`
        INSERT INTO prompt_versions (text_es, text_en, note, author_name)
        VALUES ('Trata al cliente de usted.', 'Keep a formal tone.', 'Tono', 'Ada Admin') RETURNING id`),
      webhook: webhook.id,
      delivery: await one(sql`
        INSERT INTO webhook_deliveries (webhook_id, event, data, status, attempts, finished_at, tries)
        VALUES (${webhook.id}, 'ticket_created', '{"ticket_id": "TKT-7F3K2M9Q", "status": "OPEN"}', 'FAILED', 1, now(),
          '[{"at": "2026-11-20T10:00:00.000Z", "status": 503, "error": "status", "ms": 84, "answer": "Service Unavailable"}]')
        RETURNING id::float8`),
      apiKey: apiKey.id,
      canned,
      imports,
      notifications,
    },
  };
}

async function documentImports(service: Service, { id }: Staff): Promise<string[]> {
  const file = { name: 'preguntas.csv', size: 48_213, kind: 'csv', articles: 2 };
  const fault = { code: 'category', line: 3, part: 'Puntos', value: 'lealtad' };
  const article = { file: 0, id: 1, slug: 'check-balance-and-movements', title: 'Consultar tu saldo', language: 'es' };
  const rows = await service.ctx.db.sql<{ id: string }[]>`
    INSERT INTO knowledge_imports (author_id, status, files, articles, alive_until, finished_at) VALUES
      (${id}, 'FAILED', ${JSON.stringify([{ ...file, status: 'FAILED', faults: [fault] }])}::jsonb, '[]', now(), now()),
      (${id}, 'DONE', ${JSON.stringify([{ ...file, status: 'READ', faults: [] }])}::jsonb,
        ${JSON.stringify([{ ...article, outcome: 'VERSION' }])}::jsonb, now(), now())
    RETURNING id`;
  return rows.map((row) => row.id);
}

/** A conversation of a verified customer that this person has taken and answered. */
async function servedChat(service: Service, agent: Staff): Promise<string> {
  const [customer] = await service.ctx.db.sql<{ id: string }[]>`
    SELECT external_id AS id FROM customers WHERE external_id IS NOT NULL ORDER BY id LIMIT 1`;
  const chat = await startChat(service.origin, { identity_token: identityToken(customer?.id ?? '') });
  await say(service.origin, chat, 'Perdí mi tarjeta y hay un cargo que no reconozco');
  await agent.call('POST', `/conversations/${chat.id}/takeover`);
  await agent.call('POST', `/conversations/${chat.id}/messages`, {
    message: 'Hola, soy Ana. Con gusto lo **reviso**.',
  });
  await agent.call('POST', `/conversations/${chat.id}/notes`, { note: 'Ya pedí el bloqueo a tarjetas.' });
  return chat.id;
}

async function attach(service: Service, { token }: Staff, id: string): Promise<string> {
  const form = fileForm({}, PDF, 'contrato de crédito.pdf');
  await call(service.origin, 'POST', `/api/v1/conversations/${id}/attachments`, { token, form });
  const [row] = await service.ctx.db.sql<{ id: string }[]>`SELECT id FROM attachments WHERE conversation_id = ${id}`;
  return row?.id ?? '';
}

/** One with something of everything, their twin, and one who was erased. */
async function knownCustomers(supervisor: Staff, admin: Staff): Promise<Pick<Things, 'customer' | 'twin' | 'erased'>> {
  const add = async (fields: object): Promise<number> => (await supervisor.call('POST', '/customers', fields)).body.id;
  const customer = await add({
    name: 'María José Núñez Ávila',
    email: 'maria.nunez@correo.example',
    phone: '55 5501 2233',
    birth_date: '1988-04-12',
    account_number: '012180001234567897',
    tags: ['nómina', 'preferente'],
    assigned_agent_id: supervisor.id,
  });
  await supervisor.call('POST', `/customers/${customer}/notes`, { note: 'Prefiere que le llamen por la tarde.' });
  await supervisor.call('PUT', `/customers/${customer}`, { tags: ['nómina'] });
  const twin = await add({ name: 'Maria Jose Nunez', phone: '+525555012233', email: 'mj.nunez@correo.example' });
  await supervisor.call('DELETE', `/customers/${await add({ name: 'Quien ya no es cliente' })}`);
  const erased = await add({ name: 'Quien pidió irse' });
  await admin.call('POST', `/customers/${erased}/erase`, { reason: 'PERSON_REQUEST' });
  return { customer, twin, erased };
}
