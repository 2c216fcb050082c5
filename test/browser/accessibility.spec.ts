import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support.ts';

const managerPages = [
  '/licenses',
  '/licenses?chart=1',
  '/licenses?dialog=assign',
  '/licenses?dialog=bulk',
  '/licenses?search=nothing-is-called-so',
  '/users',
  '/users?status=all&sort=progress&order=desc&page=2',
  '/links',
  '/links?dialog=create',
  '/links?status=deleted',
  '/api',
  '/api?dialog=create',
  '/activity',
  '/activity?kind=license.revoked',
  '/members',
  '/members?dialog=invite',
];
const ownPages = [
  '/my',
  '/account',
  '/account?dialog=two-factor',
  '/mail',
  '/publisher/courses',
  '/publisher/courses?dialog=new',
  '/publisher/managers',
  '/publisher/managers?dialog=new',
  '/publisher/pools',
  '/publisher/pools?dialog=new',
  '/publisher/import',
  '/no-such-page',
];
const openPages = ['/sign-in', '/forgot', '/reset', '/reset?token=x', '/two-factor', '/l/none', '/invitation/none'];

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const looks = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 360 },
] as const;

/** Reads a page by axe, light on a wide screen and dark on a phone. */
async function examine(page: Page, path: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready.then(() => true)');
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
    const found = violations.map(
      (v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} (${n.any[0]?.message})`).join(', ')}`,
    );
    expect(found, `${path} ${colorScheme} ${width}`).toEqual([]);
    const wider = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect(wider, `${path} is wider than ${width}`).toBeLessThanOrEqual(0);
  }
}

for (const path of managerPages)
  test(`axe finds nothing on …${path}`, ({ page, manager }) => examine(page, manager + path));
for (const path of ownPages) test(`axe finds nothing on ${path}`, ({ page }) => examine(page, path));
for (const path of openPages) test(`axe finds nothing on ${path}, signed out`, ({ visitor }) => examine(visitor, path));

test('axe finds nothing in an open row', async ({ page, manager }) => {
  await page.goto(`${manager}/users`);
  await page.locator('tbody button').first().click();
  await expect(page.getByRole('table', { name: /^Licenses of/ })).toBeVisible();
  await examine(page, page.url());
});

test('the way through a page by keyboard begins with a link to the content', async ({ page, manager }) => {
  await page.goto(`${manager}/licenses`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('a dialog takes the focus, keeps it, and gives it back', async ({ page, manager }) => {
  await page.goto(`${manager}/licenses`);
  const open = page.getByRole('button', { name: 'Assign', exact: true });
  await open.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Assign a license' });
  await expect(dialog.getByLabel('Name')).toBeFocused();
  for (let i = 0; i < 12; i++) await page.keyboard.press('Tab');
  await expect(dialog.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(open).toBeFocused();
});
