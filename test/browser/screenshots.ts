/**
 * `npm run screenshots`: every page of the web app, light and dark, wide and narrow, into test-results/screenshots/; those
 * that the README shows into docs/screenshots/. `npm run screenshots -- users` takes those whose name begins so.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import config from '../../playwright.config.ts';
import { type Carrel, signIn, startCarrel } from './support.ts';

const root = join(import.meta.dirname, '../..');
const [only = ''] = process.argv.slice(2);
const shown = new Set(
  [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/docs\/screenshots\/([\w-]+\.png)/g)].map(
    ([, name]) => name,
  ),
);
const fileOf = (name: string): string =>
  join(root, shown.has(name) ? 'docs/screenshots' : 'test-results/screenshots', name);

type Step = (page: Page) => Promise<unknown>;
interface Shot {
  name: string;
  path: string;
  open?: true;
  step?: Step;
}

const openFirstRow: Step = (page) => page.locator('tbody button').nth(1).click();

/** The titles of the table, and the box among them, are not shown on a phone. */
const choosePage: Step = async (page) => {
  const all = page.getByRole('checkbox', { name: 'Select all on this page' });
  const first = page.getByRole('checkbox', { name: /^Select / }).first();
  await first.waitFor();
  await ((await all.isVisible()) ? all : first).check();
};
const changeEnds: Step = async (page) => {
  await choosePage(page);
  await page.getByRole('button', { name: 'Change end date' }).click();
  await page.getByRole('button', { name: /^Change \d+ license/ }).waitFor();
};
const openPerson: Step = async (page) => {
  await openFirstRow(page);
  await page.getByRole('link', { name: 'All about this person' }).click();
  await page.getByRole('heading', { name: 'History' }).waitFor();
};

const shots = (manager: string, link: string): Shot[] => [
  { name: 'licenses', path: `${manager}/licenses` },
  { name: 'licenses-chart', path: `${manager}/licenses?chart=1` },
  { name: 'assign', path: `${manager}/licenses?dialog=assign` },
  { name: 'assign-many', path: `${manager}/licenses?dialog=bulk` },
  { name: 'users', path: `${manager}/users`, step: openFirstRow },
  { name: 'users-filtered', path: `${manager}/users?progress=started&search=a`, step: choosePage },
  { name: 'users-end-date', path: `${manager}/users`, step: changeEnds },
  { name: 'person', path: `${manager}/users`, step: openPerson },
  { name: 'links', path: `${manager}/links` },
  { name: 'api', path: `${manager}/api` },
  { name: 'webhooks', path: `${manager}/api/webhooks` },
  { name: 'roster', path: `${manager}/licenses/roster` },
  { name: 'activity', path: `${manager}/activity` },
  { name: 'members', path: `${manager}/members` },
  { name: 'my-licenses', path: '/my' },
  { name: 'account', path: '/account' },
  { name: 'publisher-courses', path: '/publisher/courses' },
  { name: 'publisher-pools', path: '/publisher/pools' },
  { name: 'mailbox', path: '/mail' },
  { name: 'sign-in', path: '/sign-in', open: true },
  { name: 'link-page', path: link, open: true },
];

interface Look {
  colorScheme: 'light' | 'dark';
  width: number;
  height: number;
}

const looks: Look[] = (['light', 'dark'] as const).flatMap((colorScheme) => [
  { colorScheme, width: 1440, height: 900 },
  { colorScheme, width: 360, height: 780 },
]);

async function take(page: Page, carrel: Carrel, shot: Shot, look: Look): Promise<void> {
  await page.goto(carrel.url + shot.path);
  await page.waitForLoadState('networkidle');
  await shot.step?.(page);
  await page.waitForLoadState('networkidle');
  await page.evaluate('document.fonts.ready.then(() => true)');
  const path = fileOf(`${shot.name}-${look.colorScheme}-${look.width}.png`);
  await page.screenshot({ path, animations: 'disabled' });
  console.log(path);
}

async function takeAll(browser: Browser, carrel: Carrel, list: Shot[], look: Look): Promise<void> {
  const { width, height, colorScheme } = look;
  const options = { viewport: { width, height }, colorScheme, reducedMotion: 'reduce', locale: 'en-GB' } as const;
  const inside = await browser.newContext(options);
  const outside = await browser.newContext(options);
  await signIn(inside.request, carrel);
  for (const shot of list) await take(await (shot.open ? outside : inside).newPage(), carrel, shot, look);
  await inside.close();
  await outside.close();
}

/** A license manager of the sample world, and the page of one of its links. */
async function prepare(browser: Browser, carrel: Carrel): Promise<{ manager: string; link: string }> {
  const context = await browser.newContext();
  await signIn(context.request, carrel);
  const get = async (path: string) => (await context.request.get(`${carrel.url}/api/app/${path}`)).json();
  const { id } = (await get('session')).managers[0];
  const [link] = await get(`managers/${id}/v1/links`);
  await context.close();
  return { manager: `/m/${id}`, link: new URL(link.url).pathname };
}

const carrel = await startCarrel();
const browser = await chromium.launch(config.use?.launchOptions);
try {
  const { manager, link } = await prepare(browser, carrel);
  for (const look of looks)
    await takeAll(
      browser,
      carrel,
      shots(manager, link).filter(({ name }) => name.startsWith(only)),
      look,
    );
} finally {
  await browser.close();
  await carrel.stop();
}
