import { expect, linkIn, mailTo, poolsOf, test } from './support.ts';

test('makes a link by which a person borrows a license and returns it', async ({ page, visitor, manager, carrel }) => {
  const me = await (await page.request.get(`/api/app/managers/${manager.slice(3)}/v1/me`)).json();
  const email = `lena.new@${me.allowedDomainsForTransferableLicenses[0]}`;
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

  await visitor.goto(url);
  await expect(visitor.getByRole('heading', { name: pool?.title ?? '' })).toBeVisible();
  await visitor.getByLabel('Email').fill(email);
  await visitor.getByLabel('Your name').fill('Lena New');
  await visitor.getByRole('button', { name: 'Mail me the way in' }).click();
  await expect(visitor.getByText('Open the mail we sent')).toBeVisible();
  await visitor.goto(linkIn(await mailTo(page.request, carrel, email, /./), '/sign-in/link'));
  await visitor.getByRole('button', { name: 'Sign in and go on' }).click();
  await visitor.getByRole('button', { name: 'Get the license' }).click();
  await expect(visitor.getByText('The license is yours.')).toBeVisible();

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
    .filter({ hasText: url.slice(-32) })
    .or(page.getByRole('listitem').filter({ hasText: '2 weeks' }))
    .first()
    .getByRole('button', { name: /^Delete/ })
    .click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete link' }).click();
  await expect(page.getByText('The link is deleted.')).toBeVisible();
  await visitor.goto(url);
  await expect(visitor.getByText('This link is closed').or(visitor.getByText('There is no such link'))).toBeVisible();
});

test('says clearly that there is no such link', async ({ visitor }) => {
  await visitor.goto('/l/certainly-no-such-code');
  await expect(visitor.getByRole('heading', { name: 'There is no such link' })).toBeVisible();
});
