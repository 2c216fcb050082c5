import { expect, test } from './support.ts';

test('changes the role of a member, and removes the member', async ({ page, manager }) => {
  await page.goto(`${manager}/members?dialog=invite`);
  await page.getByLabel('Email').fill('ola@guest.example');
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  const row = page.getByRole('row', { name: /ola@guest.example/ });
  await expect(row.getByRole('combobox')).toHaveValue('manager');
  await row.getByRole('combobox').selectOption('viewer');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await expect(row.getByRole('combobox')).toHaveValue('manager');
  await row.getByRole('combobox').selectOption('viewer');
  await expect(page.getByRole('dialog', { name: /: Viewer\?$/ })).toContainText('Sees everything, changes nothing.');
  await page.getByRole('dialog').getByRole('button', { name: 'Change the role' }).click();
  await expect(page.getByText('The role is changed.')).toBeVisible();
  await page.reload();
  await expect(row.getByRole('combobox')).toHaveValue('viewer');
  await row.getByRole('button', { name: /^Remove/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByText('ola@guest.example is removed.')).toBeVisible();
  await expect(row).toHaveCount(0);
});

test('keeps the last owner, and says why', async ({ page, manager, carrel }) => {
  await page.goto(`${manager}/members`);
  const own = page.getByRole('row', { name: new RegExp(carrel.email) });
  await own.getByRole('combobox').selectOption('viewer');
  await expect(page.getByRole('dialog')).toContainText('is the only owner. Make somebody else an owner first.');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
  await expect(own.getByRole('combobox')).toHaveValue('owner');
});

test('invites nobody twice', async ({ page, manager, carrel }) => {
  await page.goto(`${manager}/members?dialog=invite`);
  await page.getByLabel('Email').fill(carrel.email);
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/is already a member/);
});
