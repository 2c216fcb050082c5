import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { type Browser, mailsOf, openBrowser, signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, CHARLIES, cast, OWNED, SHARED, SHARED_SQL } from '../../test/support/cast.ts';

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

onBothEngines('the name of a student', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
  });

  const give = (client: Client, pool: number, email: string, name?: string) =>
    client.post(`/v1/pool/${pool}/license`, { email, ...(name ? { name } : {}) });
  const found = async (client: Client, text: string) =>
    (await client.get(`/v1/students/search?status=all&search=${text}`)).body.map(({ name }: { name: string }) => name);
  const renamed = async (client: Client) =>
    (await client.get('/v1/events?kind=student.renamed')).body.map(
      ({ actor, before, after }: { actor: { kind: string }; before: object; after: object }) => [
        actor.kind,
        before,
        after,
      ],
    );

  test('is corrected by the student, once there is an account, for every license manager', async () => {
    const { body } = await give(alice, SHARED_SQL, 'Nora@alder.example', 'Nroa Typo');
    assert.equal((await alice.patch(`/v1/student/${body.student.id}`, { name: 'Nora Typo' })).status, 200);
    assert.equal((await give(charlie, CHARLIES, 'nora@alder.example')).status, 200);
    const nora = await signedIn(app, { email: 'nora@alder.example', name: 'Nora' });
    assert.deepEqual((await nora.get('/api/app/my/name')).body, { name: 'Nora', onLicenses: 'Nora Typo' });
    const refused = await alice.patch(`/v1/student/${body.student.id}`, { name: 'Nora Other' });
    assert.equal(refused.body.code, 'student_has_account');

    assert.equal((await nora.post('/api/auth/update-user', { name: 'Nora Right' })).status, 200);
    assert.deepEqual((await nora.get('/api/app/my/name')).body, { name: 'Nora Right', onLicenses: 'Nora Right' });
    const change = ['person', { name: 'Nora Typo' }, { name: 'Nora Right' }];
    assert.deepEqual((await renamed(alice))[0], change);
    assert.deepEqual(await renamed(charlie), [change]);
    for (const client of [alice, charlie]) {
      assert.deepEqual(await found(client, 'right'), ['Nora Right']);
      assert.deepEqual(await found(client, 'typo'), []);
    }
    assert.equal((await alice.get(`/v1/license/${body.id}`)).body.student.name, 'Nora Right');

    assert.equal((await nora.post('/api/auth/update-user', { name: 'Nora Right' })).status, 200);
    assert.deepEqual(await renamed(charlie), [change], 'the same name again is no change');
  });

  test('stays where it is refused, or somebody else or nobody asks', async () => {
    await give(alice, SHARED, 'otto@alder.example', 'Otto Own');
    const otto = await signedIn(app, { email: 'otto@alder.example', name: 'Otto' });
    assert.equal((await otto.post('/api/auth/update-user', { name: 'see https://spam.example' })).status, 400);
    assert.equal((await openBrowser(app.url).post('/api/auth/update-user', { name: 'Nobody' })).status, 401);
    const other = await signedIn(app, { email: 'olga@alder.example', name: 'Olga' });
    assert.equal((await other.post('/api/auth/update-user', { name: 'Olga New' })).status, 200);
    assert.deepEqual((await other.get('/api/app/my/name')).body, { name: 'Olga New', onLicenses: null });
    assert.deepEqual(await found(alice, 'otto'), ['Otto Own']);
    assert.equal((await openBrowser(app.url).get('/api/app/my/name')).status, 401);
  });
});
