import type { Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';
import { expect } from './support.ts';

/** Brings axe into a page. The page's own policy keeps scripts out, so axe comes by the protocol. */
export const bringAxe = (page: Page): Promise<unknown> => page.evaluate(axe.source);

/** What axe, once it was brought, has against the page as it stands. */
export async function violations(page: Page): Promise<string[]> {
  const found = await page.evaluate<AxeResults['violations']>(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
    iframes: false,
  }).then((results) => results.violations)`);
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} (${n.any[0]?.message})`).join(', ')}`);
}

/** The page in both schemes, wide and narrow: axe finds nothing, nothing scrolls sideways, and a picture is kept. */
export async function looksGood(page: Page, name: string): Promise<void> {
  await bringAxe(page);
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1440, 360]) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.setViewportSize({ width, height: 900 });
      await expect(page.locator(`html[data-mantine-color-scheme=${colorScheme}]`)).toBeAttached();
      await expect.poll(() => page.evaluate('document.getAnimations().length')).toBe(0);
      const seen = `${name}-${colorScheme}-${width}`;
      await page.screenshot({ path: `test-results/${seen}.png` });
      expect.soft(await violations(page), seen).toEqual([]);
      expect
        .soft(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), seen)
        .toBeLessThanOrEqual(0);
    }
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** The page for somebody who only looks: the session says so. */
export const asViewer = (page: Page): Promise<unknown> =>
  page.route('**/api/app/session', async (route) => {
    const response = await route.fetch();
    const session = await response.json();
    for (const manager of session.managers) manager.role = 'viewer';
    await route.fulfill({ response, json: session });
  });
