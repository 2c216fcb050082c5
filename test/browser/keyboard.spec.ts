import type { Locator, Page } from '@playwright/test';
import { allowedAddress, expect, lend, lendingPool, test } from './support.ts';

/** Goes on by Tab until the element has the focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 120; presses++) {
    if (await target.evaluate((e) => e.matches(':focus'))) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('no way by Tab');
}

const press = async (page: Page, target: Locator) => {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
};

/** Types into a field that finds, and takes what it found. */
async function pick(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await expect(page.getByRole('listbox').getByRole('option', { name: text })).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

const nowhere = (page: Page) => page.evaluate<boolean>('document.activeElement === document.body');

test('by keyboard alone: a license is assigned, its end is changed, and it is revoked', async ({
  page,
  manager,
  carrel,
}) => {
  const { student, course } = await lend(page, manager, carrel.url, 'Kim Keys');
  await page.goto(`${manager}/licenses`);
  const open = page.getByRole('button', { name: 'Assign', exact: true }).first();
  const dialog = page.getByRole('dialog');
  await press(page, open);
  await expect(dialog.getByLabel('Course')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(open).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Course')).toBeFocused();
  const pool = await lendingPool(page, manager);
  await pick(page, pool?.title ?? '');
  const several = dialog.getByLabel(/^Pool/);
  if (await several.isVisible()) {
    await tabTo(page, several);
    await several.selectOption(String(pool?.id));
  }
  await tabTo(page, dialog.getByLabel('Email'));
  await page.keyboard.type(await allowedAddress(page, manager, 'kira.keyboard'));
  await tabTo(page, dialog.getByLabel('Name'));
  await page.keyboard.type('Kira Keyboard');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/Kira Keyboard has/)).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(open).toBeFocused();

  await page.goto(`${manager}/users/${student.id}`);
  const edit = page.getByRole('button', { name: `Edit end date: ${course}` });
  await press(page, edit);
  await expect(dialog.getByLabel('End date')).toBeFocused();
  await press(page, dialog.getByRole('button', { name: 'Save' }));
  await expect(dialog).toBeHidden();
  await expect(edit).toBeFocused();

  await press(page, page.getByRole('button', { name: `Revoke ${course}` }));
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused();
  await press(page, dialog.getByRole('button', { name: 'Revoke' }));
  await expect(dialog).toBeHidden();
  await expect(page.getByText(`Kim Keys no longer has ${course}`)).toBeVisible();
  await expect(edit).toHaveCount(0);
  await expect.poll(() => nowhere(page)).toBe(false);
  await expect(page.getByRole('table', { name: 'Licenses of Kim Keys' })).toBeFocused();

  await page.goto(`${manager}/users?search=kira.keyboard`);
  await press(page, page.getByRole('button', { name: /Kira Keyboard/ }));
  await press(page, page.getByRole('button', { name: /^Revoke / }));
  await press(page, dialog.getByRole('button', { name: 'Revoke' }));
  await expect(page.getByText('Kira Keyboard no longer has')).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect.poll(() => nowhere(page)).toBe(false);
});

test('by keyboard alone: a list is pasted, looked at and assigned', async ({ page, manager }) => {
  const pool = await lendingPool(page, manager);
  const email = await allowedAddress(page, manager, 'lia.listed');
  await page.goto(`${manager}/licenses`);
  const open = page.getByRole('button', { name: 'Assign many' });
  const dialog = page.getByRole('dialog', { name: 'Assign many' });
  await press(page, open);
  await expect(dialog.getByLabel('Course')).toBeFocused();
  await pick(page, pool?.title ?? '');
  const several = dialog.getByLabel(/^Pool/);
  if (await several.isVisible()) {
    await tabTo(page, several);
    await several.selectOption(String(pool?.id));
  }
  await press(page, dialog.getByRole('button', { name: 'Preview' }));
  await expect(dialog.getByLabel('People')).toBeFocused();
  await page.keyboard.insertText(`${email},Lia Listed`);
  await press(page, dialog.getByRole('button', { name: 'Preview' }));
  await expect(dialog.getByText('1 person gets a license.')).toBeVisible();
  await expect(dialog.locator('p:focus')).toContainText('1 person gets a license.');
  const [, last = ''] = /until (\w+ \d+, \d{4})/.exec((await dialog.textContent()) ?? '') ?? [];
  await expect(dialog.getByRole('row', { name: new RegExp(email) })).toContainText(last);
  expect(last).not.toBe('');
  await press(page, dialog.getByRole('button', { name: 'Back' }));
  await expect(dialog.getByLabel('People')).toBeFocused();
  await press(page, dialog.getByRole('button', { name: 'Preview' }));
  await press(page, dialog.getByRole('button', { name: `Assign 1 license of ${pool?.title}` }));
  await expect(dialog.getByText('1 of 1 assigned.')).toBeFocused();
  await press(page, dialog.getByRole('button', { name: 'Done' }));
  await expect(dialog).toBeHidden();
  await expect(open).toBeFocused();
});
