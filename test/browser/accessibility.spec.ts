import type { Page } from '@playwright/test';
import { bringAxe, violations } from './axe.ts';
import { choosePool, expect, lend, lendingPool, startCarrel, test } from './support.ts';

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
const checkInDialog =
  (name: string): Step =>
  (page) =>
    page.getByRole('dialog').getByRole('checkbox', { name }).check();
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

const dialogIsOpen: Step = (page) => expect(page.getByRole('dialog')).toBeVisible();

/** The pages of a license manager, each with its states. */
const managerPages: Record<string, State[]> = {
  licenses: [
    '/licenses',
    '/licenses?chart=1',
    ['/licenses?dialog=assign', 'an assignment', dialogIsOpen],
    ['/licenses?dialog=assign', 'a refused assignment', pressInDialog('Assign')],
    ['/licenses?dialog=bulk', 'an assignment of many', dialogIsOpen],
    [
      '/licenses?dialog=bulk',
      'the preview of many',
      all(chooseFirstCourse, fill('People', 'nobody\nz@many.example,Zoe'), pressInDialog('Preview'), shows(/refused/)),
    ],
    ['/licenses?search=nothing-is-called-so', 'an empty list', shows('Nothing found')],
    '/licenses/roster',
    ['/licenses', 'the menu of the account', press(/^Account:/)],
    ['/licenses', 'the menu of places', press(/switch workspace/)],
  ],
  users: [
    '/users',
    [
      '/users',
      'an open row',
      all(openFirstRow, (page) => expect(page.getByRole('table', { name: /^Licenses of/ })).toBeVisible()),
    ],
    ['/users?sort=expires&order=desc', 'an end date', all(openFirstRow, press(/^Edit end date/))],
    ['/users?sort=expires&order=desc', 'a revocation', all(openFirstRow, press(/^Revoke /))],
    ['/users', 'selected people', selectAll],
    ['/users?progress=started&endsWithin=90', 'filters', shows('Clear the filters')],
    ['/users?status=all&sort=progress&order=desc&page=2', 'the second page', shows(/^11–20 of/)],
  ],
  'what is done to many': [
    ['/users', 'the revocation of many', all(selectAll, press('Revoke licenses'))],
    ['/users', 'another end for many', all(selectAll, press('Change end date'))],
    ['/users', 'another course for many', all(selectAll, press('Assign another course'), chooseFirstCourse)],
    ['/users', 'a reminder to many', all(selectAll, press('Remind'))],
  ],
  links: [
    '/links',
    ['/links?dialog=create', 'a new link', all(chooseFirstCourse, checkInDialog('Auto-reassign licenses'))],
    ['/links', 'a QR code', all(press(/^QR code of/), shows(/^Scan this code/))],
    ['/links', 'an edited link', press(/^Edit the link/)],
    ['/links?status=deleted', 'no deleted links', shows('No deleted links')],
  ],
  tokens: [
    '/api',
    ['/api?dialog=create', 'a new token', dialogIsOpen],
    ['/api', 'the deletion of a token', press(/^Delete the token/)],
    ['/api/webhooks', 'no webhook', shows('No webhooks yet')],
    [
      '/api/webhooks?dialog=create',
      'a new webhook',
      (page) => page.getByRole('radio', { name: 'Only the kinds chosen here' }).check(),
    ],
  ],
  activity: ['/activity', ['/activity?kind=license.revoked', 'one kind', shows('Clear the filters')]],
  members: [
    '/members',
    ['/members?dialog=invite', 'an invitation', dialogIsOpen],
    ['/members', 'the removal of a member', press(/^Remove/)],
  ],
  settings: ['/settings'],
};
const otherPages: Record<string, State[]> = {
  'my licenses': ['/my', ['/my', 'an early return', press(/^Return early/)]],
  'the account': ['/account', ['/account?dialog=two-factor', 'a second factor', dialogIsOpen]],
  'the mailbox': [
    '/mail',
    ['/mail', 'a mail', (page) => page.getByRole('listitem').first().locator('a, button').first().click()],
  ],
  courses: ['/publisher/courses', ['/publisher/courses?dialog=new', 'a new course', dialogIsOpen]],
  managers: [
    '/publisher/managers',
    ['/publisher/managers?dialog=new', 'a new manager', dialogIsOpen],
    ['/publisher/managers', 'an edited manager', press(/^Edit/)],
  ],
  pools: [
    '/publisher/pools',
    ['/publisher/pools?dialog=new', 'a new pool', dialogIsOpen],
    ['/publisher/pools', 'an enlarged pool', press(/^Add licenses/)],
  ],
  accounts: [
    '/publisher/accounts',
    ['/publisher/accounts', 'what can be done to an account', press(/^Actions for/)],
    '/publisher/staff',
    ['/publisher/staff?dialog=add', 'a new person of the staff', dialogIsOpen],
  ],
  'the import': ['/publisher/import', '/no-such-page'],
};
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

const languages = ['en', 'it'] as const;
const schemes = ['light', 'dark'] as const;
const widths = [1440, 360] as const;

interface Look {
  language: (typeof languages)[number];
  colorScheme: (typeof schemes)[number];
  width: number;
  /** CSS pixels; less than the height of a phone stands for a page that is made larger. */
  height?: number;
  forcedColors?: 'active';
}

/** Every look of a page, and that of who chose the colours of all pages. */
const everyLook: Look[] = [
  ...languages.flatMap((language) =>
    schemes.flatMap((colorScheme) => widths.map((width) => ({ language, colorScheme, width }))),
  ),
  { language: 'it', colorScheme: 'dark', width: 1440, forcedColors: 'active' },
];
/** Of what has to be opened first: each language, scheme and width with each of the others. */
const eachWithEach: Look[] = [
  { language: 'en', colorScheme: 'light', width: 1440 },
  { language: 'en', colorScheme: 'dark', width: 360 },
  { language: 'it', colorScheme: 'light', width: 360 },
  { language: 'it', colorScheme: 'dark', width: 1440 },
];
/** 1,280 by 1,024 pixels at 400 %. */
const enlarged: Look = { language: 'it', colorScheme: 'dark', width: 320, height: 256 };

/** Lets the page take a look, as it does where another tab chooses the language, and the device the rest. */
async function take(page: Page, look: Look): Promise<void> {
  const { language, colorScheme, forcedColors = 'none', width, height = 800 } = look;
  await page.emulateMedia({ colorScheme, forcedColors, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height });
  await page.evaluate(`if (document.documentElement.lang !== '${language}') {
    localStorage.setItem('carrel-language', '${language}');
    dispatchEvent(new StorageEvent('storage', { key: 'carrel-language' }));
  }`);
  await expect(page.locator(`html[lang=${language}][data-mantine-color-scheme=${colorScheme}]`)).toBeAttached();
  await expect.poll(() => page.evaluate('document.getAnimations().length'), { intervals: [20, 50, 100] }).toBe(0);
}

async function isNoWider(page: Page, what: string): Promise<void> {
  const wider = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  expect.soft(wider, `${what} scrolls sideways`).toBeLessThanOrEqual(0);
}

/** Waits until everything that the page asked for is there. */
async function settle(page: Page): Promise<void> {
  await expect(page.getByRole('heading').first()).toBeVisible();
  await expect(page.locator('[class*=Skeleton-root], [aria-busy=true]')).toHaveCount(0);
  await page.evaluate('document.fonts.ready.then(() => true)');
}

/** Reads what can be seen by axe in all the looks that count, and looks whether it scrolls sideways, at 400 % too. */
async function read(page: Page, what: string, looks: Look[]): Promise<void> {
  await settle(page);
  await bringAxe(page);
  for (const look of looks) {
    await take(page, look);
    const seen = `${what} ${Object.values(look).join(' ')}`;
    expect.soft(await violations(page), seen).toEqual([]);
    await isNoWider(page, seen);
  }
  await take(page, enlarged);
  await isNoWider(page, `${what} at 400 %`);
}

async function examine(page: Page, path: string, step?: Step): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 1440, height: 800 });
  await page.goto(path);
  await page.evaluate("localStorage.removeItem('carrel-language')");
  if ((await page.evaluate('document.documentElement.lang')) !== 'en') await page.reload();
  await settle(page);
  await step?.(page);
  await read(page, path, step ? eachWithEach : everyLook);
}

/** The states of a page one after the other: what is wrong with one does not hide the rest. */
async function examineAll(page: Page, base: string, states: State[]): Promise<void> {
  for (const state of states) {
    const [path, title, step] = typeof state === 'string' ? [state, '', undefined] : state;
    await test.step(`${path} ${title}`, () => examine(page, base + path, step));
  }
}

test.use({ trace: 'off' }); // a record of so many looks takes longer than the looks
test.describe.configure({ timeout: 300_000 });

for (const [name, states] of Object.entries(managerPages))
  test(`axe finds nothing in any look on ${name}`, ({ page, manager }) => examineAll(page, manager, states));
for (const [name, states] of Object.entries(otherPages))
  test(`axe finds nothing in any look on ${name}`, ({ page }) => examineAll(page, '', states));
test('axe finds nothing in any look where nobody is signed in', ({ visitor }) => examineAll(visitor, '', openPages));

test('axe finds nothing in any look on a person', async ({ page, manager, carrel }) => {
  const { student } = await lend(page, manager, carrel.url, 'Ada Axe');
  await examine(page, `${manager}/users/${student.id}`);
  await examine(page, `${manager}/users/${student.id}?dialog=rename`, dialogIsOpen);
});

test('axe finds nothing on a link, its deletion, and the page that it opens', async ({ page, visitor, manager }) => {
  const pool = await lendingPool(page, manager);
  await page.goto(`${manager}/links?dialog=create`);
  const dialog = page.getByRole('dialog');
  await choosePool(dialog, pool);
  await dialog.getByLabel('Number of licenses').fill('1');
  await dialog.getByRole('button', { name: 'Create link' }).click();
  const address = await dialog.getByRole('textbox', { name: 'The new link' }).inputValue();
  await read(page, 'a new link', eachWithEach);
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
    await page.goto(`${carrel.url}/sign-in`);
    await expect(page.getByRole('alert')).toContainText(title);
    await expect(page.getByLabel('Email')).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    const link = page.getByRole('link', { name: `Go to ${new URL(publicUrl).host}` });
    await expect(link).toBeFocused();
    expect(await link.evaluate((e) => (e as unknown as { href: string }).href)).toBe(`${publicUrl}/sign-in`);
    await examine(page, `${carrel.url}/sign-in`);
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
