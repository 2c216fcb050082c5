import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { allowedAddress, type Carrel, expect, lendingPool, linkIn, mailTo, test } from './support.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

async function faultsOf(page: Page): Promise<string[]> {
  if (!(await page.evaluate('Boolean(window.axe)'))) await page.evaluate(axe);
  await page.evaluate('Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {})))');
  return page.evaluate('axe.run().then((r) => r.violations.map((v) => v.id + ": " + v.nodes[0].html))');
}

interface Made {
  id: string;
  url: string;
  title: string;
}

/** A link to a pool that lends. */
async function makeLink(page: Page, manager: string, carrel: Carrel, more: object = {}): Promise<Made> {
  const pool = await lendingPool(page, manager);
  const answer = await page.request.post(`/api/app/managers/${manager.slice(3)}/v1/links`, {
    data: { poolId: pool?.id, licenses: 2, ...more },
    headers: { origin: carrel.url },
  });
  expect(answer.status()).toBe(200);
  const { id, url } = await answer.json();
  return { id, url, title: pool?.title ?? '' };
}

const change = (page: Page, manager: string, carrel: Carrel, id: string, data: object) =>
  page.request.patch(`/api/app/managers/${manager.slice(3)}/v1/links/${id}`, { data, headers: { origin: carrel.url } });

const speak = (page: Page, language: string) => page.evaluate(`localStorage.setItem('carrel-language', '${language}')`);

const shots = [
  ['light', 1440],
  ['light', 360],
  ['dark', 1440],
  ['dark', 360],
] as const;

/** Looks at the page in all its looks: no fault, nothing beside the screen; a picture of each for who wants to see. */
async function look(page: Page, name: string): Promise<void> {
  for (const [colorScheme, width] of shots) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: `test-results/enroll-${name}-${colorScheme}-${width}.png`, fullPage: true });
    expect(await faultsOf(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  }
}

test('by keyboard alone: a wrong domain, the mail, the mail again, the confirmation, and what one then holds', async ({
  page,
  visitor,
  manager,
  carrel,
}) => {
  const { url, title } = await makeLink(page, manager, carrel, { validity: { count: 2, unit: 'week' } });
  const email = await allowedAddress(page, manager, 'kay.board');
  const domain = email.split('@')[1] ?? '';
  await visitor.goto(url);
  await expect(visitor.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(visitor.getByText(/offers you a license for this course\./)).toBeVisible();
  await expect(visitor.getByText(/^Yours for 2 weeks, until \w+ \d+, \d{4}$/)).toBeVisible();
  await look(visitor, 'open');

  const field = visitor.getByLabel('Your email address');
  await field.focus();
  await visitor.keyboard.press('Enter');
  await expect(visitor.getByText('Enter your email address.')).toBeVisible();
  await expect(field).toBeFocused();
  await visitor.keyboard.type('kay@elsewhere.example');
  await visitor.keyboard.press('Enter');
  await expect(visitor.getByText(/^Only addresses at .+ can use this link\.$/)).toContainText(domain);
  await expect(field).toBeFocused();
  await visitor.keyboard.press('ControlOrMeta+a');
  await visitor.keyboard.type(email);
  await visitor.keyboard.press('Tab');
  await visitor.keyboard.type('Kay Board');
  await visitor.keyboard.press('Enter');
  await expect(visitor.getByRole('status').filter({ hasText: `sent to ${email}` })).toBeFocused();
  await look(visitor, 'mailed');
  const first = await mailTo(visitor.request, carrel, email, /./);
  await visitor.getByRole('button', { name: 'Send the email again' }).press('Enter');
  await expect(visitor.getByRole('status').filter({ hasText: `another email to ${email}` })).toBeFocused();
  const mail = () => mailTo(visitor.request, carrel, email, /./);
  await expect.poll(mail).not.toBe(first);

  await visitor.goto(linkIn(await mail(), '/sign-in/link'));
  await expect(visitor.getByRole('heading', { level: 1, name: 'Confirm your address' })).toBeVisible();
  await expect(visitor.getByText(`Confirm that ${email} is yours.`)).toBeVisible();
  await look(visitor, 'confirm');
  await visitor.getByRole('button', { name: 'Confirm and continue' }).press('Enter');
  await expect(visitor.getByText(`You are signed in as ${email}.`)).toBeVisible();
  await look(visitor, 'take');
  await visitor.getByRole('button', { name: 'Get the license' }).press('Enter');
  await expect(visitor.getByText('The license is yours.')).toBeVisible();
  await expect(visitor.locator('[data-came]').getByRole('heading', { name: title })).toBeInViewport();

  await visitor.goto(url);
  await expect(visitor.getByText('You already have this course')).toBeVisible();
  await expect(visitor.getByText(/^Your license from .+ lasts until .+ \d{4}\.$/)).toBeVisible();
  await expect(visitor.getByRole('button', { name: 'Get the license' })).toHaveCount(0);
  await look(visitor, 'held');
  await visitor.getByRole('link', { name: 'Open my licenses' }).press('Enter');
  await expect(visitor).toHaveURL(/\/my\?course=\d+$/);

  await visitor.goto(url);
  await visitor.getByRole('button', { name: 'Use another account' }).press('Enter');
  await expect(visitor.getByLabel('Your email address')).toBeVisible();
});

test('a mail that is used up leads back to a new one', async ({ page, visitor, manager, carrel }) => {
  const { url, title } = await makeLink(page, manager, carrel);
  const email = await allowedAddress(page, manager, 'dora.dead');
  await visitor.goto(url);
  await visitor.getByLabel('Your email address').fill(email);
  await visitor.getByRole('button', { name: 'Email me a link' }).click();
  await expect(visitor.getByText(`sent to ${email}`)).toBeVisible();
  const link = linkIn(await mailTo(visitor.request, carrel, email, /./), '/sign-in/link');
  await visitor.goto(link);
  await visitor.getByRole('button', { name: 'Confirm and continue' }).click();
  await expect(visitor.getByRole('button', { name: 'Get the license' })).toBeVisible();
  await visitor.context().clearCookies();
  await visitor.goto(link);
  await expect(visitor.getByRole('heading', { name: 'This link does not work' })).toBeVisible();
  await visitor.getByRole('link', { name: 'Ask for a new email' }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: title })).toBeVisible();
});

test('who is signed in with an address that gets nothing is told so before pressing', async ({
  page,
  manager,
  carrel,
}) => {
  const { url } = await makeLink(page, manager, carrel);
  await page.route('**/api/app/links/*', async (route) => {
    const answer = await route.fetch();
    const link = await answer.json();
    await route.fulfill({ json: { ...link, visitor: { held: null, refusal: 'domain_not_allowed' } } });
  });
  await page.goto(url);
  await expect(page.getByText(/^Only addresses at .+ can use this link\.$/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Get the license' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Use another account' })).toHaveCount(1);
  await look(page, 'outside');
});

/** What each state says at the top; `{manager}` stands for the company. */
const states = {
  full: ['No license is free right now', 'Al momento nessuna licenza è libera'],
  paused: ['This link is paused', 'Questo link è in pausa'],
  future: [/^This link opens on \w+ \d+, \d{4}$/, /^Questo link sarà attivo dal \d+ \w+ \d{4}$/],
  ended: [/^This offer ended on \w+ \d+, \d{4}$/, /^L’offerta è terminata il \d+ \w+ \d{4}$/],
  closed: ['This link has been closed', 'Questo link è stato chiuso'],
} as const;

for (const [state, [english, italian]] of Object.entries(states)) {
  test(`a link that is ${state} says so at the top and promises nothing`, async ({
    page,
    visitor,
    manager,
    carrel,
  }) => {
    const { id, url } = await makeLink(page, manager, carrel, { whenFull: 'refuse' });
    if (state === 'paused') await change(page, manager, carrel, id, { paused: true });
    if (state === 'closed')
      await page.request.delete(`/api/app/managers/${manager.slice(3)}/v1/links/${id}`, {
        headers: { origin: carrel.url },
      });
    if (['full', 'future', 'ended'].includes(state))
      await visitor.route('**/api/app/links/*', async (route) => {
        const link = await (await route.fetch()).json();
        await route.fulfill({ json: { ...link, state } });
      });
    await visitor.goto(url);
    for (const [language, words] of [
      ['en', english],
      ['it', italian],
    ] as const) {
      await speak(visitor, language);
      await visitor.reload();
      await expect(visitor.getByRole('status').getByText(words)).toBeVisible();
      await expect(visitor.getByRole('textbox')).toHaveCount(0);
      await expect(visitor.getByText(/until|fino al|Yours|Tua /)).toHaveCount(0);
      await expect(visitor.getByRole('main').getByRole('link')).toHaveCount(1);
      await look(visitor, `${state}-${language}`);
    }
  });
}

/** Every refusal that the routes of the page can answer, and what a student reads. */
const refusals = {
  link_closed: ['This link has been closed', 'Questo link è stato chiuso'],
  link_paused: ['This link is paused', 'Questo link è in pausa'],
  pool_not_running: ['This link gives no licenses at this time', 'In questo periodo il link non dà licenze'],
  already_enrolled: ['You already have a license for this course', 'Hai già una licenza per questo corso'],
  mailbox_enrolled: ['under another address of the same mailbox', 'con un altro indirizzo della stessa casella'],
  link_used_up: ['All licenses of this link are in use', 'Le licenze di questo link sono tutte in uso'],
  no_available_licenses: ['has no license left for this course', 'non ha più licenze per questo corso'],
  not_found: ['This link no longer exists', 'Questo link non esiste più'],
};

test('each refusal is told to the student, in both languages, and takes the focus', async ({
  page,
  manager,
  carrel,
}) => {
  const { url } = await makeLink(page, manager, carrel);
  let code = '';
  await page.route('**/api/app/links/*/enroll', (route) =>
    route.fulfill({ status: 400, contentType: 'application/problem+json', json: { status: 400, code, detail: 'no' } }),
  );
  await page.goto(url);
  for (const [index, button] of ['Get the license', 'Prendi la licenza'].entries()) {
    await speak(page, index === 0 ? 'en' : 'it');
    await page.reload();
    for (const [refusal, words] of Object.entries(refusals)) {
      code = refusal;
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByRole('alert').filter({ hasText: words[index] ?? '' })).toBeFocused();
    }
  }
});

test('too many mails, and a server that cannot answer, are told too', async ({ page, visitor, manager, carrel }) => {
  const { url } = await makeLink(page, manager, carrel);
  let answer = { status: 429, code: 'rate_limited' };
  await visitor.route('**/api/app/links/*/request', (route) =>
    route.fulfill({
      status: answer.status,
      contentType: 'application/problem+json',
      json: { ...answer, detail: 'no' },
    }),
  );
  await visitor.goto(url);
  await visitor.getByLabel('Your email address').fill(await allowedAddress(page, manager, 'max.mails'));
  for (const [status, code, words] of [
    [429, 'rate_limited', 'try again in ten minutes'],
    [503, 'unavailable', 'The server is busy'],
    [400, 'link_paused', 'This link is paused'],
  ] as const) {
    answer = { status, code };
    await visitor.getByRole('button', { name: 'Email me a link' }).click();
    await expect(visitor.getByRole('alert').filter({ hasText: words })).toBeFocused();
  }
});
