import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Browser, mailsOf, openBrowser, signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, OWNED, SHARED, SHARED_SQL } from '../../test/support/cast.ts';

onBothEngines('the licenses of a student', (engine) => {
  let app: TestApp;
  let alice: Client;
  let sue: Browser;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    sue = await signedIn(app, { email: 'sue@alder.example', name: 'Sue' });
  });

  const assign = async (pool: number, email = 'Sue@alder.example') =>
    (await alice.post(`/v1/pool/${pool}/license`, { email, name: 'Sue' })).body.id as number;
  const mine = async () => (await sue.get('/api/app/my/licenses')).body;
  const giveBack = (id: number) => sue.post(`/api/app/my/licenses/${id}/return`, {});
  const available = async () => (await alice.get(`/v1/pool/${SHARED}`)).body.availableLicenses;

  test('are shown with who gave them, and a borrowed one goes back to its pool', async () => {
    assert.deepEqual(await mine(), []);
    const id = await assign(SHARED);
    const [license] = await mine();
    assert.deepEqual(
      [license.licenseId, license.title, license.manager, license.active, license.revokable],
      [id, 'Mastering DAX', 'Alder', true, true],
    );
    const before = await available();
    assert.equal((await giveBack(id)).status, 200);
    assert.equal(await available(), before + 1);
    const [returned] = await mine();
    assert.deepEqual([returned.active, returned.endedHow], [false, 'returned']);
    const again = await giveBack(id);
    assert.deepEqual([again.status, again.body.code], [400, 'license_inactive']);
    assert.deepEqual(await mailsOf(app, 'license_revoked'), [], 'who returns a license knows it');
    const [event] =
      (await app.context.db.read.kysely.selectFrom('event').selectAll().orderBy('id', 'desc').execute()) ?? [];
    assert.deepEqual([event?.kind, event?.actor_kind, event?.actor_label], ['license.returned', 'person', 'Sue']);
  });

  test('a bought one stays, and nobody returns the license of somebody else', async () => {
    const bought = await assign(OWNED);
    const refused = await giveBack(bought);
    assert.deepEqual([refused.status, refused.body.code], [400, 'license_not_revokable']);
    const theirs = await assign(SHARED_SQL, 'tom@alder.example');
    const [foreign, absent] = [await giveBack(theirs), await giveBack(987_654)];
    assert.deepEqual([foreign.status, foreign.text], [404, absent.text]);
    assert.equal((await alice.get(`/v1/license/${theirs}`)).body.active, true);
    assert.equal((await openBrowser(app.url).get('/api/app/my/licenses')).status, 401);
    assert.equal((await (await app.client(CHARLIE)).get('/v1/licenses')).body.length, 0);
  });
});
