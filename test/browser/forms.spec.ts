import type { Locator, Page } from '@playwright/test';
import { allowedAddress, choosePool, expect, lend, poolsOf, test } from './support.ts';

interface FormCase {
  path: string;
  /** The button that sends it. */
  send: string;
  /** The first field that is empty, and what is said beside it. */
  first: string;
  said: RegExp;
}

/** Everything that is empty says so beside its field, the first has the focus, and nothing is sent. */
async function sendEmpty(page: Page, within: Locator, { send, first, said }: FormCase) {
  const sent: string[] = [];
  page.on('request', (r) => {
    if (r.method() !== 'GET') sent.push(`${r.method()} ${r.url()}`);
  });
  await within.getByRole('button', { name: send }).last().click();
  const field = within.getByLabel(new RegExp(`^${first}`)).first();
  await expect(field).toBeFocused();
  await expect(field).toHaveAccessibleDescription(said);
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  expect(sent).toEqual([]);
}

const ofManager: FormCase[] = [
  { path: '/licenses?dialog=assign', send: 'Assign', first: 'Course', said: /Choose a course/ },
  { path: '/licenses?dialog=bulk', send: 'Preview', first: 'Course', said: /Choose a course/ },
  { path: '/links?dialog=create', send: 'Create link', first: 'Course', said: /Choose a course/ },
  { path: '/members?dialog=invite', send: 'Send', first: 'Email', said: /complete email address/ },
  { path: '/api?dialog=create', send: 'Create', first: 'Name', said: /Fill this in/ },
];
const own: FormCase[] = [
  { path: '/account?dialog=two-factor', send: 'Next', first: 'Password', said: /Enter the password/ },
  { path: '/publisher/courses?dialog=new', send: 'Create', first: 'Title', said: /Fill this in/ },
  { path: '/publisher/managers?dialog=new', send: 'Create', first: 'Name', said: /Fill this in/ },
  { path: '/publisher/pools?dialog=new', send: 'Create', first: 'Manager', said: /Choose who/ },
  { path: '/publisher/staff?dialog=add', send: 'Add staff', first: 'Email', said: /complete email address/ },
];
const open: FormCase[] = [
  { path: '/sign-in', send: 'Sign in', first: 'Email', said: /complete email address/ },
  { path: '/forgot', send: 'Email me the link', first: 'Email', said: /complete email address/ },
  { path: '/reset?token=x', send: 'Save', first: 'New password', said: /At least 10 characters/ },
  { path: '/two-factor', send: 'Sign in', first: 'Six-digit code', said: /Enter the code/ },
];

for (const one of ofManager)
  test(`an empty form says what is missing, at its first field: ${one.path}`, async ({ page, manager }) => {
    await page.goto(manager + one.path);
    await sendEmpty(page, page.getByRole('dialog'), one);
  });
for (const one of own)
  test(`an empty form says what is missing, at its first field: ${one.path}`, async ({ page }) => {
    await page.goto(one.path);
    await sendEmpty(page, page.getByRole('dialog'), one);
  });
for (const one of open)
  test(`an empty form says what is missing, at its first field: ${one.path}`, async ({ visitor }) => {
    await visitor.goto(one.path);
    await sendEmpty(visitor, visitor.getByRole('main'), one);
  });

test('a form is sent once however often it is pressed, and says beside the field what the server refuses', async ({
  page,
  manager,
}) => {
  await page.goto(`${manager}/members?dialog=invite`);
  const dialog = page.getByRole('dialog');
  const sent: string[] = [];
  await page.route('**/v1/members', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    sent.push(route.request().url());
    await expect(dialog.getByRole('button', { name: 'Send' })).toBeDisabled();
    return route.continue();
  });
  await dialog.getByLabel('Email').fill('wrong@o’brien.example');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await expect(dialog.getByLabel('Email')).toBeFocused();
  await expect(dialog.getByLabel('Email')).toHaveAccessibleDescription(/apostrophe/);
  expect(sent).toHaveLength(1);
});

test('a link is made course first, and course and pool are told before and after', async ({ page, manager }) => {
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.transferable && p.available > 1);
  await page.goto(`${manager}/links?dialog=create`);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Course')).toBeFocused();
  await choosePool(dialog, pool);
  await dialog.getByRole('button', { name: `Create link for ${pool?.title}` }).click();
  await expect(dialog.getByLabel('Number of licenses')).toBeFocused();
  await expect(dialog.getByLabel('Number of licenses')).toHaveAccessibleDescription(/Enter how many, from 1 to/);
  await page.keyboard.type('1');
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('heading', { name: 'The link is ready' })).toBeVisible();
  await expect(dialog).toContainText(pool?.title ?? '');
});

test('a list is for a course, takes back only what was held long enough, and says the course throughout', async ({
  page,
  manager,
}) => {
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.transferable && !p.available);
  await page.goto(`${manager}/licenses?dialog=bulk`);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Course')).toBeFocused();
  await choosePool(dialog, pool);
  await dialog.getByRole('checkbox', { name: /take back/ }).check();
  const held = dialog.getByLabel('Days before a license may be taken back');
  await expect(held).toHaveValue('0');
  await held.fill('3650');
  await dialog.getByLabel('People').fill(await allowedAddress(page, manager, 'late.comer'));
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await expect(dialog.getByText('0 people get a license.')).toBeVisible();
  await expect(dialog).toContainText(pool?.title ?? '');
  await dialog.getByRole('button', { name: 'Back' }).click();
  await expect(held).toHaveValue('3650');
  await held.fill('0');
  await dialog.getByRole('button', { name: 'Preview' }).click();
  await dialog.getByRole('button', { name: `Assign 1 license, taking back 1 of ${pool?.title}` }).click();
  await expect(dialog.getByText('1 of 1 assigned.')).toBeVisible();
  await expect(dialog).toContainText(pool?.title ?? '');
});

test('what was filled in outlives the session: who is assigned, and a link', async ({
  page,
  context,
  manager,
  carrel,
}) => {
  const pool = (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.transferable && p.available > 0);
  const enter = async () => {
    await context.clearCookies();
    await page.reload();
    await page.getByRole('textbox', { name: 'Email' }).fill(carrel.email);
    await page.getByRole('textbox', { name: 'Password' }).fill(carrel.password);
    await page.keyboard.press('Enter');
  };
  const dialog = page.getByRole('dialog');
  await page.goto(`${manager}/licenses?dialog=assign`);
  await choosePool(dialog, pool);
  await dialog.getByLabel('Email').fill('dora.draft@alder-freight.example');
  await dialog.getByLabel('Name').fill('Dora Draft');
  await enter();
  await expect(dialog.getByLabel('Name')).toHaveValue('Dora Draft');
  await expect(dialog.getByLabel('Email')).toHaveValue('dora.draft@alder-freight.example');
  await expect(dialog.getByLabel('Course')).toHaveValue(pool?.title ?? '');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.goto(`${manager}/licenses?dialog=assign`);
  await expect(dialog.getByLabel('Name')).toHaveValue('');

  await page.goto(`${manager}/links?dialog=create`);
  await choosePool(dialog, pool);
  await dialog.getByLabel('Name').fill('Spring school');
  await enter();
  await expect(dialog.getByLabel('Name')).toHaveValue('Spring school');
  await expect(dialog.getByLabel('Course')).toHaveValue(pool?.title ?? '');
});

test('an end date and a name that are emptied are asked for', async ({ page, manager, carrel }) => {
  const { student } = await lend(page, manager, carrel.url, 'Nina Needed');
  await page.goto(`${manager}/users/${student.id}?dialog=rename`);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(' ');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await expect(dialog.getByLabel('Name')).toHaveAccessibleDescription(/Enter the person's name/);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('button', { name: /^Edit end date/ }).click();
  await dialog.getByLabel('End date').fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByLabel('End date')).toHaveAccessibleDescription(/Enter a day/);
  await dialog.getByLabel('End date').fill('2999-01-01');
  await expect(dialog.getByLabel('End date')).toHaveAccessibleDescription(/No license lasts longer than its pool/);
});
