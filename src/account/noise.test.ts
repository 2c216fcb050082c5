/** What anybody can send as often as they like fills neither the log nor the database. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { OAuth2Server } from 'oauth2-mock-server';
import { openBrowser } from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';
import { tableNames } from '../db/dialect.ts';
import { createLog } from '../log.ts';

interface Line {
  level: string;
  more?: number;
  msg: string;
}

/** Lines that ask somebody to look, of the level “warn” or above. */
function listen() {
  const lines: Line[] = [];
  return { lines, log: createLog('warn', { write: (text: string) => lines.push(JSON.parse(text)) } as never) };
}

const MANY = 30;

onBothEngines('strangers', (engine) => {
  let app: TestApp;
  let provider: OAuth2Server;
  const { lines, log } = listen();
  const from = (network: number) => openBrowser(app.url, `10.9.${network}.1`);

  before(async () => {
    provider = new OAuth2Server();
    await provider.issuer.keys.generate('RS256');
    await provider.start(0, '127.0.0.1');
    const oidc = { issuer: provider.issuer.url ?? '', clientId: 'carrel', clientSecret: 'secret', name: 'Acme' };
    app = await startApp(engine, { world: cast(), settings: { oidc, trustedProxies: ['127.0.0.1'] }, log });
    await from(0).get('/api/auth/callback/oidc?state=made-up&code=x');
  });
  after(() => provider.stop());

  /** One in five asks for what no database can hold, which is refused without a line. */
  const comeBack = async (network: number, times: number) => {
    const queries = [
      '?state=made-up&code=x',
      '',
      '?error=x',
      '?state=%00&code=%ff',
      '?code=x&iss=https://elsewhere.example',
    ];
    for (let i = 0; i < times; i++) {
      const answer = await from(network).get(`/api/auth/callback/oidc${queries[i % queries.length]}`);
      assert.equal(answer.status, 302);
    }
  };

  test('who come back from the provider without having gone there write a few lines a minute, and are counted', async () => {
    app.clock.forward(61);
    lines.length = 0;
    await comeBack(1, MANY);
    const ofOne = lines.length;
    assert.ok(ofOne > 0 && ofOne <= 5, `${ofOne} lines for one network`);
    for (let network = 2; network < 22; network++) await comeBack(network, 10);
    const ofAll = lines.length;
    assert.ok(ofAll > ofOne && ofAll <= 60, `${ofAll} lines for all`);
    app.clock.forward(61);
    await comeBack(1, 1);
    assert.ok(
      lines.every(({ level }) => level === 'warn'),
      JSON.stringify(lines.find(({ level }) => level !== 'warn')),
    );
    const [told, ...others] = lines.filter(({ more }) => more !== undefined);
    assert.deepEqual(others, []);
    assert.ok((told?.more ?? 0) + ofAll >= 0.8 * (MANY + 200), `${ofAll} and ${told?.more} more`);
    assert.match(told?.msg ?? '', /^accounts: and \d+ more such lines$/);
  });

  test('with made-up cookies, tokens, codes and hosts write no line and no row each', async () => {
    const rows = async () => {
      const names = await tableNames(app.context.db.read);
      const count = async (name: string) => {
        const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(
          app.context.db.read.kysely,
        );
        return Number(rows[0]?.n);
      };
      return (await Promise.all(names.map(count))).reduce((sum, n) => sum + n, 0);
    };
    const forged = (i: number) => ({
      cookie: `carrel.session_token=forged${i}.signature; carrel.device=${'d'.repeat(43)}`,
    });
    const json = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
    const post = (body: object, headers = {}) => ({
      method: 'POST',
      headers: { ...json, ...headers },
      body: JSON.stringify(body),
    });
    const requests: Record<string, (i: number) => [path: string, init: RequestInit]> = {
      'a forged session': (i) => ['/api/app/session', { headers: forged(i) }],
      'a forged challenge': (i) => [
        '/api/auth/two-factor/verify-totp',
        post({ code: '000000' }, { cookie: `carrel.two_factor=forged${i}.signature` }),
      ],
      'a bad token': (i) => ['/api/licensing/v1/me', { headers: { authorization: `Bearer a.b${i}.c` } }],
      'a bad link': (i) => [`/api/app/links/made-up${i}`, {}],
      'a bad sign-in link': (i) => [`/api/auth/magic-link?token=made-up${i}`, {}],
      'opening a bad sign-in link': (i) => ['/api/auth/magic-link/verify', post({ token: `made-up${i}` })],
      'renewing a bad link': (i) => ['/api/auth/magic-link/renew', post({ token: `made.up.${i}` })],
      'a bad reset': (i) => [
        '/api/auth/reset-password',
        post({ token: `made-up${i}`, newPassword: 'a long password' }),
      ],
      'a bad invitation': (i) => [`/api/app/invitations/made-up${i}`, {}],
      'another origin': (i) => [
        '/api/auth/sign-in/email',
        post({}, { 'sec-fetch-site': 'cross-site', origin: `https://o${i}.example` }),
      ],
      'a bad provider': () => ['/api/auth/sign-in/oauth2', post({ providerId: 'other', callbackURL: '/my' })],
      'a bad set-up': (i) => [
        '/api/app/setup',
        post({ code: `made-up${i}`, name: 'A', email: 'a@b.example', password: 'a long password' }),
      ],
      'no such page': (i) => [`/api/nowhere${i}`, { headers: { 'x-forwarded-for': `10.8.0.${i}` } }],
    };
    const seen = Object.values(requests).map((request) => request(-1));
    for (const [path, init] of seen) await fetch(app.url + path, init); // what is told once was told
    for (const [name, request] of Object.entries(requests)) {
      app.clock.forward(61);
      const before = await rows();
      lines.length = 0;
      for (let i = 0; i < MANY; i++) {
        const [path, init] = request(i);
        const { status } = await fetch(app.url + path, init);
        assert.ok(status < 500, `${name}: ${status}`);
      }
      assert.ok(lines.length <= 5, `${name}: ${lines.length} lines, such as ${JSON.stringify(lines[0])}`);
      const more = (await rows()) - before;
      assert.ok(more <= 5, `${name}: ${more} rows`);
    }
  });

  test('are told of a minute at most, and counted, while the database is away', async () => {
    const heard = listen();
    const away = await startApp(engine, { log: heard.log });
    await away.context.db.close();
    const asked = 150;
    for (let i = 0; i < asked; i++) assert.equal((await fetch(`${away.url}/api/app/links/some-code`)).status, 503);
    const written = heard.lines.length;
    assert.ok(written > 0 && written <= 120, `${written} lines`);
    await away.close().catch(() => {});
    const more = heard.lines.find((line) => line.more !== undefined)?.more ?? 0;
    assert.equal(written + more, asked);
  });
});
