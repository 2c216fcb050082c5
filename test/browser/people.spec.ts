import type { Page } from '@playwright/test';
import { type Carrel, expect, linkIn, mailTo, signIn, test } from './support.ts';

const PASSWORD = 'a password of a member';

/** Somebody who works here, with an account made by invitation; answers a page that is signed in as them. */
async function join(
  page: Page,
  visitor: Page,
  { carrel, manager, email }: { carrel: Carrel; manager: string; email: string },
) {
  const data = { email, role: 'manager' };
  const invited = await page.request.post(`/api/app/managers/${manager.slice(3)}/v1/members`, {
    data,
    headers: { origin: carrel.url },
  });
  expect(invited.status()).toBe(200);
  await visitor.goto(linkIn(await mailTo(page.request, carrel, email, /invited/), '/invitation/'));
  await visitor.getByLabel('Your name').fill('Mia Member');
  await visitor.getByLabel('New password').fill(PASSWORD);
  await visitor.getByRole('button', { name: 'Accept' }).click();
  await expect(visitor.getByRole('heading', { name: 'Licenses' })).toBeVisible();
}

test('the publisher disables an account and enables it again', async ({ page, visitor, manager, carrel }) => {
  const email = 'mia@people.example';
  await join(page, visitor, { carrel, manager, email });
  await page.goto('/publisher/accounts');
  await page.getByRole('searchbox', { name: 'Search by name or email' }).fill('mia@');
  const row = page.getByRole('row', { name: /Mia Member/ });
  await expect(row).toHaveCount(1);
  const choose = async (act: string) => {
    await row.getByRole('button', { name: 'Actions for Mia Member' }).click();
    await page.getByRole('menuitem', { name: act, exact: true }).click();
  };
  await choose('Disable');
  await expect(page.getByRole('dialog')).toContainText('cannot sign in any more');
  await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click();
  await expect(row.getByText('Disabled')).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  await visitor.getByLabel('Email').fill(email);
  await visitor.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await visitor.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(visitor.getByText('This account is disabled.')).toBeVisible();
  expect(await mailTo(page.request, carrel, email, /disabled/)).toContain('nobody can sign in');
  await choose('Enable');
  await page.getByRole('dialog').getByRole('button', { name: 'Enable' }).click();
  await expect(row.getByText('Disabled')).toHaveCount(0);
  await signIn(visitor.request, carrel, { email, password: PASSWORD });
});

test('a person of the staff is added, and taken away again, but not the last', async ({ page, carrel }) => {
  await page.goto('/publisher/staff');
  const own = page.getByRole('row', { name: new RegExp(carrel.email) });
  await own.getByRole('button', { name: /^Actions/ }).click();
  await page.getByRole('menuitem', { name: 'Remove from staff' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove from staff' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('keeps at least one person');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Add staff' }).click();
  await page.getByRole('dialog').getByLabel('Email').fill('nora@people.example');
  await page.getByRole('dialog').getByLabel('Name').fill('Nora New');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /Nora New/ });
  await expect(row).toContainText('Publisher');
  expect(await mailTo(page.request, carrel, 'nora@people.example', /staff/)).toBeTruthy();
  await row.getByRole('button', { name: 'Actions for Nora New' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Remove from staff' }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove from staff' }).click();
  await expect(row).toHaveCount(0);
});
