import { readFileSync } from 'node:fs';
import { allowedAddress, dropFile, expect, poolsOf, test } from './support.ts';

const running = (p: { state: string; available: number }) => p.state === 'running' && p.available > 0;

test('assigns a license, and says so', async ({ page, manager }) => {
  const pool = (await poolsOf(page, manager)).find((p) => running(p) && !p.transferable);
  await page.goto(`${manager}/licenses?dialog=assign&pool=${pool?.id}`);
  await page.getByLabel('Name').fill('Nuria Vidal');
  await page.getByLabel('Email').fill('nuria.vidal@anywhere.example');
  await page.getByRole('dialog').getByRole('button', { name: 'Assign' }).click();
  await expect(page.getByText(`Nuria Vidal has ${pool?.title} until`)).toBeVisible();
  await page.goto(`${manager}/users?search=nuria.vidal`);
  await expect(page.getByRole('button', { name: /Nuria Vidal/ })).toBeVisible();
});

test('says beside the field why an assignment is refused', async ({ page, manager }) => {
  const pools = await poolsOf(page, manager);
  const pool = pools.find((p) => running(p) && p.transferable);
  await page.goto(`${manager}/licenses?dialog=assign&pool=${pool?.id}`);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription(/Enter the person/);
  await dialog.getByLabel('Name').fill('Otto');
  await dialog.getByLabel('Email').fill('otto@elsewhere.example');
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(dialog.getByLabel('Email')).toHaveAccessibleDescription(/allowed domains/);
});

test('tells that a person is enrolled already', async ({ page, manager }) => {
  const pool = (await poolsOf(page, manager)).find((p) => running(p) && !p.transferable && p.available > 1);
  const give = async () => {
    await page.goto(`${manager}/licenses?dialog=assign&pool=${pool?.id}`);
    await page.getByLabel('Name').fill('Twice');
    await page.getByLabel('Email').fill('twice@anywhere.example');
    await page.getByRole('dialog').getByRole('button', { name: 'Assign' }).click();
  };
  await give();
  await expect(page.getByText(/Twice has/)).toBeVisible();
  await give();
  await expect(page.getByLabel('Email')).toHaveAccessibleDescription(/already has an active license/);
});

test('offers to take the oldest license back where a pool is full', async ({ page, manager }) => {
  const full = (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.transferable && p.available === 0);
  await page.goto(`${manager}/licenses?dialog=assign&pool=${full?.id}`);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('New Colleague');
  await dialog.getByLabel('Email').fill(await allowedAddress(page, manager, 'new.colleague'));
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(dialog.getByLabel('Pool')).toHaveAccessibleDescription(/No license is left/);
  await dialog.getByRole('checkbox', { name: /Take back somebody else/ }).check();
  await dialog.getByRole('button', { name: /^Assign, taking back from/ }).click();
  await expect(page.getByText(/New Colleague has/)).toBeVisible();
  await page.goto(`${manager}/activity?kind=license.recycled`);
  await expect(page.getByText(/was reassigned/).first()).toBeVisible();
});

test('finds courses on the server, and keeps the search in the address', async ({ page, manager }) => {
  const [first] = await poolsOf(page, manager);
  await page.goto(`${manager}/licenses`);
  await page.getByRole('searchbox', { name: 'Search courses' }).fill(first?.title ?? '');
  await expect(page).toHaveURL(/search=/);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([first?.title ?? '']);
  await page.reload();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([first?.title ?? '']);
});

test('assigns a dropped list: first shows who would be refused and why, then applies', async ({ page, manager }) => {
  const pool = (await poolsOf(page, manager)).find((p) => running(p) && !p.transferable && p.available > 2);
  await page.goto(`${manager}/licenses?dialog=bulk&pool=${pool?.id}`);
  const dialog = page.getByRole('dialog', { name: 'Assign many' });
  const zone = dialog.getByRole('button', { name: /^Drop a CSV file/ });
  await dropFile(zone, { name: 'people.png', type: 'image/png', text: 'no list' });
  await expect(dialog.getByRole('alert')).toContainText('“people.png” cannot be read here. Drop one text file');
  const text = 'email,name\nvera@many.example,Vera\nnot-an-address,Nobody\nwim@many.example,Wim';
  await dropFile(zone, { name: 'people.csv', type: 'text/csv', text });
  await expect(dialog.getByLabel('People')).toHaveValue(text);
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByText('2 people get a license.')).toBeVisible();
  await expect(dialog.getByText('1 is refused.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Assign 2 licenses' }).click();
  await expect(dialog.getByText('2 of 2 assigned.')).toBeVisible();
  await page.goto(`${manager}/users?search=many.example`);
  await expect(page.getByRole('button', { name: /@many\.example/ })).toHaveCount(2);
});

test.describe('in Italian', () => {
  test.use({ locale: 'it-IT' });

  test('says what is wrong in each row of a list, and hands the refused rows back with it', async ({
    page,
    manager,
  }) => {
    const pool = (await poolsOf(page, manager)).find((p) => running(p) && !p.transferable);
    await page.goto(`${manager}/licenses?dialog=bulk&pool=${pool?.id}`);
    const dialog = page.getByRole('dialog', { name: 'Assegna in gruppo' });
    await dialog.getByLabel('Persone').fill('email,nome\n"aperta');
    await dialog.getByRole('button', { name: 'Anteprima' }).click();
    await expect(dialog.getByRole('alert')).toContainText('Alla riga 2 si aprono virgolette');
    await dialog
      .getByLabel('Persone')
      .fill(`vito@italian.example,Vito\nnessuno,${'a'.repeat(201)},2027-02-30\nvia@italian.example,Via,2001-01-01`);
    await dialog.getByRole('button', { name: 'Anteprima' }).click();
    const why =
      'Questo non è un indirizzo email completo. Il nome deve avere da 1 a 200 caratteri, senza caratteri di controllo. La data di fine deve essere una data reale, scritta come 2027-06-30.';
    await expect(
      dialog
        .getByRole('row', { name: /nessuno/ })
        .getByRole('cell')
        .last(),
    ).toHaveText(why);
    await expect(dialog.getByRole('row', { name: /via@/ })).toContainText('La data di fine deve essere nel futuro.');
    await dialog.getByRole('button', { name: 'Assegna 1 licenza' }).click();
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Scarica le righe rifiutate' }).click();
    expect(readFileSync(await (await download).path(), 'utf8')).toContain(`2027-02-30;"${why}"`);
  });
});
