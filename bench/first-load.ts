import { type Browser, chromium, type Page } from '@playwright/test';
import playwright from '../playwright.config.ts';
import { signIn } from '../test/browser/support.ts';
import { type Benchmark, median } from './support/measure.ts';
import { carrel, type Running, startProduct } from './support/processes.ts';
import { makeWorld, type World } from './support/world.ts';

const ROUNDS = 3;
const LATENCY_MS = 800;
const BYTES_PER_SECOND = 50 * 1024;
const MAX_REQUESTS = 15;
const MAX_TO_PICTURE_MS = 2000;
const MAX_TO_USE_MS = 6000;
const MAX_SCRIPT_BYTES = 250_000;
const PERSON = { email: 'owner@example.com', password: 'a password for benchmarks' };
interface Load {
  requests: number;
  scriptBytes: number;
  pictureMs: number;
  usableMs: number;
}

function createOwner(world: World): void {
  const words = ['account', 'create', '--email', PERSON.email, '--name', 'Owner', '--manager', '1'];
  carrel(world, words, `${PERSON.password}\n`);
}

/** Counts what goes over the line, as Chromium reports it. */
async function countTraffic(page: Page): Promise<{ requests: number; scriptBytes: number }> {
  const traffic = { requests: 0, scriptBytes: 0 };
  const scripts = new Set<string>();
  const line = await page.context().newCDPSession(page);
  await line.send('Network.enable');
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BYTES_PER_SECOND,
    uploadThroughput: BYTES_PER_SECOND,
  });
  line.on('Network.requestWillBeSent', () => (traffic.requests += 1));
  line.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.mimeType.includes('javascript')) scripts.add(requestId);
  });
  line.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) traffic.scriptBytes += encodedDataLength;
  });
  return traffic;
}

/** Opens the page in a browser that has nothing of it, over a slow line. */
async function loadOnce(browser: Browser, { port }: Running): Promise<Load> {
  const url = `http://localhost:${port}`;
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  await signIn(context.request, { url, ...PERSON });
  const page = await context.newPage();
  const traffic = await countTraffic(page);
  await page.goto('/m/1/licenses', { waitUntil: 'commit' });
  await page.locator('main li').first().waitFor();
  await page.locator('main button:enabled').first().waitFor();
  const usableMs = await page.evaluate('performance.now()');
  const pictureMs = await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0].startTime`);
  await page.waitForLoadState('networkidle');
  await context.close();
  return { ...traffic, pictureMs: Number(pictureMs), usableMs: Number(usableMs) };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

export default {
  title: 'The first load over a slow line',
  notes: `Chromium, with nothing of the web app kept, opens the licenses of a manager (200 pools) at ${BYTES_PER_SECOND / 1024} KB/s with ${LATENCY_MS} ms of
latency per request, by its own throttling. The first picture is the first contentful paint; usable is when the list is
there and its buttons can be pressed. All requests until the network rests count, fonts and the icon too; scripts as they are
transferred. The worst of ${ROUNDS} loads counts. Server and browser share the two cores.`,
  run: async ({ found, tell }) => {
    const world = await makeWorld([{ managers: 1, licenses: 1000, pools: 200 }]);
    createOwner(world);
    const product = await startProduct(world);
    const browser = await chromium.launch(playwright.use?.launchOptions ?? {});
    const loads: Load[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      loads.push(await loadOnce(browser, product));
      tell(`round ${round + 1} of ${ROUNDS}`);
    }
    const note = (what: string, of: (load: Load) => number, most: number, words: (value: number) => string) => {
      const values = loads.map(of);
      const worst = Math.max(...values);
      const result = `**${words(median(values))}** (at most ${words(worst)})`;
      found({ what, floor: '–', goal: `≤ ${words(most)}`, result, reached: worst <= most });
    };
    note('requests', (load) => load.requests, MAX_REQUESTS, String);
    note('first picture', (load) => load.pictureMs, MAX_TO_PICTURE_MS, seconds);
    note('usable', (load) => load.usableMs, MAX_TO_USE_MS, seconds);
    note(
      'scripts',
      (load) => load.scriptBytes,
      MAX_SCRIPT_BYTES,
      (bytes) => `${Math.round(bytes / 1000)} kB`,
    );
    await browser.close();
    await product.stop();
    await world.close();
  },
} satisfies Benchmark;
