import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import {
  allowedAddress,
  type Carrel,
  expect,
  freePort,
  lend,
  lendingPool,
  linkIn,
  mailTo,
  poolsOf,
  test,
} from './support.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

const shots = [
  ['light', 1280],
  ['light', 360],
  ['dark', 1280],
  ['dark', 360],
] as const;

/** Looks at the page in all its looks: no fault, nothing beside the screen; a picture of each for who wants to see. */
async function look(page: Page, name: string): Promise<void> {
  for (const [colorScheme, width] of shots) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `test-results/library-${name}-${colorScheme}-${width}.png`, fullPage: true });
    if (!(await page.evaluate('Boolean(window.axe)'))) await page.evaluate(axe);
    await page.evaluate('Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {})))');
    const faults = await page.evaluate('axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes[0].html))');
    expect(faults).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Lets the courses of a title open in the sample player. */
async function playerFor(page: Page, carrel: Carrel, courseId: string): Promise<ChildProcess> {
  const url = `http://localhost:${await freePort()}/watch`;
  const answer = await page.request.patch(`/api/app/publisher/v1/courses/${courseId}`, {
    data: { launch: { method: 'token', url }, certificates: true },
    headers: { origin: carrel.url },
  });
  expect(answer.status(), await answer.text()).toBe(200);
  const env = { PATH: process.env.PATH, CARREL_URL: carrel.url, PLAYER_URL: url };
  const server = join(import.meta.dirname, '../../docs/examples/player/server.mjs');
  const player = spawn(process.execPath, [server], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(player.stdout as NodeJS.ReadableStream, 'data');
  return player;
}

test('a student opens a course from the mail, completes it, and gets a certificate that verifies', async ({
  page,
  visitor,
  manager,
  carrel,
}) => {
  const { student, course, id } = await lend(page, manager, carrel.url, 'Olga Opens');
  const { courseId } = (await poolsOf(page, manager)).find(({ title }) => title === course) ?? { courseId: '' };
  const link = async () => linkIn(await mailTo(page.request, carrel, student.email, /access/), '/sign-in/link');
  const player = await playerFor(page, carrel, courseId);
  await visitor.goto(await link());
  await visitor.getByRole('button', { name: 'Sign in and go to the course' }).click();
  await expect(visitor.getByText('You may watch until')).toBeVisible();

  await visitor.goto(`${carrel.url}/my`);
  await look(visitor, 'open');
  await visitor.getByRole('button', { name: `Open the course: ${course}` }).click();
  for (const percent of [25, 50, 75, 100]) {
    await visitor.getByRole('button', { name: 'Watch on' }).click();
    await expect(visitor.locator(`progress[value="${percent}"]`)).toBeVisible();
  }
  await expect(visitor.getByText('Completed.')).toBeVisible();
  player.kill('SIGKILL');

  await visitor.goto(`${carrel.url}/my`);
  const card = visitor.getByRole('listitem').filter({ has: visitor.getByRole('heading', { name: course }) });
  await expect(card.getByText(/^Completed on /)).toBeVisible();
  await look(visitor, 'completed');
  await expect(card.getByRole('link', { name: 'PDF' })).toHaveAttribute(
    'href',
    /\/certificate\/[\w-]{22}\.pdf\?lang=en$/,
  );
  await expect(card.getByRole('link', { name: 'Add to LinkedIn' })).toHaveAttribute(
    'href',
    /linkedin\.com\/profile\/add/,
  );
  const certificate = await card.getByRole('link', { name: 'Certificate' }).getAttribute('href');

  const stale = page.request.delete(`/api/app/managers/${manager.slice(3)}/v1/license/${id}`, {
    headers: { origin: carrel.url },
  });
  expect((await stale).status()).toBe(200);
  await card.getByRole('button', { name: `Open the course: ${course}` }).click();
  await expect(visitor.getByRole('alert')).toContainText('Your license has ended');
  await expect(card.getByText(/^Ask .+ if you want to take it again\.$/)).toBeVisible();
  await expect(card.getByRole('button', { name: 'Open the course' })).toHaveCount(0);

  await visitor.goto(certificate ?? '');
  await expect(visitor.getByText('This certificate is valid.')).toBeVisible();
  await look(visitor, 'certificate');
  await visitor.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await visitor.screenshot({ path: 'test-results/library-certificate-print.png' });
});

const write = (page: Page, manager: string, carrel: Carrel, path: string, data: object) =>
  page.request.post(`/api/app/managers/${manager.slice(3)}/v1${path}`, { data, headers: { origin: carrel.url } });

/** A link to a pool that lends, listed for the domain. */
async function libraryOf(page: Page, manager: string, carrel: Carrel, more: object) {
  const pool = await lendingPool(page, manager);
  const answer = await write(page, manager, carrel, '/links', {
    poolId: pool?.id,
    licenses: 2,
    validity: { count: 1, unit: 'week' },
    listed: true,
    ...more,
  });
  expect(answer.status(), await answer.text()).toBe(200);
  const { id, url } = await answer.json();
  return { id, url, title: pool?.title ?? '' };
}

/** A student on a page of a browser of their own, signed in by the mail of a link. */
async function student(browser: Browser, page: Page, manager: string, carrel: Carrel, name: string, url: string) {
  const email = await allowedAddress(page, manager, name.toLowerCase().replace(' ', '.'));
  const context = await browser.newContext({ baseURL: carrel.url, storageState: { cookies: [], origins: [] } });
  const mine = await context.newPage();
  await mine.goto(url);
  await mine.getByLabel('Your email address').fill(email);
  await mine.getByLabel('Your name').fill(name);
  await mine.getByRole('button', { name: 'Email me a link' }).click();
  await expect(mine.getByText('Open the email that we sent')).toBeVisible();
  await mine.goto(linkIn(await mailTo(page.request, carrel, email, /./), '/sign-in/link'));
  await mine.getByRole('button', { name: 'Confirm and continue' }).click();
  await expect(mine.getByText(`You are signed in as ${email}.`)).toBeVisible();
  return { email, page: mine };
}

test('three students and two seats: borrowed, waited for, not extended meanwhile, returned, accepted', async ({
  page,
  browser,
  manager,
  carrel,
}) => {
  test.slow();
  const { url, title } = await libraryOf(page, manager, carrel, {});
  const people = [];
  for (const name of ['Ana One', 'Ben Two', 'Cid Three'])
    people.push(await student(browser, page, manager, carrel, name, url));
  const [ana, ben, cid] = people.map((one) => one.page) as [Page, Page, Page];
  for (const mine of [ana, ben]) {
    await mine.goto('/my');
    await mine.getByRole('button', { name: `Borrow: ${title}` }).click();
    await expect(mine.getByRole('button', { name: `Return early: ${title}` })).toBeVisible();
  }
  await ben.getByRole('button', { name: /^Extend/ }).click();
  await expect(ben.getByText(/^Extended: it is now yours until/)).toBeVisible();

  await cid.goto('/my');
  await look(cid, 'borrow');
  await cid.goto(url);
  await expect(cid.getByText(/^No license is free right now\. Join/)).toBeVisible();
  await cid.getByRole('button', { name: 'Join the waiting list' }).click();
  await expect(cid.getByText('You are on the waiting list.')).toBeVisible();
  await expect(cid.getByText('Number 1 on the waiting list')).toBeVisible();
  await look(cid, 'waiting');
  await ana.reload();
  await ana.getByRole('button', { name: /^Extend/ }).click();
  await expect(ana.getByText(/^Somebody waits for this course, so it cannot be extended\./)).toBeVisible();

  await page.goto(`${manager}/licenses/waiting`);
  await expect(page.getByRole('row', { name: /Cid Three.*Number 1/ })).toBeVisible();
  await expect(page.getByRole('link', { name: /^Waiting ?\d+$/ })).toBeVisible();
  await ana.getByRole('button', { name: `Return early: ${title}` }).click();
  await ana.getByRole('dialog').getByRole('button', { name: 'Return early' }).click();
  await expect(ana.getByRole('button', { name: `Join the waiting list: ${title}` })).toHaveCount(2);
  await page.reload();
  await expect(page.getByRole('row', { name: /Cid Three.*Offered until/ })).toBeVisible();
  await look(page, 'manager-waiting');

  const link = linkIn(await mailTo(page.request, carrel, people[2]?.email ?? '', /your turn/), '/');
  await cid.goto(link);
  const enter = cid.getByRole('button', { name: 'Sign in and open my licenses' });
  await enter.click();
  await expect(cid.getByRole('heading', { name: `It is your turn: ${title}` })).toBeVisible();
  await look(cid, 'offer');
  await cid.getByRole('button', { name: `Accept: ${title}` }).click();
  await expect(cid.getByRole('button', { name: `Return early: ${title}` })).toBeVisible();
  await cid.evaluate(`localStorage.setItem('carrel-language', 'it')`);
  await cid.reload();
  await look(cid, 'held-it');
  for (const mine of [ana, ben, cid]) await mine.context().close();
});

test('requests are approved and declined, one by one and many at once', async ({ page, browser, manager, carrel }) => {
  test.slow();
  const { url, title } = await libraryOf(page, manager, carrel, { approval: true, listed: false, licenses: 1 });
  const ask = async (name: string) => {
    const one = await student(browser, page, manager, carrel, name, url);
    await one.page.getByLabel('Message').fill(`I am ${name}, and I need it.`);
    await one.page.getByRole('button', { name: 'Ask for a license' }).click();
    await expect(one.page.getByText('Your request was sent.')).toBeVisible();
    return one.page;
  };
  const [dan, eva, fay] = [await ask('Dan Asks'), await ask('Eva Asks'), await ask('Fay Asks')];
  await look(fay, 'requested');
  await fay.getByRole('button', { name: `Take back the request: ${title}` }).click();
  await expect(fay.getByText('Your request was taken back.')).toBeVisible();

  await page.goto(`${manager}/requests`);
  await expect(page.getByText('I am Dan Asks, and I need it.')).toBeVisible();
  await look(page, 'manager-requests');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.getByRole('button', { name: 'Decline the request of Eva Asks' }).click();
  await page.getByLabel('Reason').fill('Next year.');
  await page.getByRole('button', { name: 'Decline 1 request' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await page.getByRole('checkbox', { name: 'Choose all open requests' }).check();
  await page.getByRole('region', { name: 'Chosen requests' }).getByRole('button', { name: 'Approve' }).click();
  await page.getByRole('button', { name: 'Approve 1 request' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('No requests')).toBeVisible();
  await dan.goto('/my');
  await expect(dan.getByRole('heading', { name: title })).toBeVisible();
  await expect(dan.getByRole('button', { name: `Return early: ${title}` })).toBeVisible();
  for (const mine of [dan, eva, fay]) await mine.context().close();
});
