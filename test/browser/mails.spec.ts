import axe from 'axe-core';
import { type MailServer, startMailServer } from '../support/mail.ts';
import { allowedAddress, test as base, type Carrel, expect, lend, lendingPool, startCarrel } from './support.ts';

type Running = Awaited<ReturnType<typeof startCarrel>>;

/** A server whose mails go to a mail server that the test speaks for. */
const test = base.extend<object, { smtp: MailServer; carrel: Carrel & Running }>({
  smtp: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what it names
    async ({}, use) => {
      const smtp = await startMailServer();
      await use(smtp);
      await smtp.close();
    },
    { scope: 'worker' },
  ],
  carrel: [
    async ({ engine, smtp }, use) => {
      const carrel = await startCarrel(engine, { SMTP_URL: smtp.url, MAIL_FROM: 'carrel@carrel.example' });
      await use(carrel);
      await carrel.stop();
    },
    { scope: 'worker' },
  ],
});

const refuse = (smtp: MailServer, part: string) => {
  smtp.answerRecipient = (address) =>
    address.toLowerCase().includes(part) ? { code: 550, text: '5.1.1 No such user here' } : null;
};

test('a mail that did not arrive stands beside the person, and is sent again', async ({
  page,
  manager,
  carrel,
  smtp,
}) => {
  refuse(smtp, 'lost');
  const { student, course } = await lend(page, manager, carrel.url, 'Lost Person');
  const mails = page.getByRole('region', { name: 'Mails that did not arrive' });
  await expect(async () => {
    await page.goto(`${manager}/users/${student.id}`);
    await expect(mails).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(mails.getByRole('alert')).toHaveAccessibleName(`License given: ${course}`);
  await expect(mails).toContainText(`${student.email} does not exist, or takes no mail.`);
  await expect(mails).toContainText('The mail server said: “550 5.1.1 No such user here”');
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/person.png` });
  await page.evaluate(axe.source);
  const found = await page.evaluate("axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'best-practice'] })");
  expect((found as axe.AxeResults).violations.map(({ id }) => id)).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  if (process.env.SHOTS) {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.screenshot({ path: `${process.env.SHOTS}/person-360.png`, fullPage: true });
  }
  smtp.answerRecipient = () => null;
  await mails.getByRole('button', { name: `Send again: License given, ${course}` }).press('Enter');
  await expect(
    page.getByRole('alert').filter({ hasText: `The mail to ${student.email} is on its way again.` }),
  ).toBeVisible();
  await expect(mails).toHaveCount(0);
  await expect.poll(() => smtp.taken.some(({ recipients }) => recipients.includes(student.email))).toBe(true);
});

test('why a mail is not sent again is told also where nothing of it is left on the page', async ({
  page,
  manager,
  carrel,
  smtp,
}) => {
  refuse(smtp, 'gone');
  const { student } = await lend(page, manager, carrel.url, 'Gone Person');
  const mails = page.getByRole('region', { name: 'Mails that did not arrive' });
  await expect(async () => {
    await page.goto(`${manager}/users/${student.id}`);
    await expect(mails).toBeVisible({ timeout: 2000 });
  }).toPass();
  let goOn = () => {};
  const later = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  await page.route('**/events?*', (route) => later.then(() => route.continue()));
  await page.route('**/mails?*', (route) => route.fulfill({ json: [], headers: { 'x-total-count': '0' } }));
  await page.route('**/mails', (route) => route.fulfill({ json: [], headers: { 'x-total-count': '0' } }));
  await page.route('**/mails/*/retry', (route) =>
    route.fulfill({ status: 503, contentType: 'application/problem+json', json: { status: 503, code: 'unavailable' } }),
  );
  await mails.getByRole('button', { name: /^Send again/ }).press('Enter');
  await expect(mails).toHaveCount(0);
  goOn();
  await expect(page.getByRole('alert').filter({ hasText: 'The server is busy' })).toBeVisible();
});

test('an invitation that bounced says so, and is sent again', async ({ page, manager, carrel, smtp }) => {
  refuse(smtp, 'bounce');
  const email = 'bounce@guest.example';
  await page.request.post(`/api/app/managers/${manager.slice(3)}/v1/members`, {
    data: { email, role: 'viewer' },
    headers: { origin: carrel.url },
  });
  const row = page.getByRole('row', { name: new RegExp(email) });
  await expect(async () => {
    await page.goto(`${manager}/members`);
    await expect(row.getByText('Email failed')).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(row).toContainText('The email could not be delivered: 550 5.1.1 No such user here');
  smtp.answerRecipient = () => null;
  await row.getByRole('button', { name: `Send the invitation to ${email} again` }).click();
  await expect(row.getByText('Email failed')).toHaveCount(0);
  await expect.poll(() => smtp.taken.some(({ recipients }) => recipients.includes(email))).toBe(true);
});

test('a mail speaks the language of who asked for it, and names the manager to write to', async ({
  page,
  browser,
  manager,
  carrel,
  smtp,
}) => {
  refuse(smtp, 'nobody-is-refused');
  const base = `${carrel.url}/api/app/managers/${manager.slice(3)}/v1`;
  const pool = await lendingPool(page, manager);
  const made = await page.request.post(`${base}/links`, {
    data: { poolId: pool?.id, licenses: 1 },
    headers: { origin: carrel.url },
  });
  const email = await allowedAddress(page, manager, 'ita.lettrice');
  const context = await browser.newContext({ locale: 'it-IT', storageState: { cookies: [], origins: [] } });
  const visitor = await context.newPage();
  await visitor.goto((await made.json()).url);
  await visitor.getByLabel('Il tuo indirizzo email').fill(email);
  await visitor.getByRole('button', { name: 'Inviami un link' }).click();
  const mail = () => smtp.taken.find(({ recipients }) => recipients.includes(email));
  await expect.poll(mail).toBeTruthy();
  await context.close();
  expect(mail()?.subject).toBe(`Conferma il tuo indirizzo per iscriverti a ${pool?.title}`);
  expect(mail()?.from?.text).toContain('Alder Logistics tramite ');
  expect(mail()?.replyTo?.text).toContain('learning@alder-logistics.example');
  expect(mail()?.text).toContain('Domande? Rispondi a questa email o scrivi a Alder Logistics');
});
