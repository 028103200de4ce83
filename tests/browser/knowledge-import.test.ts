import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { openPanel } from '../support/desk-pages.ts';
import { docx, pdf } from '../support/documents.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const TEST_MS = 120_000;

let service: Service;
let browser: Browser;
let writer: Staff;

beforeAll(async () => {
  [service, browser] = await Promise.all([startService(), launchChromium()]);
  writer = await newStaff(service, 'SUPERVISOR', 'Bruno Sáenz');
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await service.stop();
}, TEST_MS);

const chosen = (name: string, content: string | Uint8Array) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(content),
});

const countArticles = async (): Promise<number> => {
  const [row] = await service.ctx.db.sql<{ count: number }[]>`SELECT count(*)::int AS count FROM knowledge_articles`;
  return row?.count ?? 0;
};

test(
  'an import with a bad file says what is wrong and changes nothing; corrected, it makes drafts',
  async () => {
    const { page, faults } = await openPanel(browser, service.origin, writer);
    const before = await countArticles();
    await page.goto(`${service.origin}/panel/knowledge`);
    await page.click('a[href="/panel/knowledge/import"]');
    await expectAccessible(page);

    await page.click('#import-form button[type=submit]');
    await page.locator('#import-problem .problem').waitFor();
    expect(await page.textContent('#import-problem')).toContain('Elige al menos un archivo');

    const word = chosen(
      'planes.docx',
      await docx('Planes de ahorro', [{ heading: 'Requisitos', text: 'Una identificación.' }]),
    );
    const paper = chosen(
      'comisiones.pdf',
      await pdf([{ heading: 'Comisiones' }, { text: 'No cobramos por consultas.' }]),
    );
    const table =
      'título,contenido,idioma,categoría\nHorario,De 9 a 4.,es,general\nPuntos,Un punto por peso.,es,lealtad';
    await page.setInputFiles('#import-files', [word, paper, chosen('preguntas.csv', table)]);
    await page.click('#import-form button[type=submit]');
    await page.waitForURL(/\/panel\/knowledge\/import\/[0-9a-f-]{36}$/);
    await page.locator('#import[data-status=FAILED]').waitFor();
    const told = await page.textContent('#import');
    expect(told).toContain('No se cambió nada');
    expect(told).toContain('Línea 3, «Puntos»: No existe la categoría «lealtad».');
    expect(await page.locator('#import .chip', { hasText: 'Leído' }).count()).toBe(2);
    expect(await countArticles()).toBe(before);
    await expectAccessible(page);

    await page.click('#import a[href="/panel/knowledge/import"]');
    await page.setInputFiles('#import-files', [
      word,
      paper,
      chosen('preguntas.csv', table.replace('lealtad', 'Tarjetas')),
    ]);
    await page.click('#import-form button[type=submit]');
    await page.locator('#import[data-status=DONE]').waitFor();
    expect(await page.textContent('#import')).toContain('Se importaron 4 artículos.');
    expect(await countArticles()).toBe(before + 4);
    await expectAccessible(page);

    await page.click('#import a[href="/panel/knowledge?state=draft"]');
    await page.locator('text=Planes de ahorro').first().waitFor();

    await page.goto(`${service.origin}/panel/knowledge/import`);
    const recent = await page.locator('tbody tr').allTextContents();
    expect(recent.map((row) => /Terminada|Sin cambios/.exec(row)?.[0])).toEqual(['Terminada', 'Sin cambios']);
    // What the form refused is answered with 422, which the browser notes.
    expect(faults.filter((fault) => !fault.includes('422'))).toEqual([]);
    await page.context().close();
  },
  TEST_MS,
);

test(
  'files that are too large are told before they are sent, and the files stay chosen',
  async () => {
    const { page, faults } = await openPanel(browser, service.origin, writer, { path: '/panel/knowledge/import' });
    const half = Buffer.alloc(6_000_000, 'a ');
    await page.setInputFiles('#import-files', [chosen('a.md', half), chosen('b.md', half)]);
    await page.click('#import-form button[type=submit]');
    expect(await page.evaluate("document.getElementById('import-files').validationMessage")).toContain(
      'demasiado grandes',
    );
    expect(page.url()).toEndWith('/panel/knowledge/import');
    await page.setInputFiles('#import-files', [chosen('a.md', '# Una cosa\n\nTexto.')]);
    expect(await page.evaluate("document.getElementById('import-files').validationMessage")).toBe('');
    expect(faults).toEqual([]);
    await page.context().close();
  },
  TEST_MS,
);
