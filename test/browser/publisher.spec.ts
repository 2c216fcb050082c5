import { dropFile, expect, linkIn, mailTo, test } from './support.ts';

test('makes a course, a manager with an owner, and a pool, and enlarges it', async ({ page, carrel }) => {
  await page.goto('/publisher/courses?dialog=new');
  const dialog = page.getByRole('dialog');
  const create = dialog.getByRole('button', { name: 'Create' });
  await dialog.getByLabel('Title').fill('Sorting a Library');
  await create.click();
  await expect(page.getByRole('heading', { level: 2, name: 'Sorting a Library' })).toBeVisible();

  await page.goto('/publisher/managers?dialog=new');
  await dialog.getByLabel('Name').fill('Harbour Readers');
  await dialog.getByRole('textbox', { name: /^Email/ }).fill('desk@harbour.example');
  await dialog.getByLabel('Allowed domains').fill('harbour.example');
  await dialog.getByLabel("Owner's email").fill('owner@harbour.example');
  await create.click();
  const row = page.getByRole('row', { name: /Harbour Readers/ });
  await expect(row).toContainText('harbour.example');
  expect(await mailTo(page.request, carrel, 'owner@harbour.example', /./)).toContain('Harbour Readers');

  await page.goto('/publisher/pools?dialog=new');
  await create.click();
  await expect(dialog.getByLabel('Manager')).toBeFocused();
  await expect(dialog.getByLabel('Manager')).toHaveAccessibleDescription('Choose who gets the licenses.');
  await dialog.getByLabel('Manager').selectOption({ label: 'Harbour Readers' });
  await dialog.getByLabel('Course').selectOption({ label: 'Sorting a Library' });
  await create.click();
  await expect(dialog.getByRole('radio').first()).toBeFocused();
  await dialog.getByRole('radio', { name: 'Transferable', exact: true }).check();
  await dialog.getByLabel('Licenses').fill('3');
  await dialog.getByLabel('Order').fill('H-1');
  await dialog.getByLabel('Issued on').fill('2026-01-01');
  await dialog.getByLabel('Expires on').fill('2026-01-31');
  const sold = 'Harbour Readers gets 3 transferable licenses of “Sorting a Library”';
  await expect(dialog.getByRole('status')).toContainText(`${sold}, from Jan 1, 2026 until Jan 31, 2026.`);
  await expect(dialog.getByRole('status')).toContainText('The end is in the past');
  await dialog.getByLabel('Expires on').fill('2099-01-31');
  await expect(dialog.getByRole('status')).not.toContainText('The end is in the past');
  await create.click();
  await expect(row).toContainText('Jan 31, 2099');
  await expect(row.getByRole('cell', { name: '3', exact: true })).toBeVisible();
  await expect(row).toContainText('H-1');
  await row.getByRole('button', { name: /Add licenses/ }).click();
  await dialog.getByRole('button', { name: 'Add licenses' }).click();
  await expect(dialog.getByLabel('How many more licenses')).toBeFocused();
  await dialog.getByLabel('How many more licenses').fill('2');
  await expect(dialog.getByRole('status')).toHaveText('3 now, 5 afterwards.');
  await dialog.getByRole('button', { name: 'Add 2 licenses' }).click();
  await expect(row.getByRole('cell', { name: '5', exact: true })).toBeVisible();
});

test('changes the domains of a manager, and says beside the field what does not fit', async ({ page }) => {
  await page.goto('/publisher/managers');
  await page.getByRole('button', { name: /^Edit/ }).last().click();
  const domains = page.getByRole('dialog').getByLabel('Allowed domains');
  await domains.fill('no domain!');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(domains).toHaveAccessibleDescription(/Write domains as example\.com/);
  await expect(domains).toHaveAttribute('aria-invalid', 'true');
  await domains.fill('first.example, second.example');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('row', { name: /first\.example/ })).toContainText('second.example');
});

test('nothing is chosen for who sells, and licenses that nobody can use any more are pointed out', async ({ page }) => {
  await page.goto('/publisher/pools?dialog=new');
  const dialog = page.getByRole('dialog');
  for (const label of ['Manager', 'Course', 'Licenses']) await expect(dialog.getByLabel(label)).toHaveValue('');
  for (const kind of await dialog.getByRole('radio').all()) await expect(kind).not.toBeChecked();
  await expect(dialog.getByRole('status')).toBeEmpty();
  await dialog.getByLabel('Manager').selectOption({ index: 1 });
  await dialog.getByLabel('Course').selectOption({ index: 1 });
  await dialog.getByRole('radio', { name: 'Untransferable', exact: true }).check();
  await dialog.getByLabel('Licenses').fill('2');
  await dialog.getByLabel('Order').fill('OLD-2020');
  await dialog.getByLabel('Issued on').fill('2020-01-01');
  await dialog.getByLabel('Expires on').fill('2020-12-31');
  const warning = dialog.getByRole('status').getByRole('alert');
  await expect(warning).toHaveText('The end is in the past: nobody can use these licenses.');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.goto('/publisher/pools?search=OLD-2020');
  await page
    .getByRole('row', { name: /OLD-2020/ })
    .getByRole('button', { name: /^Add licenses/ })
    .click();
  await expect(dialog.getByLabel('How many more licenses')).toHaveValue('');
  await expect(dialog.getByRole('alert')).toContainText('Dec 31, 2020');
});

test('a customer without allowed domains is told at every turn, until there is one', async ({
  page,
  visitor,
  carrel,
}) => {
  const dialog = page.getByRole('dialog');
  await page.goto('/publisher/managers?dialog=new');
  const hint = dialog.getByText('Without a domain, transferable licenses cannot be assigned to anybody.');
  await expect(hint).toBeVisible();
  await dialog.getByLabel('Allowed domains').fill('x.example');
  await expect(hint).toHaveCount(0);
  await dialog.getByLabel('Allowed domains').fill('');
  await dialog.getByLabel('Name').fill('Domainless Dairy');
  await dialog.getByRole('textbox', { name: /^Email/ }).fill('it@dairy.example');
  await dialog.getByLabel("Owner's email").fill(carrel.email);
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('row', { name: /Domainless Dairy/ })).toBeVisible();

  await page.goto('/publisher/pools?dialog=new');
  await dialog.getByLabel('Manager').selectOption({ label: 'Domainless Dairy' });
  await dialog.getByLabel('Course').selectOption({ index: 1 });
  const title = await dialog.getByLabel('Course').locator('option:checked').innerText();
  await dialog.getByLabel('Licenses').fill('2');
  await dialog.getByRole('radio', { name: 'Untransferable', exact: true }).check();
  await expect(dialog.getByText('Domainless Dairy has no allowed domains')).toHaveCount(0);
  await dialog.getByRole('radio', { name: 'Transferable', exact: true }).check();
  await expect(dialog.getByText('Domainless Dairy has no allowed domains')).toBeVisible();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(dialog).toHaveCount(0);

  await page.goto(linkIn(await mailTo(page.request, carrel, carrel.email, /Domainless/), '/invitation/'));
  await page.getByRole('button', { name: 'Accept' }).click();
  const whom = page.getByRole('alert').filter({ hasText: 'Ask the publisher that you bought them from' });
  await expect(whom).toBeVisible();
  const manager = new URL(page.url()).pathname.replace('/licenses', '');
  await page.goto(`${manager}/links?dialog=create`);
  await expect(dialog.getByLabel(/^Course/)).toHaveValue(title);
  await expect(whom).toBeVisible();
  await dialog.getByLabel('Number of licenses').fill('1');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  await visitor.goto(await dialog.getByRole('textbox', { name: 'The new link' }).inputValue());
  await expect(visitor.getByText('Nobody can use this link yet')).toBeVisible();
  await expect(visitor.getByText('Please tell Domainless Dairy.')).toBeVisible();

  await page.goto('/publisher/managers?search=Domainless');
  await page.getByRole('button', { name: 'Edit Domainless Dairy' }).click();
  await dialog.getByLabel('Allowed domains').fill('dairy.example');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.goto(`${manager}/licenses?dialog=assign`);
  await expect(dialog.getByLabel(/^Course/)).toHaveValue(title);
  await expect(dialog.getByText('Transferable licenses go to: dairy.example')).toBeVisible();
  await expect(whom).toHaveCount(0);
});

test.describe('in Italian', () => {
  test.use({ locale: 'it-IT' });

  test('says beside the field, in the language of the page, what does not fit', async ({ page }) => {
    await page.goto('/publisher/pools?dialog=new');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Gestore').selectOption({ index: 1 });
    await dialog.getByLabel('Corso').selectOption({ index: 1 });
    await dialog.getByRole('radio').first().check();
    await dialog.getByRole('textbox', { name: 'Licenze' }).fill('3');
    await dialog.getByLabel('Emesso il').fill('2027-06-30');
    const end = dialog.getByLabel('Scade il');
    await end.fill('2027-06-29');
    await dialog.getByRole('button', { name: 'Crea' }).click();
    await expect(end).toHaveAccessibleDescription(/dopo il suo inizio/);
  });
});

const json = (value: object) => ({
  name: 'world.json',
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(value)),
});

test('says what the import page takes, what a file would add, and when all of it is known', async ({ page }) => {
  await page.goto('/publisher/import');
  const zone = page.getByRole('button', { name: /^Drop an import file/ });
  await dropFile(zone, { name: 'people.csv', type: 'text/csv', text: 'email\nana@example.com' });
  await expect(page.getByRole('alert')).toContainText('“people.csv” is not an import file. Drop one JSON file');
  const text = JSON.stringify({ courses: [{ id: 80100, title: 'Looked At First' }] });
  const file = { name: 'world.json', type: 'application/json', text };
  await page.getByRole('checkbox', { name: 'Only show what would be added' }).check();
  await dropFile(zone, file);
  await expect(page.getByRole('status').filter({ hasText: 'This file would add' })).toContainText(/1 course$/);
  await page.getByRole('checkbox', { name: 'Only show what would be added' }).uncheck();
  await dropFile(zone, file);
  await expect(page.getByRole('status').filter({ hasText: 'Imported' })).toContainText(/1 course$/);
  await dropFile(zone, file);
  await expect(page.getByRole('status').filter({ hasText: 'Everything in this file is already there' })).toBeVisible();
  await dropFile(zone, { ...file, text: '{"courses":[\n{"id":1},]}' });
  await expect(page.getByRole('alert')).toContainText('something is wrong at line 2, column 10');
});

test('loads an import file whole, or tells every problem of it', async ({ page }) => {
  await page.goto('/publisher/import');
  const file = page.locator('input[type=file]');
  const good = { id: 80001, title: 'Imported Reading' };
  await file.setInputFiles(json({ courses: [good, { id: 80002, title: '' }, { id: 0, title: 'No id' }] }));
  const refused = page.getByRole('alert').filter({ hasText: 'Nothing was imported' });
  await expect(refused.getByRole('listitem')).toHaveCount(2);
  await page.goto('/publisher/courses?search=Imported');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.goto('/publisher/import');
  await file.setInputFiles(json({ courses: [good] }));
  await expect(page.getByRole('status').filter({ hasText: 'Imported' })).toContainText(/1 course$/);
  await page.goto('/publisher/courses?search=Imported');
  await expect(page.getByRole('heading', { level: 2, name: 'Imported Reading' })).toBeVisible();
});
