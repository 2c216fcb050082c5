import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { OAuth2Server } from 'oauth2-mock-server';
import { type Browser, makeAccount, openBrowser, pathOf } from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { findPerson } from './person.ts';

onBothEngines('signing in with an identity provider', (engine) => {
  let app: TestApp;
  let provider: OAuth2Server;
  let claims: Record<string, unknown>;

  before(async () => {
    provider = new OAuth2Server();
    await provider.issuer.keys.generate('RS256');
    await provider.start(0, '127.0.0.1');
    provider.service.on('beforeTokenSigning', (token) => Object.assign(token.payload, claims));
    provider.service.on('beforeUserinfo', (response) => Object.assign(response, { body: claims }));
    const oidc = { issuer: provider.issuer.url ?? '', clientId: 'carrel', clientSecret: 'secret', name: 'Acme' };
    app = await startApp(engine, { world: cast(), settings: { oidc } });
  });
  after(() => provider.stop());

  /** Goes to the provider and comes back. */
  async function goThere(browser: Browser, email: string, verified = true): Promise<string> {
    claims = { sub: `sub-${email}`, email, email_verified: verified, name: 'Ida' };
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
});
