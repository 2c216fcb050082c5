import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { allowedAddress, choosePool, expect, lendingPool, mailTo, poolsOf, takeByLink, test } from './support.ts';

test('makes a link by which a person borrows a license and returns it', async ({ page, visitor, manager, carrel }) => {
  const email = await allowedAddress(page, manager, 'lena.new');
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.transferable && p.available > 1);
  await page.goto(`${manager}/links?dialog=create`);
  const dialog = page.getByRole('dialog');
  await choosePool(dialog, pool);
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
  await takeByLink(visitor, carrel, email);

  await page.reload();
  await expect(page.getByText('1 of 2')).toBeVisible();
  await visitor.getByRole('button', { name: `Return early: ${pool?.title}` }).click();
  await visitor.getByRole('dialog').getByRole('button', { name: 'Return early' }).click();
  await expect(visitor.getByText(`You returned ${pool?.title}`)).toBeVisible();

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
    await takeByLink(visitor, carrel, email);
    await page.goto(url);
    await expect(page.getByText('No license is free right now')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Get the license' })).toHaveCount(0);

    await page.goto(`${manager}/links`);
    const link = page.getByRole('listitem').filter({ hasText: '1 of 1' });
    await link.getByRole('button', { name: /^Delete/ }).click();
    if (revokes) await page.getByRole('checkbox', { name: 'Also revoke the 1 license in use' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete link' }).click();
    await expect(page.getByText('The link is deleted.')).toBeVisible();
    await visitor.goto('/my');
    await expect(visitor.getByRole('heading', { name: pool?.title ?? '' })).toBeVisible();
    const held = visitor.getByRole('button', { name: `Return early: ${pool?.title}` });
    await expect(held).toHaveCount(revokes ? 0 : 1);
  });

const { encode } = createRequire(new URL('../../web/package.json', import.meta.url))('uqr');

/** The modules of a QR code that is drawn as one path, dark where the path says so. */
const darkOnes = (path: string) => [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x},${y}`);

test('shows a link as a QR code, to save and to print, and leads to who took by it', async ({
  page,
  visitor,
  manager,
  carrel,
}) => {
  const pool = await lendingPool(page, manager);
  const made = await page.request.post(`/api/app/managers/${manager.slice(3)}/v1/links`, {
    data: { poolId: pool?.id, licenses: 2, name: 'On the poster' },
    headers: { origin: carrel.url },
  });
  const { url, id } = await made.json();
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(new URL(request.url()).pathname));
  await page.goto(`${manager}/links`);
  const card = page.getByRole('listitem').filter({ hasText: 'On the poster' });
  await expect(card).toBeVisible();
  expect(fetched.filter((path) => /\/(LinkQr|QrCode)/.test(path))).toEqual([]);
  await card.getByRole('button', { name: /^QR code of the link for/ }).click();
  const dialog = page.getByRole('dialog', { name: 'QR code' });
  const code = dialog.getByRole('img', { name: /^QR code of the link for/ });
  await expect(code).toBeVisible();
  await expect(dialog.getByText(url)).toBeVisible();
  const path = (await code.locator('path').getAttribute('d')) ?? '';
  const expected = encode(url, { border: 4 }).data.flatMap((row: boolean[], y: number) =>
    row.flatMap((on, x) => (on ? [`${x},${y}`] : [])),
  );
  expect(darkOnes(path)).toEqual(expected);

  for (const type of ['SVG', 'PNG']) {
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: `Save as ${type}` }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`carrel-link-${id}.${type.toLowerCase()}`);
    const bytes = readFileSync(await file.path());
    if (type === 'SVG') expect(bytes.toString()).toContain(`d="${path}"`);
    else expect([bytes.subarray(1, 4).toString(), bytes.readUInt32BE(16)]).toEqual(['PNG', bytes.readUInt32BE(20)]);
  }
  await page.evaluate('window.print = () => { window.printed = true; }');
  await dialog.getByRole('button', { name: 'Print' }).click();
  expect(await page.evaluate('window.printed')).toBe(true);
  await page.emulateMedia({ media: 'print' });
  await expect(dialog.getByText(url)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Links' })).toBeHidden();
  await expect(dialog.getByRole('button', { name: 'Print' })).toBeHidden();
  await page.screenshot({ path: 'test-results/qr-print.png' });
  await page.emulateMedia({ media: 'screen' });
  for (const [colorScheme, width] of [
    ['light', 1440],
    ['dark', 360],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `test-results/qr-${colorScheme}-${width}.png` });
  }
  await page.keyboard.press('Escape');
  await expect(card.getByRole('button', { name: /^QR code of the link for/ })).toBeFocused();

  await visitor.goto(url);
  await takeByLink(visitor, carrel, await allowedAddress(page, manager, 'quinn.reader'));
  await card.getByRole('link', { name: /^Who took one/ }).click();
  await expect(page).toHaveURL(new RegExp(`linkId=${id}&status=all|status=all&linkId=${id}`));
  await expect(page.getByText('quinn.reader@')).toBeVisible();
  await expect(page.locator('tbody').getByRole('row')).toHaveCount(1);
});

test('tells in Italian too what the QR code is for', async ({ page, manager, carrel }) => {
  const pool = await lendingPool(page, manager);
  await page.request.post(`/api/app/managers/${manager.slice(3)}/v1/links`, {
    data: { poolId: pool?.id, licenses: 1, name: 'Locandina' },
    headers: { origin: carrel.url },
  });
  await page.goto(`${manager}/links`);
  await page.evaluate("localStorage.setItem('carrel-language', 'it')");
  await page.reload();
  const card = page.getByRole('listitem').filter({ hasText: 'Locandina' });
  await card.getByRole('button', { name: /^Codice QR del link per/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Codice QR' });
  await expect(dialog.getByText(/^Inquadra questo codice per prendere una licenza di /)).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Salva come PNG' })).toBeVisible();
});

test('a link takes back from whom its policy says, which can be chosen and changed', async ({ page, manager }) => {
  const pool = await lendingPool(page, manager);
  await page.goto(`${manager}/links?dialog=create`);
  const dialog = page.getByRole('dialog');
  await choosePool(dialog, pool);
  await dialog.getByLabel('Number of licenses').fill('1');
  const policy = dialog.getByLabel('Which licenses are taken back');
  await expect(policy).toHaveCount(0);
  await dialog.getByRole('checkbox', { name: 'Auto-reassign licenses' }).check();
  await expect(policy).toHaveValue('oldest');
  await policy.selectOption({ label: 'Those not opened for longest' });
  await dialog.getByLabel('Name').fill('For the idle');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  const card = page.getByRole('listitem').filter({ hasText: 'For the idle' });
  await expect(card).toContainText('Those not opened for longest');
  await card.getByRole('button', { name: /^Edit the link/ }).click();
  await expect(policy).toHaveValue('idle');
  await policy.selectOption('completed');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(card).toContainText('Only of people who have completed the course');
});

test('who took a license by a link is told so, and that the link, not the pool, was full', async ({
  page,
  visitor,
  browser,
  manager,
  carrel,
}) => {
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.transferable && p.available > 2);
  const made = await page.request.post(`/api/app/managers/${manager.slice(3)}/v1/links`, {
    data: { poolId: pool?.id, licenses: 1, autoReassign: true, minHeldDays: 0, name: 'One at a time' },
    headers: { origin: carrel.url },
  });
  const { url } = await made.json();
  const first = await allowedAddress(page, manager, 'fay.first');
  await visitor.goto(url);
  await takeByLink(visitor, carrel, first, 'Fay First');
  const given = await mailTo(page.request, carrel, first, /access/);
  expect(given).toContain(`because you took a license for “${pool?.title}”`);
  expect(given).not.toContain('gave you');

  const context = await browser.newContext({ baseURL: carrel.url, storageState: { cookies: [], origins: [] } });
  const other = await context.newPage();
  await other.goto(url);
  await takeByLink(other, carrel, await allowedAddress(page, manager, 'sue.second'), 'Sue Second');
  await context.close();
  const lost = await mailTo(page.request, carrel, first, /given to another/);
  expect(lost).toContain('All licenses of the link were in use');
  expect(lost).not.toContain('purchase');

  const line = (words: string) => page.getByRole('main').locator('li[data-kind]').filter({ hasText: words }).first();
  const { title = '' } = pool ?? {};
  await page.goto(`${manager}/activity`);
  await expect(line(`Fay First took a license for ${title} by a link.`)).toBeVisible();
  await expect(line(`The license of Fay First for ${title} was reassigned.`)).toContainText(
    'all licenses of the link were in use',
  );
  await page.evaluate("localStorage.setItem('carrel-language', 'it')");
  await page.reload();
  await expect(line(`Fay First ha preso una licenza per ${title} con un link.`)).toBeVisible();
  await expect(line('Fay First').filter({ hasText: 'le licenze del link' })).toBeVisible();
  await page.evaluate("localStorage.removeItem('carrel-language')");
});
