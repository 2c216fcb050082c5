import { expect, test } from './support.ts';

test('a session that is about to end says so, in all tabs, and goes on where somebody wants it to', async ({
  page,
  context,
  manager,
}) => {
  await context.clock.install();
  await page.goto(`${manager}/licenses`);
  const other = await context.newPage();
  await other.goto(`${manager}/members`);
  const warning = page.getByRole('dialog', { name: 'Are you still there?' });
  const warningThere = other.getByRole('dialog', { name: 'Are you still there?' });
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(other.getByRole('heading', { level: 1 })).toBeVisible();
  await context.clock.fastForward('27:00');
  await expect(warning).toContainText('minutes');
  await expect(warningThere).toBeVisible();
  await expect(warning.getByRole('button', { name: 'Stay signed in' })).toBeFocused();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.keyboard.press('Enter');
  await expect(warning).toBeHidden();
  await expect(warningThere).toBeHidden();
  expect(asked.filter((path) => path === '/api/app/session')).toHaveLength(1);
});

test('whose session ended signs in over the page, and finds what was typed', async ({
  page,
  context,
  manager,
  carrel,
}) => {
  await page.goto(`${manager}/members?dialog=invite`);
  const form = page.getByRole('dialog', { name: 'Invite' });
  await form.getByLabel('Email').fill('colleague@alder-freight.example');
  await context.clearCookies();
  await form.getByRole('button', { name: 'Send' }).click();
  const again = page.getByRole('dialog', { name: 'Sign in again' });
  await expect(again.getByRole('textbox', { name: 'Password' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(again).toBeVisible();
  await again.getByRole('textbox', { name: 'Password' }).fill(carrel.password);
  await page.keyboard.press('Enter');
  await expect(again).toBeHidden();
  await expect(form.getByLabel('Email')).toHaveValue('colleague@alder-freight.example');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form).toBeHidden();
  await expect(page.getByText('colleague@alder-freight.example').first()).toBeVisible();
});

test('whose session ended and who loads the page anew is told why, and comes back to it', async ({
  page,
  context,
  manager,
  carrel,
}) => {
  await page.goto(`${manager}/users?status=all`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await context.clearCookies();
  await page.reload();
  await expect(page.getByRole('status')).toContainText('You were signed out');
  await page.getByRole('textbox', { name: 'Email' }).fill(carrel.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(carrel.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${manager}/users\\?status=all$`));
});

test('a page that goes offline keeps what was seen and says so', async ({ page, context, manager }) => {
  await page.goto(`${manager}/users`);
  const rows = page.locator('tbody tr');
  await expect(rows.first()).toBeVisible();
  await context.setOffline(true);
  await expect(page.getByText('You are offline')).toBeVisible();
  await expect(rows.first()).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText('You are offline')).toBeHidden();
});

test('a list that was pasted outlives the session, until it is given up', async ({
  page,
  context,
  manager,
  carrel,
}) => {
  await page.goto(`${manager}/licenses?dialog=bulk`);
  const list = page.getByRole('dialog').getByRole('textbox', { name: 'People' });
  await list.fill('anna@alder-freight.example,Anna Rossi');
  await context.clearCookies();
  await page.reload();
  await page.getByRole('textbox', { name: 'Email' }).fill(carrel.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(carrel.password);
  await page.keyboard.press('Enter');
  await expect(list).toHaveValue('anna@alder-freight.example,Anna Rossi');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.goto(`${manager}/licenses?dialog=bulk`);
  await expect(list).toHaveValue('');
});
