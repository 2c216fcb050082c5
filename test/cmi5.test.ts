/** An assignable unit that speaks by the library @xapi/cmi5, in a browser and at another site. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Browser, chromium, type Page } from '@playwright/test';
import { type Client, onBothEngines, startApp, type TestApp } from './support/app.ts';
import { ALICE, cast, DAX } from './support/cast.ts';
import { findChromium } from './support/chromium.mjs';
import { type Recorder, recorder } from './support/xapi.ts';

const library = readFileSync(join(import.meta.dirname, '../node_modules/@xapi/cmi5/dist/Cmi5.umd.js'));
const PAGE = '<!doctype html><title>Unit</title><script src="/cmi5.js"></script>';
const POOL = 99;

/** What the library gives a page. */
interface Unit {
  initialize(): Promise<unknown>;
  progress(percent: number): Promise<unknown>;
  pass(score?: number): Promise<unknown>;
  complete(): Promise<unknown>;
  terminate(): Promise<unknown>;
}

type Step = [name: keyof Unit, value?: number];

/** Runs steps of the unit in the page; answers what the first failed for. */
const run = (page: Page, steps: Step[]): Promise<string | null> =>
  page.evaluate(async (wanted) => {
    const unit = (globalThis as unknown as { Cmi5: { instance: Record<string, (value?: number) => Promise<unknown>> } })
      .Cmi5.instance;
    try {
      for (const [name, value] of wanted) await unit[name]?.(value);
      return null;
    } catch (error) {
      return String((error as { response?: { status: number } }).response?.status ?? error);
    }
  }, steps);

onBothEngines('a unit of cmi5 in a browser', (engine) => {
  let app: TestApp;
  let alice: Client;
  let publisher: Client;
  let reports: Recorder;
  let site: Server;
  let browser: Browser;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    Object.assign(app.context.config, { publicUrl: app.url });
    const pool = { id: POOL, managerId: ALICE, courseId: DAX, transferable: true, licenses: 5 };
    await app.load({ pools: [{ ...pool, start: '2024-01-01T00:00:00+00:00', end: '2999-01-01T00:00:00+00:00' }] });
    alice = await app.client(ALICE);
    publisher = await app.publisher();
    reports = await recorder(app);
    site = createServer((request, response) => {
      const isLibrary = request.url === '/cmi5.js';
      response.setHeader('content-type', isLibrary ? 'text/javascript' : 'text/html');
      response.end(isLibrary ? library : PAGE);
    }).listen(0, '127.0.0.1');
    await once(site, 'listening');
    const url = `http://127.0.0.1:${(site.address() as { port: number }).port}/unit.html`;
    const launch = { launch_method: 'cmi5', launch_url: url, launch_move_on: 'CompletedAndPassed' } as const;
    await app.context.db.write((tx) => tx.kysely.updateTable('course').set(launch).where('id', '=', DAX).execute());
    const executablePath = findChromium();
    browser = await chromium.launch(executablePath && executablePath !== 'playwright' ? { executablePath } : {});
  });
  after(async () => {
    await browser?.close();
    site?.close();
  });

  const open = async (email: string) => {
    const { body: license, text } = await alice.post(`/v1/pool/${POOL}/license`, { email });
    assert.ok(license.id, text);
    const { body: opened } = await publisher.post(`/v1/students/${license.student.id}/launch`, {
      courseId: String(DAX),
    });
    const page = await browser.newPage();
    await page.goto(opened.url);
    return { page, license: license.id, student: license.student.id };
  };
  const courseOf = async (student: number) => (await alice.get(`/v1/students/${student}/courses`)).body[0];

  test('reports to satisfied by the library that units use', async () => {
    const { page, student } = await open('ann@alder.example');
    assert.equal(await run(page, [['initialize'], ['progress', 40]]), null);
    assert.equal((await courseOf(student)).progress, 40);
    assert.equal(await run(page, [['pass', 0.9], ['complete']]), null);
    assert.equal((await courseOf(student)).progress, 100);
    const agent = { account: { homePage: app.url, name: String(student) } };
    const { body } = await reports.get('/statements', { agent, ascending: true });
    assert.deepEqual(
      body.statements.map(({ verb }: { verb: { id: string } }) => verb.id.split('/').at(-1)),
      ['launched', 'initialized', 'progressed', 'passed', 'completed', 'satisfied'],
    );
    assert.equal(await run(page, [['terminate']]), null);
    await page.close();
  });

  test('is refused as soon as the license has ended', async () => {
    const { page, license } = await open('ben@alder.example');
    assert.equal(await run(page, [['initialize']]), null);
    await alice.delete(`/v1/license/${license}`);
    assert.equal(await run(page, [['progress', 50]]), '401');
    await page.close();
  });
});
