import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import playwright from '../playwright.config.ts';
import { signIn } from '../test/browser/support.ts';
import { type Act, answered, listenForClicks, REST_MS } from './support/clicks.ts';
import { type Benchmark, median } from './support/measure.ts';
import { carrel, type Running, startProduct } from './support/processes.ts';
import { makeWorld, type World } from './support/world.ts';

const STUDENTS = 10_000;
const ROUNDS = 10;
const MAX_MS = 100;
/** From the first movement of a hand to its first click: less than anyone takes. */
const HAND_MS = 300;
const PERSON = { email: 'owner@example.com', password: 'a password for benchmarks' };

interface Click {
  what: string;
  /** What is clicked: a CSS selector, or the name of a button. */
  on: string;
  /** What else than a click is done to it. */
  act?: Act;
  /** True, in the page, once all that was asked for is to be seen. */
  seen: string;
}

const rows = `document.querySelectorAll('tbody tr').length`;
const settled = `!document.querySelector('[aria-busy=true], [role=status][class*=rows]')`;
const changed = `document.querySelector('tbody')?.textContent !== window.listBefore`;
const choose =
  (option: string | { index: number }): Act =>
  (target) =>
    target.selectOption(option);
const tab = (path: string) => `a[href="/m/1/${path}"]`;
const heading = (name: string) =>
  `[...document.querySelectorAll('thead button')].find((b) => b.textContent.startsWith('${name}'))`;

/** A walk through the web app, which ends where it began. */
const clicks: Click[] = [
  {
    what: 'open Students',
    on: tab('users'),
    seen: `location.pathname === '/m/1/users' && ${rows} >= 10 && ${settled}`,
  },
  {
    what: 'sort by progress',
    on: 'thead button:has-text("Progress")',
    seen: `${heading('Progress')}?.closest('th').ariaSort === 'descending' && ${settled}`,
  },
  {
    what: 'show page 2',
    on: 'nav button[aria-label="Page 2"]',
    seen: `document.querySelector('nav button[aria-label="Page 2"]')?.ariaCurrent === 'page' && ${settled}`,
  },
  {
    what: 'show the last page',
    on: 'nav button[aria-label^="Page "] >> nth=-1',
    seen: `[...document.querySelectorAll('nav button[aria-label^="Page "]')].at(-1)?.ariaCurrent === 'page' && ${settled}`,
  },
  { what: 'show all', on: 'label:has-text("All")', seen: `location.search.includes('status=all') && ${settled}` },
  {
    what: 'filter by course',
    on: 'select[aria-label="Course"]',
    act: choose({ index: 2 }),
    seen: `location.search.includes('courseId=') && ${changed} && ${settled}`,
  },
  {
    what: 'filter by progress too',
    on: 'select[aria-label="Progress"]',
    act: choose('completed'),
    seen: `location.search.includes('progress=completed') && ${changed} && ${settled}`,
  },
  {
    what: 'clear the filters',
    on: 'button:has-text("Clear the filters")',
    seen: `!location.search.includes('courseId=') && ${rows} >= 10 && ${changed} && ${settled}`,
  },
  {
    what: 'filter by the end',
    on: 'select[aria-label="End of the license"]',
    act: choose('30'),
    seen: `location.search.includes('endsWithin=30') && ${changed} && ${settled}`,
  },
  {
    what: 'clear that filter',
    on: 'button:has-text("Clear the filters")',
    seen: `!location.search.includes('endsWithin=') && ${rows} >= 10 && ${changed} && ${settled}`,
  },
  {
    what: 'search',
    on: 'input[type=search]',
    act: (target) => target.fill('777'),
    seen: `location.search.includes('search=777') && ${rows} > 0 && ${changed} && ${settled}`,
  },
  {
    what: 'end the search',
    on: 'button[aria-label="Clear the search"]',
    seen: `!location.search.includes('search=') && ${rows} >= 10 && ${changed} && ${settled}`,
  },
  {
    what: 'open a person',
    on: 'tbody tr:first-child button',
    seen: `document.querySelectorAll('table table tbody tr, tbody [aria-label^="Licenses of"] tbody tr').length > 0`,
  },
  {
    what: 'add a student',
    on: 'button:has-text("Add student")',
    seen: `document.querySelectorAll('[role=dialog] input').length >= 4`,
  },
  { what: 'close the dialog', on: '[role=dialog] header button', seen: `!document.querySelector('[role=dialog]')` },
  {
    what: 'open Links',
    on: tab('links'),
    seen: `location.pathname === '/m/1/links' && !!document.querySelector('h1') && ${settled}`,
  },
  {
    what: 'open API',
    on: tab('api'),
    seen: `location.pathname === '/m/1/api' && !!document.querySelector('h1') && ${settled}`,
  },
  {
    what: 'open Activity',
    on: tab('activity'),
    seen: `location.pathname === '/m/1/activity' && !!document.querySelector('h1') && ${settled}`,
  },
  {
    what: 'open Members',
    on: tab('members'),
    seen: `location.pathname === '/m/1/members' && ${rows} > 0 && ${settled}`,
  },
  {
    what: 'open Licenses',
    on: tab('licenses'),
    seen: `location.pathname === '/m/1/licenses' && document.querySelectorAll('main li').length >= 10 && ${settled}`,
  },
];

function createOwner(world: World): void {
  const words = ['account', 'create', '--email', PERSON.email, '--name', 'Owner', '--manager', '1'];
  carrel(world, words, `${PERSON.password}\n`);
}

async function signedIn(browser: Browser, { port }: Running): Promise<Page> {
  const url = `http://localhost:${port}`;
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  await signIn(context.request, { url, ...PERSON });
  await context.addInitScript(listenForClicks);
  return context.newPage();
}

export default {
  title: 'Clicks in the browser',
  notes: `In Chromium, on a manager of ${STUDENTS.toLocaleString('en')} students and twice as many licenses, on SQLite: from the moment of a click,
a choice or the last letter to
the first picture in which all that was asked for is to be seen. Every round begins with the page loaded anew,
so that nothing is known from the round before. The pointer first moves ${HAND_MS} ms before it goes anywhere,
and comes to what it presses ${REST_MS} ms before it does.
Server, browser and the program that clicks share the two cores.`,
  run: async ({ found, tell }) => {
    const world = await makeWorld([{ managers: 1, licenses: STUDENTS * 2, pools: 200 }]);
    createOwner(world);
    const product = await startProduct(world);
    const browser = await chromium.launch(playwright.use?.launchOptions ?? {});
    const page = await signedIn(browser, product);
    const took = new Map<string, number[]>(clicks.map(({ what }) => [what, []]));
    for (let round = 0; round < ROUNDS; round++) {
      await page.goto('/m/1/licenses');
      await page.waitForLoadState('networkidle');
      await page.mouse.move(700, 450);
      await pause(HAND_MS);
      for (const { what, on, seen, act } of clicks) took.get(what)?.push(await answered(page, on, seen, act));
      tell(`round ${round + 1} of ${ROUNDS}`);
    }
    for (const [what, times] of took) {
      found({
        what,
        floor: '–',
        goal: `≤ ${MAX_MS} ms`,
        result: `**${Math.round(median(times))} ms** (at most ${Math.round(Math.max(...times))})`,
        reached: Math.max(...times) <= MAX_MS,
      });
    }
    await browser.close();
    await product.stop();
    await world.close();
  },
} satisfies Benchmark;
