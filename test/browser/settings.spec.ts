import type { Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';
import { expect, test } from './support.ts';

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<AxeResults['violations']>('axe.run().then(({ violations }) => violations)');
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

test('each member chooses which mails they get, and what holds for the students', async ({ page, manager }) => {
  await page.setViewportSize({ width: 360, height: 1100 });
  await page.goto(`${manager}/settings`);
  const full = page.getByRole('switch', { name: 'A pool is full' });
  await expect(full).toBeChecked();
  await full.press('Space');
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(full).not.toBeChecked();
  await page.getByLabel('Time zone').selectOption('Europe/Rome');
  await page.getByLabel('Language of emails').selectOption('it');
  const mailbox = page.getByRole('switch', { name: /mailbox/ });
  await expect(mailbox).toBeEnabled();
  await page.getByLabel('Language of emails').blur();
  expect(await faultsOf(page)).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  await page.reload();
  await expect(full).not.toBeChecked();
  await expect(page.getByLabel('Time zone')).toHaveValue('Europe/Rome');
  await expect(page.getByLabel('Language of emails')).toHaveValue('it');
  await page.screenshot({ path: '/tmp/settings-360.png', fullPage: true });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.screenshot({ path: '/tmp/settings-dark.png', fullPage: true });
  expect(await faultsOf(page)).toEqual([]);
});

test('a person chooses the language and the time zone of their mails', async ({ page }) => {
  await page.goto('/account');
  const language = page.getByLabel('Language', { exact: true });
  await expect(language).toHaveValue('');
  await page.getByLabel('Time zone').selectOption('Asia/Tokyo');
  await expect(page.getByText('Saved.')).toBeVisible();
  await language.selectOption('it');
  await expect(page.getByRole('heading', { name: 'Lingua e fuso orario' })).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await page.reload();
  await expect(page.getByLabel('Lingua', { exact: true })).toHaveValue('it');
  await expect(page.getByLabel('Fuso orario')).toHaveValue('Asia/Tokyo');
  await page.screenshot({ path: '/tmp/account-it.png', fullPage: true });
});
