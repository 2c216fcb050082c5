import { expect, test } from './support.ts';

test('narrows the history by kind, person, course and student', async ({ page, manager }) => {
  await page.goto(`${manager}/activity`);
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('license.revoked');
  await expect(page).toHaveURL(/kind=license.revoked/);
  await expect(page.getByText(/revoked the license of/).first()).toBeVisible();
  await expect(page.getByText(/created the token/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Clear the filters' }).click();
  await page.getByRole('searchbox', { name: 'Who did it' }).fill('nobody is called so');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear the filters' }).first().click();
  await page.getByRole('textbox', { name: 'Student' }).fill('a');
  await page.getByRole('listbox', { name: 'Student' }).getByRole('option').first().click();
  await expect(page).toHaveURL(/studentId=\d+/);
  await page.reload();
  await expect(page).toHaveURL(/studentId=\d+/);
});
