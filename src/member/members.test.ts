import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  type Browser,
  follow,
  mailed,
  mailsOf,
  makeAccount,
  openBrowser,
  PASSWORD,
  pathOf,
  signedIn,
} from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast, SHARED } from '../../test/support/cast.ts';

const at = (managerId: number, path: string) => `/api/app/managers/${managerId}${path}`;
const MEMBERS = at(ALICE, '/v1/members');

onBothEngines('members', (engine) => {
  let app: TestApp;
  let owner: Browser;
  let people = 0;
  const address = () => `person${++people}@alder.example`;
  const code = async (email: string) => {
    const mails = (await mailsOf(app, 'invitation')).filter((mail) => mail.recipient === email);
    return pathOf(mails.at(-1)?.payload.url ?? '').replace('/invitation/', '');
  };
  const invited = async (role = 'manager') => {
    const email = address();
    const answer = await owner.post(MEMBERS, { email, role });
    assert.equal(answer.status, 200, answer.text);
    return { email, id: answer.body.id as string, code: await code(email) };
  };
  const history = async () => {
    const rows = await app.context.db.read.kysely.selectFrom('event').selectAll().orderBy('id', 'desc').execute();
    return rows.filter((row) => row.kind.startsWith('member.'));
  };

  before(async () => {
    app = await startApp(engine, { world: cast() });
    owner = await signedIn(app, { email: 'olga@alder.example', name: 'Olga', roles: { [ALICE]: 'owner' } });
  });

  test('an owner invites, the mail leads to an account, and the account is a member', async () => {
    const email = address();
    const answer = await owner.post(MEMBERS, { email: ` ${email.toUpperCase()} `, role: 'viewer' });
    const { id, since, expires, invitationUrl, ...rest } = answer.body;
    const mail = { state: 'waiting', error: null };
    assert.deepEqual(rest, { name: '', email, role: 'viewer', state: 'invited', mail });
    assert.deepEqual([expires, pathOf(invitationUrl)], ['2024-04-26T06:36:10+00:00', `/invitation/${id}`]);
    const invitation = `/api/app/invitation/${await code(email)}`;
    const newcomer = openBrowser(app.url);
    assert.deepEqual((await newcomer.get(invitation)).body, {
      email,
      manager: 'Alder',
      role: 'viewer',
      expired: false,
      proves: true,
      account: false,
    });
    const joined = await newcomer.post(invitation, { name: ' Nina ', password: PASSWORD });
    assert.equal(joined.status, 200, joined.text);
    const session = (await newcomer.get('/api/app/session')).body;
    assert.deepEqual([session.user.name, session.user.email], ['Nina', email]);
    assert.deepEqual(session.managers, [{ id: ALICE, name: 'Alder', role: 'viewer' }]);
    const listed = (await newcomer.get(MEMBERS)).body.find((member: { id: string }) => member.id === id);
    assert.deepEqual([listed.name, listed.state, listed.since], ['Nina', 'joined', since]);
    const kinds = (await history()).slice(0, 2).map(({ kind, actor_label }) => [kind, actor_label]);
    assert.deepEqual(kinds, [
      ['member.joined', 'Nina'],
      ['member.invited', 'Olga'],
    ]);
    const again = await openBrowser(app.url).get(invitation);
    assert.deepEqual([again.status, again.body.code], [404, 'invitation_accepted'], 'a code works once');
  });

  test('a viewer looks and changes nothing; a manager changes all but the members', async () => {
    const viewer = await signedIn(app, { email: address(), roles: { [ALICE]: 'viewer' } });
    const manager = await signedIn(app, { email: address(), roles: { [ALICE]: 'manager' } });
    const license = at(ALICE, `/v1/pool/${SHARED}/license`);
    assert.equal((await viewer.get(at(ALICE, '/v1/pools'))).status, 200);
    const refused = await viewer.post(license, { email: address() });
    assert.deepEqual([refused.status, refused.body.code], [403, 'forbidden']);
    assert.equal((await manager.post(license, { email: address() })).status, 200);
    for (const browser of [viewer, manager]) {
      assert.equal((await browser.get(MEMBERS)).status, 200);
      assert.equal((await browser.post(MEMBERS, { email: address(), role: 'owner' })).status, 403);
      const [first] = (await browser.get(MEMBERS)).body;
      assert.equal((await browser.patch(`${MEMBERS}/${first.id}`, { role: 'owner' })).status, 403);
      assert.equal((await browser.delete(`${MEMBERS}/${first.id}`)).status, 403);
    }
  });

  test('what a person assigns is told under their name', async () => {
    await owner.post(at(ALICE, `/v1/pool/${SHARED}/license`), { email: address() });
    const [event] = (await owner.get(at(ALICE, '/v1/events?kind=license.assigned'))).body;
    assert.deepEqual(event.actor, { kind: 'person', label: 'Olga' });
  });

  test('another manager is not there: alike for one that exists, one that does not, and no id at all', async () => {
    const answers = [];
    for (const id of [CHARLIE, 987_654, 'x', '01']) {
      for (const path of ['/v1/me', '/v1/licenses', '/v1/members', '/v1/tokens']) {
        answers.push(await owner.get(`/api/app/managers/${id}${path}`));
      }
      answers.push(await owner.post(`/api/app/managers/${id}/v1/members`, { email: address(), role: 'owner' }));
    }
    assert.ok(answers.every(({ status }) => status === 404));
    assert.equal(new Set(answers.map(({ text }) => text)).size, 4, 'one text for each resource');
    const charlie = await signedIn(app, { email: 'charlie@cedar.example', roles: { [CHARLIE]: 'owner' } });
    const { id } = await invited();
    const theirs = at(CHARLIE, `/v1/members/${id}`);
    const [patched, removed] = [await charlie.patch(theirs, { role: 'owner' }), await charlie.delete(theirs)];
    assert.deepEqual([patched.status, removed.status], [404, 404]);
    assert.equal((await openBrowser(app.url).get(MEMBERS)).status, 401);
  });

  test('members and tokens are for people: a token of the API does not reach them', async () => {
    const client = await app.client(ALICE);
    assert.equal((await client.get('/v1/members')).status, 404);
    assert.equal((await client.get('/v1/tokens')).status, 404);
    assert.equal((await owner.get(at(ALICE, '/v1/tokens'))).status, 200);
  });

  test('somebody who has an account joins with it, and only with that one', async () => {
    const email = address();
    await makeAccount(app, { email });
    await owner.post(MEMBERS, { email, role: 'manager' });
    const invitation = `/api/app/invitation/${await code(email)}`;
    const stranger = openBrowser(app.url);
    assert.equal((await stranger.get(invitation)).body.account, true);
    assert.equal((await stranger.post(invitation, { name: 'X', password: PASSWORD })).status, 401);
    const other = await signedIn(app, { email: address() });
    assert.equal((await other.post(invitation, {})).status, 403);
    const own = openBrowser(app.url);
    await own.signIn(email);
    assert.equal((await own.post(invitation, {})).status, 200);
    assert.equal((await own.get(MEMBERS)).status, 200);
    const again = await owner.post(MEMBERS, { email, role: 'owner' });
    assert.deepEqual([again.status, again.body.code], [400, 'already_member']);
  });

  test('an invitation may be sent again or taken back, and ends after a week', async () => {
    const first = await invited();
    await owner.post(MEMBERS, { email: first.email, role: 'viewer' });
    const second = await code(first.email);
    assert.equal((await owner.get(`/api/app/invitation/${first.code}`)).status, 404);
    assert.equal((await owner.get(`/api/app/invitation/${second}`)).body.role, 'viewer');
    await owner.delete(`${MEMBERS}/${first.id}`);
    assert.equal((await owner.get(`/api/app/invitation/${second}`)).status, 404);
    const third = await invited();
    const browser = openBrowser(app.url);
    app.clock.forward(7 * 24 * 60 * 60 + 1);
    assert.equal((await browser.get(`/api/app/invitation/${third.code}`)).body.expired, true);
    const late = await browser.post(`/api/app/invitation/${third.code}`, { name: 'Late', password: PASSWORD });
    assert.equal(late.status, 404);
    await owner.signIn('olga@alder.example');
  });

  test('an invitation is sent again by its id, and tells what became of its mail', async () => {
    const { id, email, code: first } = await invited('viewer');
    const fail = (values: object) =>
      app.context.db.write((tx) =>
        tx.kysely.updateTable('outbox').set(values).where('recipient', '=', email).execute(),
      );
    const shown = async () =>
      (await owner.get(`${MEMBERS}?pageSize=100`)).body.find((one: { id: string }) => one.id === id).mail;
    await fail({ failed_at: 1, error: 'connect ECONNREFUSED 10.0.0.5:25', answer: '550 no such user' });
    assert.deepEqual(await shown(), { state: 'failed', error: '550 no such user' });
    const again = await owner.post(`${MEMBERS}/${id}/invitation`);
    assert.deepEqual([again.status, again.body.role, again.body.mail.state], [200, 'viewer', 'waiting']);
    assert.equal((await openBrowser(app.url).get(`/api/app/invitation/${first}`)).body.code, 'invitation_replaced');
    await fail({ failed_at: null, error: null, answer: null, done_at: 2 });
    assert.deepEqual(await shown(), { state: 'sent', error: null });
    const viewer = await signedIn(app, { email: address(), roles: { [ALICE]: 'viewer' } });
    const seen = (await viewer.get(MEMBERS)).body.find((one: { id: string }) => one.id === id);
    assert.equal(seen.invitationUrl, null, 'only owners pass invitations on');
    assert.equal((await viewer.post(`${MEMBERS}/${id}/invitation`)).status, 403);
    const charlie = await signedIn(app, { email: address(), roles: { [CHARLIE]: 'owner' } });
    assert.equal((await charlie.post(at(CHARLIE, `/v1/members/${id}/invitation`))).status, 404);
    const own = (await owner.get(`${MEMBERS}?pageSize=100`)).body.find((one: { name: string }) => one.name === 'Olga');
    assert.equal((await owner.post(`${MEMBERS}/${own.id}/invitation`)).body.code, 'already_member');
  });

  test('a link that was copied proves no address: whoever has it signs in with the invited one', async () => {
    const { id, email } = await invited();
    const invitation = `/api/app/invitation/${id}`;
    const stranger = openBrowser(app.url);
    const { proves, account } = (await stranger.get(invitation)).body;
    assert.deepEqual([proves, account], [false, false]);
    const taken = await stranger.post(invitation, { name: 'Thief', password: PASSWORD });
    assert.equal(taken.status, 401);
    assert.equal((await stranger.signIn(email)).status, 401, 'no account was made');
    await stranger.post('/api/auth/sign-in/magic-link', { email, callbackURL: `/invitation/${id}` });
    const mail = await mailed(app, 'sign_in_link');
    assert.equal((await follow(stranger, mail.payload.url)).status, 200);
    assert.equal((await stranger.post(invitation, {})).status, 200);
    assert.equal((await stranger.get(MEMBERS)).status, 200);
    assert.equal((await openBrowser(app.url).get(invitation)).body.code, 'invitation_accepted');
    assert.equal((await openBrowser(app.url).get('/api/app/invitation/nothing')).body.code, 'not_found');
  });

  test('roles change at once, and removing a member ends what they see', async () => {
    const email = address();
    const member = await signedIn(app, { email, roles: { [ALICE]: 'viewer' } });
    const { id } = (await owner.get(`${MEMBERS}?pageSize=100`)).body.find(
      (one: { email: string }) => one.email === email,
    );
    const invite = () => member.post(MEMBERS, { email: address(), role: 'viewer' });
    assert.equal((await invite()).status, 403);
    assert.equal((await owner.patch(`${MEMBERS}/${id}`, { role: 'owner' })).body.role, 'owner');
    assert.equal((await invite()).status, 200);
    assert.equal((await owner.delete(`${MEMBERS}/${id}`)).status, 200);
    assert.equal((await member.get(MEMBERS)).status, 404);
    assert.deepEqual((await member.get('/api/app/session')).body.managers, []);
    const [removed, , changed] = await history();
    assert.deepEqual([removed?.kind, changed?.kind], ['member.removed', 'member.role_changed']);
    assert.deepEqual(JSON.parse(changed?.details ?? ''), {
      before: { email, role: 'viewer' },
      after: { email, role: 'owner' },
    });
  });

  test('the tokens that a member made go with them, unless they are to be kept; those of others stay', async () => {
    const tokens = at(ALICE, '/v1/tokens');
    const maker = async (name: string) => {
      const email = address();
      const browser = await signedIn(app, { email, name, roles: { [ALICE]: 'manager', [CHARLIE]: 'manager' } });
      const { body } = await browser.post(tokens, { name: `of ${name}`, permission: 'read' });
      assert.equal(body.maker, name);
      const elsewhere = (await browser.post(at(CHARLIE, '/v1/tokens'), { name: 'there', permission: 'read' })).body;
      const { id } = (await owner.get(`${MEMBERS}?pageSize=100`)).body.find(
        (one: { email: string }) => one.email === email,
      );
      return { id, token: app.withToken(body.token), elsewhere: app.withToken(elsewhere.token) };
    };
    const [gone, kept] = [await maker('Gil'), await maker('Kay')];
    const listed = (await owner.get(tokens)).body.map(({ maker }: { maker: string }) => maker);
    assert.ok(listed.includes('Gil') && listed.includes('Kay'));
    assert.equal((await owner.delete(`${MEMBERS}/${gone.id}?deleteTokens=maybe`)).status, 400);
    assert.equal((await owner.delete(`${MEMBERS}/${gone.id}`)).status, 200);
    assert.equal((await gone.token.get('/v1/me')).status, 401);
    assert.equal((await gone.elsewhere.get('/v1/me')).status, 200, 'the tokens of another manager are not touched');
    assert.equal((await owner.delete(`${MEMBERS}/${kept.id}?deleteTokens=false`)).status, 200);
    assert.equal((await kept.token.get('/v1/me')).status, 200);
    const [deleted] = (await owner.get(at(ALICE, '/v1/events?kind=token.deleted'))).body;
    assert.deepEqual([deleted.actor.label, deleted.before], ['Olga', { name: 'of Gil' }]);
  });

  test('a license manager keeps an owner, also when two leave at the same time', async () => {
    const lone = await signedIn(app, { email: 'first@cedar.example', roles: { [CHARLIE]: 'owner' } });
    const members = at(CHARLIE, '/v1/members');
    const others = (await lone.get(members)).body.filter(
      (one: { email: string }) => one.email !== 'first@cedar.example',
    );
    for (const { id } of others) assert.equal((await lone.delete(`${members}/${id}`)).status, 200);
    const [self] = (await lone.get(members)).body;
    const left = await lone.delete(`${members}/${self.id}`);
    assert.deepEqual([left.status, left.body.code], [400, 'last_owner']);
    assert.equal((await lone.patch(`${members}/${self.id}`, { role: 'viewer' })).body.code, 'last_owner');
    await lone.post(members, { email: address(), role: 'owner' });
    assert.equal((await lone.delete(`${members}/${self.id}`)).body.code, 'last_owner', 'an invitation is no owner');
    const second = await signedIn(app, { email: 'second@cedar.example', roles: { [CHARLIE]: 'owner' } });
    const ids = (await lone.get(members)).body.filter((one: { state: string }) => one.state === 'joined');
    const leaving = [lone, second].map((browser, i) => browser.delete(`${members}/${ids[i].id}`));
    const statuses = (await Promise.all(leaving)).map(({ status }) => status).sort();
    assert.equal(statuses[0], 200);
    assert.notEqual(statuses[1], 200);
  });

  test('nobody is flooded with invitations, and nobody floods with them', async () => {
    const flood = await signedIn(app, {
      email: address(),
      name: 'Win https://evil.example now',
      roles: { [ALICE]: 'owner' },
    });
    const to = address();
    const asked = () => flood.post(MEMBERS, { email: to, role: 'viewer' });
    for (let i = 0; i < 5; i++) assert.equal((await asked()).status, 200);
    const refused = await asked();
    assert.deepEqual([refused.status, refused.body.code], [429, 'rate_limited']);
    assert.ok(Number(refused.headers.get('retry-after')) > 60 * 60);
    const sameMailbox = await flood.post(MEMBERS, { email: to.replace('@', '+more@'), role: 'viewer' });
    assert.equal(sameMailbox.status, 429, 'another address of the mailbox is the same recipient');
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => flood.post(MEMBERS, { email: address(), role: 'viewer' })),
    );
    assert.equal(answers.filter(({ status }) => status === 200).length, 15, 'twenty in an hour');
    assert.ok(answers.every(({ status }) => status === 200 || status === 429));
    assert.ok((await mailsOf(app, 'invitation')).every(({ payload }) => !JSON.stringify(payload).includes('evil')));
    assert.equal((await invited()).id.length, 36, 'others still invite');
  });
});
