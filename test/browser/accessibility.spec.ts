import type { Page } from '@playwright/test';
import axe, { type AxeResults } from 'axe-core';
import { choosePool, expect, lendingPool, startCarrel, test } from './support.ts';

type Step = (page: Page) => Promise<unknown>;

const press =
  (name: string | RegExp): Step =>
  (page) =>
    page.getByRole('button', { name }).first().click();
const all =
  (...steps: Step[]): Step =>
  async (page) => {
    for (const step of steps) await step(page);
  };
const openFirstRow: Step = (page) => page.locator('tbody button').first().click();
const selectAll: Step = (page) => page.getByRole('checkbox', { name: 'Select all on this page' }).check();
const fill =
  (label: string, text: string): Step =>
  (page) =>
    page.getByRole('dialog').getByLabel(label).fill(text);
const pressInDialog =
  (name: string | RegExp): Step =>
  (page) =>
    page.getByRole('dialog').getByRole('button', { name }).click();
const chooseFirstCourse: Step = async (page) => {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(/^Course/).click();
  await page.getByRole('listbox').getByRole('option').first().click();
  const pool = dialog.getByLabel(/^Pool/);
  if (await pool.isVisible()) await pool.selectOption({ index: 1 });
};
const shows =
  (text: string | RegExp): Step =>
  (page) =>
    expect(page.getByText(text).first()).toBeVisible();

/** What is looked at: a path, and what is done there first. */
type State = string | [path: string, title: string, step: Step];

const managerStates: State[] = [
  '/licenses',
  '/licenses?chart=1',
  '/licenses?dialog=assign',
  ['/licenses?dialog=assign', 'a refused assignment', pressInDialog('Assign')],
  '/licenses?dialog=bulk',
  [
    '/licenses?dialog=bulk',
    'the preview of many',
    all(chooseFirstCourse, fill('People', 'nobody\nz@many.example,Zoe'), pressInDialog('Preview'), shows(/refused/)),
  ],
  '/licenses?search=nothing-is-called-so',
  ['/licenses', 'the menu of the account', press(/^Account:/)],
  ['/licenses', 'the menu of places', press(/switch workspace/)],
  '/users',
  [
    '/users',
    'an open row',
    all(openFirstRow, (page) => expect(page.getByRole('table', { name: /^Licenses of/ })).toBeVisible()),
  ],
  ['/users?sort=expires&order=desc', 'an end date', all(openFirstRow, press(/^Edit end date/))],
  ['/users?sort=expires&order=desc', 'a revocation', all(openFirstRow, press(/^Revoke /))],
  ['/users', 'selected people', selectAll],
  ['/users', 'the revocation of many', all(selectAll, press('Revoke licenses'))],
  ['/users', 'another end for many', all(selectAll, press('Change end date'))],
  ['/users', 'another course for many', all(selectAll, press('Assign another course'))],
  ['/users', 'a reminder to many', all(selectAll, press('Remind'))],
  '/users?progress=started&endsWithin=90',
  [
    '/users',
    'a person',
    all(openFirstRow, (page) => page.getByRole('link', { name: 'All about this person' }).click(), shows('History')),
  ],
  '/users?status=all&sort=progress&order=desc&page=2',
  '/links?dialog=create',
  '/links?status=deleted',
  '/api',
  '/api?dialog=create',
  ['/api', 'the deletion of a token', press(/^Delete the token/)],
  '/activity',
  '/activity?kind=license.revoked',
  '/members',
  '/members?dialog=invite',
  ['/members', 'the removal of a member', press(/^Remove/)],
];
const ownStates: State[] = [
  '/my',
  ['/my', 'an early return', press(/^Return early/)],
  '/account',
  '/account?dialog=two-factor',
  '/mail',
  ['/mail', 'a mail', (page) => page.getByRole('listitem').first().locator('a, button').first().click()],
  '/publisher/courses',
  '/publisher/courses?dialog=new',
  '/publisher/managers',
  '/publisher/managers?dialog=new',
  ['/publisher/managers', 'an edited manager', press(/^Edit/)],
  '/publisher/pools',
  '/publisher/pools?dialog=new',
  ['/publisher/pools', 'an enlarged pool', press(/^Add licenses/)],
  '/publisher/accounts',
  '/publisher/staff',
  '/publisher/staff?dialog=add',
  ['/publisher/accounts', 'what can be done to an account', press(/^Actions for/)],
  '/publisher/import',
  '/no-such-page',
];
const openPages = [
  '/sign-in',
  '/forgot',
  '/reset',
  '/reset?token=x',
  '/sign-in/link',
  '/two-factor',
  '/l/none',
  '/invitation/none',
];

const looks = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'dark', width: 360 },
] as const;

/** What axe has against the page as it stands. The page's own policy keeps scripts out, so axe comes by the protocol. */
async function violations(page: Page): Promise<string[]> {
  const found = await page.evaluate<AxeResults['violations']>(`axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    resultTypes: ['violations'],
  }).then((results) => results.violations)`);
  return found.map((v) => `${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} (${n.any[0]?.message})`).join(', ')}`);
}

/** Reads a page by axe, light on a wide screen and dark on a phone, loading it once. */
async function examine(page: Page, path: string, step?: Step): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await step?.(page);
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready.then(() => true)');
  await page.evaluate(axe.source);
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 800 });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    await expect.poll(() => page.evaluate('document.getAnimations().length')).toBe(0);
    expect(await violations(page), `${path} ${colorScheme} ${width}`).toEqual([]);
    const wider = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
    expect(wider, `${path} is wider than ${width}`).toBeLessThanOrEqual(0);
  }
}

const titleOf = (state: State) => (typeof state === 'string' ? state : `${state[0]}: ${state[1]}`);
const partsOf = (state: State): [string, Step?] => (typeof state === 'string' ? [state] : [state[0], state[2]]);

for (const state of managerStates)
  test(`axe finds nothing on …${titleOf(state)}`, ({ page, manager }) => {
    const [path, step] = partsOf(state);
    return examine(page, manager + path, step);
  });
for (const state of ownStates)
  test(`axe finds nothing on ${titleOf(state)}`, ({ page }) => examine(page, ...partsOf(state)));
for (const path of openPages) test(`axe finds nothing on ${path}, signed out`, ({ visitor }) => examine(visitor, path));

test('axe finds nothing on a link, its deletion, and the page that it opens', async ({ page, visitor, manager }) => {
  const pool = await lendingPool(page, manager);
  await page.goto(`${manager}/links?dialog=create`);
  const dialog = page.getByRole('dialog');
  await choosePool(dialog, pool);
  await dialog.getByLabel('Number of licenses').fill('1');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const address = await dialog.getByRole('textbox', { name: 'The new link' }).inputValue();
  await examine(page, `${manager}/links`);
  await examine(page, `${manager}/links`, press(/^Delete/));
  await examine(visitor, address);
});

const addresses = [
  ['https://licenses.a-publisher-with-a-long-name.example:8443', /^Signing in does not work/],
  ['http://carrel.example', /^This server has another address/],
] as const;
for (const [publicUrl, title] of addresses)
  test(`axe and the keyboard find the way from a wrong address to ${publicUrl}`, async ({ browser }) => {
    const carrel = await startCarrel('sqlite', { PUBLIC_URL: publicUrl });
    const page = await browser.newPage({ storageState: { cookies: [], origins: [] } });
    await examine(page, `${carrel.url}/sign-in`, (at) => expect(at.getByRole('alert')).toContainText(title));
    await page.screenshot({ path: test.info().outputPath('other-address.png') });
    await expect(page.getByLabel('Email')).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    const link = page.getByRole('link', { name: `Go to ${new URL(publicUrl).host}` });
    await expect(link).toBeFocused();
    expect(await link.evaluate((e) => (e as unknown as { href: string }).href)).toBe(`${publicUrl}/sign-in`);
    await page.close();
    await carrel.stop();
  });

test('the way through a page by keyboard begins with a link to the content', async ({ page, manager }) => {
  await page.goto(`${manager}/licenses`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#main')).toBeFocused();
});

test('a dialog takes the focus, keeps it, and gives it back', async ({ page, manager }) => {
  await page.goto(`${manager}/licenses`);
  const open = page.getByRole('button', { name: 'Assign', exact: true });
  await open.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Assign a license' });
  await expect(dialog.getByLabel('Course')).toBeFocused();
  for (let i = 0; i < 12; i++) await page.keyboard.press('Tab');
  await expect(dialog.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(open).toBeFocused();
});
