import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { OAuth2Server } from 'oauth2-mock-server';
import { type Browser, makeAccount, openBrowser, pathOf } from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { findPerson } from '../auth/person.ts';
import { system } from '../event/record.ts';
import { disableAccount } from './manage.ts';

onBothEngines('signing in with an identity provider', (engine) => {
  let app: TestApp;
  let provider: OAuth2Server;
  let claims: Record<string, unknown>;
  /** What the id token says beside the claims, and whether there is one. */
  let inToken: Record<string, unknown> = {};
  let withoutToken = false;

  before(async () => {
    provider = new OAuth2Server();
    await provider.issuer.keys.generate('RS256');
    await provider.start(0, '127.0.0.1');
    provider.service.on('beforeTokenSigning', (token) => Object.assign(token.payload, claims, inToken));
    provider.service.on('beforeResponse', ({ body }) => {
      if (withoutToken && body && typeof body === 'object') delete (body as Record<string, unknown>).id_token;
    });
    provider.service.on('beforeUserinfo', (response) => Object.assign(response, { body: claims }));
    const oidc = { issuer: provider.issuer.url ?? '', clientId: 'carrel', clientSecret: 'secret', name: 'Acme' };
    app = await startApp(engine, { world: cast(), settings: { oidc } });
  });
  after(() => provider.stop());

  /** Goes to the provider and comes back. */
  async function goThere(browser: Browser, email: string, verified = true, more: object = {}): Promise<string> {
    claims = { sub: `sub-${email}`, email, email_verified: verified, name: 'Ida', ...more };
    const asked = { providerId: 'oidc', callbackURL: '/my', errorCallbackURL: '/sign-in' };
    const { body } = await browser.post('/api/auth/sign-in/oauth2', asked);
    const there = await fetch(body.url, { redirect: 'manual' });
    const back = await browser.get(pathOf(there.headers.get('location') ?? ''));
    assert.equal(back.status, 302, back.text);
    return pathOf(new URL(back.headers.get('location') ?? '', app.url).href);
  }
  const user = async (browser: Browser) => (await browser.get('/api/app/session')).body.user;

  test('is offered by its name', async () => {
    const { body } = await openBrowser(app.url).get('/api/app/session');
    assert.deepEqual(body.providers, [{ id: 'oidc', name: 'Acme' }]);
  });

  test('opens the account with the address that the provider has proven, and keeps none of its tokens', async () => {
    await makeAccount(app, { email: 'ida@alder.example' });
    const browser = openBrowser(app.url);
    assert.equal(await goThere(browser, 'Ida@Alder.example'), '/my');
    assert.equal((await user(browser)).email, 'ida@alder.example');
    const rows = await app.context.db.read.kysely.selectFrom('credential').selectAll().execute();
    const own = rows.find((row) => row.provider_id === 'oidc');
    assert.deepEqual([own?.access_token, own?.refresh_token, own?.id_token], [null, null, null]);
  });

  test('opens an account whose address is an unusual one', async () => {
    const email = 'r&d@example.xn--p1ai';
    await makeAccount(app, { email });
    const browser = openBrowser(app.url);
    assert.equal(await goThere(browser, email), '/my');
    assert.equal((await user(browser)).email, email);
  });

  test('comes back under the path that the server is reached under', async () => {
    const publicUrl = 'http://www.example.com/carrel';
    const below = await startApp(engine, { settings: { oidc: app.context.config.oidc, publicUrl } });
    await makeAccount(below, { email: 'pat@alder.example' });
    claims = { sub: 'sub-pat', email: 'pat@alder.example', email_verified: true, name: 'Pat' };
    const browser = openBrowser(below.url);
    const asked = { providerId: 'oidc', callbackURL: '/carrel/my', errorCallbackURL: '/carrel/sign-in' };
    const { body } = await browser.post('/carrel/api/auth/sign-in/oauth2', asked);
    assert.match(
      new URL(body.url).searchParams.get('redirect_uri') ?? '',
      /^http:\/\/www\.example\.com\/carrel\/api\/auth\//,
    );
    const there = await fetch(body.url, { redirect: 'manual' });
    const back = await browser.get(pathOf(there.headers.get('location') ?? ''));
    const { pathname } = new URL(back.headers.get('location') ?? '', publicUrl);
    assert.deepEqual([back.status, pathname], [302, '/carrel/my']);
    assert.equal((await browser.get('/carrel/api/app/session')).body.user?.email, 'pat@alder.example');
    await below.close();
  });

  test('opens no account that is disabled', async () => {
    const id = await makeAccount(app, { email: 'dis@alder.example' });
    await app.context.db.write((tx) =>
      disableAccount(tx, { who: { id }, by: system, now: Math.floor(app.clock.ms / 1000) }),
    );
    const browser = openBrowser(app.url);
    assert.match(await goThere(browser, 'dis@alder.example'), /^\/sign-in\?error=account_disabled/);
    assert.equal(await user(browser), null);
  });

  test('makes an account for a student, and none for a stranger', async () => {
    await (await app.client(ALICE)).post(`/v1/pool/${SHARED}/license`, { email: 'sue@alder.example', name: 'Sue' });
    const browser = openBrowser(app.url);
    assert.equal(await goThere(browser, 'sue@alder.example'), '/my');
    assert.equal((await user(browser)).email, 'sue@alder.example');
    const stranger = openBrowser(app.url);
    assert.match(await goThere(stranger, 'stranger@alder.example'), /^\/sign-in\?error=/);
    assert.equal(await user(stranger), null);
  });

  test('does not believe an address that the provider has not proven', async () => {
    await makeAccount(app, { email: 'kim@alder.example' });
    const browser = openBrowser(app.url);
    assert.match(await goThere(browser, 'kim@alder.example', false), /error=/);
    assert.equal(await user(browser), null);
  });

  test('makes no account for a student whose address the provider has not proven', async () => {
    await (await app.client(ALICE)).post(`/v1/pool/${SHARED}/license`, { email: 'tom@alder.example' });
    const browser = openBrowser(app.url);
    for (const verified of [false, 'false', null] as never[]) {
      assert.match(await goThere(browser, 'tom@alder.example', verified), /error=/);
      assert.equal(await user(browser), null);
    }
    assert.equal(await findPerson(app.context.db.read, 'tom@alder.example'), undefined);
  });

  test('does not take an answer that another browser asked for', async () => {
    await makeAccount(app, { email: 'lee@alder.example' });
    claims = { sub: 'sub-lee', email: 'lee@alder.example', email_verified: true, name: 'Lee' };
    const asked = { providerId: 'oidc', callbackURL: '/my', errorCallbackURL: '/sign-in' };
    const { body } = await openBrowser(app.url).post('/api/auth/sign-in/oauth2', asked);
    const there = await fetch(body.url, { redirect: 'manual' });
    const victim = openBrowser(app.url);
    await victim.get(pathOf(there.headers.get('location') ?? ''));
    assert.equal(await user(victim), null);
  });

  test('believes nothing else that the provider says of an address', async () => {
    await makeAccount(app, { email: 'mia@alder.example' });
    const lies: object[] = [
      { email_verified: false, emailVerified: true },
      { email_verified: undefined, emailVerified: true, verified: true },
      { email_verified: undefined },
      { email_verified: 1 },
      { email_verified: ['true'] },
      { email_verified: 'True' },
      { email: ['mia@alder.example'] },
      { email: ['mia@alder.example', 'evil@evil.example'] },
      { email: { 0: 'mia@alder.example' } },
      { email: undefined, emails: ['mia@alder.example'] },
    ];
    for (const lie of lies) {
      const browser = openBrowser(app.url);
      assert.match(await goThere(browser, 'mia@alder.example', true, lie), /error=/, JSON.stringify(lie));
      assert.equal(await user(browser), null, JSON.stringify(lie));
    }
  });

  test('takes no id token that was made by another, for another, or for another sign-in, and none at all', async () => {
    await makeAccount(app, { email: 'noa@alder.example' });
    const tokens: Record<string, unknown>[] = [
      { iss: 'https://evil.example' },
      { aud: 'another' },
      { aud: ['carrel', 'another'] },
      { aud: ['carrel', 'another'], azp: 'another' },
      { azp: 'another' },
      { nonce: 'another' },
      { nonce: undefined },
      { sub: ['sub-noa'] },
      { exp: 1 },
    ];
    for (const wrong of tokens) {
      inToken = wrong;
      const browser = openBrowser(app.url);
      assert.match(await goThere(browser, 'noa@alder.example'), /error=/, JSON.stringify(wrong));
      assert.equal(await user(browser), null, JSON.stringify(wrong));
    }
    inToken = {};
    withoutToken = true;
    const browser = openBrowser(app.url);
    assert.match(await goThere(browser, 'noa@alder.example'), /error=/);
    assert.equal(await user(browser), null);
    withoutToken = false;
    assert.equal(await goThere(openBrowser(app.url), 'noa@alder.example'), '/my');
  });

  test('gives an account no name that is an address', async () => {
    await (await app.client(ALICE)).post(`/v1/pool/${SHARED}/license`, { email: 'pia@alder.example' });
    const browser = openBrowser(app.url);
    await goThere(browser, 'pia@alder.example', true, { name: 'Prize at http://evil.example' });
    const person = await findPerson(app.context.db.read, 'pia@alder.example');
    assert.deepEqual([(await user(browser)).email, person?.name], ['pia@alder.example', '']);
  });

  test('sends nobody to a provider whose document names another issuer', async () => {
    const { port } = new URL(provider.issuer.url ?? '');
    const [issuer] = ['localhost', '127.0.0.1']
      .map((host) => `http://${host}:${port}`)
      .filter((url) => url !== provider.issuer.url);
    const oidc = { issuer: issuer ?? '', clientId: 'carrel', clientSecret: 'secret', name: 'Acme' };
    const other = await startApp(engine, { world: cast(), settings: { oidc } });
    const asked = { providerId: 'oidc', callbackURL: '/my', errorCallbackURL: '/sign-in' };
    const answer = await openBrowser(other.url).post('/api/auth/sign-in/oauth2', asked);
    assert.deepEqual([answer.status, answer.body.code, answer.body.url], [400, 'provider_unusable', undefined]);
  });

  test('sends so many people of one network to the provider, and no more', async () => {
    const before = await app.context.db.read.kysely.selectFrom('verification').select('id').execute();
    const asked = { providerId: 'oidc', callbackURL: '/my', errorCallbackURL: '/sign-in' };
    const statuses = new Set<number>();
    for (let i = 0; i < 320; i++)
      statuses.add((await openBrowser(app.url).post('/api/auth/sign-in/oauth2', asked)).status);
    const after = await app.context.db.read.kysely.selectFrom('verification').select('id').execute();
    assert.deepEqual([...statuses], [200, 429]);
    assert.ok(after.length - before.length <= 300, `${after.length - before.length} records of one network`);
  });
});
