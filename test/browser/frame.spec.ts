import { gzipSync } from 'node:zlib';
import { expect, test } from './support.ts';

test('speaks Italian in all tabs, and remembers it', async ({ page, context, manager }) => {
  const other = await context.newPage();
  await other.goto(`${manager}/members`);
  await expect(other.getByRole('heading', { level: 1, name: 'Members' })).toBeVisible();
  await page.goto(`${manager}/licenses`);
  await page.getByRole('button', { name: /^Account:/ }).click();
  await page.getByRole('menuitem', { name: 'Italiano' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Licenze' })).toBeVisible();
  await expect(other.getByRole('heading', { level: 1, name: 'Membri' })).toBeVisible();
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'it');
  await expect(page.getByRole('link', { name: 'Studenti' }).first()).toBeVisible();
});

test('stays dark where dark was chosen', async ({ page, manager }) => {
  await page.goto(`${manager}/licenses`);
  await page.getByRole('button', { name: /^Account:/ }).click();
  await page.getByRole('menuitem', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', 'dark');
});

test('goes from one license manager to another', async ({ page, manager }) => {
  const { managers } = await (await page.request.get('/api/app/session')).json();
  await page.goto(`${manager}/licenses`);
  await page.getByRole('button', { name: /switch workspace/ }).click();
  await page.getByRole('menuitem', { name: managers[1].name }).click();
  await expect(page).toHaveURL(new RegExp(`/m/${managers[1].id}/licenses`));
});

for (const path of ['/licenses', '/licenses?chart=1'])
  test(`…${path} needs at most 250 kB of JavaScript, gzipped`, async ({ page, manager }) => {
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (r) => {
      if (new URL(r.url()).pathname.endsWith('.js')) scripts.push(r.body());
    });
    await page.goto(manager + path);
    await expect(page.getByRole('heading', { level: 2 }).nth(1)).toBeVisible();
    await page.waitForLoadState('networkidle');
    const sizes = (await Promise.all(scripts)).map((body) => gzipSync(body).length);
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(sizes.length).toBeGreaterThan(1);
    expect(total).toBeLessThanOrEqual(250_000);
  });

test('every page of the frame is reached by its link, and a page that is not there says so', async ({
  page,
  manager,
}) => {
  await page.goto(`${manager}/licenses`);
  for (const name of ['Students', 'Links', 'Activity', 'API', 'Members', 'Licenses']) {
    await page.getByRole('navigation', { name: 'Pages', exact: true }).getByRole('link', { name }).click();
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  }
  await page.goto('/no/such/page');
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
});
