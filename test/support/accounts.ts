import { argon2Sync, createHmac } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createPerson } from '../../src/auth/person.ts';
import { type Context, now } from '../../src/context.ts';
import type { Role } from '../../src/db/tables.ts';
import { system } from '../../src/event/record.ts';
import { join } from '../../src/member/member.ts';
import { parseEmail } from '../../src/rules/email.ts';
import { type Answer, request, type TestApp } from './app.ts';

export const PASSWORD = 'correct horse battery';

/** A browser: it keeps cookies, and says where its requests come from. */
export interface Browser {
  cookies: Map<string, string>;
  /** Headers of every request, to play another page or another address. */
  headers: Record<string, string>;
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  patch(path: string, body?: unknown): Promise<Answer>;
  delete(path: string): Promise<Answer>;
  /** Signs in with the password; answers what the server said. */
  signIn(email: string, password?: string): Promise<Answer>;
  /** Another browser with the same cookies. */
  copy(url?: string): Browser;
}

/** A browser on a server. From `address` where the server trusts the proxy on this machine. */
export function openBrowser(url: string, address?: string): Browser {
  const cookies = new Map<string, string>();
  const headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' };
  if (address) headers['x-forwarded-for'] = address;
  const call: Browser['call'] = async (method, path, body) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await request(new URL(path, url).href, {
      method,
      redirect: 'manual',
      headers: {
        ...headers,
        ...(cookie && { cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const line of answer.headers.getSetCookie()) keep(cookies, line);
    return answer;
  };
  const browser: Browser = {
    cookies,
    headers,
    call,
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, body),
    patch: (path, body) => call('PATCH', path, body),
    delete: (path) => call('DELETE', path),
    signIn: (email, password = PASSWORD) => call('POST', '/api/auth/sign-in/email', { email, password }),
    copy: (to = url) => {
      const other = openBrowser(to, address);
      for (const [name, value] of cookies) other.cookies.set(name, value);
      return other;
    },
  };
  return browser;
}

function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const at = pair.indexOf('=');
  const gone = attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0');
  if (gone) cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), pair.slice(at + 1));
}

export interface Account {
  email: string;
  name?: string;
  password?: string | null;
  publisher?: boolean;
  roles?: Record<number, Role>;
}

/** A hash that the server takes, and that costs next to nothing to check: tests sign in hundreds of times. */
function cheapHash(password: string): string {
  const nonce = Buffer.from('salt for tests..');
  const cost = { memory: 64, passes: 1, parallelism: 1, tagLength: 32 };
  const hash = argon2Sync('argon2id', { message: password.normalize('NFKC'), nonce, ...cost });
  return `$argon2id$v=19$m=64,t=1,p=1$${nonce.toString('base64url')}$${hash.toString('base64url')}`;
}

/** Makes an account that exists before the test begins. Answers its id. */
export async function makeAccount(app: { context: Context }, account: Account): Promise<string> {
  const email = parseEmail(account.email);
  const { name = 'Alex', password = PASSWORD, publisher = false, roles = {} } = account;
  const passwordHash = password === null ? null : cheapHash(password);
  return app.context.db.write(async (tx) => {
    const at = now(app.context);
    const id = email && (await createPerson(tx, { name, email, passwordHash, publisher }, at));
    if (!id) throw new Error(`no account was made for ${account.email}`);
    for (const [managerId, role] of Object.entries(roles)) {
      await join(tx, { managerId: Number(managerId), personId: id, email: email.key, role }, system, at);
    }
    return id;
  });
}

/** A browser in which the account has signed in. */
export async function signedIn(app: TestApp, account: Account): Promise<Browser> {
  await makeAccount(app, account);
  const browser = openBrowser(app.url);
  const answer = await browser.signIn(account.email, account.password ?? PASSWORD);
  if (answer.status !== 200) throw new Error(`signing in answered ${answer.text}`);
  return browser;
}

export interface Mailed {
  kind: string;
  recipient: string;
  payload: { url: string; [name: string]: unknown };
}

/** The mails of a kind that were written so far, oldest first. */
export async function mailsOf({ context }: TestApp, kind: string): Promise<Mailed[]> {
  const rows = await context.db.read.kysely
    .selectFrom('outbox')
    .innerJoin('event', 'event.id', 'outbox.event_id')
    .select(['outbox.kind', 'outbox.recipient', 'outbox.payload'])
    .where('outbox.kind', '=', kind)
    .orderBy('event.id')
    .execute();
  return rows.map((row) => ({ ...row, payload: JSON.parse(row.payload) }));
}

/** Waits until so many mails of a kind were written, and answers the last: they are written after the answer. */
export async function mailed(app: TestApp, kind: string, count = 1): Promise<Mailed> {
  for (;;) {
    const mail = (await mailsOf(app, kind))[count - 1];
    if (mail) return mail;
    await nextTurn();
  }
}

/** The path and query of a link, to follow it on whatever port the test listens. */
export const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url);
  return pathname + search;
};

/** Presses the button of the page that a mailed sign-in link leads to. */
export const follow = (browser: Browser, url: string): Promise<Answer> =>
  browser.post('/api/auth/magic-link/verify', { token: new URL(url).searchParams.get('token') });

/** The code that an authenticator shows now (RFC 6238). */
export function totp(uri: string, at = Date.now()): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...(new URL(uri).searchParams.get('secret') ?? '')]
    .map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
