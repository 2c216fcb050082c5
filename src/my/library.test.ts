import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { inspect } from '#db/inspect.ts';
import { expireLicenses } from '#jobs/expire.ts';
import { expireRequests, settleLists } from '#jobs/lists.ts';
import { type Browser, mailsOf, makeAccount, openBrowser, PASSWORD, signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED, SHARED_SQL } from '../../test/support/cast.ts';

const DAY = 24 * 3600;
const at = (name: string) => `${name}@alder.example`;
const month = { count: 1, unit: 'month' };

onBothEngines('a library', (engine) => {
  let app: TestApp;
  let alice: Client;
  const people = new Map<string, { browser: Browser; since: number }>();

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    for (const name of ['ann', 'ben', 'cem', 'dan'])
      await makeAccount(app, { email: at(name), name: name.toUpperCase() });
  });

  /** The browser of somebody, signed in again where the clock has moved: sessions end. */
  const my = async (name: string): Promise<Browser> => {
    const known = people.get(name);
    if (known?.since === app.clock.ms) return known.browser;
    const browser = openBrowser(app.url);
    assert.equal((await browser.signIn(at(name), PASSWORD)).status, 200);
    people.set(name, { browser, since: app.clock.ms });
    return browser;
  };
  const link = async (more: object = {}, poolId = SHARED_SQL) =>
    (await alice.post('/v1/links', { poolId, licenses: 2, ...more })).body;
  const take = async (name: string, code: string, body: object = {}) =>
    (await my(name)).post(`/api/app/links/${code}/enroll`, body);
  const shelf = async (name: string) => (await (await my(name)).get('/api/app/my/library')).body;
  const entry = async (id: string) =>
    (await alice.get('/v1/waiting?state=all&pageSize=1000')).body.find((one: { id: string }) => one.id === id);
  const request = async (id: string) =>
    (await alice.get('/v1/requests?pageSize=1000')).body.find((one: { id: string }) => one.id === id);
  const sound = async () => assert.deepEqual(await inspect(app.context.db, Math.floor(app.clock.ms / 1000)), []);
  const sweep = async () => {
    await expireLicenses(app.context);
    await settleLists(app.context);
  };
  beforeEach(async () => {
    for (const { id } of (await alice.get('/v1/links?pageSize=100')).body) await alice.delete(`/v1/links/${id}`);
    for (const { id } of (await alice.get('/v1/waiting?pageSize=100')).body) await alice.delete(`/v1/waiting/${id}`);
    for (const { id } of (await alice.get('/v1/licenses?pageSize=100')).body) await alice.delete(`/v1/license/${id}`);
  });

  test('new links let people wait, and say so', async () => {
    const made = await link();
    const { whenFull, approval, listed, extensions, minHeldDays, waiting } = made;
    assert.deepEqual([whenFull, approval, listed, extensions, minHeldDays, waiting], ['wait', false, false, 1, 1, 0]);
    const changed = await alice.patch(`/v1/links/${made.id}`, { whenFull: 'refuse', listed: true, extensions: 12 });
    assert.deepEqual([changed.body.whenFull, changed.body.listed, changed.body.extensions], ['refuse', true, 12]);
    assert.equal((await alice.patch(`/v1/links/${made.id}`, { extensions: 13 })).status, 400);
  });

  test('who finds a link full waits by it, and its number holds for them', async () => {
    const one = await link({ licenses: 1, validity: month });
    const held = await take('ann', one.code);
    assert.equal(held.status, 200);
    const waits = await take('ben', one.code);
    assert.equal(waits.status, 202, waits.text);
    assert.deepEqual([waits.body.state, waits.body.position, waits.body.linkId], ['waiting', 1, one.id]);
    assert.equal((await alice.get(`/v1/pool/${SHARED_SQL}`)).body.availableLicenses, 1, 'a seat that they cannot use');
    assert.equal((await alice.post(`/v1/pool/${SHARED_SQL}/license`, { email: at('eve') })).status, 200);
    await alice.patch(`/v1/links/${one.id}`, { paused: true });
    assert.equal((await (await my('ann')).post(`/api/app/my/licenses/${held.body.id}/return`, {})).status, 200);
    assert.equal((await entry(waits.body.id)).state, 'waiting', 'passed over while the link is paused');
    await alice.patch(`/v1/links/${one.id}`, { paused: false });
    assert.equal((await entry(waits.body.id)).state, 'offered', 'going on offers at once');
    assert.equal((await alice.get('/v1/links')).body[0].used, 1, 'an offer counts in the number');
    const { waiting } = await shelf('ben');
    assert.deepEqual([waiting.length, waiting[0].state], [1, 'offered']);
    assert.equal((await (await my('ann')).post(`/api/app/my/waiting/${waits.body.id}/accept`, {})).status, 404);
    app.clock.forward(DAY);
    const accepted = await (await my('ben')).post(`/api/app/my/waiting/${waits.body.id}/accept`, {});
    assert.deepEqual([accepted.status, accepted.body.end], [200, '2024-05-20T06:36:10+00:00'], 'the validity from now');
    const next = await take('cem', one.code);
    assert.equal(next.status, 202);
    assert.equal((await alice.patch(`/v1/links/${one.id}`, { licenses: 2 })).status, 200);
    assert.equal((await entry(next.body.id)).state, 'waiting', 'the pool is full');
    assert.equal((await (await my('cem')).post(`/api/app/my/waiting/${next.body.id}/leave`, {})).body.state, 'left');
    await sound();
  });

  test('deleting a link removes who waits by it', async () => {
    const one = await link({ licenses: 1 });
    await take('ann', one.code);
    const waits = (await take('ben', one.code)).body;
    await alice.delete(`/v1/links/${one.id}?revoke=true`);
    assert.equal((await entry(waits.id)).state, 'removed');
    await sound();
  });

  test('what a link may take back goes to the first who waits by it, once it was held for long enough', async () => {
    const one = await link({ licenses: 1, autoReassign: true, minHeldDays: 2 });
    await take('ann', one.code);
    const first = (await take('ben', one.code)).body;
    const second = (await take('cem', one.code)).body;
    assert.deepEqual([first.position, second.position], [1, 2]);
    app.clock.forward(2 * DAY);
    assert.equal((await take('dan', one.code)).status, 202, 'those who wait come first');
    assert.equal((await entry(first.id)).state, 'offered');
    assert.equal((await entry(second.id)).state, 'waiting');
    await (await my('ben')).post(`/api/app/my/waiting/${first.id}/accept`, {});
    app.clock.forward(2 * DAY);
    await sweep();
    assert.equal((await entry(second.id)).state, 'offered', 'the sweep looks too');
    await sound();
  });

  test('a listed library is borrowed from without its code', async () => {
    const one = await link({ licenses: 1, listed: true, validity: month, name: 'Readers' });
    const [shown] = (await shelf('ann')).borrow;
    assert.deepEqual(
      [shown.linkId, shown.name, shown.course.title, shown.free, shown.state],
      [one.id, 'Readers', 'Writing SQL', 1, 'open'],
    );
    const other = await link({ licenses: 1 });
    assert.equal((await (await my('ann')).post(`/api/app/my/library/${other.id}/borrow`, {})).status, 404, 'not shown');
    const borrowed = await (await my('ann')).post(`/api/app/my/library/${one.id}/borrow`, {});
    assert.equal(borrowed.status, 200, borrowed.text);
    const stranger = await signedIn(app, { email: `stranger${engine}@other.example`, name: 'S' });
    assert.deepEqual((await stranger.get('/api/app/my/library')).body.borrow, []);
    const waits = await (await my('ben')).post(`/api/app/my/library/${one.id}/borrow`, {});
    assert.equal(waits.status, 202);

    const refused = await (await my('ann')).post(`/api/app/my/licenses/${borrowed.body.id}/extend`, {});
    assert.equal(refused.body.code, 'somebody_waits');
    await (await my('ben')).post(`/api/app/my/waiting/${waits.body.id}/leave`, {});
    const longer = await (await my('ann')).post(`/api/app/my/licenses/${borrowed.body.id}/extend`, {});
    const [before, after] = [new Date(borrowed.body.end), new Date(longer.body.end)];
    before.setUTCMonth(before.getUTCMonth() + 1);
    assert.deepEqual([longer.status, after], [200, before]);
    const again = await (await my('ann')).post(`/api/app/my/licenses/${borrowed.body.id}/extend`, {});
    assert.equal(again.body.code, 'no_extensions_left');
    assert.equal((await (await my('ben')).post(`/api/app/my/licenses/${borrowed.body.id}/extend`, {})).status, 404);
    const told = (await alice.get('/v1/events?kind=license.extended')).body[0];
    assert.equal(told.after.end, longer.body.end);
    await sound();
  });

  test('a link with approval asks first', async () => {
    const one = await link({ licenses: 1, approval: true, listed: true, whenFull: 'refuse' });
    const asked = await take('ann', one.code, { message: 'For the project' });
    assert.equal(asked.status, 202, asked.text);
    const { id, since, student, ...rest } = asked.body;
    assert.deepEqual(rest, {
      ...{ linkId: one.id, poolId: SHARED_SQL, courseId: '11', message: 'For the project', state: 'requested' },
      ...{ decided: null, decidedBy: null, reason: null, licenseId: null, waitingId: null },
    });
    assert.deepEqual((await take('ann', one.code)).body, asked.body, 'asking again answers it');
    assert.ok((await mailsOf(app, 'request_made')).length > 0);
    const other = (await (await my('ben')).post(`/api/app/my/library/${one.id}/borrow`, { message: 'Me too' })).body;
    assert.equal((await alice.get('/v1/requests?state=requested')).headers.get('x-total-count'), '2');
    assert.equal((await alice.get('/v1/requests?state=open')).status, 400);

    const yes = await alice.post(`/v1/requests/${id}/approve`, { endDate: '2024-08-01' });
    assert.deepEqual([yes.status, yes.body.state, yes.body.waitingId], [200, 'approved', null]);
    assert.equal((await alice.get(`/v1/license/${yes.body.licenseId}`)).body.end, '2024-08-01T00:00:00+00:00');
    assert.equal((await alice.post(`/v1/requests/${id}/approve`, {})).body.code, 'request_decided');
    assert.equal((await alice.post(`/v1/requests/${id}/decline`, {})).body.code, 'request_decided');

    const placed = await alice.post(`/v1/requests/${other.id}/approve`);
    assert.deepEqual([placed.status, placed.body.state, placed.body.licenseId], [200, 'approved', null]);
    assert.equal((await entry(placed.body.waitingId)).state, 'waiting', 'full: a place on the list');
    await alice.delete(`/v1/license/${yes.body.licenseId}`);
    assert.equal((await entry(placed.body.waitingId)).state, 'offered');
    const accepted = await take('ben', one.code);
    assert.equal(accepted.status, 200, 'who was approved and offered takes it');
    assert.equal((await request(other.id)).licenseId, Number(accepted.body.id), 'and the request tells of it');

    const third = (await take('cem', one.code)).body;
    const no = await alice.post(`/v1/requests/${third.id}/decline`, { reason: 'Next term' });
    assert.deepEqual([no.body.state, no.body.reason, no.body.decidedBy !== null], ['declined', 'Next term', true]);
    const anew = (await take('cem', one.code)).body;
    assert.notEqual(anew.id, third.id, 'after a decision anew');
    assert.equal(
      (await (await my('cem')).post(`/api/app/my/requests/${anew.id}/withdraw`, {})).body.state,
      'withdrawn',
    );
    await sound();
  });

  test('requests end by themselves', async () => {
    const one = await link({ approval: true }, SHARED);
    const [ann, ben, cem] = [
      (await take('ann', one.code)).body,
      (await take('ben', one.code)).body,
      (await take('cem', one.code)).body,
    ];
    await alice.post(`/v1/pool/${SHARED}/license`, { email: at('ann') });
    assert.equal((await request(ann.id)).state, 'withdrawn', 'a license of the course from elsewhere');
    await alice.post(`/v1/pool/${SHARED}/bulk`, { rows: [{ email: at('ben') }] });
    assert.equal((await request(ben.id)).state, 'withdrawn');
    app.clock.forward(30 * DAY);
    assert.equal((await request(cem.id)).state, 'expired', 'undecided for 30 days, swept or not');
    assert.equal((await alice.post(`/v1/requests/${cem.id}/approve`, {})).body.code, 'request_decided');
    await expireRequests(app.context);
    assert.deepEqual([(await request(cem.id)).state, (await request(cem.id)).decidedBy], ['expired', null]);
    const last = (await take('dan', one.code)).body;
    await alice.delete(`/v1/links/${one.id}`);
    assert.equal((await request(last.id)).state, 'expired', 'the link is gone');
    await sound();
  });
});
