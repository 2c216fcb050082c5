import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type Carrel, expect, freePort, lend, linkIn, mailTo, poolsOf, test } from './support.ts';

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
