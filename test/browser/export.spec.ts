import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, lend, lendingPool, test } from './support.ts';

async function saved(page: Page, press: () => Promise<void>) {
  const download = page.waitForEvent('download');
  await press();
  const file = await download;
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

test.describe('in Italian', () => {
  test.use({ locale: 'it-IT', timezoneId: 'Europe/Rome' });

  test('the students are a file that a spreadsheet takes, and so are those who are chosen', async ({
    page,
    manager,
    carrel,
  }) => {
    await lend(page, manager, carrel.url, 'Gina Foglio');
    await lend(page, manager, carrel.url, 'Gino Foglio');
    const { name: company } = await (await page.request.get(`/api/app/managers/${manager.slice(3)}/v1/me`)).json();
    const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Rome' }).format();
    await page.goto(`${manager}/users?search=foglio`);
    const all = await saved(page, () => page.getByRole('link', { name: 'Esporta' }).click());
    expect(all.name).toBe(`${company.replaceAll(/\W+/g, '-')}-students-${day}.csv`);
    expect(all.text).toMatch(/^\ufeffid studente;nome;email;corso;/);
    const rows = all.text.trim().split('\r\n');
    expect(rows).toHaveLength(3);
    for (const row of rows.slice(1)) {
      expect(row).toMatch(/;G\w+ Foglio;/);
      expect(row).toMatch(/;sì;sì;0;;;\d{4}-\d\d-\d\d;\d{4}-\d\d-\d\d$/);
    }

    await page.getByRole('checkbox', { name: 'Seleziona Gina Foglio' }).check();
    const chosen = await saved(page, () => page.getByRole('button', { name: 'Esporta' }).click());
    expect(chosen.name).toBe(all.name);
    expect(chosen.text.trim().split('\r\n')).toEqual([rows[0], rows.find((row) => row.includes('Gina'))]);

    const pool = await lendingPool(page, manager);
    await page.goto(`${manager}/licenses?dialog=bulk&pool=${pool?.id}`);
    const dialog = page.getByRole('dialog');
    const refused = '=1+1;nessuno\n';
    await dialog.getByLabel('Persone').fill(`email;nome\n${refused}`);
    await dialog.getByRole('button', { name: 'Anteprima' }).click();
    const faults = await saved(page, () => dialog.getByRole('button', { name: 'Scarica' }).click());
    expect(faults.text).toMatch(/^\ufeffemail;name;endDate;reason\r\n'=1\+1;nessuno;;/);
  });
});
