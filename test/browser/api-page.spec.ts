import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from './support.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

for (const [language, words] of Object.entries({
  en: { docs: 'API documentation', start: 'Start', back: 'Back to Carrel', dark: 'Dark', light: 'Light' },
  it: {
    docs: 'Documentazione dell’API',
    start: 'Per iniziare',
    back: 'Torna a Carrel',
    dark: 'Scuro',
    light: 'Chiaro',
  },
}))
  test(`the page of the API has the mark, the colours and the language of the app, and leads back, ${language}`, async ({
    page,
    manager,
  }) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.goto(`${manager}/api`);
    await page.evaluate(`localStorage.setItem('carrel-language', '${language}')`);
    await page.evaluate("localStorage.setItem('mantine-color-scheme-value', 'dark')");
    await page.reload();
    const [docs] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: /API documentation|Documentazione dell.API/ }).click(),
    ]);
    await expect(docs.getByRole('heading', { level: 1, name: words.docs })).toBeVisible();
    await expect(docs.getByRole('heading', { level: 2, name: words.start })).toBeVisible();
    await expect(docs.locator('html')).toHaveAttribute('lang', language);
    const paper = () => docs.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await paper()).toBe('rgb(21, 22, 20)');
    await docs.getByRole('button', { name: words.light }).click();
    expect(await paper()).toBe('rgb(247, 245, 240)');
    await expect(docs.getByRole('button', { name: words.dark })).toBeFocused();
    await docs.reload();
    expect(await paper()).toBe('rgb(247, 245, 240)');

    for (const scheme of [words.dark, words.light]) {
      await docs.getByRole('button', { name: scheme, exact: true }).click();
      for (const width of [1440, 360]) {
        await docs.setViewportSize({ width, height: 900 });
        await docs.screenshot({ path: `test-results/api-${language}-${scheme}-${width}.png` });
        expect(await docs.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
        if (!(await docs.evaluate('Boolean(window.axe)'))) await docs.evaluate(axe);
        expect(
          await docs.evaluate('axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes[0].html))'),
        ).toEqual([]);
      }
    }
    await docs.getByRole('link', { name: words.back }).click();
    await expect(docs).toHaveURL(new RegExp(`${manager}/licenses$`));
  });

test('the page of the API changes its language, keeps its place, and needs no script', async ({
  page,
  browser,
  carrel,
}) => {
  await page.goto('/api/licensing/docs#errors');
  await page.getByRole('link', { name: 'Italiano' }).click();
  await expect(page).toHaveURL(/docs\?lang=it#errors$/);
  await expect(page.getByRole('heading', { level: 2, name: 'Errori' })).toBeInViewport();
  expect(await page.evaluate("localStorage.getItem('carrel-language')")).toBe('it');
  await page.goto('/api/licensing/docs');
  await expect(page.locator('html')).toHaveAttribute('lang', 'it');

  const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'it-IT', colorScheme: 'dark' });
  const bare = await plain.newPage();
  await bare.goto(`${carrel.url}/api/licensing/docs`);
  await expect(bare.getByRole('heading', { level: 1, name: 'Documentazione dell’API' })).toBeVisible();
  await expect(bare.getByRole('link', { name: 'Torna a Carrel' })).toHaveAttribute('href', '/');
  await expect(bare.getByRole('button')).toHaveCount(0);
  await plain.close();
});
