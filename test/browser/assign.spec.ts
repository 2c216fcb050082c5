import type { Locator, Page } from '@playwright/test';
import { allowedAddress, expect, poolsOf, test } from './support.ts';

/** A course with a full transferable pool and an untransferable one that has seats. */
async function mixedCourse(page: Page, manager: string) {
  const pools = (await poolsOf(page, manager)).filter((p) => p.state === 'running');
  const full = pools.find(
    (p) =>
      p.transferable &&
      p.available === 0 &&
      pools.some((other) => other.courseId === p.courseId && !other.transferable && other.available > 0),
  );
  const kept = pools.find((p) => p.courseId === full?.courseId && !p.transferable);
  expect(full && kept).toBeTruthy();
  return { full, kept, title: full?.title ?? '' };
}

const chooseCourse = async (dialog: Locator, title: string) => {
  await dialog.getByLabel('Course').last().fill(title);
  await dialog.page().getByRole('option', { name: title }).click();
};

test('the course comes first, with what is free; nothing is chosen for the person', async ({ page, manager }) => {
  const { title, kept } = await mixedCourse(page, manager);
  await page.goto(`${manager}/licenses?dialog=assign`);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Course')).toBeFocused();
  await expect(dialog.getByLabel('Course')).toHaveValue('');
  await expect(dialog.getByLabel('Pool')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(dialog.getByLabel('Course')).toBeFocused();
  await expect(dialog.getByLabel('Course')).toHaveAccessibleDescription('Choose a course.');
  await page.keyboard.type(title.slice(0, 5).toUpperCase());
  const option = page.getByRole('option', { name: title });
  await expect(option).toContainText(`0 transferable free, ${kept?.available} untransferable free`);
  await option.click();
  await expect(dialog.getByLabel('Pool')).toHaveValue('');
  await dialog.getByLabel('Name').fill('Never Given');
  await dialog.getByLabel('Email').fill(await allowedAddress(page, manager, 'never.given'));
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Pool')).toBeFocused();
  await expect(dialog.getByLabel('Pool')).toHaveAccessibleDescription('Choose the pool that the license comes from.');
  const before = await poolsOf(page, manager);
  expect(before.find((p) => p.id === kept?.id)?.available).toBe(kept?.available);
  await dialog.getByLabel('Pool').selectOption(String(kept?.id));
  await expect(dialog.getByRole('status').filter({ hasText: 'stays with the person for good' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Assign for good' }).click();
  await page.getByRole('link', { name: 'Show Never Given' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Never Given' })).toBeVisible();
});

test('who loses a license is told before it happens, and the button says it', async ({ page, manager }) => {
  const { full } = await mixedCourse(page, manager);
  await page.goto(`${manager}/licenses?dialog=assign&pool=${full?.id}`);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: "Take back somebody else's license" }).check();
  await expect(dialog.getByText('Enter the person to see who would lose a license.')).toBeVisible();
  const email = await allowedAddress(page, manager, 'gains.it');
  await dialog.getByLabel('Name').fill('Gains It');
  await dialog.getByLabel('Email').fill(email);
  const losing = dialog.getByRole('alert').filter({ hasText: '1 person loses a license' });
  await expect(losing).toContainText(/% done, (last opened|never opened)/);
  const name = await losing.getByRole('listitem').locator('bdi').first().textContent();
  const apply = dialog.getByRole('button', { name: `Assign, taking back from ${name}` });
  await apply.click();
  await expect(page.getByText(/Gains It has/)).toBeVisible();
  await page.goto(`${manager}/activity?kind=license.recycled`);
  const line = page.getByRole('main').locator('li[data-kind]').first();
  await expect(line).toContainText(name ?? '');
});

test('the end date knows the end of the pool', async ({ page, manager }) => {
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && !p.transferable && p.available > 0);
  await page.goto(`${manager}/licenses?dialog=assign&pool=${pool?.id}`);
  const dialog = page.getByRole('dialog');
  const end = dialog.getByLabel('End date');
  await expect(end).toHaveAccessibleDescription(/Empty: until the pool ends, /);
  await end.fill('2099-01-01');
  await expect(end).toHaveAccessibleDescription(/No license lasts longer than its pool, which ends on/);
  await dialog.getByLabel('Name').fill('Too Late');
  await dialog.getByLabel('Email').fill('too.late@anywhere.example');
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(end).toBeFocused();
  await end.fill((await end.getAttribute('max')) ?? '');
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(page.getByText(/Too Late has/)).toBeVisible();
});

test('by keyboard alone a person who is known gets several courses, and each is told of', async ({ page, manager }) => {
  const pools = (await poolsOf(page, manager)).filter((p) => p.state === 'running' && p.available > 0);
  const first = pools.find((p) => !p.transferable);
  const email = await allowedAddress(page, manager, 'kay.board');
  await page.goto(`${manager}/licenses?dialog=assign&pool=${first?.id}`);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Kay Board');
  await dialog.getByLabel('Email').fill(email);
  await dialog.getByRole('button', { name: 'Assign' }).click();
  await expect(page.getByText(/Kay Board has/)).toBeVisible();

  const singles = pools.filter((p) => pools.filter((o) => o.courseId === p.courseId).length === 1);
  const other = singles.find((p) => p.courseId !== first?.courseId && p.transferable);
  await page.goto(`${manager}/licenses`);
  await page.getByRole('button', { name: 'Assign', exact: true }).focus();
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Course')).toBeFocused();
  await page.keyboard.type(other?.title ?? '');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Course')).toHaveValue(other?.title ?? '');
  const another = dialog.getByRole('button', { name: 'Another course for the same person' });
  while (!(await another.evaluate((e) => e.matches(':focus')))) await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Course 2')).toBeFocused();
  await page.keyboard.type(first?.title ?? '');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const pool = dialog.getByLabel(`Pool of ${first?.title}`);
  if (await pool.isVisible()) await pool.selectOption(String(first?.id));
  while (!(await dialog.getByLabel('Email').evaluate((e) => e.matches(':focus')))) await page.keyboard.press('Tab');
  await page.keyboard.type('kay bo');
  await expect(page.getByRole('option', { name: 'Kay Board' })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog.getByLabel('Email')).toHaveValue(email);
  await expect(dialog.getByText('Kay Board is known and holds 1 license.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: 'Kay Board got 1 of 2 courses' })).toBeFocused();
  await expect(dialog.getByRole('listitem').filter({ hasText: other?.title ?? '' })).toContainText('Assigned until');
  await expect(dialog.getByRole('listitem').filter({ hasText: first?.title ?? '' })).toContainText(
    'already has an active license',
  );
  await dialog.getByRole('link', { name: 'Show Kay Board' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Kay Board' })).toBeVisible();
});

test.describe('in Italian', () => {
  test.use({ locale: 'it-IT' });

  test('gives a license for good, and says so', async ({ page, manager }) => {
    const { title, kept } = await mixedCourse(page, manager);
    await page.goto(`${manager}/licenses?dialog=assign`);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Corso').fill(title);
    await page.getByRole('option', { name: title }).click();
    await dialog.getByLabel('Pacchetto').selectOption(String(kept?.id));
    await expect(dialog.getByText('resta per sempre alla persona')).toBeVisible();
    await dialog.getByLabel('Nome').fill('Vera Sempre');
    await dialog.getByLabel('Email').fill('vera.sempre@anywhere.example');
    await dialog.getByRole('button', { name: 'Assegna per sempre' }).click();
    await expect(page.getByText(`Vera Sempre ha ${title} fino al`)).toBeVisible();
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 }, colorScheme: 'dark' });

  test('the dialog does not scroll sideways', async ({ page, manager }) => {
    const { title } = await mixedCourse(page, manager);
    await page.goto(`${manager}/licenses?dialog=assign`);
    await chooseCourse(page.getByRole('dialog'), title);
    await expect(page.getByRole('dialog').getByLabel('Pool')).toBeVisible();
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    expect(wide).toBe(false);
  });
});
