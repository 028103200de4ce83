import { expect } from 'bun:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const WAIT_MS = 30_000;
/** Nothing moves any more but what turns for ever. */
const STILL = `document.getAnimations().every((one) => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)`;

/** A picture of the customers' chat, which is looked at on its own pages: in its shadow tree axe breaks the policy. */
const FRAMED = '[data-widget-frame]';

interface Look {
  /** A selector of what is looked at; else the whole page. */
  within?: string;
  /** Also what is only good practice. */
  isStrict?: boolean;
}

/** What fades in has its colours only once it stands. Asked from outside: the page's policy lets nothing in it wait. */
export async function standing(page: Page): Promise<void> {
  const deadline = performance.now() + WAIT_MS;
  while (!(await page.evaluate<boolean>(STILL)) && performance.now() < deadline) await Bun.sleep(20);
  await page.evaluate(
    'Promise.allSettled(document.getAnimations().filter((one) => one.effect.getTiming().iterations !== Infinity).map((one) => one.finished))',
  );
}

/** What axe finds, each with where it is. */
export async function faultsOf(page: Page, { within, isStrict = false }: Look = {}): Promise<string[]> {
  await standing(page);
  // No page has a frame: the way through several of them, which opens one more page, is for nothing.
  const axe = new AxeBuilder({ page }).setLegacyMode(true).exclude(FRAMED);
  if (within) axe.include(within);
  if (!isStrict) axe.withTags(TAGS);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

/** axe finds nothing on the page as it is now, and nothing of it reaches beyond the window. */
export async function expectAccessible(page: Page, look: Look = {}): Promise<void> {
  expect(await faultsOf(page, look)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
}
