import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import {
  type APIRequestContext,
  type BrowserContext,
  test as base,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';
import { createDatabase, startPostgres } from '../support/postgres.ts';

export { expect };

/** The database below the page. */
export type Engine = 'sqlite' | 'postgres';

/** A running quick start: a fresh sample world of its own, and the person who owns it. */
export interface Carrel {
  url: string;
  email: string;
  password: string;
  token: string;
  /** Where whoever reads the terminal reads the mails. */
  mailbox: string;
}

const root = join(import.meta.dirname, '../..');

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

async function linesUntil(output: Readable | null, last: RegExp): Promise<string> {
  let text = '';
  if (!output) throw new Error('the server has no output');
  for await (const line of createInterface({ input: output })) {
    text += `${line}\n`;
    if (last.test(line)) return text;
  }
  throw new Error(`The server ended before it was ready:\n${text}`);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function databaseFor(engine: Engine): Promise<{ settings: NodeJS.ProcessEnv; drop: () => Promise<void> }> {
  const none = { DATABASE_URL: undefined, SMTP_URL: undefined };
  if (engine === 'sqlite') return { settings: none, drop: async () => {} };
  const postgres = await startPostgres();
  const { url, drop } = await createDatabase(postgres.url);
  const end = async () => {
    await drop();
    await postgres.stop();
  };
  return { settings: { ...none, DATABASE_URL: url, SECRET_KEY: randomBytes(32).toString('hex') }, drop: end };
}

/** How each command says that it is ready. */
const ready = {
  quickstart: { output: 'stdout', last: /^Mailbox: / },
  serve: { output: 'stderr', last: /\/setup\?code=/ },
} as const;

/** A server on data of its own. */
interface Running {
  url: string;
  /** What it said when it started. */
  text: string;
  /** Kills the server, as the power does. */
  goAway: () => Promise<void>;
  /** Starts it again, on the same port and the same data. */
  comeBack: () => Promise<void>;
  /** Ends it and forgets its data. */
  stop: () => Promise<void>;
}

async function run(command: keyof typeof ready, engine: Engine, more: NodeJS.ProcessEnv = {}): Promise<Running> {
  const { output, last } = ready[command];
  const dataDir = mkdtempSync(join(tmpdir(), 'carrel-browser-'));
  const port = await freePort();
  const { settings, drop } = await databaseFor(engine);
  const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error', ...settings, ...more };
  let child: ChildProcess | undefined;
  const start = async () => {
    const errors = output === 'stderr' ? 'pipe' : 'inherit';
    child = spawn(process.execPath, ['src/main.js', command], { cwd: root, env, stdio: ['ignore', 'pipe', errors] });
    const text = await linesUntil(child[output], more.SMTP_URL ? /^API token: / : last); // then it keeps no mails
    child.stdout?.resume();
    child.stderr?.resume();
    return text;
  };
  const goAway = async () => child && kill(child);
  return {
    url: `http://localhost:${port}`,
    text: await start(),
    goAway,
    comeBack: async () => void (await start()),
    stop: async () => {
      await goAway();
      await drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts the quick start on a port of its own. */
export async function startCarrel(
  engine: Engine = 'sqlite',
  settings: NodeJS.ProcessEnv = {},
): Promise<Carrel & Running> {
  const running = await run('quickstart', engine, settings);
  const [, email = '', password = ''] = /Sign in: (\S+) \/ (\S+)/.exec(running.text) ?? [];
  const [, token = ''] = /API token: (\S+)/.exec(running.text) ?? [];
  const [, mailbox = ''] = /Mailbox: (\S+)/.exec(running.text) ?? [];
  return { ...running, email, password, token, mailbox };
}

/** Starts a server without sample data; `setupPage` is where it says that the first account is made. */
export async function startEmpty(engine: Engine): Promise<{ setupPage: string; stop: () => Promise<void> }> {
  const { text, stop } = await run('serve', engine);
  return { setupPage: /\S+\/setup\?code=\S+/.exec(text)?.[0] ?? '', stop };
}

/** Signs a browser in, by the cookies that come with the answer. */
export async function signIn(
  request: APIRequestContext,
  carrel: Pick<Carrel, 'url' | 'email' | 'password'>,
  person: Pick<Carrel, 'email' | 'password'> = carrel,
): Promise<void> {
  const answer = await request.post(`${carrel.url}/api/auth/sign-in/email`, {
    data: { email: person.email, password: person.password },
    headers: { origin: carrel.url },
  });
  expect(answer.status()).toBe(200);
}

interface Fixtures {
  /** A page of a browser that nobody is signed in to. */
  visitor: Page;
  /** The path of the license manager of the signed-in owner. */
  manager: string;
}

/** What tests of one worker share. */
export interface Workers {
  engine: Engine;
  carrel: Carrel & Running;
  /** What a browser keeps once the owner is signed in: signing in costs a slow hash, so it is done once. */
  signedIn: Awaited<ReturnType<BrowserContext['storageState']>>;
}

/** Pages are signed in as the owner of the sample world, and fail where the browser reports an error. */
export const test = base.extend<Fixtures, Workers>({
  engine: ['sqlite', { scope: 'worker', option: true }],
  carrel: [
    async ({ engine }, use) => {
      const carrel = await startCarrel(engine, { WEBHOOK_ALLOWED_HOSTS: '127.0.0.1' });
      await use(carrel);
      await carrel.stop();
    },
    { scope: 'worker' },
  ],
  signedIn: [
    async ({ carrel, playwright }, use) => {
      const request = await playwright.request.newContext();
      await signIn(request, carrel);
      await use(await request.storageState());
      await request.dispose();
    },
    { scope: 'worker' },
  ],
  storageState: async ({ signedIn }, use) => use(signedIn),
  baseURL: async ({ carrel }, use) => use(carrel.url),
  page: async ({ page }, use) => {
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|violates/.test(message.text())) broken.push(message.text());
    });
    await use(page);
    expect(broken).toEqual([]);
  },
  visitor: async ({ browser, carrel }, use) => {
    const context = await browser.newContext({ baseURL: carrel.url, storageState: { cookies: [], origins: [] } });
    await use(await context.newPage());
    await context.close();
  },
  manager: async ({ page, carrel }, use) => {
    const session = await (await page.context().request.get(`${carrel.url}/api/app/session`)).json();
    await use(`/m/${session.managers[0].id}`);
  },
});

const owners = new Map<string, Promise<string>>();

/** The session of the quick start's account, which alone may read its mails. */
function ownerOf(carrel: Carrel): Promise<string> {
  const enter = async () => {
    const answer = await fetch(`${carrel.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ email: carrel.email, password: carrel.password }),
    });
    expect(answer.status).toBe(200);
    return answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
  };
  const known = owners.get(carrel.url) ?? enter();
  owners.set(carrel.url, known);
  return known;
}

/** The newest mail to an address, once it is there. */
export async function mailTo(
  _request: APIRequestContext,
  carrel: Carrel,
  to: string,
  subject: RegExp,
): Promise<string> {
  const cookie = await ownerOf(carrel);
  // biome-ignore lint/suspicious/noExplicitAny: a list, or one mail
  const ask = async (path: string): Promise<any> =>
    (await fetch(`${carrel.url}/api/app/mail${path}`, { headers: { cookie } })).json();
  const find = async () => {
    const mails = await ask('');
    return mails.find((m: { to: string; subject: string }) => m.to.includes(to) && subject.test(m.subject));
  };
  await expect.poll(find, { message: `a mail to ${to}` }).toBeTruthy();
  const { id } = await find();
  return (await ask(`/${id}`)).text;
}

/** The first address in a mail that leads to a path. */
export function linkIn(text: string, path: string): string {
  const found = (text.match(/https?:\/\/\S+/g) ?? []).find((url) => new URL(url).pathname.startsWith(path));
  if (!found) throw new Error(`no link to ${path} in:\n${text}`);
  return found;
}

/** Lets a file go over an element, as if it came from the desktop. */
export async function dropFile(target: Locator, file: { name: string; type: string; text: string }): Promise<void> {
  const [text, name, type] = [file.text, file.name, file.type].map((value) => JSON.stringify(value));
  const dataTransfer = await target.page().evaluateHandle(`(() => {
    const data = new DataTransfer();
    data.items.add(new File([${text}], ${name}, { type: ${type} }));
    return data;
  })()`);
  await target.dispatchEvent('drop', { dataTransfer });
}

/** What an authenticator app shows for a key now (RFC 6238). */
export function oneTimeCode(key: string, ahead = 0): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...key].map((c) => alphabet.indexOf(c).toString(2).padStart(5, '0')).join('');
  const secret = Buffer.from((bits.match(/.{8}/g) ?? []).map((b) => Number.parseInt(b, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const at = (digest.at(-1) ?? 0) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

interface PoolCard {
  id: number;
  courseId: string;
  title: string;
  transferable: boolean;
  available: number;
  state: string;
}

/** The pools of the owner's license manager, read as the page reads them. */
export async function poolsOf(page: Page, manager: string): Promise<PoolCard[]> {
  const answer = await page.request.get(`/api/app/managers/${manager.slice(3)}/v1/library?pageSize=1000`);
  const courses = await answer.json();
  return courses.flatMap((c: { id: string; title: string; pools: PoolCard[] }) =>
    c.pools.map((p) => ({ ...p, courseId: c.id, title: c.title })),
  );
}

/** A running pool that still has a license to lend. */
export const lendingPool = async (page: Page, manager: string): Promise<PoolCard | undefined> =>
  (await poolsOf(page, manager)).find((p) => p.state === 'running' && p.transferable && p.available > 0);

/** Chooses the course of a pool in a dialog, and the pool where the course has several. */
export async function choosePool(dialog: Locator, pool: Pick<PoolCard, 'id' | 'title'> | undefined): Promise<void> {
  const { id = 0, title = '' } = pool ?? {};
  await dialog.getByLabel(/^Course/).fill(title);
  await dialog.page().getByRole('listbox').getByRole('option', { name: title }).click();
  await expect(dialog.getByLabel(/^Course/)).toHaveValue(title);
  const several = dialog.getByLabel(/^Pool/);
  if (await several.isVisible()) await several.selectOption(String(id));
}

/** An address that transferable licenses may go to. */
export async function allowedAddress(page: Page, manager: string, name: string): Promise<string> {
  const me = await (await page.request.get(`/api/app/managers/${manager.slice(3)}/v1/me`)).json();
  return `${name}@${me.allowedDomainsForTransferableLicenses[0]}`;
}

interface Lent {
  id: number;
  end: string;
  course: string;
  student: { id: number; name: string; email: string };
}

/** Gives a person a license that can be taken back. */
export async function lend(page: Page, manager: string, origin: string, name: string): Promise<Lent> {
  const pool = await lendingPool(page, manager);
  const answer = await page.request.post(`/api/app/managers/${manager.slice(3)}/v1/pool/${pool?.id}/license`, {
    data: { name, email: await allowedAddress(page, manager, name.replace(' ', '.')) },
    headers: { origin },
  });
  expect(answer.status()).toBe(200);
  return { ...(await answer.json()), course: pool?.title };
}

/** Proves an address on the page of a link that is open, and takes the license. */
export async function takeByLink(visitor: Page, carrel: Carrel, email: string, name = 'Lena New'): Promise<void> {
  await visitor.getByLabel('Your email address').fill(email);
  await visitor.getByLabel('Your name').fill(name);
  await visitor.getByRole('button', { name: 'Email me a link' }).click();
  await expect(visitor.getByText('Open the email that we sent')).toBeVisible();
  await visitor.goto(linkIn(await mailTo(visitor.request, carrel, email, /./), '/sign-in/link'));
  await visitor.getByRole('button', { name: 'Confirm and continue' }).click();
  await visitor.getByRole('button', { name: 'Get the license' }).click();
  await expect(visitor.getByText('The license is yours.')).toBeVisible();
}
