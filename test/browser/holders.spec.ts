import type { Page } from '@playwright/test';
import { choosePool, expect, lend, poolsOf, test } from './support.ts';

const rows = (page: Page) => page.locator('tbody').getByRole('row');

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 360]) {
    test(`filters who has a course, ${colorScheme}, ${width} px`, async ({ page, manager }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.goto(`${manager}/users`);
      const course = page.getByRole('combobox', { name: 'Course' });
      await course.selectOption({ index: 1 });
      await expect(page).toHaveURL(/courseId=\d+/);
      await page.getByRole('combobox', { name: 'Progress' }).selectOption('completed');
      await expect(page).toHaveURL(/progress=completed/);
      await page.getByRole('combobox', { name: 'Progress' }).selectOption('never');
      await expect(page).toHaveURL(/opened=never/);
      await expect(page).not.toHaveURL(/progress=/);
      await page.getByRole('combobox', { name: 'End of the license' }).selectOption('90');
      await expect(page).toHaveURL(/endsWithin=90/);
      await page.goBack();
      await expect(page).not.toHaveURL(/endsWithin/);
      await page.getByRole('button', { name: 'Clear the filters' }).first().click();
      await expect(page).toHaveURL(new RegExp(`${manager}/users$`));
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
}

test('numbers on courses and pools lead to the people they count', async ({ page, manager }) => {
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.transferable && p.available > 0);
  await page.goto(`${manager}/licenses?search=${encodeURIComponent(pool?.title ?? '')}`);
  await page.getByRole('link', { name: new RegExp(`students of pool #${pool?.id}$`) }).click();
  await expect(page).toHaveURL(new RegExp(`courseId=\\d+&poolId=${pool?.id}`));
  await expect(rows(page).first()).toBeVisible();
  await page.goBack();
  await page
    .getByRole('link', { name: `Students who hold ${pool?.title}` })
    .first()
    .click();
  await expect(page).toHaveURL(/courseId=\d+$/);
});

test('words that fit only who is inactive lead there', async ({ page, manager, carrel }) => {
  const { id } = await lend(page, manager, carrel.url, 'Ines Idle');
  await page.request.delete(`/api/app/managers/${manager.slice(3)}/v1/license/${id}`, {
    headers: { origin: carrel.url },
  });
  await page.goto(`${manager}/users?search=ines.idle`);
  await expect(page.getByText('1 inactive student matches.')).toBeVisible();
  await page.getByRole('button', { name: 'Show them' }).click();
  await expect(page.getByRole('table')).toContainText('Ines Idle');
});

test('a page past the end becomes the last one, and Back goes a page back', async ({ page, manager }) => {
  await page.goto(`${manager}/users?status=all&page=9999`);
  await expect(page).not.toHaveURL(/9999/);
  await expect(rows(page).first()).toBeVisible();
  await page.goto(`${manager}/users?status=all`);
  await page.getByRole('button', { name: 'Page 2' }).click();
  await expect(page).toHaveURL(/page=2/);
  await page.goBack();
  await expect(page).toHaveURL(/users\?status=all$/);
  await expect(page.getByRole('button', { name: 'Page 1', exact: true })).toHaveAttribute('aria-current', 'page');
});

test('where everybody on the last page is revoked, the page before is shown', async ({ page, manager, carrel }) => {
  for (let at = 1; at <= 11; at++) await lend(page, manager, carrel.url, `Lou Lastpage${at}`);
  await page.goto(`${manager}/users?search=lastpage&page=2`);
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Revoke licenses' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Revoke 1 license' }).click();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(rows(page)).toHaveCount(10);
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toHaveCount(0);
});

test('all that match are chosen over pages, get another end, and are not in the address', async ({
  page,
  manager,
  carrel,
}) => {
  for (const name of ['Max Match', 'Mia Match']) await lend(page, manager, carrel.url, name);
  await page.goto(`${manager}/users`);
  const total = Number((await page.getByText(/^1–10 of/).innerText()).match(/of ([\d,]+)/)?.[1]?.replace(',', ''));
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: `Select all ${total.toLocaleString('en')} that match` }).click();
  await page.getByRole('button', { name: 'Page 2' }).click();
  await expect(page.getByText(`${total.toLocaleString('en')} students selected`)).toBeVisible();
  expect(page.url().length).toBeLessThan(200);
  await page.reload();
  await expect(page.getByText(/students selected/)).toHaveCount(0);
  await page.goto(`${manager}/users?search=match`);
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await page.getByRole('button', { name: 'Change end date' }).click();
  const dialog = page.getByRole('dialog');
  const end = new Date(Date.now() + 9 * 86_400_000);
  await dialog.getByLabel('End date').fill(end.toISOString().slice(0, 10));
  await dialog.getByRole('button', { name: 'Change 2 licenses' }).click();
  await expect(dialog.getByText('2 of 2 done.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(rows(page).first()).toContainText(
    end.toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' }),
  );
});

test('chosen people are reminded once a day, and get one more course', async ({ page, manager, carrel }) => {
  const { course } = await lend(page, manager, carrel.url, 'Rem Inder');
  await page.goto(`${manager}/users?search=rem.inder`);
  const choose = () => page.getByRole('checkbox', { name: 'Select Rem Inder' }).check();
  const dialog = page.getByRole('dialog');
  for (const outcome of [/^1 of 1 done\.$/, /Was reminded within the last 24 hours/]) {
    await choose();
    await page.getByRole('button', { name: 'Remind' }).click();
    await dialog.getByRole('button', { name: 'Send 1 email' }).click();
    await expect(dialog.getByText(outcome)).toBeVisible();
    await dialog.getByRole('button', { name: 'Done' }).click();
  }
  const other = (await poolsOf(page, manager)).find(
    (p) => p.state === 'running' && p.transferable && p.available > 0 && p.title !== course,
  );
  await choose();
  await page.getByRole('button', { name: 'Assign another course' }).click();
  await expect(dialog.getByRole('button', { name: 'Assign 1 license' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Assign 1 license' }).click();
  await expect(dialog.getByLabel(/^Course/)).toHaveAccessibleDescription('Choose a course.');
  await choosePool(dialog, other);
  await dialog.getByRole('button', { name: 'Assign 1 license' }).click();
  await expect(dialog.getByText('1 of 1 done.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('button', { name: /Rem Inder/ }).click();
  await expect(page.getByRole('table', { name: 'Licenses of Rem Inder' })).toContainText(other?.title ?? '');
});

test('a course that many get for good says so in amber, and the button with it', async ({ page, manager, carrel }) => {
  const { student } = await lend(page, manager, carrel.url, 'Fia Forgood');
  const kept = (await poolsOf(page, manager)).find((p) => p.state === 'running' && !p.transferable && p.available > 0);
  await page.goto(`${manager}/users?search=${encodeURIComponent(student.email)}`);
  await page.getByRole('checkbox', { name: 'Select Fia Forgood' }).check();
  await page.getByRole('button', { name: 'Assign another course' }).click();
  const dialog = page.getByRole('dialog');
  await choosePool(dialog, kept);
  await expect(dialog.getByText('you cannot take them back')).toBeVisible();
  await dialog.getByRole('button', { name: 'Assign 1 license for good' }).click();
  await expect(dialog.getByText('1 of 1 done.')).toBeVisible();
});

test('a person has a page, reached from the list and from the history, where the name is corrected', async ({
  page,
  manager,
  carrel,
}) => {
  const { student, course } = await lend(page, manager, carrel.url, 'Pia Peson');
  await page.goto(`${manager}/users?search=pia`);
  await page.getByRole('button', { name: /Pia Peson/ }).click();
  await page.getByRole('link', { name: 'All about this person' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pia Peson' })).toBeVisible();
  await expect(page.getByRole('table', { name: 'Licenses of Pia Peson' })).toContainText(course);
  await page.getByRole('button', { name: 'Correct the name' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Pia Person');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Pia Person' })).toBeVisible();
  await expect(page.getByText('it was “Pia Peson”')).toBeVisible();
  await page.goto(`${manager}/activity?kind=license.assigned`);
  await page.getByRole('link', { name: 'Pia Person' }).first().click();
  await expect(page).toHaveURL(new RegExp(`users/${student.id}$`));
});

test('who has no name is called by the address, in Italian too', async ({ page, manager, carrel }) => {
  const { student } = await lend(page, manager, carrel.url, 'Student');
  await page.goto(`${manager}/users?search=${student.email}`);
  await expect(page.getByRole('checkbox', { name: `Select ${student.email}` })).toBeVisible();
  await page.evaluate("localStorage.setItem('carrel-language', 'it')");
  await page.reload();
  await page.getByRole('checkbox', { name: `Seleziona ${student.email}` }).check();
  await expect(page.getByText('1 studente selezionato')).toBeVisible();
  await page.getByRole('button', { name: 'Cambia la scadenza' }).click();
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Cambia 1 licenza' })).toBeVisible();
  await page.goto(`${manager}/users?progress=completed&endsWithin=30&courseId=1`);
  await expect(page.getByRole('button', { name: 'Azzera i filtri' }).first()).toBeVisible();
});

for (const [language, words] of Object.entries({
  en: { edit: /^Edit end date/, save: 'Save', revoke: /^Revoke /, confirm: 'Revoke', show: 'Show Tara Toast' },
  it: { edit: /^Modifica la fine/, save: 'Salva', revoke: /^Revoca /, confirm: 'Revoca', show: 'Mostra Tara Toast' },
}))
  test(`the word that a license was changed or revoked leads to the person, ${language}`, async ({
    page,
    manager,
    carrel,
  }) => {
    const { student } = await lend(page, manager, carrel.url, 'Tara Toast');
    await page.goto(`${manager}/users?search=tara.toast`);
    await page.evaluate(`localStorage.setItem('carrel-language', '${language}')`);
    const open = async () => {
      await page.goto(`${manager}/users?search=tara.toast&open=${student.id}`);
      await expect(page.getByRole('button', { name: words.edit })).toBeVisible();
    };
    await open();
    await page.getByRole('button', { name: words.edit }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('input[type=date]').fill(new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
    await dialog.getByRole('button', { name: words.save }).click();
    await page.getByRole('alert').getByRole('link', { name: words.show }).click();
    await expect(page).toHaveURL(new RegExp(`users/${student.id}$`));
    await open();
    await page.getByRole('button', { name: words.revoke }).click();
    await dialog.getByRole('button', { name: words.confirm, exact: true }).click();
    await page.getByRole('alert').getByRole('link', { name: words.show }).click();
    await expect(page).toHaveURL(new RegExp(`users/${student.id}$`));
  });
