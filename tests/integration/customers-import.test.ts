import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { parse } from 'csv-parse/sync';
import { eventually } from '../support/eventually.ts';
import { askPanel, logIntoPanel } from '../support/panel-client.ts';
import { PanelSession } from '../support/panel-session.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

let service: Service;
let supervisor: Staff;
let panel: PanelSession;

beforeAll(async () => {
  service = await startService({ env: { MAX_UPLOAD_SIZE: '2000000' } });
  supervisor = await newStaff(service, 'SUPERVISOR');
  panel = await PanelSession.open(service, supervisor);
});

afterAll(() => service.stop());

const sql = () => service.ctx.db.sql;
const count = async () => (await sql()<{ n: number }[]>`SELECT count(*)::int AS n FROM customers`)[0]?.n as number;

async function upload(
  content: string | Uint8Array,
): Promise<{ status: number; location: string | null; text: string }> {
  const form = new FormData();
  form.append('file', new File([content as Uint8Array<ArrayBuffer>], 'clientes.csv', { type: 'text/csv' }));
  return panel.post('/panel/customers/import', form);
}

/** Uploads, says what the columns are and checks. Answers the import's path and what the check says. */
async function check(content: string | Uint8Array, mapping: string[], onDuplicate = 'REFUSE') {
  const { location } = await upload(content);
  const form = new FormData();
  for (const field of mapping) form.append('mapping', field);
  form.append('on_duplicate', onDuplicate);
  const { status, text } = await panel.post(`${location}/check`, form);
  return { path: location as string, status, text };
}

async function run(path: string): Promise<{ status: string; failure: string | null; content: string | null }> {
  await panel.post(`${path}/run`);
  const id = path.split('/').at(-1) as string;
  for (;;) {
    const [row] = await sql()<{ status: string; failure: string | null; content: string | null; added: number }[]>`
      SELECT status, failure, content, added FROM customer_imports WHERE id = ${id}`;
    if (row && row.status !== 'RUNNING') return row;
    await Bun.sleep(20);
  }
}

/** By which Excel knows UTF-8; reading an answer as text leaves it out. */
const BOM = [0xef, 0xbb, 0xbf];

async function download(path: string): Promise<Buffer> {
  const session = await logIntoPanel(service.origin, supervisor);
  const answer = await askPanel(service.origin, 'GET', path.replace('/panel', ''), session);
  return Buffer.from(await answer.arrayBuffer());
}

const COLUMNS = ['full_name', 'email', 'phone', 'birth_date', 'customer_type', 'external_id', 'tags', 'account_number'];

describe('a file of customers', () => {
  test('is shown with its columns guessed, in the separator and letters of an older Excel too', async () => {
    const text =
      'Nombre completo;Correo electrónico;Teléfono;Notas\r\nJosé Peña;jose.pena@import.example;5555012020;x\r\n';
    const { status, location } = await upload(new Uint8Array(Buffer.from(text, 'latin1')));
    expect([status, location]).toEqual([200, expect.stringMatching(/^\/panel\/customers\/import\/[0-9a-f-]{36}$/)]);
    const page = await panel.get(location as string);
    expect(page.text).toContain('José Peña');
    const chosen = [...page.text.matchAll(/<option value="(\w*)" selected/g)].map(([, value]) => value);
    expect(chosen.slice(0, 4)).toEqual(['full_name', 'email', 'phone', '']);
  });

  test('is imported as a whole, and then forgotten', async () => {
    const before = await count();
    const { path, text } = await check(
      [
        'nombre,correo,tel,nacimiento,tipo,id,etiquetas,cuenta',
        '"Ana ""La"" Importada, S.A.",ana@import.example,55 5501 2121,01/02/1980,empresa,C-IMP1,"uno, dos",7000111122',
        "Berta,,'+525555012222,,,,,",
        '',
      ].join('\n'),
      COLUMNS,
    );
    expect(text).toContain('2 clientes nuevos');
    expect(await count()).toBe(before);
    expect(await run(path)).toMatchObject({ status: 'DONE', content: null });
    const rows = await sql()`
      SELECT full_name, email, phone, birth_date::text, customer_type, external_id, tags FROM customers
      WHERE id > (SELECT max(id) - 2 FROM customers) ORDER BY id`;
    expect(rows as unknown).toEqual([
      {
        full_name: 'Ana "La" Importada, S.A.',
        email: 'ana@import.example',
        phone: '+525555012121',
        birth_date: '1980-02-01',
        customer_type: 'BUSINESS',
        external_id: 'C-IMP1',
        tags: ['dos', 'uno'],
      },
      {
        full_name: 'Berta',
        email: null,
        phone: '+525555012222',
        birth_date: null,
        customer_type: 'INDIVIDUAL',
        external_id: null,
        tags: [],
      },
    ]);
    const found = await supervisor.call('POST', '/customers/search', { q: '7000 1111 22' });
    expect(found.body).toHaveLength(1);
    expect((await panel.get(path)).text).toContain('2 clientes nuevos');
  });

  test('with faulty lines changes nothing and says of each what is wrong, also as a list', async () => {
    const before = await count();
    const { path, text, status } = await check(
      [
        'nombre,correo,tel,nacimiento,tipo,id,etiquetas,cuenta',
        'Bien,bien@import.example,,,,,,',
        ',sin.nombre@import.example,,,,,,',
        'Mal correo,no-es-correo,12,ayer,robot,con espacio,,4111111111111111',
        'Repetida,bien@import.example,,,,,,',
        'Ana otra vez,ana@import.example,,,,,,',
        'Corta,solo@import.example',
      ].join('\n'),
      COLUMNS,
    );
    expect(status).toBe(200);
    expect(text).toContain('5 líneas con errores');
    expect(text).not.toContain('Importar 1');
    const list = await download(`${path}/faults`);
    expect([...list.subarray(0, 3)]).toEqual(BOM);
    const lines = parse(list, { bom: true, from_line: 2 }) as string[][];
    expect(lines.map(([line, column]) => [line, column])).toEqual([
      ['3', 'Nombre completo'],
      ['4', 'Correo'],
      ['4', 'Teléfono'],
      ['4', 'Fecha de nacimiento'],
      ['4', 'Número en el banco'],
      ['4', 'Tipo'],
      ['4', 'Cuentas'],
      ['5', 'Correo'],
      ['6', 'Correo'],
      ['7', ''],
    ]);
    // Who starts it all the same gets nothing in.
    expect(await run(path)).toMatchObject({ status: 'FAILED', failure: 'faults' });
    expect(await count()).toBe(before);
  });

  test('updates or leaves those who are there, as was chosen; empty cells say nothing', async () => {
    const made = await supervisor.call('POST', '/customers', {
      name: 'Ya Estaba',
      email: 'ya@import.example',
      phone: '5555012323',
    });
    const file = 'nombre,correo,tel\nYa Está Otra Vez,YA@import.example,\nNueva,nueva@import.example,5555012424\n';
    const columns = ['full_name', 'email', 'phone'];
    const skipping = await check(file, columns, 'SKIP');
    expect(skipping.text).toContain('1 se deja como está');
    const updating = await check(file, columns, 'UPDATE');
    expect(await run(updating.path)).toMatchObject({ status: 'DONE' });
    const { body } = await supervisor.call('GET', `/customers/${made.body.id}`);
    expect(body).toMatchObject({ name: 'Ya Está Otra Vez', phone: '+525555012323' });
    const history = await sql()`
      SELECT field FROM customer_changes WHERE customer_id = ${made.body.id} AND field = 'full_name'`;
    expect(history).toHaveLength(1);
    // What was new a moment ago is there now: the older file cannot be imported as it was checked.
    expect(await run(skipping.path)).toMatchObject({ status: 'DONE' });
  });

  test('of many lines shows how far it has come, and is whole or not at all', async () => {
    // Every step that others can see is written down by the database itself, whoever looks when.
    await sql().unsafe(`
      CREATE TABLE import_steps (import uuid, processed int, customers int);
      CREATE FUNCTION note_step() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO import_steps SELECT NEW.id, NEW.processed, count(*) FROM customers;
          RETURN NULL;
        END $$;
      CREATE TRIGGER note_step AFTER UPDATE OF processed ON customer_imports FOR EACH ROW EXECUTE FUNCTION note_step();
    `);
    const before = await count();
    const lines = Array.from({ length: 6_000 }, (_, n) => `Cliente Masivo ${n},masivo${n}@import.example`);
    const { path } = await check(`nombre,correo\n${lines.join('\n')}\n`, ['full_name', 'email']);
    expect(await run(path)).toMatchObject({ status: 'DONE' });
    expect(await count()).toBe(before + 6_000);
    const steps = await sql()<{ processed: number; customers: number }[]>`
      SELECT processed, customers FROM import_steps WHERE import = ${path.split('/').at(-1) as string}`;
    const onTheWay = steps.filter(({ processed }) => processed < 6_000);
    expect(new Set(onTheWay.map(({ processed }) => processed)).size).toBeGreaterThan(1);
    expect(new Set(onTheWay.map(({ customers }) => customers))).toEqual(new Set([before]));
  }, 120_000);

  test.each([
    ['', 'missing or empty'],
    ['solo,encabezados\n', 'no lines'],
    ['nombre,correo\n"sin cerrar,x\n', 'quotes that do not close'],
    ['a\0b,c\nx,y\n', 'no text'],
    [`${Array.from({ length: 100 }, (_, n) => `c${n}`).join(',')}\n1\n`, 'too many columns'],
    ['x'.repeat(2_000_010), 'too large'],
  ])('that is none is refused: %#', async (content) => {
    const { status, location, text } = await upload(content);
    expect([413, 422]).toContain(status);
    expect(location).toBeNull();
    expect(text).toContain('class="problem"');
  });

  test('needs a column for the name, and each column once', async () => {
    const file = 'a,b\n1,2\n';
    expect((await check(file, ['email', 'phone'])).status).toBe(422);
    expect((await check(file, ['full_name', 'full_name'])).status).toBe(422);
  });

  test('is its author’s alone, and nothing for agents', async () => {
    const { location } = await upload('nombre\nAlguien\n');
    const colleague = await PanelSession.open(service, await newStaff(service, 'ADMIN'));
    expect((await colleague.get(location as string)).status).toBe(404);
    const agent = await PanelSession.open(service, await newStaff(service, 'AGENT'));
    expect((await agent.get('/panel/customers/import')).status).toBe(403);
    expect((await agent.get('/panel/customers/export')).status).toBe(403);
    await panel.post(`${location}/cancel`);
    const [row] = await sql()`SELECT status, content, file_name FROM customer_imports ORDER BY created_at DESC LIMIT 1`;
    expect(row as unknown).toEqual({ status: 'CANCELLED', content: null, file_name: null });
  });
});

describe('the list as CSV', () => {
  test('is what the filters show, whole, for Excel, with formulas made inert; and can be imported again', async () => {
    const hostile = ['=HYPERLINK("http://x","y")', '+1+1', '-2', '@SUM(A1)', '\ttab', 'salto\nde línea', '"comillas"'];
    const tag = 'solo-exportados';
    for (const name of hostile) {
      const { status } = await supervisor.call('POST', '/customers', { name: `${name}`, tags: [tag] });
      expect(status).toBe(201);
    }
    const { headers, status } = await panel.get(`/panel/customers/export?tag=${tag}`);
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(headers.get('content-disposition')).toContain('customers.csv');
    const bytes = await download(`/panel/customers/export?tag=${tag}`);
    expect([...bytes.subarray(0, 3)]).toEqual(BOM);
    const rows = parse(bytes, { bom: true, columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(hostile.length);
    for (const row of rows) {
      for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
    }
    expect(rows.map(({ full_name }) => full_name)).toContain(`'=HYPERLINK("http://x","y")`);
    expect(Object.keys(rows[0] as object)).toContain('accounts_ending');
    const [entry] = await sql()<{ details: string }[]>`
      SELECT details FROM audit_log WHERE action = 'customer.list_export' ORDER BY id DESC LIMIT 1`;
    expect(JSON.parse(entry?.details ?? '')).toEqual({ filters: ['tag'] });
    // Back in: they are known by nothing but their names, so they are new, with the names that they had.
    const again = await upload(bytes);
    const page = await panel.get(again.location as string);
    expect(page.text).toContain('full_name');
  });

  test('comes in pages, each customer once', async () => {
    await sql()`
      INSERT INTO customers (full_name, tags) SELECT 'Paginado ' || n, '{paginado}' FROM generate_series(1, 1201) n`;
    const { text } = await panel.get('/panel/customers/export?tag=paginado');
    const rows = parse(text, { bom: true, columns: true }) as { id: string }[];
    expect([rows.length, new Set(rows.map(({ id }) => id)).size]).toEqual([1_201, 1_201]);
  });
});

test('an import writes nothing over somebody who was erased while it ran', async () => {
  const admin = await newStaff(service, 'ADMIN');
  const add = async (name: string, email: string): Promise<number> =>
    (await supervisor.call('POST', '/customers', { name, email })).body.id;
  const first = await add('Primera', 'primera@carrera.example');
  const gone = await add('Borrada', 'borrada@carrera.example');
  const lines = ['nombre,correo', 'Primera Cambiada,primera@carrera.example', 'Borrada Otra,borrada@carrera.example'];
  const { path } = await check(lines.join('\n'), ['full_name', 'email'], 'UPDATE');
  await sql().begin(async (tx) => {
    await tx`SELECT 1 FROM customers WHERE id = ${first} FOR NO KEY UPDATE`;
    await panel.post(`${path}/run`);
    await eventually('the import waits for the first of them', async () => {
      const waiting = await sql()`
        SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%FROM customers%'`;
      return waiting.length > 0;
    });
    expect((await admin.call('POST', `/customers/${gone}/erase`, {})).status).toBe(200);
  });
  const id = path.split('/').at(-1) as string;
  await eventually('the import is over', async () => {
    const [row] = await sql()`
      SELECT count(*)::int AS open FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`;
    const [{ status } = { status: '' }] = await sql()<{ status: string }[]>`
      SELECT status FROM customer_imports WHERE id = ${id}`;
    return row?.open === 0 && status !== 'RUNNING';
  });
  const rows = await sql()`SELECT full_name, email FROM customers WHERE id IN (${first}, ${gone}) ORDER BY id`;
  expect(rows as unknown).toEqual([
    { full_name: 'Primera', email: 'primera@carrera.example' },
    { full_name: 'Persona borrada · Erased person', email: null },
  ]);
  const [row] = await sql()`SELECT status, content FROM customer_imports WHERE id = ${id}`;
  expect(row as unknown).toEqual({ status: 'CANCELLED', content: null });
});
