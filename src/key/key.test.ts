/** The key of a server: lost, changed, and changed with the former one at hand. */

import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { makeAccount, openBrowser, PASSWORD, signedIn, totp } from '../../test/support/accounts.ts';
import { clientOf, emptyDatabase, onBothEngines, type TestApp } from '../../test/support/app.ts';
import { cast, SHARED } from '../../test/support/cast.ts';
import { exitCodeOf } from '../cli/explain.ts';
import { type Server, serve } from '../cli/serve.ts';
import { readConfig } from '../config.ts';
import { now, openContext } from '../context.ts';
import { system } from '../event/record.ts';
import { loadRecords } from '../import/import.ts';
import { readImport } from '../import/read.ts';
import { createLog } from '../log.ts';
import { managerScope } from '../principal.ts';
import { fingerprintOf } from '../seal.ts';
import { createToken } from '../token/token.ts';
import { currentOf, keptKeys } from './ring.ts';
import { sealedColumns } from './sealed.ts';

const main = join(import.meta.dirname, '..', 'main.js');
const [A, B, C] = ['first', 'second', 'third'].map((name) => `${name} key: 7Qz!pW2#vK9$mX4&bN6*hG3^rT8`) as [
  string,
  string,
  string,
];
const OWNER = 'owner@alder.example';

onBothEngines('the key', (engine) => {
  let place: Awaited<ReturnType<typeof emptyDatabase>>;
  let running: Server | null;

  const environment = (key: string, previous?: string) => ({
    DATA_DIR: place.dataDir,
    DATABASE_URL: place.url,
    SECRET_KEY: key,
    RATE_LIMIT_PER_MINUTE: '0',
    PORT: '0',
    ...(previous ? { SECRET_KEY_PREVIOUS: previous } : {}),
  });
  const stop = async () => {
    await running?.stop(0);
    await running?.context.db.close();
    running = null;
  };
  const start = async (key: string, previous?: string): Promise<Server> => {
    await stop();
    const context = openContext(readConfig(environment(key, previous)), createLog('silent'), () => {});
    try {
      return (running = await serve(context));
    } catch (error) {
      await context.db.close();
      throw error;
    }
  };
  const carrel = (key: string, args: string[], previous?: string) => {
    const env = { PATH: process.env.PATH ?? '', ...environment(key, previous) };
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { env, encoding: 'utf8' });
    return { status, out: stdout, lines: stderr.split('\n').filter(Boolean) };
  };
  const refusedStart = async (key: string, previous?: string) => {
    const error = await start(key, previous).then(
      () => assert.fail('it started'),
      (reason: Error) => reason,
    );
    assert.equal(exitCodeOf(error), 2);
    assert.doesNotMatch(error.message, /\n|pW2/);
    assert.match(
      error.message,
      /^SECRET_KEY .*1 API token, every session, the codes of 1 link and 1 second factor.*carrel key accept/,
    );
  };
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await nextTurn();
  };
  /** The key that signs launches, which is sealed too: the newest that is published. */
  const signsWith = async ({ url }: Server): Promise<string> => {
    const { keys } = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as { keys: [{ kid: string }] };
    return keys[0].kid;
  };
  const ready = async ({ url }: Server) => (await fetch(`${url}/readyz`)).status === 200;

  interface Made {
    token: string;
    code: string;
    cookies: ReturnType<typeof openBrowser>;
    uri: string;
    backupCodes: string[];
    signingKey: string;
  }
  /** A token, a link, a session and a second factor, made with the first key. */
  const make = async (): Promise<Made> => {
    const { context, url } = await start(A);
    using records = await readImport({
      ...cast(),
      pools: cast().pools?.map((pool) => ({ ...pool, end: '2999-01-01T00:00:00+00:00' })) ?? [],
    });
    await loadRecords(context.db, records, system, () => now(context));
    const managerId = cast().managers?.[0]?.id ?? 0;
    const issuer = { url: context.config.publicUrl, secret: context.config.secretKey };
    const { text } = await context.db.write((tx) =>
      createToken(
        tx,
        { scope: managerScope(managerId), name: 'script', permission: 'write' },
        issuer,
        system,
        now(context),
      ),
    );
    const link = await clientOf(url, text).post('/v1/links', { poolId: SHARED, licenses: 1 });
    assert.equal(link.status, 200, link.text);
    const app = { context, url } as unknown as TestApp;
    const cookies = await signedIn(app, { email: OWNER, roles: { [managerId]: 'owner' } });
    const { body } = await cookies.post('/api/auth/two-factor/enable', { password: PASSWORD });
    const set = await cookies.post('/api/auth/two-factor/verify-totp', { code: totp(body.totpURI) });
    assert.equal(set.status, 200, set.text);
    return {
      token: text,
      code: link.body.code,
      cookies,
      uri: body.totpURI,
      backupCodes: body.backupCodes,
      signingKey: await signsWith(app as unknown as Server),
    };
  };
  /** What the first key made, as seen by a server. */
  const works = async ({ url }: Server, made: Made, backupCode: number) => {
    const api = clientOf(url, made.token);
    const links = await api.get('/v1/links');
    assert.deepEqual([links.status, links.body[0]?.code], [200, made.code]);
    assert.equal((await made.cookies.copy(url).get('/api/app/session')).body.user?.email, OWNER);
    assert.equal(await signsWith({ url } as Server), made.signingKey);
    const browser = openBrowser(url);
    assert.equal((await browser.signIn(OWNER)).body.twoFactorRedirect, true);
    const entered = await browser.post('/api/auth/two-factor/verify-backup-code', {
      code: made.backupCodes[backupCode],
    });
    assert.equal(entered.status, 200, entered.text);
  };

  beforeEach(async () => {
    place = await emptyDatabase(engine);
    running = null;
  });
  afterEach(async () => {
    await stop();
    await place.dispose();
  });

  test('that is another one stops the start, and says what would break and how to go on', async () => {
    await make();
    await refusedStart(B);
    await refusedStart(B, C);
    assert.equal((await start(A)).url.startsWith('http'), true);
    await stop();
    const { status, lines } = carrel(B, ['token', 'create', '--manager', '1', '--name', 'x']);
    assert.deepEqual([status, lines.length], [2, 1]);
    assert.match(
      carrel(B, ['check']).lines.join('\n'),
      /the database was served with .*\n.*1 code of a link: cannot be read/,
    );
  });

  test('is known by what it sealed, where the database kept no fingerprint yet', async () => {
    await make();
    await running?.context.db.write((tx) => tx.script('delete from secret_key'));
    await refusedStart(B);
    const { context } = await start(A);
    assert.equal(currentOf(await keptKeys(context.db.read))?.fingerprint, fingerprintOf(context.config.secretKey));
  });

  test('is changed with the former one at hand: all goes on, and after a while without it', async () => {
    const made = await make();
    const changing = await start(B, A);
    await works(changing, made, 0);
    const kept = async () => currentOf(await keptKeys(changing.context.db.read))?.fingerprint;
    await until(async () => (await kept()) === fingerprintOf(Buffer.from(B)));
    const status = carrel(B, ['key', 'status'], A);
    assert.deepEqual([status.status, status.lines], [0, []]);
    assert.match(status.out, /^0 values are sealed with an earlier key\.\nSECRET_KEY_PREVIOUS may be removed\.$/m);
    await works(await start(B), made, 1);
    const again = await start(C, B);
    await until(
      async () => currentOf(await keptKeys(again.context.db.read))?.fingerprint === fingerprintOf(Buffer.from(C)),
    );
    await works(await start(C), made, 2);
    const browser = openBrowser(running?.url ?? '');
    await browser.signIn(OWNER);
    const code = totp(made.uri, Date.now() + 30_000);
    assert.equal((await browser.post('/api/auth/two-factor/verify-totp', { code })).status, 200);
    await refusedStart(A);
  });

  test('is accepted by command: what the lost one made is refused, and nothing answers 500', async () => {
    const made = await make();
    await stop();
    assert.match(
      carrel(B, ['key', 'status']).out,
      /1 code of a link, 1 key that signs launches, 1 second factor, 1 list of backup codes\.\nSECRET_KEY is not the key/,
    );
    const accepted = carrel(B, ['key', 'accept']);
    assert.deepEqual([accepted.status, accepted.lines], [0, []]);
    const { url } = await start(B);
    assert.equal((await clientOf(url, made.token).get('/v1/me')).status, 401);
    assert.equal((await made.cookies.copy(url).get('/api/app/session')).body.user, null);
    for (const [action, code] of [
      ['verify-totp', totp(made.uri)],
      ['verify-backup-code', made.backupCodes[0]],
    ]) {
      const browser = openBrowser(url);
      assert.equal((await browser.signIn(OWNER)).body.twoFactorRedirect, true);
      const { status, body } = await browser.post(`/api/auth/two-factor/${action}`, { code });
      assert.deepEqual([status, body.code], [400, 'second_factor_unreadable']);
    }
    assert.notEqual(await signsWith({ url } as Server), made.signingKey, 'what cannot be read any more is replaced');
    const manager = cast().managers?.[0]?.id ?? 0;
    const second = { email: 'second@alder.example', roles: { [manager]: 'owner' as const } };
    const app = { context: running?.context, url } as unknown as TestApp;
    await makeAccount(app, second);
    const browser = openBrowser(url);
    await browser.signIn(second.email);
    const links = await browser.get(`/api/app/managers/${manager}/v1/links`);
    assert.deepEqual([links.status, links.body[0]?.code], [200, null]);
    const tokens = await browser.get(`/api/app/managers/${manager}/v1/tokens`);
    assert.deepEqual([tokens.status, tokens.body[0]?.refused], [200, true]);
    assert.match(carrel(B, ['token', 'list', '--manager', String(manager)]).out, /refused: another key signed it\n$/);
  });

  test('that another one was accepted for turns a running server unready', async () => {
    const server = await start(A);
    assert.equal(await ready(server), true);
    const env = { PATH: process.env.PATH ?? '', ...environment(B) };
    await promisify(execFile)(process.execPath, [main, 'key', 'accept'], { env });
    await until(async () => !(await ready(server)));
  });

  test('that signs launches is replaced by command, beside a running server', async () => {
    const { signingKey } = await make();
    const env = { PATH: process.env.PATH ?? '', ...environment(A) };
    const { stdout } = await promisify(execFile)(process.execPath, [main, 'key', 'rotate'], { env });
    const [, signs, stays] = /key (\S+) from now on\.\n(\S+) stays published/.exec(stdout) ?? [];
    assert.equal(stays, signingKey);
    assert.equal(await signsWith(running as Server), signs);
  });

  test('is named for every column that holds what only a key opens', async () => {
    const { context } = await start(A);
    const columns =
      engine === 'sqlite'
        ? sql<{
            name: string;
          }>`select m.name || '.' || c.name as name from sqlite_schema m, pragma_table_info(m.name) c where m.type = 'table'`
        : sql<{
            name: string;
          }>`select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'`;
    const { rows } = await columns.execute(context.db.read.kysely);
    const sealed = rows.map(({ name }) => name).filter((name) => /sealed/.test(name) && name !== 'secret_key.sealed');
    const named = sealedColumns.map(({ table, column }) => `${table}.${column}`);
    assert.deepEqual(
      sealed.filter((name) => !named.includes(name)),
      [],
    );
  });
});
