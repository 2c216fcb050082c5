import { expect, lend, poolsOf, test } from './support.ts';

test('the sample world shows links in use, a history by people, a full pool, and one that ends soon', async ({
  page,
  manager,
}) => {
  await page.goto(`${manager}/links`);
  await expect(page.getByRole('main').getByRole('link', { name: /^[1-9]\d* of \d+: Students/ })).not.toHaveCount(0);
  await page.goto(`${manager}/activity`);
  const lines = page.getByRole('main').locator('li[data-kind]');
  for (const words of [
    'Petra Lindholm revoked',
    'Lena Brandt assigned',
    'HR system assigned',
    'took a license for',
    'emailed the members: a pool is full.',
  ])
    await expect(lines.filter({ hasText: words }).first()).toBeVisible();
  await page.setViewportSize({ width: 360, height: 800 });
  const day = await page.getByLabel('To this day').boundingBox();
  expect(day?.width, 'the whole date is to be seen').toBeGreaterThan(240);
  await page.setViewportSize({ width: 1280, height: 800 });
  const running = (await poolsOf(page, manager)).filter((p) => p.state === 'running');
  const full = running.find((p) => p.transferable && p.available === 0);
  await page.goto(`${manager}/licenses`);
  const row = page.getByRole('row', { name: new RegExp(`^#${full?.id} `) });
  await expect(row.getByRole('cell', { name: '0', exact: true })).toBeVisible();
  await expect(page.getByText(/^\d+ more from /).first()).toBeVisible();
  await page.goto(`${manager}/users?endsWithin=30`);
  await expect(page.locator('tbody').getByRole('row').nth(3)).toBeVisible();
});

test('narrows the history by kind, person, course, student and day', async ({ page, manager, carrel }) => {
  const { course } = await lend(page, manager, carrel.url, 'Agnes Acted');
  await page.goto(`${manager}/activity`);
  const lines = page.getByRole('main').locator('li[data-kind]');
  const clear = page.getByRole('button', { name: 'Clear the filters' }).first();
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('license.revoked');
  await expect(page).toHaveURL(/kind=license.revoked/);
  await expect(lines.first()).toContainText('revoked the license of');
  await expect(lines.filter({ hasNotText: 'revoked the license of' })).toHaveCount(0);
  await clear.click();
  await page.getByRole('combobox', { name: 'Course' }).selectOption({ label: course });
  await expect(page).toHaveURL(/courseId=/);
  await expect(lines.filter({ hasNotText: course })).toHaveCount(0);
  await expect(lines.first()).toBeVisible();
  await clear.click();
  await page.getByRole('searchbox', { name: 'Who did it' }).fill('nobody is called so');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await clear.click();
  await page.getByRole('textbox', { name: 'Student' }).fill('agnes');
  await page.getByRole('listbox', { name: 'Student' }).getByRole('option').first().click();
  await expect(page).toHaveURL(/studentId=\d+/);
  await expect(lines).toHaveCount(1);
  await expect(lines).toContainText('Agnes Acted');
  await page.reload();
  await expect(lines).toHaveCount(1);
  await page.getByLabel('To this day').fill('2020-01-01');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
});
