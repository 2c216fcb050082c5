import { expect, lend, test } from './support.ts';

test.use({ timezoneId: 'America/New_York' });

const DAY = 86_400_000;
const dayIn = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);

test('an end is told as the last day in the reader’s zone, and saving it unchanged asks for nothing', async ({
  page,
  manager,
  carrel,
}) => {
  const { id, course } = await lend(page, manager, carrel.url, 'Dora Dated');
  const license = `/api/app/managers/${manager.slice(3)}/v1/license/${id}`;
  const end = dayIn(9);
  await page.request.patch(license, { data: { endDate: end }, headers: { origin: carrel.url } });
  await page.goto(`${manager}/users?search=dora`);
  await page.getByRole('button', { name: /Dora Dated/ }).click();
  const held = page.getByRole('table', { name: 'Licenses of Dora Dated' }).getByRole('row', { name: course });
  const lastDay = new Date(Date.parse(end) - 1000);
  const told = lastDay.toLocaleDateString('en', { dateStyle: 'medium', timeZone: 'America/New_York' });
  await expect(held.locator('time')).toHaveText(told);
  await expect(held.locator('time')).toHaveAttribute('title', /E[SD]T/);

  const changes: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'PATCH') changes.push(request.url());
  });
  await held.getByRole('button', { name: `Edit end date: ${course}` }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('End date')).toHaveValue(dayIn(8));
  await expect(dialog.getByLabel('End date')).toHaveAttribute('max', /^\d{4}-\d{2}-\d{2}$/);
  await page.screenshot({ path: '/tmp/end-date.png' });
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  expect(changes).toEqual([]);
  const { end: kept } = await (await page.request.get(license)).json();
  expect(kept).toBe(`${end}T00:00:00+00:00`);
});

test('the history is filtered by the days by which it is grouped', async ({ page, manager, carrel }) => {
  await lend(page, manager, carrel.url, 'Hugo History');
  const asked = page.waitForRequest((request) => request.url().includes('/v1/events?'));
  await page.goto(`${manager}/activity?from=2026-01-10&to=2026-07-10`);
  const query = new URL((await asked).url()).searchParams;
  expect(query.get('from')).toBe('2026-01-10T05:00:00.000Z');
  expect(query.get('to')).toBe('2026-07-11T03:59:59.000Z');
  await page.screenshot({ path: '/tmp/activity.png' });
});

test('a license that begins later is told so, by itself', async ({ page, manager }) => {
  const terms = { poolId: 1, courseId: '1', transferable: true, revokable: false, editable: false };
  const rest = { ended: null, endedHow: null, progress: 0, completed: null, lastAccess: null, manager: 'Alder' };
  await page.route('**/api/app/my/licenses', (route) =>
    route.fulfill({
      json: [
        { licenseId: 2, title: 'Mastering DAX', start: '2126-02-03T12:00:00+00:00', end: '2127-02-03T00:00:00+00:00' },
        { licenseId: 1, title: 'Writing SQL', start: '2020-01-01T00:00:00+00:00', end: '2126-05-05T00:00:00+00:00' },
      ].map((one) => ({ ...terms, ...rest, ...one, active: one.licenseId === 1 })),
    }),
  );
  await page.goto(manager);
  await page.goto('/my');
  await expect(page.getByRole('heading', { name: 'Coming up' })).toBeVisible();
  await expect(page.getByText('starts Feb 3, 2126')).toBeVisible();
  await expect(page.getByText('until May 4, 2126')).toBeVisible();
  await expect(page.getByText('expired')).toHaveCount(0);
  await page.screenshot({ path: '/tmp/my.png' });
});
