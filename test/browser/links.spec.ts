import type { Page } from '@playwright/test';
import { allowedAddress, type Carrel, expect, lendingPool, linkIn, mailTo, poolsOf, test } from './support.ts';

/** Proves an address on the page of a link, and takes the license. */
async function take(visitor: Page, carrel: Carrel, email: string): Promise<void> {
  await visitor.getByLabel('Your email address').fill(email);
  await visitor.getByLabel('Your name').fill('Lena New');
  await visitor.getByRole('button', { name: 'Email me a link' }).click();
  await expect(visitor.getByText('Open the email that we sent')).toBeVisible();
  await visitor.goto(linkIn(await mailTo(visitor.request, carrel, email, /./), '/sign-in/link'));
  await visitor.getByRole('button', { name: 'Confirm and continue' }).click();
  await visitor.getByRole('button', { name: 'Get the license' }).click();
  await expect(visitor.getByText('The license is yours.')).toBeVisible();
}

test('makes a link by which a person borrows a license and returns it', async ({ page, visitor, manager, carrel }) => {
  const email = await allowedAddress(page, manager, 'lena.new');
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.transferable && p.available > 1);
  await page.goto(`${manager}/links?dialog=create`);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Pool').selectOption(String(pool?.id));
  await dialog.getByLabel('Number of licenses').fill('2');
  await dialog.getByLabel('License validity').fill('2');
  await dialog.getByLabel('Unit').selectOption('week');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const url = await dialog.getByRole('textbox', { name: 'The new link' }).inputValue();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('0 of 2')).toBeVisible();
  await expect(page.getByText('2 weeks').first()).toBeVisible();

  for (const marks of ['', '.', ').', '%3E', '/']) {
    await visitor.goto(url + marks);
    await expect(visitor.getByRole('heading', { name: pool?.title ?? '' })).toBeVisible();
  }
  await take(visitor, carrel, email);

  await page.reload();
  await expect(page.getByText('1 of 2')).toBeVisible();
  await visitor.getByRole('button', { name: `Return early: ${pool?.title}` }).click();
  await visitor.getByRole('dialog').getByRole('button', { name: 'Return early' }).click();
  await expect(visitor.getByText(`${pool?.title} is returned`)).toBeVisible();

  await page.goto(`${manager}/activity?kind=license.returned`);
  await expect(page.getByText(/returned the license for/).first()).toBeVisible();
  await page.goto(`${manager}/links`);
  await page
    .getByRole('listitem')
    .filter({ has: page.locator(`input[value="${url}"]`) })
    .getByRole('button', { name: /^Delete/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete link' }).click();
  await expect(page.getByText('The link is deleted.')).toBeVisible();
  await visitor.goto(url);
  await expect(visitor.getByText('This link has been closed')).toBeVisible();
});

test('says clearly that there is no such link', async ({ visitor }) => {
  await visitor.goto('/l/certainly-no-such-code');
  await expect(visitor.getByRole('heading', { name: 'There is no such link' })).toBeVisible();
});

for (const revokes of [false, true])
  test(`says when all licenses of a link are out, and deletes it ${revokes ? 'with' : 'without'} them`, async ({
    page,
    visitor,
    manager,
    carrel,
  }) => {
    const base = `/api/app/managers/${manager.slice(3)}/v1`;
    const email = await allowedAddress(page, manager, `only.${revokes ? 'short' : 'long'}`);
    const pool = await lendingPool(page, manager);
    const made = await page.request.post(`${base}/links`, {
      data: { poolId: pool?.id, licenses: 1, autoReassign: false },
      headers: { origin: carrel.url },
    });
    const { url } = await made.json();
    await visitor.goto(url);
    await take(visitor, carrel, email);
    await page.goto(url);
    await expect(page.getByText('No license is free right now')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Get the license' })).toHaveCount(0);

    await page.goto(`${manager}/links`);
    const link = page.getByRole('listitem').filter({ hasText: '1 of 1' });
    await link.getByRole('button', { name: /^Delete/ }).click();
    if (revokes) await page.getByRole('checkbox', { name: 'Also revoke the 1 license that is out' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete link' }).click();
    await expect(page.getByText('The link is deleted.')).toBeVisible();
    await visitor.goto('/my');
    await expect(visitor.getByRole('heading', { name: pool?.title ?? '' })).toBeVisible();
    const held = visitor.getByRole('button', { name: `Return early: ${pool?.title}` });
    await expect(held).toHaveCount(revokes ? 0 : 1);
  });
