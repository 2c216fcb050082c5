import { readFileSync } from 'node:fs';
import { allowedAddress, expect, lend, lendingPool, test } from './support.ts';

test('sorts, filters and pages on the server, with the state in the address', async ({ page, manager }) => {
  await page.goto(`${manager}/users`);
  await page.getByRole('button', { name: 'Progress' }).click();
  await expect(page).toHaveURL(/sort=progress&order=desc/);
  await expect(page.getByRole('columnheader', { name: 'Progress' })).toHaveAttribute('aria-sort', 'descending');
  const rings = () => page.locator('tbody [role=img]').evaluateAll((all) => all.map((r) => Number(r.textContent)));
  const descend = async () => {
    const shown = await rings();
    expect(new Set(shown).size).toBeGreaterThan(1);
    expect(shown).toEqual(shown.toSorted((a, b) => b - a));
  };
  await expect(descend).toPass();
  const least = (await rings()).at(-1) ?? 0;
  await page.getByRole('button', { name: 'Page 2' }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect.poll(async () => Math.max(...(await rings()))).toBeLessThanOrEqual(least);
  await page.getByText('Inactive', { exact: true }).first().click();
  await expect(page).toHaveURL(/status=inactive/);
  await expect(page).not.toHaveURL(/page=/);
  const people = page.locator('tbody').getByRole('row');
  await expect(people.first()).toBeVisible();
  await expect(people.filter({ hasNotText: 'Inactive' })).toHaveCount(0);
});

test('fetches what a hand comes to, before it is pressed', async ({ page, manager }) => {
  const asked = (path: RegExp) => page.waitForResponse((r) => path.test(r.url()) && r.ok());
  await page.goto(`${manager}/members`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  const people = asked(/students\/search\?.*page=1/);
  await page.locator(`a[href="${manager}/users"]:visible`).hover();
  await people;
  await page.locator(`a[href="${manager}/users"]:visible`).click();
  const comesWith = async (name: string, path: RegExp) => {
    const answer = asked(path);
    await page.getByRole('button', { name }).hover();
    await answer;
  };
  await comesWith('Page 2', /students\/search\?.*page=2/);
  await comesWith('Progress', /students\/search\?.*sort=progress&order=desc/);
  const all = asked(/students\/search\?.*status=all/);
  await page.getByText('All', { exact: true }).hover();
  await all;
  await expect(page).not.toHaveURL(/page=|sort=|status=/);
});

test('opens a person, changes an end date and revokes', async ({ page, manager, carrel }) => {
  const { course } = await lend(page, manager, carrel.url, 'Edda Edit');
  await page.goto(`${manager}/users?status=all&search=edda`);
  await page.getByRole('button', { name: /Edda Edit/ }).click();
  const held = page.getByRole('table', { name: 'Licenses of Edda Edit' }).getByRole('row', { name: course });
  await held.getByRole('button', { name: `Edit end date: ${course}` }).click();
  const end = new Date(Date.now() + 5 * 86_400_000);
  await page.getByRole('dialog').getByLabel('End date').fill(end.toISOString().slice(0, 10));
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The end date is changed.')).toBeVisible();
  await expect(held).toContainText(end.toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' }));
  await held.getByRole('button', { name: `Revoke ${course}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText(`Edda Edit no longer has ${course}`)).toBeVisible();
  await expect(held).toContainText('revoked');
  await expect(held.getByRole('button')).toHaveCount(0);
});

test('adds a user, and exports the list as CSV in which a spreadsheet finds nothing to run', async ({
  page,
  manager,
}) => {
  const pool = await lendingPool(page, manager);
  expect(pool).toBeDefined();
  const email = await allowedAddress(page, manager, 'formula');
  await page.goto(`${manager}/users?search=formula`);
  await page.getByRole('button', { name: 'Add student' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Assign a license' });
  await dialog.getByLabel('Course').fill(pool?.title ?? '');
  await page
    .getByRole('listbox')
    .getByRole('option', { name: pool?.title ?? '' })
    .click();
  const several = dialog.getByLabel('Pool');
  if (await several.isVisible()) await several.selectOption(String(pool?.id));
  await dialog.getByLabel('Name').fill('=HYPERLINK("https://elsewhere.example")');
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(page.getByRole('table')).toContainText(email);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`"'=HYPERLINK(""https://elsewhere.example"")",${email}`);
});

test('says what to do where nothing is found', async ({ page, manager }) => {
  await page.goto(`${manager}/users`);
  await page.getByRole('searchbox').fill('nobody is called so');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(page.getByRole('table')).toBeVisible();
});

test('revokes what several people hold at once', async ({ page, manager, carrel }) => {
  for (const name of ['Rita Relent', 'Rolf Relent']) await lend(page, manager, carrel.url, name);
  await page.goto(`${manager}/users?search=relent`);
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  const rolf = page.getByRole('checkbox', { name: 'Select Rolf Relent' });
  await rolf.uncheck();
  await expect(page.getByText('1 student selected')).toBeVisible();
  await rolf.check();
  await page.getByRole('button', { name: 'Revoke licenses' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Revoke 2 licenses' }).click();
  await expect(dialog.getByText('2 of 2 done.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.goto(`${manager}/activity?kind=license.revoked`);
  for (const name of ['Rita Relent', 'Rolf Relent'])
    await expect(page.getByText(`revoked the license of ${name}`)).toBeVisible();
});
