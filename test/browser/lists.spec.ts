import axe, { type AxeResults } from 'axe-core';
import { allowedAddress, expect, poolsOf, test } from './support.ts';

const full = async (page: Parameters<typeof poolsOf>[0], manager: string) =>
  (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.transferable && p.available === 0);

test('reads a file that Excel saved on Windows, and lets its columns be taken for something else', async ({
  page,
  manager,
}) => {
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.available > 1);
  const [first, second] = [
    await allowedAddress(page, manager, 'excel.a'),
    await allowedAddress(page, manager, 'excel.b'),
  ];
  await page.goto(`${manager}/licenses?dialog=bulk&pool=${pool?.id}`);
  const dialog = page.getByRole('dialog', { name: 'Assign many' });
  const csv = `Benamning;Epost;Grupp\r\nSt\xe9phane;${first};A\r\n;;\r\nZo\xeb;${second};B\r\n`;
  const buffer = Buffer.from(csv, 'latin1');
  await dialog.locator('input[type="file"]').setInputFiles({ name: 'leute.csv', mimeType: 'text/csv', buffer });
  await expect(dialog.getByLabel('People')).toHaveValue(/Stéphane/);
  await expect(dialog.getByText(/it was read as Windows-1252/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByRole('alert').last()).toContainText('No column has the title “email”');
  await dialog.getByLabel('Epost').selectOption('email');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByText('2 people get a license.')).toBeVisible();
  await expect(dialog.getByText('1 empty line is skipped.')).toBeVisible();
  await dialog.getByLabel('Benamning').selectOption('name');
  await expect(dialog.getByRole('row', { name: /excel\.a@/ })).toContainText('Stéphane');
});

test('names who loses a license before and after, and takes back none that it gave', async ({ page, manager }) => {
  const pool = await full(page, manager);
  const addresses = [];
  for (let n = 0; n < 60; n++) addresses.push(await allowedAddress(page, manager, `listed.${n}`));
  await page.goto(`${manager}/licenses?dialog=bulk&pool=${pool?.id}`);
  const dialog = page.getByRole('dialog', { name: 'Assign many' });
  await dialog.getByRole('checkbox', { name: /take back/ }).check();
  await dialog.getByLabel('People').fill(`email\n${addresses.join('\n')}\n${addresses[0]}`);
  await dialog.getByRole('button', { name: 'Preview' }).click();
  const seats = Number.parseInt((await dialog.getByText(/people lose a license/).textContent()) ?? '', 10);
  expect(seats).toBeLessThan(60);
  await expect(dialog.getByText(/% done, (last opened|never opened)/).first()).toBeVisible();
  await expect(dialog.getByRole('row', { name: /listed\.0@/ }).last()).toContainText('The same person as line 2.');
  await page.evaluate(axe.source);
  const found = await page.evaluate<AxeResults['violations']>('axe.run(document).then((r) => r.violations)');
  expect(found.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
  await dialog.getByRole('button', { name: new RegExp(`^Assign ${seats} licenses, taking back`) }).click();
  await expect(dialog.getByText(new RegExp(`${seats} of ${seats} assigned`))).toBeVisible();
  await expect(dialog.getByText(/people lost a license/)).toBeVisible();
});

test('never reads a name as a template, and isolates its direction', async ({ page, manager, carrel }) => {
  const name = '{{actor}} and {{course}} <b>$t(common.cancel)';
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && !p.transferable && p.available > 0);
  const answer = await page.request.post(`/api/app/managers/${manager.slice(3)}/v1/pool/${pool?.id}/license`, {
    data: { name, email: 'template@anywhere.example' },
    headers: { origin: carrel.url },
  });
  expect(answer.status()).toBe(200);
  await page.goto(`${manager}/activity?kind=license.assigned`);
  const line = page.getByRole('main').locator('li[data-kind]').first();
  await expect(line).toContainText(`assigned ${name} a license for ${pool?.title}.`);
  await expect(line.locator('bdi').filter({ hasText: name })).toHaveCount(1);
});

test('two presses in one frame assign once, under one key', async ({ page, manager }) => {
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && !p.transferable && p.available > 0);
  await page.goto(`${manager}/licenses?dialog=assign&pool=${pool?.id}`);
  await page.getByLabel('Name').fill('Pressed Twice');
  await page.getByLabel('Email').fill('pressed.twice@anywhere.example');
  const keys: (string | undefined)[] = [];
  let lost = 1;
  await page.route('**/v1/pool/*/license', async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    if (lost-- > 0) {
      await route.fetch();
      return route.abort();
    }
    return route.continue();
  });
  const press = (times: number) =>
    page.evaluate(`(() => {
      const form = document.querySelector('[role="dialog"] form');
      for (let n = 0; n < ${times}; n++) form.requestSubmit();
    })()`);
  await press(2);
  await expect(page.getByRole('dialog').getByRole('alert')).toContainText('cannot be reached');
  await press(2);
  await expect(page.getByText(/Pressed Twice has/)).toBeVisible();
  expect(keys).toHaveLength(2);
  expect(keys[0]).toMatch(/^[\da-f]{24}$/);
  expect(keys[1]).toBe(keys[0]);
});
