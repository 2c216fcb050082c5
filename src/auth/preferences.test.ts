import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Browser, makeAccount, openBrowser } from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';
import { readerOf } from '../mail/facts.ts';
import { languages } from '../rules/language.ts';

const PATH = '/api/app/my/preferences';

onBothEngines('the language and time zone of a person', (engine) => {
  let app: TestApp;
  let people = 0;

  before(async () => {
    app = await startApp(engine, { world: cast() });
  });

  const from = (language: string, zone?: string): Browser => {
    const browser = openBrowser(app.url);
    Object.assign(browser.headers, { 'accept-language': language, ...(zone ? { 'x-time-zone': zone } : {}) });
    return browser;
  };
  const person = async () => {
    const email = `reader${++people}@alder.example`;
    await makeAccount(app, { email });
    return email;
  };
  const kept = async (browser: Browser) => (await browser.get(PATH)).body;

  test('are learned at the first sign-in, until they are chosen, and anew when that is left to a browser', async () => {
    const email = await person();
    const rome = from('it-IT,it;q=0.9,en;q=0.8', 'Europe/Rome');
    await rome.signIn(email);
    const used = { language: 'it', timeZone: 'Europe/Rome' };
    assert.deepEqual(await kept(rome), { language: null, timeZone: null, used });

    const boston = from('en-US', 'America/New_York');
    await boston.signIn(email);
    assert.deepEqual((await kept(boston)).used, used);

    const chosen = await rome.call('PATCH', PATH, { language: 'it', timeZone: 'Asia/Tokyo' });
    assert.deepEqual([chosen.body.language, chosen.body.timeZone], ['it', 'Asia/Tokyo']);
    await from('en-US', 'America/New_York').signIn(email);
    assert.deepEqual((await kept(rome)).used, { language: 'it', timeZone: 'Asia/Tokyo' });
    assert.deepEqual(await readerOf(app.context.db.read, email, {}, undefined, languages), {
      language: 'it',
      timeZone: 'Asia/Tokyo',
    });

    const back = await boston.call('PATCH', PATH, { language: null, timeZone: null });
    const american = { language: 'en', timeZone: 'America/New_York' };
    assert.deepEqual(back.body, { language: null, timeZone: null, used: american });
  });

  test('stay as they were where a browser says nothing that we know', async () => {
    const email = await person();
    await from('it', 'Europe/Rome').signIn(email);
    const silent = from('xx', 'Mars/Olympus');
    await silent.signIn(email);
    assert.deepEqual((await kept(silent)).used, { language: 'it', timeZone: 'Europe/Rome' });
  });

  test('change one by one, and refuse what is none', async () => {
    const browser = from('en', 'Europe/Rome');
    await browser.signIn(await person());
    const only = (await browser.call('PATCH', PATH, { language: 'it' })).body;
    assert.deepEqual([only.language, only.timeZone, only.used.timeZone], ['it', null, 'Europe/Rome']);
    for (const body of [{ language: 'xx' }, { timeZone: 'Mars/Olympus' }, { timeZone: '' }, { other: 1 }])
      assert.equal((await browser.call('PATCH', PATH, body)).status, 400, JSON.stringify(body));
    assert.deepEqual(await kept(browser), only);
  });

  test('are those of who is signed in: others are told so first, whatever they send', async () => {
    const stranger = openBrowser(app.url);
    assert.equal((await stranger.get(PATH)).status, 401);
    for (const body of [undefined, {}, { other: 1 }])
      assert.equal((await stranger.call('PATCH', PATH, body)).status, 401, JSON.stringify(body));
    assert.equal((await stranger.call('POST', '/api/app/my/licenses/none/return', {})).status, 401);
  });
});
