import type { Page } from '@playwright/test';
import { type Carrel, expect, test } from './support.ts';

const DAY = 86_400_000;
const at = (days: number) => new Date(Math.floor(Date.now() / DAY) * DAY + days * DAY).toISOString();
const shownDay = (moment: string) =>
  new Date(moment).toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'UTC' });

let used = 700_000;

/** Sells pools of one new course each, by import. */
async function sell(page: Page, carrel: Carrel, manager: string, pools: object[][]): Promise<string[]> {
  const courses = pools.map(() => ({ id: ++used, title: `Course for Sale ${used}` }));
  const sold = pools.flatMap((own, index) =>
    own.map((pool) => ({
      id: ++used,
      managerId: Number(manager.slice(3)),
      courseId: courses[index]?.id,
      transferable: true,
      licenses: 5,
      start: at(-10),
      end: at(100),
      ...pool,
    })),
  );
  const answer = await page.request.post('/api/app/publisher/import', {
    data: { courses, pools: sold },
    headers: { origin: carrel.url },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  return courses.map(({ title }) => title);
}

test('counts and draws the running pools, and tells apart what comes and what ended', async ({
  page,
  manager,
  carrel,
}) => {
  const [title = ''] = await sell(page, carrel, manager, [
    [{}, { licenses: 40, start: at(65) }, { licenses: 30, start: at(-90), end: at(-30) }],
  ]);
  await page.goto(`${manager}/licenses?search=${encodeURIComponent(title)}`);
  const card = page.getByRole('main').getByRole('listitem').filter({ hasText: title });
  await expect(card).toContainText('5 available');
  await expect(card).not.toContainText('45');
  await expect(card.getByText(`40 more from ${shownDay(at(65))}`)).toBeVisible();
  await expect(card.getByRole('row', { name: new RegExp(`starts ${shownDay(at(65))}`) })).toBeVisible();
  await expect(card.getByText('Ended', { exact: true })).toHaveCount(0);
  await card.getByRole('button', { name: 'Show 1 ended pool' }).click();
  await expect(card.getByText('Ended', { exact: true })).toBeVisible();
});

test('tells of a course that can be assigned later, and of one that has ended', async ({ page, manager, carrel }) => {
  const [later = '', over = ''] = await sell(page, carrel, manager, [
    [{ start: at(30) }],
    [{ start: at(-60), end: at(-1) }],
  ]);
  await page.goto(`${manager}/licenses?search=${encodeURIComponent(later)}`);
  await expect(page.getByText(`5 more from ${shownDay(at(30))}`)).toBeVisible();
  await expect(page.getByRole('button', { name: `Assign a license for ${later}` })).toBeDisabled();
  await page.goto(`${manager}/licenses?search=${encodeURIComponent(over)}`);
  await expect(page.getByText('All licenses of this course have ended.')).toBeVisible();
});

test('the chart says how many courses it shows, and shows all', async ({ page, manager, carrel }) => {
  await sell(
    page,
    carrel,
    manager,
    Array.from({ length: 14 }, () => [{}]),
  );
  await page.goto(`${manager}/licenses?chart=1`);
  const chart = page.getByRole('table', { name: 'Licenses by course' });
  await expect(chart.locator('tbody tr')).toHaveCount(12);
  const said = page.getByRole('region', { name: 'Licenses by course' }).getByRole('status');
  await expect(said).toHaveText(/^12 of \d\d courses$/);
  await page.getByRole('button', { name: 'Show all' }).click();
  const [shown, total] = ((await said.textContent()) ?? '').match(/\d+/g) ?? [];
  expect(shown).toBe(total);
  await expect(chart.locator('tbody tr')).toHaveCount(Number(total));
  await page.getByRole('button', { name: 'Show the largest 12' }).click();
  await expect(chart.locator('tbody tr')).toHaveCount(12);
});
