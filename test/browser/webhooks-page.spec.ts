import type { Page } from '@playwright/test';
import { type Receiver, startReceiver } from '../support/receiver.ts';
import { asViewer, looksGood } from './axe.ts';
import { expect, lend, test } from './support.ts';

let receiver: Receiver;
test.beforeEach(async () => {
  receiver = await startReceiver();
});
test.afterEach(() => receiver.close());

/** Makes a webhook by the page and opens its own page; answers its secret. */
async function make(page: Page, manager: string, name: string): Promise<string> {
  await page.goto(`${manager}/api`);
  await page.getByRole('link', { name: 'Webhooks' }).click();
  await page.getByRole('button', { name: 'Create webhook' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address (URL)').fill(receiver.url);
  await dialog.getByLabel('Description').fill(name);
  await dialog.getByRole('radio', { name: 'Only the kinds chosen here' }).check();
  await dialog.getByRole('checkbox', { name: 'License assigned' }).check();
  await dialog.getByRole('button', { name: 'Create webhook' }).click();
  const secret = await dialog.getByRole('textbox', { name: 'The secret' }).inputValue();
  expect(secret).toMatch(/^whsec_/);
  await dialog.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  return secret;
}

const pick = async (page: Page, action: string) => {
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: action }).click();
};

test('makes a webhook, tests it, and sends what happened, once more and for a time', async ({
  page,
  manager,
  carrel,
}) => {
  await make(page, manager, 'HR system');
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'The test was received' })).toContainText('Answered 204');
  await expect(page.getByRole('row', { name: /Test.*Delivered.*204/ })).toBeVisible();

  receiver.answer = (response) => response.writeHead(500).end();
  await lend(page, manager, carrel.url, 'Wanda Hook');
  const assigned = page.getByRole('row', { name: /License assigned/ });
  await expect(async () => {
    await page.reload();
    await expect(assigned.first()).toContainText('Answered 500');
  }).toPass();
  await expect(assigned.first()).toContainText('Waiting');
  await looksGood(page, 'webhook');
  receiver.answer = (response) => response.writeHead(204).end();
  await assigned
    .first()
    .getByRole('button', { name: /^Send again/ })
    .click();
  await expect(assigned.first()).toContainText('Delivered');

  await pick(page, 'Replay a time');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Until').fill('2020-01-01T00:00');
  await dialog.getByRole('button', { name: 'Replay' }).click();
  await expect(dialog.getByText('The end must be after the beginning.')).toBeVisible();
  await dialog.getByLabel('Until').fill('');
  await dialog.getByRole('button', { name: 'Replay' }).click();
  await expect(dialog.getByRole('status')).toContainText(/deliver(y is|ies are) on (its|their) way/);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect.poll(() => assigned.count()).toBeGreaterThan(1);
});

test('gives a new secret once, and disables, enables, edits and deletes', async ({ page, manager }) => {
  const first = await make(page, manager, 'Old name');
  await pick(page, 'New secret');
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Make a new secret' }).click();
  const second = await dialog.getByRole('textbox', { name: 'The secret' }).inputValue();
  expect(second).not.toBe(first);
  await dialog.getByRole('button', { name: 'I have copied it' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('The test was received')).toBeVisible();
  const signatures = String(receiver.received.at(-1)?.headers['webhook-signature']);
  expect(signatures.split(' ')).toHaveLength(2);

  await pick(page, 'Disable');
  const alert = page.getByRole('alert').filter({ hasText: 'This webhook is disabled' });
  await expect(alert).toContainText('It was switched off here.');
  await expect(page.getByRole('button', { name: /^Send again/ })).toHaveCount(0);
  await alert.getByRole('button', { name: 'Enable again' }).click();
  await expect(alert).toHaveCount(0);

  await page.getByRole('button', { name: 'Edit' }).click();
  await dialog.getByLabel('Address (URL)').fill('https://10.0.0.1/x');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('Address (URL)')).toBeFocused();
  await expect(dialog.getByText(/^This address is local, private or reserved/)).toBeVisible();
  await dialog.getByLabel('Address (URL)').fill(receiver.url);
  await dialog.getByLabel('Description').fill('New name');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'New name' })).toBeVisible();

  await pick(page, 'Delete');
  await dialog.getByRole('button', { name: 'Delete webhook' }).click();
  await expect(page).toHaveURL(/\/api\/webhooks$/);
  await expect(page.getByRole('link', { name: 'New name' })).toHaveCount(0);
});

test('shows a failed test, and gives who only looks no button to change anything', async ({ page, manager }) => {
  await make(page, manager, 'Down');
  receiver.close();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(page.getByText('The test was not received')).toBeVisible();
  await expect(page.getByText('The connection was refused.').first()).toBeVisible();

  await asViewer(page);
  await page.reload();
  await expect(page.getByRole('row', { name: /Test.*Failed/ })).toBeVisible();
  for (const name of [/Send a test/, /Edit/, /More actions/, /^Send again/])
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  await page.getByRole('link', { name: 'All webhooks' }).click();
  await expect(page.getByRole('link', { name: 'Down' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Create webhook' })).toHaveCount(0);
  await looksGood(page, 'webhooks');
});
