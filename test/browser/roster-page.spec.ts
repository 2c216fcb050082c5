import type { Page } from '@playwright/test';
import { asViewer, looksGood } from './axe.ts';
import { allowedAddress, expect, poolsOf, test } from './support.ts';

interface PlannedRow {
  action: string;
  student: { name: string; email: string };
}

/** The course of a running transferable pool with a free seat that most people hold, and who these are. */
async function heldCourse(page: Page, manager: string, origin: string) {
  const pools = (await poolsOf(page, manager)).filter(
    (p) => p.state === 'running' && p.transferable && p.available > 2,
  );
  const email = await allowedAddress(page, manager, 'nobody.yet');
  const found = await Promise.all(
    pools.map(async ({ id, courseId, title }) => {
      const answer = await page.request.put(`/api/app/managers/${manager.slice(3)}/v1/roster?dryRun=1&action=revoke`, {
        data: { rows: [{ email, courseId }] },
        headers: { origin },
      });
      expect(answer.status()).toBe(200);
      const rows: PlannedRow[] = (await answer.json()).rows;
      return { poolId: id, title, holders: rows.map(({ student }) => student) };
    }),
  );
  const [most] = found.toSorted((a, b) => b.holders.length - a.holders.length);
  if (!most || most.holders.length < 8) throw new Error('the sample world has no course that many people hold');
  return most;
}

const choose = (page: Page, name: string, text: string, encoding: BufferEncoding = 'utf8') =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text, encoding) });

const legend = (page: Page, name: RegExp) =>
  page.getByRole('group', { name: 'Which rows' }).getByRole('button', { name });

test('plans a file from Excel, shows who loses a license and why, and applies it', async ({
  page,
  manager,
  carrel,
}) => {
  const { title, holders } = await heldCourse(page, manager, carrel.url);
  const [leaver, ...staying] = holders;
  const hire = await allowedAddress(page, manager, 'zoe.roster');
  const lines = staying.map(({ email }) => `${email};;${title}`);
  const file = ['email;name;course', ...lines, `${hire};Zoë Röster;${title}`, `x@elsewhere.example;;${title}`].join(
    '\r\n',
  );
  await page.goto(`${manager}/licenses`);
  await page.getByRole('link', { name: 'Roster' }).click();
  await looksGood(page, 'roster-start');
  await choose(page, 'people.csv', 'email\na@b.example');
  await expect(page.getByRole('alert')).toContainText('“people.csv” could not be planned');
  await choose(page, 'people.csv', file, 'latin1');

  await expect(page.getByText('This is the plan. Nothing has changed yet.')).toBeVisible();
  await expect(page.getByText(/it was read as Windows-1252/)).toBeVisible();
  await expect(page.getByText('1 person loses a license')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Who loses a license' })).toContainText(leaver?.email ?? '');
  await expect(legend(page, /unchanged/)).toContainText(String(staying.length));
  await looksGood(page, 'roster-plan');
  await legend(page, /1 revoked/).click();
  await expect(page.getByRole('row', { name: /Revoke/ })).toContainText('Is not in the file.');
  await legend(page, /1 refused/).click();
  await expect(page.getByRole('row', { name: /x@elsewhere/ })).toContainText(
    'only to addresses of your allowed domains',
  );
  await legend(page, /1 assigned/).click();
  await expect(page.getByRole('row', { name: /Zoë Röster/ })).toContainText('Is in the file and has no license.');

  await page.getByRole('button', { name: 'Apply the plan' }).click();
  const dialog = page.getByRole('dialog', { name: 'Apply this plan?' });
  await expect(dialog.getByRole('listitem').filter({ hasText: 'revoked' })).toContainText('1');
  await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByText('This plan has been applied')).toBeVisible();
  const after = await heldCourse(page, manager, carrel.url);
  expect(after.holders.map(({ email }) => email).toSorted()).toEqual(
    [...staying.map(({ email }) => email), hire].toSorted(),
  );
});

test('plans again what is outdated, and asks for the number of many revocations', async ({ page, manager, carrel }) => {
  const { poolId, title, holders } = await heldCourse(page, manager, carrel.url);
  await page.goto(`${manager}/licenses/roster`);
  const plan = () => choose(page, 'few.csv', `email,course\n${holders[0]?.email},${title}`);
  await plan();
  const apply = page.getByRole('button', { name: 'Apply the plan' });
  await apply.click();
  const dialog = page.getByRole('dialog');
  const late = await page.request.post(`/api/app/managers/${manager.slice(3)}/v1/pool/${poolId}/license`, {
    data: { email: await allowedAddress(page, manager, 'otto.late') },
    headers: { origin: carrel.url },
  });
  expect(late.status()).toBe(200);
  await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Licenses or pools have changed');
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Plan the same file again' }).click();
  await apply.click();
  await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(dialog.getByText('Many licenses would be taken away')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Apply', exact: true })).toBeDisabled();
  await looksGood(page, 'roster-many');
  await dialog.getByRole('checkbox', { name: /^Yes, take away exactly/ }).check();
  await dialog.getByRole('button', { name: 'Apply', exact: true }).click();
  await expect(page.getByText('This plan has been applied')).toBeVisible();
});

test('tells who only looks that nothing can be changed here', async ({ page, manager }) => {
  await asViewer(page);
  await page.goto(`${manager}/licenses`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Roster' })).toHaveCount(0);
  await page.goto(`${manager}/licenses/roster`);
  await expect(page.getByText('You can view this, but not change it.')).toBeVisible();
  await expect(page.locator('input[type=file]')).toHaveCount(0);
});
