import { expect, lend, poolsOf, test } from './support.ts';

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

const waits = [
  ['en', 2, 'Wait a moment and try again.'],
  ['en', 40, 'Try again in 40 seconds.'],
  ['en', 3 * 60 * 60 - 20, 'Try again in 3 hours.'],
  ['en', 24 * 60 * 60, 'Try again tomorrow.'],
  ['it', 3 * 60 * 60 - 20, 'Riprova tra 3 ore.'],
  ['it', 24 * 60 * 60, 'Riprova domani.'],
] as const;
test('says when something may be tried again', async ({ visitor }) => {
  await visitor.goto('/sign-in');
  for (const [language, seconds, words] of waits) {
    await visitor.route('**/api/auth/sign-in/magic-link', (route) =>
      route.fulfill({
        status: 429,
        contentType: 'application/problem+json',
        headers: { 'retry-after': String(seconds) },
        body: JSON.stringify({ status: 429, code: 'rate_limited', title: 'Too Many Requests', detail: 'Too many.' }),
      }),
    );
    await visitor.evaluate(`localStorage.setItem('carrel-language', '${language}')`);
    await visitor.reload();
    await visitor.getByLabel('Email').fill('somebody@alder.example');
    await visitor.getByRole('button', { name: language === 'en' ? 'Email me a sign-in link' : /link/ }).click();
    await expect(visitor.getByRole('alert')).toContainText(words);
    await visitor.unroute('**/api/auth/sign-in/magic-link');
  }
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

test.describe('with the server gone', () => {
  test('says so, and sends what was typed once it is back', async ({ page, manager, carrel }) => {
    const pool = (await poolsOf(page, manager)).find(
      (p) => p.state === 'running' && !p.transferable && p.available > 0,
    );
    await page.goto(`${manager}/licenses?dialog=assign&pool=${pool?.id}`);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Gina Gone');
    await dialog.getByLabel('Email').fill('gina@anywhere.example');
    await carrel.goAway();
    await dialog.getByRole('button', { name: 'Assign' }).click();
    await expect(dialog.getByRole('alert')).toContainText('The server cannot be reached.');
    await carrel.comeBack();
    await expect(dialog.getByLabel('Name')).toHaveValue('Gina Gone');
    await expect(dialog.getByLabel('Email')).toHaveValue('gina@anywhere.example');
    await dialog.getByRole('button', { name: 'Assign' }).click();
    await expect(page.getByText(`Gina Gone has ${pool?.title} until`)).toBeVisible();
  });

  test('keeps a list and the dialog in it, also when the list cannot be fetched again', async ({
    page,
    manager,
    carrel,
  }) => {
    const { student } = await lend(page, manager, carrel.url, 'Livia Later');
    await page.goto(`${manager}/users?search=livia&open=${student.id}`);
    await page.getByRole('button', { name: /^Edit end date/ }).click();
    const day = new Date(Date.now() + 4 * 86_400_000).toISOString().slice(0, 10);
    const field = page.getByRole('dialog').getByLabel('End date');
    await field.fill(day);
    await carrel.goAway();
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('The server cannot be reached');
    const failed = page.getByText('This could not be loaded');
    await expect(failed).toBeVisible();
    await carrel.comeBack();
    await expect(field).toHaveValue(day);
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('The end date is changed.')).toBeVisible();
    await expect(failed).toHaveCount(0);
  });

  test('says so where a page is opened whose code is not there yet', async ({ page, manager, carrel }) => {
    await page.goto(`${manager}/licenses`);
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
    await carrel.goAway();
    await page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name: 'Activity' }).click();
    await expect(page.getByText('The server cannot be reached.')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByText('The server cannot be reached.')).toBeVisible();
    await carrel.comeBack();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible();
    await expect(page.getByText('The server cannot be reached.')).toHaveCount(0);
  });
});
