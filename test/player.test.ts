/** The sample player of docs/examples/player: a student opens a course, watches, completes it, and loses the license. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Browser, chromium } from '@playwright/test';
import { type Client, onBothEngines, startApp, type TestApp } from './support/app.ts';
import { ALICE, cast, DAX } from './support/cast.ts';
import { findChromium } from './support/chromium.mjs';

const server = join(import.meta.dirname, '../docs/examples/player/server.mjs');

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}

onBothEngines('the sample player', (engine) => {
  let app: TestApp;
  let alice: Client;
  let publisher: Client;
  let player: ChildProcess;
  let browser: Browser;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    app.clock.ms = Date.now(); // the player has a clock of its own
    Object.assign(app.context.config, { publicUrl: app.url });
    await app.load({
      pools: [
        {
          id: 99,
          managerId: ALICE,
          courseId: DAX,
          transferable: true,
          licenses: 2,
          start: '2024-01-01T00:00:00+00:00',
          end: '2999-01-01T00:00:00+00:00',
        },
      ],
    });
    alice = await app.client(ALICE);
    publisher = await app.publisher();
    const url = `http://localhost:${await freePort()}/watch`;
    await app.context.db.write((tx) =>
      tx.kysely
        .updateTable('course')
        .set({ launch_method: 'token', launch_url: url, certificates: 1 })
        .where('id', '=', DAX)
        .execute(),
    );
    const env = { PATH: process.env.PATH, CARREL_URL: app.url, PLAYER_URL: url };
    player = spawn(process.execPath, [server], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await once(player.stdout as NodeJS.ReadableStream, 'data');
    const executablePath = findChromium();
    browser = await chromium.launch(executablePath && executablePath !== 'playwright' ? { executablePath } : {});
  });
  after(async () => {
    await browser?.close();
    player?.kill('SIGKILL');
  });

  test('opens with the token, asks, reports, and stops with the license', async () => {
    const { body: license, text } = await alice.post('/v1/pool/99/license', {
      email: 'ann@alder.example',
      name: 'Ann </script> Example',
    });
    assert.ok(license.id, text);
    const { body: opened } = await publisher.post(`/v1/students/${license.student.id}/launch`, {
      courseId: String(DAX),
    });
    const page = await browser.newPage();
    await page.goto(opened.url);
    await page.getByText('You may watch until').waitFor();
    assert.equal(await page.getByRole('heading').textContent(), 'Mastering DAX, for Ann </script> Example');
    assert.doesNotMatch(page.url(), /carrel_token/);
    for (const percent of [25, 50, 75, 100]) {
      await page.getByRole('button', { name: 'Watch on' }).click();
      await page.locator(`progress[value="${percent}"]`).waitFor();
    }
    await page.getByText('Completed.').waitFor();
    const [certificate] = (await publisher.get(`/v1/certificates?studentId=${license.student.id}`)).body;
    await page.goto(certificate.url);
    await page.getByText('This certificate is valid.').waitFor();
    const twice = await fetch(opened.url);
    assert.equal(twice.status, 403, 'a token opens once');
    assert.equal((await fetch(opened.url.replace(/.{4}$/, 'AAAA'))).status, 403);
  });

  test('says so when the license ends while somebody watches', async () => {
    const { body: license } = await alice.post('/v1/pool/99/license', { email: 'ben@alder.example', name: 'Ben' });
    const { body: opened } = await publisher.post(`/v1/students/${license.student.id}/launch`, {
      courseId: String(DAX),
    });
    const page = await browser.newPage();
    await page.goto(opened.url);
    await page.getByText('You may watch until').waitFor();
    await alice.delete(`/v1/license/${license.id}`);
    await page.getByRole('button', { name: 'Watch on' }).click();
    await page.getByText('Your license has ended.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Watch on' }).isDisabled(), true);
  });
});
