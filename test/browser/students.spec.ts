import { readFileSync } from 'node:fs';
import { expect, poolsOf, test } from './support.ts';

test('sorts, filters and pages on the server, with the state in the address', async ({ page, manager }) => {
  await page.goto(`${manager}/users`);
  await page.getByRole('button', { name: 'Progress' }).click();
  await expect(page).toHaveURL(/sort=progress&order=desc/);
  const rings = await page.locator('tbody [role=img]').evaluateAll((all) => all.map((r) => Number(r.textContent)));
  await expect(page.getByRole('columnheader', { name: 'Progress' })).toHaveAttribute('aria-sort', 'descending');
  expect(rings.length).toBeGreaterThan(1);
  await page.getByRole('button', { name: 'Page 2' }).click();
  await expect(page).toHaveURL(/page=2/);
  await page.getByText('Inactive', { exact: true }).first().click();
  await expect(page).toHaveURL(/status=inactive/);
  await expect(page).not.toHaveURL(/page=/);
  await page.goBack();
});

test('opens a person, changes an end date and revokes', async ({ page, manager }) => {
  const answer = await page.request.get(
    `/api/app/managers/${manager.slice(3)}/v1/students/search?sort=expires&order=desc&pageSize=100`,
  );
  const held = async (id: number) =>
    (await page.request.get(`/api/app/managers/${manager.slice(3)}/v1/students/${id}/courses`)).json();
  let chosen: { id: number; license: { title: string } } | undefined;
  for (const { id } of await answer.json()) {
    const license = (await held(id)).find((l: { editable: boolean }) => l.editable);
    if (license) {
      chosen = { id, license };
      break;
    }
  }
  await page.goto(`${manager}/users?sort=expires&order=desc&pageSize=100&open=${chosen?.id}`);
  const title = chosen?.license.title ?? '';
  await page.getByRole('button', { name: `Edit end date: ${title}` }).click();
  const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  await page.getByRole('dialog').getByLabel('End date').fill(day);
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The end date is changed.')).toBeVisible();
  await page.goto(`${manager}/users?status=all&pageSize=100&open=${chosen?.id}&sort=expires&order=desc`);
  const find = page.getByRole('button', { name: `Revoke ${title}` });
  if (!(await find.isVisible().catch(() => false)))
    await page.goto(`${manager}/users?pageSize=100&open=${chosen?.id}&sort=expires`);
  await find.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await expect(page.getByText(`no longer has ${title}`)).toBeVisible();
});

test('adds a user, and exports the list as CSV in which a spreadsheet finds nothing to run', async ({
  page,
  manager,
}) => {
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && !p.transferable && p.available > 0);
  await page.goto(`${manager}/users?search=formula`);
  await page.getByRole('button', { name: 'Add user' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Assign a license' });
  await dialog.getByLabel('Pool').selectOption(String(pool?.id));
  await dialog.getByLabel('Name').fill('=HYPERLINK("https://elsewhere.example")');
  await dialog.getByLabel('Email').fill('formula@anywhere.example');
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(page.getByRole('table')).toContainText('formula@anywhere.example');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const lines = readFileSync(await file.path(), 'utf8')
    .trim()
    .split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain(`"'=HYPERLINK(""https://elsewhere.example"")",formula@anywhere.example`);
});

test('says what to do where nothing is found', async ({ page, manager }) => {
  await page.goto(`${manager}/users`);
  await page.getByRole('searchbox').fill('nobody is called so');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search' }).click();
  await expect(page.getByRole('table')).toBeVisible();
});

test('revokes what several people hold at once', async ({ page, manager }) => {
  await page.goto(`${manager}/users?sort=expires&order=desc`);
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Revoke licenses' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: /^Revoke \d+ licenses?$/ }).click();
  await expect(dialog.getByText(/^(\d+) of \1 done\.$/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.goto(`${manager}/activity?kind=license.revoked`);
  await expect(page.getByText(/revoked the license of/).first()).toBeVisible();
});
