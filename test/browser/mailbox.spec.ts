import axe, { type AxeResults } from 'axe-core';
import { expect, test } from './support.ts';

test('leads who came by the printed address to the mail that was just asked for', async ({ visitor, carrel }) => {
  const elsewhere: string[] = [];
  visitor.on('request', (request) => {
    if (!request.url().startsWith(carrel.url) && /^https?:/.test(request.url())) elsewhere.push(request.url());
  });
  await visitor.goto('/mail');
  await expect(visitor).toHaveURL(/\/sign-in/);
  await visitor.getByLabel('Email').fill(carrel.email);
  await visitor.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await expect(visitor.getByRole('heading', { name: 'Check your email' })).toBeVisible();
  await expect(visitor.getByRole('link', { name: /Open the (email|mailbox)/ })).toHaveCount(0);

  await visitor.goto(carrel.mailbox);
  await expect(visitor.getByRole('list', { name: 'Emails' })).toBeVisible();
  expect(visitor.url()).not.toContain('secret');
  await visitor.goto('/sign-in');
  await visitor.getByLabel('Email').fill(carrel.email);
  await visitor.getByRole('button', { name: 'Email me a sign-in link' }).click();
  await visitor.getByRole('link', { name: 'Open the email', exact: true }).click();
  await expect(visitor.getByRole('heading', { level: 2, name: /sign/i })).toBeVisible();
  const frame = visitor.frameLocator('iframe');
  await expect(frame.getByRole('link', { name: /sign in/i }).first()).toBeVisible();
  await expect(visitor.locator('iframe')).toHaveAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 360],
  ] as const) {
    await visitor.emulateMedia({ colorScheme });
    await visitor.setViewportSize({ width, height: 900 });
    expect(await visitor.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await visitor.evaluate(axe.source);
    const found = await visitor.evaluate<AxeResults['violations']>(
      'axe.run(document, { iframes: false }).then((r) => r.violations)',
    );
    expect(found.map(({ id }) => id)).toEqual([]);
    if (process.env.MAILBOX_PICTURES)
      await visitor.screenshot({ path: `${process.env.MAILBOX_PICTURES}/mailbox-${colorScheme}-${width}.png` });
  }
  const opened = visitor.context().waitForEvent('page');
  await frame
    .getByRole('link', { name: /sign in/i })
    .first()
    .click();
  const beside = await opened;
  await expect(beside.getByText(`This link signs you in as ${carrel.email}.`)).toBeVisible();
  expect(elsewhere).toEqual([]);
});
