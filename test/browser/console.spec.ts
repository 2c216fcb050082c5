import type { Page } from '@playwright/test';
import { looksGood } from './axe.ts';
import { expect, mailTo, test } from './support.ts';

const V1 = '/api/app/publisher/v1';

/** A pool of its own for a test, sold by the API of the page. */
async function sell(page: Page, licenses: number): Promise<string> {
  const headers = { 'sec-fetch-site': 'same-origin' };
  const [manager] = await (await page.request.get(`${V1}/managers`)).json();
  const [course] = await (await page.request.get(`${V1}/courses`)).json();
  const end = new Date(Date.now() + 200 * 86_400_000).toISOString();
  const data = { managerId: manager.id, courseId: course.id, licenses, end };
  const sold = await page.request.post(`${V1}/pools`, { data, headers });
  expect(sold.status(), await sold.text()).toBe(200);
  const { id } = await sold.json();
  const address = `/api/app/managers/${manager.id}/v1/pool/${id}/license`;
  const [domain] = manager.allowedDomains;
  for (const name of ['ann', 'ben']) {
    const body = { email: `${name}.${id}@${domain}`, name: `${name} ${id}` };
    expect((await page.request.post(address, { data: body, headers })).status()).toBe(200);
  }
  return id;
}

test('shows how the publisher stands, and leads from there', async ({ page }) => {
  await page.goto('/publisher');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await expect(page.getByRole('link', { name: /Orders parked/ })).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV: courses.csv' }).click();
  expect((await download).suggestedFilename()).toBe('courses.csv');
  await looksGood(page, 'console-overview');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole('table').first().getByRole('link').first().click();
  await expect(page.getByRole('heading', { name: 'About the course' })).toBeVisible();
  await page.getByLabel('Months').fill('18');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await looksGood(page, 'console-course');
});

test('shrinks a pool that is in use as licenses come back, and renews it', async ({ page }) => {
  const id = await sell(page, 5);
  await page.goto(`/publisher/pools/${id}`);
  await page.getByRole('button', { name: 'Change' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Licenses' }).fill('1');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Licenses' })).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByRole('checkbox', { name: 'Shrink as licenses come back' }).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Shrinks to 1', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Renew' }).click();
  await dialog.getByRole('textbox', { name: 'Licenses' }).fill('2');
  await dialog.getByLabel('Months').fill('6');
  await dialog.getByRole('button', { name: 'Renew' }).click();
  await expect(page).not.toHaveURL(new RegExp(`/pools/${id}$`));
  await expect(page.getByRole('heading', { level: 1, name: /^Pool #/ })).toBeVisible();
  await looksGood(page, 'console-pool');
});

test('suspends a customer and lets it go on, and resolves a parked order', async ({ page }) => {
  const manager = (await (await page.request.get(`${V1}/managers`)).json()).at(-1);
  await page.goto(`/publisher/managers/${manager.id}`);
  await page.getByRole('button', { name: 'Suspend' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await expect(page.getByText('Suspended', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Let it go on' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Let it go on' }).click();
  await expect(page.getByText('Suspended', { exact: true })).toHaveCount(0);
  await looksGood(page, 'console-manager');
  await page.setViewportSize({ width: 1280, height: 900 });
  const data = {
    source: 'shop',
    reference: `N-${manager.id}`,
    manager: { id: manager.id },
    product: 'dax',
    licenses: 3,
  };
  const headers = { 'sec-fetch-site': 'same-origin' };
  expect((await (await page.request.post(`${V1}/orders`, { data, headers })).json()).state).toBe('parked');
  await page.goto('/publisher/orders?state=parked');
  await page
    .getByRole('button', { name: /^Resolve/ })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Course').selectOption({ index: 1 });
  await dialog.getByRole('checkbox', { name: 'Always for this product' }).check();
  await dialog.getByRole('button', { name: 'Resolve' }).click();
  await expect(page.getByText('The order has its pool.')).toBeVisible();
  await page.goto('/publisher/orders');
  await expect(page.getByRole('row', { name: new RegExp(`N-${manager.id}`) })).toContainText('Active');
  await looksGood(page, 'console-orders');
});

test('shows deliveries and tokens', async ({ page }) => {
  await page.goto('/publisher/deliveries');
  await expect(page.getByRole('heading', { level: 1, name: 'Deliveries' })).toBeVisible();
  await looksGood(page, 'console-deliveries');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto('/publisher/tokens?dialog=create');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Shop');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await expect(dialog.getByRole('button', { name: 'Copy' })).toBeVisible();
});

test('corrects a person, merges another into them after a rehearsal, and erases them', async ({ page }) => {
  const id = await sell(page, 5);
  await page.goto(`/publisher/people?search=ben.${id}`);
  await page.getByRole('link', { name: `ben ${id}` }).click();
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Correct' }).click();
  await dialog.getByLabel('Name').fill(`Benjamin ${id}`);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `Benjamin ${id}` })).toBeVisible();
  await looksGood(page, 'console-person');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole('button', { name: 'Merge' }).click();
  await dialog.getByRole('searchbox').fill(`ann.${id}`);
  await dialog.getByRole('radio', { name: `ann ${id}` }).check();
  await dialog.getByRole('button', { name: 'Show what would happen' }).click();
  await expect(dialog.getByRole('status')).toContainText(`Benjamin ${id}`);
  await expect(dialog.getByText('ends: the other license is enough')).toBeVisible();
  await looksGood(page, 'console-merge');
  await page.setViewportSize({ width: 1280, height: 900 });
  await dialog.getByRole('button', { name: 'Merge' }).click();
  await expect(page.getByRole('heading', { level: 1, name: `ann ${id}` })).toBeVisible();
  await expect(page.getByText(`ben.${id}@`)).toBeVisible();
  await page.getByRole('button', { name: 'Erase' }).click();
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await expect(dialog.getByText('Type the address exactly.')).toBeVisible();
  const email = await dialog
    .getByText(new RegExp(`^ann\\.${id}@`))
    .last()
    .innerText();
  await dialog.getByLabel('Type the address to confirm').fill(email);
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Erase for good' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Erased person' })).toBeVisible();
  await page.goto(`/publisher/people?search=ann.${id}`);
  await expect(page.getByText('Nothing found')).toBeVisible();
});

test('puts the publisher’s name, colours and words on pages and mails', async ({ page, carrel }) => {
  await page.goto('/publisher/settings');
  await page.getByLabel('Name', { exact: true }).fill('Birch Academy');
  await page.getByLabel('Legal footer').fill('Birch Academy Ltd, 1 High Street');
  const light = page.getByRole('textbox', { name: 'Colour by light' });
  await light.fill('#f0b7a4');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(light).toHaveAccessibleDescription(/choose a darker colour/);
  await light.fill('#7a2e1d');
  await page.getByRole('textbox', { name: 'Colour in the dark' }).fill('#f0b7a4');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page).toHaveTitle('Settings · Birch Academy');
  await page.getByLabel('Subject').fill('Your seat in {course}');
  await expect(page.frameLocator('iframe').getByRole('heading')).toHaveText('Your seat in Mastering DAX');
  await page.getByRole('button', { name: 'Save text' }).click();
  await expect(page.getByRole('button', { name: 'Back to the standard text' })).toBeVisible();
  await looksGood(page, 'console-settings');
  await page.setViewportSize({ width: 1280, height: 900 });
  await sell(page, 5);
  expect(await mailTo(page.request, carrel, 'ann.', /Your seat in/)).toContain('Birch Academy');
});
