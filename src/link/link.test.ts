import assert from 'node:assert/strict';
import { before, beforeEach, test } from 'node:test';
import { sql } from 'kysely';
import { type Browser, follow, mailsOf, makeAccount, openBrowser, signedIn } from '../../test/support/accounts.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import {
  ALICE,
  CHARLIE,
  CHARLIES,
  cast,
  DAX,
  FUTURE,
  OWNED,
  PAST,
  SHARED,
  SHARED_SQL,
} from '../../test/support/cast.ts';
import { type Email, parseEmail } from '../rules/email.ts';
import { linkEnd } from '../rules/link.ts';
import { DAY, isoTime } from '../rules/time.ts';
import { enroll } from './enroll.ts';

let people = 0;
const person = () => `link${++people}@alder.example`;

/** A browser in which somebody has proved an address, by the mail that the page of a link sends. */
async function prove(app: TestApp, code: string, email: string, name?: string): Promise<Browser> {
  const browser = openBrowser(app.url);
  const asked = await browser.post(`/api/app/links/${code}/request`, { email, ...(name ? { name } : {}) });
  assert.deepEqual([asked.status, asked.body], [200, { status: true }]);
  const mail = (await mailsOf(app, 'enroll_link')).findLast(({ recipient }) => recipient === email);
  assert.ok(mail, 'the mail was written before the answer');
  assert.equal(new URL(mail.payload.url).searchParams.get('next'), `/l/${code}`);
  assert.equal((await follow(browser, mail.payload.url)).status, 200);
  return browser;
}

const take = (browser: Browser, code: string) => browser.post(`/api/app/links/${code}/enroll`, {});

onBothEngines('managing links', (engine) => {
  let app: TestApp;
  let alice: Client;
  let charlie: Client;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    charlie = await app.client(CHARLIE);
  });

  const make = (poolId: number, more: object = {}) =>
    alice.post('/v1/links', { poolId, licenses: 2, whenFull: 'refuse', ...more });

  test('a link is made, listed, found and deleted, and history tells of it', async () => {
    const validity = { count: 2, unit: 'week' };
    const { status, body } = await make(SHARED, { autoReassign: true, validity });
    assert.equal(status, 200);
    assert.match(body.code, /^[0-9a-f]{32}$/);
    assert.deepEqual(body, {
      id: body.id,
      url: `${app.context.config.publicUrl}/l/${body.code}`,
      code: body.code,
      course: { id: String(DAX), title: 'Mastering DAX' },
      poolId: SHARED,
      transferable: true,
      licenses: 2,
      used: 0,
      autoReassign: true,
      validity,
      name: null,
      paused: false,
      minHeldDays: 1,
      recyclePolicy: 'oldest',
      ...{ whenFull: 'refuse', approval: false, listed: false, extensions: 1, waiting: 0 },
      created: '2024-04-19T06:36:10+00:00',
      deleted: null,
    });
    const sql = (await make(SHARED_SQL)).body;
    const listed = await alice.get('/v1/links');
    assert.deepEqual(listed.body, [sql, body], 'newest first, with the code shown again');
    assert.equal(listed.headers.get('x-total-count'), '2');
    assert.deepEqual((await alice.get('/v1/links?search=mastering')).body, [body]);
    assert.deepEqual((await alice.get(`/v1/links?search=%23${SHARED_SQL}`)).body, [sql]);
    assert.deepEqual((await alice.get('/v1/links?page=2&pageSize=1')).body, [body]);

    const gone = { ...body, deleted: '2024-04-19T06:36:10+00:00' };
    assert.deepEqual((await alice.delete(`/v1/links/${body.id}`)).body, gone);
    assert.deepEqual((await alice.get('/v1/links')).body, [sql]);
    assert.deepEqual((await alice.get('/v1/links?status=deleted')).body, [gone]);
    assert.equal((await alice.delete(`/v1/links/${body.id}`)).body.code, 'link_closed');

    const [deleted, , created] = (await alice.get('/v1/events?actor=test')).body.filter(({ kind }: { kind: string }) =>
      /^link/.test(kind),
    );
    assert.deepEqual([deleted.kind, created.kind], ['link.deleted', 'link.created']);
    assert.deepEqual([created.poolId, created.course.id], [SHARED, String(DAX)]);
    assert.ok(!JSON.stringify([deleted, created]).includes(body.code), 'history keeps no secrets');
  });

  test('the database keeps the code as a hash and under seal, and so the answer to a repeated request', async () => {
    const headers = { 'idempotency-key': 'make-once' };
    const first = await alice.post('/v1/links', { poolId: SHARED, licenses: 1 }, headers);
    const again = await alice.post('/v1/links', { poolId: SHARED, licenses: 1 }, headers);
    assert.equal(again.text, first.text);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    const { kysely } = app.context.db.read;
    const rows = [
      await kysely.selectFrom('link').selectAll().execute(),
      await kysely.selectFrom('idempotency').selectAll().execute(),
      await kysely.selectFrom('event').selectAll().execute(),
    ];
    assert.ok(!JSON.stringify(rows).includes(first.body.code));
  });

  test('what cannot be offered is refused', async () => {
    const fault = async (poolId: number, more: object) => {
      const { status, body } = await make(poolId, more);
      assert.deepEqual([status, body.code], [400, 'invalid_request'], JSON.stringify(more));
      return body.errors.map(({ pointer }: { pointer: string }) => pointer);
    };
    assert.deepEqual(await fault(1e300, {}), ['/poolId'], 'a whole number that no id can be');
    assert.deepEqual(await fault(SHARED, { licenses: 4 }), ['/licenses']);
    assert.deepEqual(await fault(SHARED, { licenses: 0 }), ['/licenses']);
    assert.deepEqual(await fault(OWNED, { autoReassign: true }), ['/autoReassign']);
    assert.deepEqual(await fault(SHARED, { validity: { count: 0, unit: 'day' } }), ['/validity/count']);
    assert.deepEqual(await fault(SHARED, { code: 'mine' }), ['/code']);
    assert.equal((await make(PAST)).body.code, 'pool_not_running');
    assert.equal((await make(FUTURE)).status, 200, 'a link may be made before its pool starts');
    assert.equal((await make(CHARLIES)).status, 404);
  });

  test('nobody else sees or deletes a link', async () => {
    const { body: link } = await make(SHARED);
    const theirs = await charlie.get('/v1/links');
    assert.deepEqual([theirs.body, theirs.headers.get('x-total-count')], [[], '0']);
    const absent = await charlie.delete('/v1/links/999999?revoke=true');
    const foreign = await charlie.delete(`/v1/links/${link.id}?revoke=true`);
    assert.deepEqual([foreign.status, foreign.text], [404, absent.text]);
    const reader = await app.client(ALICE, 'read');
    assert.equal((await reader.post('/v1/links', { poolId: SHARED, licenses: 1 })).status, 403);
    assert.equal((await reader.delete(`/v1/links/${link.id}`)).status, 403);
    assert.equal((await reader.get('/v1/links')).status, 200);
    for (const method of ['GET', 'POST']) assert.equal((await app.withToken('').call(method, '/v1/links')).status, 401);
    assert.equal((await app.withToken('').delete(`/v1/links/${link.id}`)).status, 401);
    assert.ok((await alice.get('/v1/links')).body.some(({ id }: { id: string }) => id === link.id));
  });
});

interface Company {
  client: Client;
  /** A pool of 3 transferable licenses. */
  shared: number;
  /** A pool of 2 untransferable licenses. */
  owned: number;
}

onBothEngines('enrolling by a link', (engine) => {
  let app: TestApp;
  let alice: Client;
  let shared: number;
  let owned: number;
  let companies = 0;

  before(async () => {
    app = await startApp(engine);
  });

  /** A license manager of its own for each test; the licenses run for 200 days from now. */
  async function found(): Promise<Company> {
    const id = ++companies;
    const [start, end] = [-1, 200].map((days) => isoTime(Math.floor(app.clock.ms / 1000) + days * DAY)) as [
      string,
      string,
    ];
    const pool = { managerId: id, courseId: id, start, end };
    const ids = { shared: id * 10, owned: id * 10 + 1 };
    await app.load({
      managers: [
        { id, name: 'Alder', email: 'alice@alder.example', allowedDomains: ['alder.example', 'bücher.example'] },
      ],
      courses: [{ id, title: 'Mastering DAX' }],
      pools: [
        { ...pool, id: ids.shared, transferable: true, licenses: 3 },
        { ...pool, id: ids.owned, transferable: false, licenses: 2 },
      ],
    });
    return { client: await app.client(id), ...ids };
  }

  beforeEach(async () => {
    ({ client: alice, shared, owned } = await found());
  });

  const make = async (poolId: number, more: object = {}) =>
    (await alice.post('/v1/links', { poolId, licenses: 2, whenFull: 'refuse', ...more })).body;
  const join = async (code: string, email = person()) => take(await prove(app, code, email), code);
  const available = async (pool: number) => (await alice.get(`/v1/pool/${pool}`)).body.availableLicenses;
  const active = async (pool: number) =>
    (await alice.get(`/v1/pool/${pool}/licenses`)).body.map(
      ({ student }: { student: { email: string } }) => student.email,
    );

  test('its page tells what it gives, to anybody', async () => {
    const { code } = await make(shared, { validity: { count: 1, unit: 'month' } });
    const page = (at: string) => openBrowser(app.url).get(`/api/app/links/${at}`);
    const pool = (await alice.get(`/v1/pool/${shared}`)).body;
    assert.deepEqual((await page(code)).body, {
      course: { title: 'Mastering DAX' },
      manager: { name: 'Alder' },
      transferable: true,
      validity: { count: 1, unit: 'month' },
      poolStart: pool.start,
      poolEnd: pool.end,
      end: isoTime(linkEnd({ count: 1, unit: 'month' }, Number.MAX_SAFE_INTEGER, app.clock.ms / 1000)),
      whenFull: 'refuse',
      approval: false,
      state: 'open',
      domains: ['alder.example', 'bücher.example'],
      visitor: null,
    });
    const long = await make(shared, { validity: { count: 12, unit: 'month' } });
    assert.equal((await page(long.code)).body.end, pool.end, 'no license lasts longer than its pool');
    assert.equal((await page((await make(owned)).code)).body.domains, null);
    assert.equal((await page('0'.repeat(32))).status, 404);
    assert.equal((await page(`${code}0`)).status, 404);
    assert.equal((await page(code.toUpperCase())).status, 404);
  });

  test('its page tells who is signed in what they hold, or why they get nothing', async () => {
    const { code } = await make(shared, { licenses: 1 });
    const email = person();
    const browser = await prove(app, code, email);
    const told = async (who: Browser, at = code) => (await who.get(`/api/app/links/${at}`)).body;
    assert.deepEqual((await told(browser)).visitor, { held: null, refusal: null });
    const { body: license } = await take(browser, code);
    const held = { courseId: license.courseId, manager: 'Alder', end: license.end };
    const { state, visitor } = await told(browser);
    assert.deepEqual([state, visitor], ['full', { held, refusal: null }]);
    assert.deepEqual((await told(browser, (await make(owned)).code)).visitor.held, held, 'of any pool of the course');
    const outsider = await signedIn(app, { email: `out${person().replace('@alder', '@cedar')}` });
    assert.equal((await told(outsider)).visitor.refusal, 'domain_not_allowed');
    assert.equal((await told(outsider, (await make(owned)).code)).visitor.refusal, null);
    await alice.delete(`/v1/license/${license.id}`);
    assert.deepEqual((await told(browser)).visitor, { held: null, refusal: null });
  });

  test('its page tells that another address of the mailbox has the course', async () => {
    await alice.patch('/v1/settings', { onePerMailbox: true });
    const { code } = await make(owned);
    assert.equal((await join(code, 'mina@alder.example')).status, 200);
    const other = await signedIn(app, { email: 'mina+2@alder.example' });
    const { visitor } = (await other.get(`/api/app/links/${code}`)).body;
    assert.deepEqual(visitor, { held: null, refusal: 'mailbox_enrolled' });
    assert.equal((await take(other, code)).body.code, 'mailbox_enrolled');
  });

  test('its page tells a pool that has not begun from one that has ended', async () => {
    const at = Math.floor(app.clock.ms / 1000);
    const id = shared + 5;
    const [start, end] = [isoTime(at + DAY), isoTime(at + 3 * DAY)] as [string, string];
    const pool = { id, managerId: companies, courseId: companies, transferable: true, licenses: 2, start, end };
    await app.load({ pools: [pool] });
    const { code } = await make(id);
    const state = async () => (await openBrowser(app.url).get(`/api/app/links/${code}`)).body.state;
    assert.equal(await state(), 'future');
    app.clock.forward(DAY);
    assert.equal(await state(), 'open');
    app.clock.forward(2 * DAY);
    assert.equal(await state(), 'ended');
  });

  test('is opened also where a mail program took the marks behind it along', async () => {
    const { code } = await make(shared);
    const marks = `. , ) > %3E ). %22 %E2%80%9D ! ; : ' * _ ] % = / ./`.split(' ');
    for (const mark of marks) {
      const answer = await openBrowser(app.url).get(`/api/app/links/${code}${mark}`);
      assert.deepEqual([answer.status, answer.body.state], [200, 'open'], mark);
    }
    const email = person();
    const asked = await openBrowser(app.url).post(`/api/app/links/${code}).'/request`.replace("'", '%27'), { email });
    assert.equal(asked.status, 200);
    const mail = (await mailsOf(app, 'enroll_link')).findLast(({ recipient }) => recipient === email);
    assert.equal(new URL(mail?.payload.url ?? '').searchParams.get('next'), `/l/${code}`);
    const browser = openBrowser(app.url);
    assert.equal((await follow(browser, mail?.payload.url ?? '')).status, 200);
    assert.equal((await take(browser, `${code}.`)).status, 200);
  });

  test('whoever proves an address gets a license, with the name given and the validity of the link', async () => {
    const { code, id } = await make(shared, { validity: { count: 1, unit: 'month' } });
    const browser = await prove(app, code, 'new@alder.example', 'Nadia New');
    const at = app.clock.ms / 1000;
    const { status, body } = await take(browser, code);
    assert.equal(status, 200);
    assert.deepEqual(
      [body.start, body.end, body.active],
      [isoTime(at), isoTime(linkEnd({ count: 1, unit: 'month' }, Number.MAX_SAFE_INTEGER, at)), true],
    );
    assert.deepEqual([body.student.name, body.student.email], ['Nadia New', 'new@alder.example']);
    assert.equal((await alice.get('/v1/links')).body[0].used, 1);
    const [event] = (await alice.get('/v1/events')).body;
    assert.deepEqual([event.kind, event.actor], ['license.assigned', { kind: 'link', label: `Link ${id}` }]);
    assert.equal((await mailsOf(app, 'license_assigned')).at(-1)?.recipient, 'new@alder.example');
  });

  test('nothing is given to an address that is not proved', async () => {
    const { code } = await make(shared);
    assert.equal((await take(openBrowser(app.url), code)).status, 401);
    assert.equal(await available(shared), 3);
    const browser = await prove(app, code, person());
    const elsewhere = browser.copy();
    elsewhere.headers['sec-fetch-site'] = 'cross-site';
    assert.equal((await take(elsewhere, code)).status, 403, 'another site cannot take one in the visitor’s name');
    assert.equal(await available(shared), 3);
  });

  test('refusals come in their order, and change nothing', async () => {
    const { code, id } = await make(shared, { licenses: 1 });
    const foreign = openBrowser(app.url);
    const asked = await foreign.post(`/api/app/links/${code}/request`, { email: 'ann@cedar.example' });
    assert.equal(asked.body.code, 'domain_not_allowed');
    assert.ok((await mailsOf(app, 'enroll_link')).every(({ recipient }) => recipient !== 'ann@cedar.example'));
    const outsider = await signedIn(app, { email: 'ann@cedar.example' });
    assert.equal((await take(outsider, code)).body.code, 'domain_not_allowed');

    const [first, second] = [await prove(app, code, person()), await prove(app, code, person())];
    assert.equal((await take(first, code)).status, 200);
    assert.equal((await take(first, code)).body.code, 'already_enrolled', 'rather than link_used_up');
    assert.equal((await take(second, code)).body.code, 'link_used_up');
    assert.equal((await openBrowser(app.url).get(`/api/app/links/${code}`)).body.state, 'full');

    for (let i = 0; i < 2; i++) await alice.post(`/v1/pool/${shared}/license`, { email: person() });
    const other = await make(shared);
    assert.equal((await take(second, other.code)).body.code, 'no_available_licenses');

    await alice.delete(`/v1/links/${id}`);
    for (const browser of [first, second, outsider]) {
      assert.equal((await take(browser, code)).body.code, 'link_closed');
    }
    assert.equal((await second.post(`/api/app/links/${code}/request`, { email: person() })).body.code, 'link_closed');
    assert.equal((await openBrowser(app.url).get(`/api/app/links/${code}`)).body.state, 'closed');
    const late = await signedIn(app, { email: person() });
    app.clock.forward(200 * DAY);
    await late.signIn(`link${people}@alder.example`);
    assert.equal((await take(late, other.code)).body.code, 'pool_not_running');
    assert.equal((await alice.get('/v1/students?includeInactive=true')).headers.get('x-total-count'), '3');
  });

  test('auto-reassign takes back the oldest license that this link gave, and no other', async () => {
    await alice.post(`/v1/pool/${shared}/license`, { email: 'older@alder.example' });
    app.clock.forward(1);
    const { code } = await make(shared, { autoReassign: true, minHeldDays: 0 });
    const names = [person(), person(), person(), person()];
    for (const email of names) {
      assert.equal((await join(code, email)).status, 200);
      app.clock.forward(1);
    }
    assert.deepEqual(await active(shared), ['older@alder.example', names[2], names[3]]);
    const [recycled] = (await alice.get('/v1/events?kind=license.recycled')).body;
    assert.deepEqual([recycled.student.email, recycled.actor.kind], [names[1], 'link']);
    const told = (await mailsOf(app, 'license_recycled')).map(({ recipient }) => recipient);
    assert.deepEqual(told.slice(-2), [names[0], names[1]]);
  });

  test('a link without licenses of its own out evicts nobody from a full pool', async () => {
    const { code } = await make(shared, { autoReassign: true });
    for (let i = 0; i < 3; i++) await alice.post(`/v1/pool/${shared}/license`, { email: person() });
    assert.equal((await take(await signedIn(app, { email: person() }), code)).body.code, 'no_available_licenses');
  });

  test('a transferable link lends again what came back, also by running out; an untransferable one does not', async () => {
    const lending = await make(shared, { licenses: 1, validity: { count: 1, unit: 'day' } });
    assert.equal((await join(lending.code)).status, 200);
    app.clock.forward(DAY);
    assert.equal((await alice.get('/v1/links')).body[0].used, 0);
    const { body } = await join(lending.code);
    await alice.delete(`/v1/license/${body.id}`);
    assert.equal((await join(lending.code)).status, 200);

    const giving = await make(owned, { licenses: 1, validity: { count: 1, unit: 'day' } });
    assert.equal((await join(giving.code, 'a@anywhere.example')).status, 200);
    app.clock.forward(DAY);
    const late = await signedIn(app, { email: 'b@anywhere.example' });
    assert.equal((await take(late, giving.code)).body.code, 'link_used_up');
  });

  test('deleting a link leaves its licenses, or revokes them, and only them', async () => {
    const { body: other } = await alice.post(`/v1/pool/${shared}/license`, { email: person() });
    const keep = await make(shared, { licenses: 1 });
    const kept = (await join(keep.code)).body;
    await alice.delete(`/v1/links/${keep.id}`);
    assert.equal((await alice.get(`/v1/license/${kept.id}`)).body.active, true);
    const drop = await make(shared, { licenses: 1 });
    const dropped = (await join(drop.code)).body;
    const { body } = await alice.delete(`/v1/links/${drop.id}?revoke=true`);
    assert.equal(body.used, 0);
    const states = await Promise.all(
      [kept.id, dropped.id, other.id].map(async (id) => (await alice.get(`/v1/license/${id}`)).body.active),
    );
    assert.deepEqual(states, [true, false, true]);
    assert.equal((await alice.delete(`/v1/links/${keep.id}?revoke=true`)).status, 200, 'also afterwards');
    assert.equal((await alice.get(`/v1/license/${kept.id}`)).body.active, false);
  });

  test('however many licenses a link gave, deleting it can revoke them all', async () => {
    const big = shared + 2;
    const { start, end } = (await alice.get(`/v1/pool/${shared}`)).body;
    const pool = { id: big, managerId: companies, courseId: companies, transferable: true, licenses: 150, start, end };
    await app.load({ pools: [pool] });
    const { id, code } = await make(big, { licenses: 150 });
    for (let i = 0; i < 130; i++) {
      const email = parseEmail(person()) as Email;
      await app.context.db.write((tx) =>
        enroll(tx, { link: { code }, email, name: 'Student', message: null }, () => app.clock.ms / 1000),
      );
    }
    assert.equal((await alice.get('/v1/links')).body[0].used, 130);
    const { status, body } = await alice.delete(`/v1/links/${id}?revoke=true`);
    assert.deepEqual([status, body.used], [200, 0]);
    assert.equal(await available(big), 150);
  });

  test('of 20 who race for the last license of a link, one gets it', async () => {
    const { code } = await make(shared, { licenses: 1 });
    const browsers = await Promise.all(Array.from({ length: 20 }, () => prove(app, code, person())));
    const answers = await Promise.all(browsers.map((browser) => take(browser, code)));
    assert.deepEqual(answers.filter(({ status }) => status === 200).length, 1);
    const others = answers.filter(({ status }) => status !== 200);
    assert.deepEqual(
      others.map(({ body }) => body.code),
      Array(19).fill('link_used_up'),
    );
    assert.equal(await available(shared), 2);
    assert.equal((await alice.get('/v1/links')).body[0].used, 1);
  });

  test('of 20 who race for the last license of a pool by two links, one gets it', async () => {
    for (let i = 0; i < 2; i++) await alice.post(`/v1/pool/${shared}/license`, { email: person() });
    const [one, two] = [await make(shared), await make(shared)];
    const browsers = await Promise.all(Array.from({ length: 20 }, () => prove(app, one.code, person())));
    const answers = await Promise.all(browsers.map((browser, i) => take(browser, i % 2 ? one.code : two.code)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.ok(answers.every(({ status, body }) => status === 200 || body.code === 'no_available_licenses'));
    assert.equal((await active(shared)).length, 3);
  });

  test('mails to one address are slowed down', async () => {
    const { code } = await make(shared);
    const ask = () => openBrowser(app.url).post(`/api/app/links/${code}/request`, { email: 'flood@alder.example' });
    for (let i = 0; i < 3; i++) assert.equal((await ask()).status, 200);
    const refused = await ask();
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    const email = 'flood+more@alder.example';
    const other = await openBrowser(app.url).post(`/api/app/links/${code}/request`, { email });
    assert.equal(other.status, 429, 'another address of the mailbox is the same recipient');
    const mails = (await mailsOf(app, 'enroll_link')).filter(({ recipient }) => recipient === 'flood@alder.example');
    assert.equal(mails.length, 3);
    await prove(app, code, person());
  });

  const ask = (code: string, email = person()) =>
    openBrowser(app.url).post(`/api/app/links/${code}/request`, { email });
  const spent = async (subject: string, used: number) => {
    const row = { subject, used, since: Math.floor(app.clock.ms / 1000) };
    await app.context.db.write((tx) =>
      tx.kysely
        .insertInto('quota')
        .values(row)
        .onConflict((c) => c.column('subject').doUpdateSet({ used }))
        .execute(),
    );
  };

  test('one link mails only so much in a minute, to whomever', async () => {
    const { code, id } = await make(shared);
    await spent(`enroll-link:${id}`, 299);
    await prove(app, code, person());
    const refused = await ask(code);
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
    await prove(app, (await make(shared)).code, person());
    app.clock.forward(60);
    await prove(app, code, person());
  });

  test('who asks again and again shuts a link for nobody: what is refused does not count', async () => {
    const { code } = await make(shared);
    for (let i = 0; i < 40; i++) await ask(code, 'again@alder.example');
    const all = await app.context.db.read.kysely.selectFrom('quota').selectAll().where('used', '>', 3).execute();
    assert.ok(
      all.every(({ used }) => used < 40),
      JSON.stringify(all),
    );
    await prove(app, code, person());
    const flooded = openBrowser(app.url);
    let taken = 0;
    for (let i = 0; i < 110; i++) {
      const { status } = await flooded.post(`/api/app/links/${code}/request`, { email: person() });
      if (status === 200) taken++;
    }
    assert.ok(taken >= 60 && taken < 110, `${taken} mails from one network`);
    const [link] = await app.context.db.read.kysely
      .selectFrom('quota')
      .select('used')
      .where('subject', 'like', 'enroll-link:%')
      .orderBy('since', 'desc')
      .orderBy('used', 'desc')
      .limit(1)
      .execute();
    assert.ok((link?.used ?? 0) <= 110, 'the link has most of its budget left for others');
  });

  test('a link that gives nothing mails nobody', async () => {
    const count = async () => (await mailsOf(app, 'enroll_link')).length;
    const used = await make(shared, { licenses: 1 });
    assert.equal((await join(used.code)).status, 200);
    const before = await count();
    assert.equal((await ask(used.code)).body.code, 'link_used_up');
    const paused = await make(shared);
    await alice.patch(`/v1/links/${paused.id}`, { paused: true });
    assert.equal((await ask(paused.code)).body.code, 'link_paused');
    for (let i = 0; i < 2; i++) await alice.post(`/v1/pool/${shared}/license`, { email: person() });
    assert.equal((await ask((await make(shared)).code)).body.code, 'no_available_licenses');
    assert.equal(await count(), before);
  });

  test('licenses are held for the days of the link before it takes them back', async () => {
    const { code } = await make(shared, { licenses: 1, autoReassign: true });
    assert.equal((await join(code)).status, 200);
    const other = await signedIn(app, { email: person() });
    assert.equal((await take(other, code)).body.code, 'link_used_up');
    assert.equal((await openBrowser(app.url).get(`/api/app/links/${code}`)).body.state, 'full');
    app.clock.forward(DAY - 1);
    await other.signIn(`link${people}@alder.example`);
    assert.equal((await take(other, code)).body.code, 'link_used_up');
    app.clock.forward(1);
    assert.equal((await take(other, code)).status, 200);
    const never = await make(shared, { licenses: 1, autoReassign: true, minHeldDays: 0 });
    assert.equal((await join(never.code)).status, 200);
    assert.equal((await join(never.code)).status, 200);
    for (const minHeldDays of [-1, 1.5, 'x', 1e9]) {
      const refused = await alice.post('/v1/links', { poolId: shared, licenses: 1, minHeldDays });
      assert.deepEqual([refused.status, refused.body.errors[0].pointer], [400, '/minHeldDays']);
    }
  });

  test('takes back by its policy, from those whom it gave a license', async () => {
    for (const [recyclePolicy, gone] of [
      ['oldest', 'first'],
      ['idle', 'unopened'],
      ['completed', 'done'],
      ['unstarted', 'unopened'],
    ] as const) {
      const { client, shared: pool } = await found();
      const { body: link } = await client.post('/v1/links', {
        ...{ poolId: pool, licenses: 3, autoReassign: true, minHeldDays: 0, recyclePolicy },
      });
      assert.equal(link.recyclePolicy, recyclePolicy);
      const names = ['first', 'unopened', 'done'];
      const given = new Map<string, string>();
      const opened: { student_id: number; completed_at: number | null }[] = [];
      for (const name of names) {
        const { status, body } = await join(link.code);
        assert.equal(status, 200);
        given.set(body.student.email, name);
        app.clock.forward(60);
        const completed_at = name === 'done' ? app.clock.ms / 1000 : null;
        if (name !== 'unopened') opened.push({ student_id: Number(body.student.id), completed_at });
      }
      const at = app.clock.ms / 1000;
      const report = { course_id: Number(link.course.id), percent: 50, last_access_at: at, reported_at: at };
      await app.context.db.write((tx) =>
        tx.kysely
          .insertInto('progress')
          .values(opened.map((one) => ({ ...one, ...report })))
          .execute(),
      );
      app.clock.forward(60);
      assert.equal((await join(link.code)).status, 200, recyclePolicy);
      const left = (await client.get(`/v1/pool/${pool}/licenses`)).body.map(
        ({ student }: { student: { email: string } }) => given.get(student.email),
      );
      assert.deepEqual(
        names.filter((name) => !left.includes(name)),
        [gone],
        recyclePolicy,
      );
    }
    const { code } = await make(shared, {
      ...{ licenses: 1, autoReassign: true, minHeldDays: 0, recyclePolicy: 'completed' },
    });
    assert.equal((await join(code)).status, 200);
    const asked = await openBrowser(app.url).post(`/api/app/links/${code}/request`, { email: person() });
    assert.equal(asked.body.code, 'link_used_up', 'nobody has completed');
  });

  test('null for what a link may not be without means absent', async () => {
    const { body: link } = await alice.post('/v1/links', {
      ...{ poolId: shared, licenses: 1, name: 'Kept', validity: { count: 2, unit: 'day' } },
      ...{ minHeldDays: null, recyclePolicy: null, autoReassign: null },
    });
    assert.deepEqual([link.minHeldDays, link.recyclePolicy, link.autoReassign], [1, 'oldest', false]);
    const nothing = { licenses: null, minHeldDays: null, recyclePolicy: null, paused: null };
    assert.deepEqual((await alice.patch(`/v1/links/${link.id}`, nothing)).body, link);
    const cleared = await alice.patch(`/v1/links/${link.id}`, { name: null, validity: null });
    assert.deepEqual(cleared.body, { ...link, name: null, validity: null });
    for (const recyclePolicy of ['', 'newest', 1]) {
      const refused = await alice.patch(`/v1/links/${link.id}`, { recyclePolicy });
      assert.deepEqual([refused.status, refused.body.errors[0].pointer], [400, '/recyclePolicy']);
    }
  });

  test('links from before held for no day', async () => {
    const { id } = await make(shared, { licenses: 1 });
    await app.context.db.write((tx) =>
      tx.kysely
        .insertInto('link')
        .columns(['manager_id', 'pool_id', 'code_hash', 'code_sealed', 'licenses', 'created_at'])
        .expression(
          tx.kysely
            .selectFrom('link')
            .select([
              'manager_id',
              'pool_id',
              sql<string>`'old' || code_hash`.as('h'),
              'code_sealed',
              'licenses',
              'created_at',
            ])
            .where('id', '=', Number(id)),
        )
        .execute(),
    );
    const [old] = (await alice.get('/v1/links')).body;
    assert.equal(old.minHeldDays, 0);
  });

  test('a link is changed, paused and goes on, and history tells of it', async () => {
    const { id, code, ...made } = await make(shared, { licenses: 1, name: '  Summer school ' });
    assert.equal(made.name, 'Summer school');
    const changes = {
      name: 'Autumn',
      licenses: 3,
      validity: { count: 2, unit: 'day' },
      minHeldDays: 7,
      recyclePolicy: 'idle',
    };
    const changed = await alice.patch(`/v1/links/${id}`, changes);
    assert.deepEqual(changed.body, { ...made, id, code, ...changes });
    assert.deepEqual((await alice.get('/v1/links?search=autumn')).body, [changed.body]);
    const [event] = (await alice.get('/v1/events?kind=link.changed')).body;
    assert.deepEqual([event.before.name, event.after.name, event.after.minHeldDays], ['Summer school', 'Autumn', 7]);
    assert.equal((await alice.patch(`/v1/links/${id}`, changes)).status, 200);
    assert.equal(
      (await alice.get('/v1/events?kind=link.changed')).headers.get('x-total-count'),
      '1',
      'nothing changed',
    );

    const visitor = await prove(app, code, person());
    assert.equal((await alice.patch(`/v1/links/${id}`, { paused: true })).body.paused, true);
    assert.equal((await take(visitor, code)).body.code, 'link_paused');
    assert.equal((await openBrowser(app.url).get(`/api/app/links/${code}`)).body.state, 'paused');
    assert.equal((await alice.patch(`/v1/links/${id}`, { paused: false, validity: null, name: null })).body.name, null);
    const { body } = await take(visitor, code);
    assert.equal(body.end, (await alice.get(`/v1/pool/${shared}`)).body.end);

    for (const [wrong, pointer] of [
      [{ licenses: 4 }, '/licenses'],
      [{ licenses: 0 }, '/licenses'],
      [{ name: 'a\u0007b' }, '/name'],
      [{ paused: 'yes' }, '/paused'],
      [{ poolId: owned }, '/poolId'],
    ] as const) {
      const refused = await alice.patch(`/v1/links/${id}`, wrong);
      assert.deepEqual([refused.status, refused.body.errors[0].pointer], [400, pointer]);
    }
    const stranger = (await found()).client;
    assert.equal((await stranger.patch(`/v1/links/${id}`, { paused: true })).status, 404);
    await alice.delete(`/v1/links/${id}`);
    assert.equal((await alice.patch(`/v1/links/${id}`, { paused: true })).body.code, 'link_closed');
  });

  test('who may only read sees links without their codes', async () => {
    const { id } = await make(shared);
    const managerId = companies;
    const reader = await app.client(managerId, 'read');
    const viewer = await signedIn(app, { email: person(), roles: { [managerId]: 'viewer' } });
    const manager = await signedIn(app, { email: person(), roles: { [managerId]: 'manager' } });
    const own = `/api/app/managers/${managerId}/v1/links`;
    for (const [list, shown] of [
      [await reader.get('/v1/links'), false],
      [await viewer.get(own), false],
      [await manager.get(own), true],
      [await alice.get('/v1/links'), true],
    ] as const) {
      const [link] = list.body;
      assert.deepEqual([link.id, link.code !== null, link.url !== null], [id, shown, shown]);
    }
  });

  test('one mailbox gets one license of a course by links, where the license manager says so', async () => {
    const { code } = await make(shared, { licenses: 3 });
    assert.equal((await join(code, 'mia@alder.example')).status, 200);
    assert.equal((await join(code, 'mia+1@alder.example')).status, 200, 'nobody has said so');
    app.clock.forward(60 * 60); // a mailbox gets few mails in a time
    assert.equal((await alice.get('/v1/settings')).body.onePerMailbox, false);
    assert.equal((await alice.patch('/v1/settings', { onePerMailbox: true })).body.onePerMailbox, true);
    assert.equal((await alice.get('/v1/settings')).body.onePerMailbox, true);
    assert.equal((await join(code, 'mia+2@alder.example')).body.code, 'mailbox_enrolled');
    assert.equal((await join(code, 'mia+1@alder.example')).body.code, 'already_enrolled');
    const reader = await app.client(companies, 'read');
    assert.equal((await reader.patch('/v1/settings', { onePerMailbox: false })).status, 403);
    assert.equal((await alice.patch('/v1/settings', { onePerMailbox: 'no' })).status, 400);
    const set = (await alice.get('/v1/settings')).body;
    for (const nothing of [
      { onePerMailbox: null, language: null, timeZone: null, mails: null },
      { mails: Object.fromEntries(Object.keys(set.mails).map((kind) => [kind, null])) },
    ])
      assert.deepEqual((await alice.patch('/v1/settings', nothing)).body, set, 'null means absent');

    const free = await make(owned, { licenses: 2 });
    assert.equal((await join(free.code, 'm.i.a@gmail.com')).status, 200);
    for (const email of ['mia@gmail.com', 'mi.a+x@googlemail.com'])
      assert.equal((await join(free.code, email)).body.code, 'mailbox_enrolled', email);
    const { body } = await alice.get('/v1/student?email=mia%2B1%40alder.example');
    for (const { licenseId } of body.courses ?? []) await alice.delete(`/v1/license/${licenseId}`);
  });

  test('of many addresses of one mailbox that race by two links, one gets a license', async () => {
    await alice.patch('/v1/settings', { onePerMailbox: true });
    const links = [await make(shared, { licenses: 3 }), await make(owned, { licenses: 2 })];
    const emails = Array.from({ length: 8 }, (_, i) => `race${companies}+${i}@alder.example`);
    const browsers = await Promise.all(emails.map((email) => signedIn(app, { email })));
    const answers = await Promise.all(browsers.map((browser, i) => take(browser, links[i % 2].code)));
    assert.equal(answers.filter(({ status }) => status === 200).length, 1);
    assert.ok(answers.every(({ status, body }) => status === 200 || body.code === 'mailbox_enrolled'));
  });

  test('the owners are told once a day when a link takes back more than a few', async () => {
    await makeAccount(app, { email: `boss${companies}@alder.example`, roles: { [companies]: 'owner' } });
    const told = async () =>
      (await mailsOf(app, 'link_takes_back_often')).filter(
        ({ recipient }) => recipient === `boss${companies}@alder.example`,
      );
    const { code } = await make(shared, { licenses: 1, autoReassign: true, minHeldDays: 0 });
    const enrollOne = () => {
      const email = parseEmail(person()) as Email;
      return app.context.db.write((tx) =>
        enroll(tx, { link: { code }, email, name: 'Student', message: null }, () => app.clock.ms / 1000),
      );
    };
    for (let i = 0; i < 6; i++) await enrollOne();
    assert.deepEqual(await told(), [], 'five were taken back');
    for (let i = 0; i < 6; i++) await enrollOne();
    assert.equal((await told()).length, 1);
    app.clock.forward(DAY);
    for (let i = 0; i < 6; i++) await enrollOne();
    assert.equal((await told()).length, 2);
  });

  test('a body that is not right is refused', async () => {
    const { code } = await make(shared);
    const browser = openBrowser(app.url);
    for (const body of [
      {},
      { email: 'nobody' },
      { email: 5 },
      { email: person(), name: 'a\u0007b' },
      { email: person(), more: 1 },
    ]) {
      const answer = await browser.post(`/api/app/links/${code}/request`, body);
      assert.deepEqual([answer.status, answer.body.code], [400, 'invalid_request'], JSON.stringify(body));
    }
  });
});
