import { expect, poolsOf, test } from './support.ts';

const busy = {
  status: 503,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status: 503, code: 'unavailable', title: 'Unavailable', detail: 'The database is away.' }),
};

test('says that the server is busy, and tries again', async ({ page, manager }) => {
  await page.route('**/v1/students/search*', (route) => route.fulfill(busy));
  await page.goto(`${manager}/users`);
  await expect(page.getByRole('alert')).toContainText('The server is busy.');
  await page.unroute('**/v1/students/search*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('table')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('says so where not even the frame can be shown', async ({ page, manager }) => {
  await page.route('**/api/app/session', (route) => route.fulfill(busy));
  await page.goto(`${manager}/licenses`);
  await expect(page.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible();
  await expect(page.getByText('The server is busy.')).toBeVisible();
  await page.unroute('**/api/app/session');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Licenses' })).toBeVisible();
});

test('keeps what was typed while the server is away, and sends it then', async ({ page, manager, context }) => {
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && !p.transferable && p.available > 0);
  await page.goto(`${manager}/licenses?dialog=assign&pool=${pool?.id}`);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Pia Patient');
  await dialog.getByLabel('Email').fill('pia@anywhere.example');
  await context.setOffline(true);
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The server cannot be reached.');
  await expect(dialog.getByLabel('Email')).toHaveValue('pia@anywhere.example');
  await context.setOffline(false);
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(page.getByText(`Pia Patient has ${pool?.title} until`)).toBeVisible();
});

test('a link page says that the server is away rather than that there is no link', async ({ visitor }) => {
  await visitor.route('**/api/app/links/*', (route) => route.abort());
  await visitor.goto('/l/some-code');
  await expect(visitor.getByRole('heading', { name: 'This could not be loaded' })).toBeVisible();
  await visitor.unroute('**/api/app/links/*');
  await visitor.getByRole('button', { name: 'Try again' }).click();
  await expect(visitor.getByRole('heading', { name: 'There is no such link' })).toBeVisible();
});

test('a license manager of others is not there', async ({ page }) => {
  await page.goto('/m/8999999/licenses');
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
});
