import { expect } from 'bun:test';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** A picture of the customers' chat, which is looked at on its own pages: in its shadow tree axe breaks the policy. */
export const FRAMED = '[data-widget-frame]';

/** What fades in has its colours only once it stands. */
export const standing = (page: Page): Promise<unknown> =>
  page.evaluate(
    'Promise.allSettled(document.getAnimations().filter((one) => one.effect.getTiming().iterations !== Infinity).map((one) => one.finished))',
  );

/** axe finds nothing on the page as it is now, and nothing of it reaches beyond the window. */
export async function expectAccessible(page: Page): Promise<void> {
  await standing(page);
  const { violations } = await new AxeBuilder({ page }).exclude(FRAMED).withTags(TAGS).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  expect(found).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
}
