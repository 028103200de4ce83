import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { expectAccessible } from '../support/accessible.ts';
import { launchChromium } from '../support/chromium.ts';
import { say, startChat } from '../support/client.ts';
import { openPanel } from '../support/desk-pages.ts';
import { eventually } from '../support/eventually.ts';
import { type Service, startService } from '../support/service.ts';
import { newStaff, type Staff } from '../support/staff.ts';

const TEST_MS = 120_000;
const QUESTION = { es: '¿Enseñan a tocar el acordeón?', en: 'do you teach accordion?' } as const;
const HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> [go](javascript:window.hit=1)';

let service: Service;
/** Another worker of the same installation: the customers are there. */
let other: Service;
let browser: Browser;
let sara: Staff;
let omar: Staff;
let author: Page;
let reviewer: Page;
const faults: string[][] = [];

beforeAll(async () => {
  service = await startService();
  other = await startService({ database: service.database });
  browser = await launchChromium();
  sara = await newStaff(service, 'SUPERVISOR', 'Sara Autora');
  omar = await newStaff(service, 'SUPERVISOR', 'Omar Revisor');
  // The demo bank's articles stood there before anybody asked.
  await service.ctx.db.sql`UPDATE knowledge_versions SET published_at = now() - interval '1 day'`;
  await eventually('the articles are learnt from', () => service.ctx.retriever.learntStamp !== null, 60_000);
  [author, reviewer] = (await Promise.all(
    [sara, omar].map(async (who) => {
      const watched = await openPanel(browser, service.origin, who);
      faults.push(watched.faults);
      return watched.page;
    }),
  )) as [Page, Page];
}, TEST_MS);

afterAll(async () => {
  await browser.close();
  await other.stop();
  await service.stop();
}, TEST_MS);

const open = (page: Page, path: string) => page.goto(`${service.origin}/panel/knowledge${path}`);

async function ask(language: 'es' | 'en') {
  const chat = await startChat(other.origin, { metadata: { language } });
  const { body } = await say(other.origin, chat, QUESTION[language]);
  return { outcome: body.metadata.outcome as string, text: body.message as string };
}

const answers = (language: 'es' | 'en', words: string) =>
  eventually(`the assistant says ${words}`, async () => (await ask(language)).text.includes(words));

/** What has been saved goes through the review of the second person. */
async function publishThroughReview(slug: string, by: Page, second: Page) {
  await by.locator('form[action$="/submit"] button').click();
  await by.waitForURL('**?done=submitted');
  await open(second, `/${slug}`);
  await second.locator('form[action$="/publish"] button').click();
  await second.locator('#confirm [data-confirm-yes]').click();
  await second.waitForURL('**?done=published');
}

describe('from a question that nothing answered to an article', () => {
  let slug = '';

  test(
    'a gap shows by itself, and one click begins an article with its questions',
    async () => {
      await open(author, '/gaps');
      for (const language of ['es', 'en'] as const) expect((await ask(language)).outcome).toBe('unsure');
      const card = author.locator('.gap', { hasText: QUESTION.es });
      await card.waitFor();
      await author.locator('.gap', { hasText: QUESTION.en }).waitFor();
      await expectAccessible(author);
      await card.locator('form[action$="/article"] button').click();
      await author.waitForURL('**?done=begun');
      slug = new URL(author.url()).pathname.split('/').at(-1) as string;
      expect(await author.locator('[name=examples_es]').inputValue()).toContain(QUESTION.es);
    },
    TEST_MS,
  );

  test(
    'is written in both languages, with a preview that runs nothing, and cannot be published by its author',
    async () => {
      await author.locator('[name=title_es]').fill('Clases de acordeón');
      await author.locator('[name=content_es]').fill(`Texto con **negritas**. ${HOSTILE}`);
      await author.locator('#preview-es strong', { hasText: 'negritas' }).waitFor();
      expect(await author.locator('#preview-es :is(img, script, [href^="javascript"])').count()).toBe(0);
      await author.locator('[name=content_es]').fill('Enseñamos a tocar el acordeón los sábados a las diez.');
      await author.locator('[name=title_en]').fill('Accordion lessons');
      await author.locator('[name=content_en]').fill('We teach the accordion on Saturdays at ten.');
      await author.locator('[name=examples_en]').fill(QUESTION.en);
      await author.locator('#topic-form .form-actions button[type=submit]').click();
      await author.waitForURL('**?done=saved');
      await author.locator('form[action$="/submit"] button').click();
      await author.waitForURL('**?done=submitted');
      expect(await author.locator('form[action$="/publish"]').count()).toBe(0);
      await author.getByText('debe publicarlo otra persona', { exact: false }).first().waitFor();
      expect((await ask('es')).outcome).toBe('unsure');
    },
    TEST_MS,
  );

  test(
    'is published by a second person, and the assistant answers from it in both languages',
    async () => {
      await open(reviewer, '');
      await reviewer.locator('.review-note a').click();
      await reviewer.locator(`a[href="/panel/knowledge/${slug}"]`).click();
      await reviewer.locator('.review .diff').first().waitFor();
      await expectAccessible(reviewer);
      await reviewer.locator('form[action$="/publish"] button').click();
      await reviewer.locator('#confirm [data-confirm-yes]').click();
      await reviewer.waitForURL('**?done=published');
      await answers('es', 'sábados a las diez');
      await answers('en', 'Saturdays at ten');
      await open(author, '/gaps');
      await author.locator('.gap', { hasText: QUESTION.es }).waitFor({ state: 'detached', timeout: 60_000 });
    },
    TEST_MS,
  );

  test(
    'is changed, and brought back to an earlier version',
    async () => {
      await open(author, `/${slug}`);
      await author.locator('[name=content_es]').fill('Enseñamos a tocar el acordeón los martes a las seis.');
      await author.locator('#topic-form .form-actions button[type=submit]').click();
      await author.waitForURL('**?done=saved');
      await author.getByText('Desfasado').waitFor();
      await publishThroughReview(slug, author, reviewer);
      await answers('es', 'martes a las seis');

      await open(author, `/${slug}/versions/es`);
      await expectAccessible(author);
      await author.locator('#version-2 a').click();
      await author.locator('.diff').waitFor();
      await open(author, `/${slug}/versions/es/3`);
      expect(await author.locator('.diff del').allInnerTexts()).toContain('sábados');
      expect(await author.locator('.diff ins').allInnerTexts()).toContain('martes');
      await expectAccessible(author);
      await open(author, `/${slug}/versions/es/2`);
      await author.locator('form[action$="/rollback"] button').click();
      await author.locator('#confirm [data-confirm-yes]').click();
      await author.waitForURL('**?done=rolled_back');
      expect(await author.locator('[name=content_es]').inputValue()).toContain('sábados a las diez');
      await answers('es', 'martes a las seis');
      await publishThroughReview(slug, author, reviewer);
      await answers('es', 'sábados a las diez');
    },
    TEST_MS,
  );

  test(
    'asks who saves over another person’s version, and loses neither text',
    async () => {
      await Promise.all([open(author, `/${slug}`), open(reviewer, `/${slug}`)]);
      await reviewer.locator('[name=title_es]').fill('Clases que cambió Omar');
      await reviewer.locator('#topic-form .form-actions button[type=submit]').click();
      await reviewer.waitForURL('**?done=saved');
      // Who is looking at it hears of it at once.
      await author.locator('.topic-news', { hasText: 'Omar Revisor guardó la versión' }).waitFor();
      await author.locator('[name=title_es]').fill('Clases que cambió Sara');
      await author.locator('#topic-form .form-actions button[type=submit]:visible').click();
      await author.locator('.stale').waitFor();
      await expectAccessible(author);
      expect(await author.locator('[name=title_es]').inputValue()).toBe('Clases que cambió Sara');
      const { body } = await sara.call('GET', '/knowledge/search?q=clases+acordeon&language=es');
      expect(body[0].title).toBe('Clases que cambió Omar');
      await author.locator('.stale button[type=submit]').click();
      await author.waitForURL('**?done=saved');
      expect(await author.locator('[name=title_es]').inputValue()).toBe('Clases que cambió Sara');
      const versions = (await sara.call('GET', `/knowledge/${body[0].id}/versions`)).body;
      expect(versions.slice(0, 2).map(({ title }: { title: string }) => title)).toEqual([
        'Clases que cambió Sara',
        'Clases que cambió Omar',
      ]);
    },
    TEST_MS,
  );

  test(
    'is tried out as if it were published, which nothing is stored of',
    async () => {
      const { sql } = service.ctx.db;
      const count = async () => (await sql<{ n: number }[]>`SELECT count(*)::int AS n FROM turns`)[0]?.n;
      const before = await count();
      await open(author, `/${slug}`);
      await author.locator('[name=content_es]').fill('Enseñamos a tocar el acordeón cada noche de luna llena.');
      await author.locator('#topic-form .form-actions button[type=submit]').click();
      await author.waitForURL('**?done=saved');
      await open(author, `/try?topic=${slug}`);
      await author.locator('[name=question]').fill(QUESTION.es);
      await author.locator('#trial button[type=submit]').click();
      await author.locator('.trial-text', { hasText: 'luna llena' }).waitFor();
      expect(await author.locator('.passages > li').count()).toBeGreaterThan(0);
      await expectAccessible(author);
      await author.locator('[name=scope]').selectOption('published');
      await author.locator('#trial button[type=submit]').click();
      await author.locator('.trial-text', { hasText: 'sábados a las diez' }).waitFor();
      expect(await count()).toBe(before);
    },
    TEST_MS,
  );

  test('breaks no policy and asks nobody else on the way', () => {
    // A form that comes back with what was typed answers 409, which the browser notes, too.
    expect(faults.flat().filter((fault) => !/status of 409/.test(fault))).toEqual([]);
  });
});
