import type { Page } from '@playwright/test';
import { type Carrel, choosePool, expect, linkIn, mailTo, poolsOf, signIn, test } from './support.ts';

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
  await visitor.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
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
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('keeps at least one owner');
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

test('an invitation is sent again, says what is so to whoever opens it, and leaving leads on', async ({
  page,
  visitor,
  manager,
  carrel,
}) => {
  const email = 'ivo@people.example';
  await page.goto(`${manager}/members?dialog=invite`);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await page.getByRole('button', { name: `Send the invitation to ${email} again` }).click();
  await expect(page.getByText(`The invitation to ${email} is on its way.`).last()).toBeVisible();
  const members = await (
    await page.request.get(`/api/app/managers/${manager.slice(3)}/v1/members?pageSize=100`)
  ).json();
  const { invitationUrl } = members.find((m: { email: string }) => m.email === email);

  await page.goto(invitationUrl);
  await expect(page.getByRole('heading', { name: 'This invitation is for somebody else' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign out and continue' })).toBeVisible();

  await visitor.goto(invitationUrl);
  await expect(visitor.getByText('have a link emailed to that address')).toBeVisible();
  await visitor.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await expect(visitor.getByText('Check your email')).toBeVisible();
  await visitor.goto(linkIn(await mailTo(page.request, carrel, email, /sign in/), '/sign-in/link'));
  await visitor.getByRole('button', { name: 'Sign in and continue' }).click();
  await visitor.getByRole('button', { name: 'Accept' }).click();
  await expect(visitor.getByRole('heading', { name: 'Licenses' })).toBeVisible();
  await visitor.goto(invitationUrl);
  await expect(visitor.getByRole('heading', { name: 'This invitation was accepted already' })).toBeVisible();

  await visitor.goto(`${manager}/users`);
  await expect(visitor.getByRole('heading', { name: 'Students' })).toBeVisible();
  await page.goto(`${manager}/members`);
  await page.getByRole('button', { name: /^Remove ivo@/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { name: /Also delete the API tokens/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('row', { name: /ivo@/ })).toHaveCount(0);
  await visitor.getByRole('link', { name: 'Links' }).first().click();
  await expect(visitor.getByRole('heading', { name: 'You are no longer a member' })).toBeVisible();
  await visitor.getByRole('link', { name: 'Go to the start page' }).click();
  await expect(visitor.getByRole('heading', { name: 'My licenses' })).toBeVisible();
  await visitor.goto('/publisher/courses?dialog=new');
  await expect(visitor.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  await expect(visitor.getByRole('button', { name: 'New course' })).toHaveCount(0);
});

test('to others than its staff the publisher has no pages; to them the short address leads to the first', async ({
  page,
  visitor,
  manager,
  carrel,
}) => {
  const email = 'otto@people.example';
  await join(page, visitor, { carrel, manager, email });
  const refused: string[] = [];
  visitor.on('response', (r) => void (r.status() >= 400 && refused.push(new URL(r.url()).pathname)));
  for (const path of ['', '/courses?dialog=new', '/managers', '/pools', '/accounts', '/staff', '/import']) {
    await visitor.goto(`/publisher${path}`);
    await expect(visitor.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
    await expect(visitor.getByRole('button', { name: /^(New|Add)/ })).toHaveCount(0);
    await expect(visitor.getByRole('alert')).toHaveCount(0);
  }
  expect(refused).toEqual([]);
  await page.goto('/publisher');
  await expect(page).toHaveURL(/\/publisher\/overview$/);

  await visitor.goto(`${manager}/members`);
  await expect(visitor.getByRole('heading', { level: 1, name: 'Members' })).toBeVisible();
  await expect(visitor.getByRole('button', { name: /^Remove/ })).toHaveCount(0);
  await page.goto(`${manager}/members`);
  const role = page.getByRole('row', { name: /otto@/ }).getByRole('combobox');
  await role.selectOption('owner');
  await page.getByRole('dialog').getByRole('button', { name: 'Change the role' }).click();
  await expect(page.getByText('The role is changed.')).toBeVisible();
  await visitor.reload();
  await visitor
    .getByRole('row', { name: /otto@/ })
    .getByRole('button', { name: /^Remove/ })
    .click();
  const dialog = visitor.getByRole('dialog');
  await expect(dialog).toContainText('You leave Alder Logistics and can no longer open it.');
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await expect(visitor.getByRole('heading', { name: 'You are no longer a member' })).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await visitor.getByRole('link', { name: 'Go to the start page' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: 'My licenses' })).toBeVisible();
});

test('a customer without an owner gets one', async ({ page, carrel }) => {
  const made = await page.request.post('/api/app/publisher/v1/managers', {
    data: { name: 'Orphan Works', email: 'it@orphan.example' },
    headers: { origin: carrel.url },
  });
  expect(made.status()).toBe(200);
  await page.goto('/publisher/managers?search=orphan');
  const row = page.getByRole('row', { name: /Orphan Works/ });
  await expect(row).toContainText('No owner');
  await row.getByRole('button', { name: 'Edit Orphan Works' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Nobody can run this license manager yet.')).toBeVisible();
  await dialog.getByLabel("Owner's email").fill('olive@orphan.example');
  await dialog.getByRole('button', { name: 'Invite the owner' }).click();
  await expect(dialog.getByRole('listitem')).toContainText('olive@orphan.example');
  expect(await mailTo(page.request, carrel, 'olive@orphan.example', /invited/)).toBeTruthy();
  await page.goto('/publisher/pools?dialog=new');
  const pool = page.getByRole('dialog');
  await pool.getByLabel('Manager').selectOption({ label: 'Orphan Works' });
  await pool.getByRole('radio', { name: 'Transferable', exact: true }).check();
  await expect(page.getByText('Orphan Works has no allowed domains')).toBeVisible();
});

test('a link is named, held, paused and changed', async ({ page, visitor, manager, carrel }) => {
  await page.goto(`${manager}/links?dialog=create`);
  const dialog = page.getByRole('dialog');
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.transferable && p.available > 1);
  await choosePool(dialog, pool);
  await dialog.getByLabel('Number of licenses').fill('1');
  await dialog.getByRole('checkbox', { name: 'Auto-reassign licenses' }).check();
  await dialog.getByLabel('Days before a license may be taken back').fill('3');
  await dialog.getByLabel('Name').fill('Summer school');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const url = await dialog.getByRole('textbox', { name: 'The new link' }).inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const card = page.getByRole('listitem').filter({ hasText: 'Summer school' });
  await expect(card).toContainText('After 3 days');
  await card.getByRole('button', { name: /^Edit the link/ }).click();
  await dialog.getByLabel('Name').fill('Autumn school');
  await dialog.getByRole('switch', { name: 'Paused' }).check({ force: true });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Autumn school' })).toContainText('Paused');
  await visitor.goto(url);
  await expect(visitor.getByText('This link is paused')).toBeVisible();
  await page.getByRole('switch', { name: 'One license per mailbox' }).click({ force: true });
  const settings = () => page.request.get(`${carrel.url}/api/app/managers/${manager.slice(3)}/v1/settings`);
  await expect.poll(async () => (await (await settings()).json()).onePerMailbox).toBe(true);
});
