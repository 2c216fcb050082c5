import type { Page } from '@playwright/test';
import { allowedAddress, choosePool, expect, lend, lendingPool, test } from './support.ts';

const HEBREW = 'שרה כהן (1)';
const ARABIC = 'علي حسن – 7';

/** Text from right to left that could turn what stands beside it: in no element of its own, and not in isolates. */
const loose = (page: Page) =>
  page.evaluate<string[]>(`(() => {
    const letters = /[\\u0590-\\u08ff]/;
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) {
      const text = walk.currentNode.data.replace(/\\u2068[^\\u2069]*\\u2069/g, '');
      const own = walk.currentNode.parentElement.closest('bdi, [dir="auto"], script, style, textarea');
      if (letters.test(text) && !own) found.push(walk.currentNode.parentElement.outerHTML);
    }
    return found;
  })()`);

const allIsolated = async (page: Page, name: string) => {
  await expect(page.getByText(name).first()).toBeVisible();
  expect(await loose(page)).toEqual([]);
};

test('a name from right to left turns nothing beside it: lists, dialogs, toasts, history', async ({
  page,
  manager,
  carrel,
}) => {
  const { student, course } = await lend(page, manager, carrel.url, 'Sara Cohen');
  const api = `/api/app/managers/${manager.slice(3)}/v1`;
  const headers = { origin: carrel.url };
  await page.request.patch(`${api}/student/${student.id}`, { data: { name: HEBREW }, headers });
  await page.request.post(`${api}/tokens`, { data: { name: ARABIC, permission: 'read' }, headers });

  await page.goto(`${manager}/users?search=${encodeURIComponent('שרה')}`);
  await page.getByRole('button', { name: /שרה/ }).click();
  await expect(page.getByRole('table', { name: /Licenses of/ })).toContainText(course);
  await allIsolated(page, HEBREW);
  await expect(page.getByRole('table').locator('bdi', { hasText: HEBREW }).first()).toBeVisible();
  await page.getByRole('button', { name: `Edit end date: ${course}` }).click();
  await allIsolated(page, HEBREW);
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: `Revoke ${course}` }).click();
  await expect(page.getByRole('dialog').locator('bdi', { hasText: HEBREW })).toBeVisible();
  await allIsolated(page, HEBREW);
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  const toast = page.getByRole('alert').filter({ hasText: `no longer has ${course}` });
  await expect(toast.locator('bdi', { hasText: HEBREW }).first()).toBeVisible();

  const pool = await lendingPool(page, manager);
  await page.goto(`${manager}/licenses?dialog=assign`);
  const dialog = page.getByRole('dialog');
  await choosePool(dialog, pool);
  await dialog.getByLabel('Name').fill(ARABIC);
  await dialog.getByLabel('Email').fill(await allowedAddress(page, manager, 'ali.hassan'));
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(page.getByRole('alert').locator('bdi', { hasText: ARABIC }).first()).toBeVisible();
  await allIsolated(page, ARABIC);

  for (const path of [`${manager}/users/${student.id}`, `${manager}/activity`]) {
    await page.goto(path);
    await allIsolated(page, HEBREW);
  }
  await page.goto(`${manager}/api`);
  await allIsolated(page, ARABIC);
  await page.getByRole('button', { name: /Delete.*علي/ }).click();
  await allIsolated(page, ARABIC);
});

test('so do a customer, a course and a list', async ({ page, manager, carrel }) => {
  const headers = { origin: carrel.url };
  const data = { name: HEBREW, email: 'it@hebrew.example', allowedDomains: ['hebrew.example'] };
  expect((await page.request.post('/api/app/publisher/v1/managers', { data, headers })).status()).toBe(200);
  const title = { title: ARABIC };
  expect((await page.request.post('/api/app/publisher/v1/courses', { data: title, headers })).status()).toBe(200);
  await page.goto('/publisher/managers?search=hebrew');
  await allIsolated(page, HEBREW);
  await page.goto(`/publisher/courses?search=${encodeURIComponent('علي')}`);
  await allIsolated(page, ARABIC);
  const pool = await lendingPool(page, manager);
  await page.goto(`${manager}/licenses?dialog=bulk&pool=${pool?.id}`);
  const dialog = page.getByRole('dialog');
  await dialog
    .getByLabel('People')
    .fill(`${await allowedAddress(page, manager, 'rtl.list')},${HEBREW}\nwrong,${ARABIC}`);
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByRole('row', { name: /rtl\.list/ })).toBeVisible();
  await allIsolated(page, HEBREW);
});
