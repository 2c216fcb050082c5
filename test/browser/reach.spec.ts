import { expect, test } from './support.ts';

for (const width of [820, 1100, 1300])
  test(`what can be done with a pool is in sight at ${width} px`, async ({ page }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('/publisher/pools');
    const more = page.getByRole('button', { name: /^Add licenses/ }).first();
    await expect(more).toBeInViewport({ ratio: 1 });
    await more.click();
    await expect(page.getByRole('dialog')).toBeVisible();
  });

test('at 400 % nothing stays in front of the page', async ({ page, manager }) => {
  await page.setViewportSize({ width: 320, height: 256 });
  await page.goto(`${manager}/licenses`);
  await page.getByRole('heading', { level: 2 }).nth(1).scrollIntoViewIfNeeded();
  const covering = await page.evaluate(`[...document.querySelectorAll('nav, aside, header, div')].filter((e) =>
    ['fixed', 'sticky'].includes(getComputedStyle(e).position) && e.getBoundingClientRect().height > 30 &&
    e.getBoundingClientRect().top < innerHeight && e.getBoundingClientRect().bottom > 0).length`);
  expect(covering).toBe(0);
  expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false);
});

test('forced colours show the chosen filter and the page', async ({ page, manager }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(`${manager}/users`);
  await expect(page.getByRole('radiogroup')).toBeVisible();
  const colours = (await page.evaluate(`['Active', 'Inactive'].map((name) => getComputedStyle(
    [...document.querySelectorAll('[role=radiogroup] label')].find((l) => l.textContent.trim() === name)).backgroundColor)`)) as string[];
  expect(colours).toHaveLength(2);
  expect(colours[0]).not.toBe(colours[1]);
});

test('the place where a list is dropped is a button that opens the choice of a file', async ({ page, manager }) => {
  await page.goto(`${manager}/licenses?dialog=bulk`);
  const drop = page.getByRole('dialog').getByRole('button', { name: /^Drop a CSV file/ });
  await expect(drop).toHaveJSProperty('tagName', 'BUTTON');
  const chooser = page.waitForEvent('filechooser');
  await drop.focus();
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from('a@b.example') });
  await expect(page.getByRole('dialog').getByLabel('People')).toHaveValue('a@b.example');
});
