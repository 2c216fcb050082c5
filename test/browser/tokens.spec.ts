import { expect, test } from './support.ts';

test('makes a token, shows it once, and deletes it', async ({ page, manager, carrel }) => {
  await page.goto(`${manager}/api`);
  await page.getByRole('button', { name: 'Create token' }).click();
  await page.getByLabel('Name').fill('Payroll');
  await page.getByRole('radio', { name: 'Read', exact: true }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Create token' }).click();
  const token = await page.getByRole('textbox', { name: 'The new token' }).inputValue();
  const call = () =>
    page.request.get(`${carrel.url}/api/licensing/v1/me`, { headers: { authorization: `Bearer ${token}` } });
  expect((await call()).status()).toBe(200);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  const row = page.getByRole('row', { name: /Payroll/ });
  await expect(row).toContainText(token.slice(-10));
  await expect(page.getByText(token)).toHaveCount(0);
  await row.getByRole('button', { name: 'Delete the token Payroll' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete token' }).click();
  await expect(row).toHaveCount(0);
  expect((await call()).status()).toBe(401);
});

test('leads to the documentation of the API', async ({ page, manager }) => {
  await page.goto(`${manager}/api`);
  const link = page.getByRole('link', { name: 'API documentation' });
  const documentation = page.waitForEvent('popup');
  await link.click();
  await expect((await documentation).getByRole('heading', { level: 1 })).toContainText('API');
});

test('tells agents where to connect', async ({ page, manager, carrel }) => {
  await page.goto(`${manager}/api`);
  await expect(page.getByRole('textbox', { name: 'For agents (MCP)' })).toHaveValue(`${carrel.url}/mcp`);
});
