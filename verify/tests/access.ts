import { type Context, now } from '../../src/context.ts';
import type { Transaction } from '../../src/db/database.ts';
import { system } from '../../src/event/record.ts';
import { removeMember } from '../../src/member/member.ts';
import { managerScope } from '../../src/principal.ts';
import { deleteToken } from '../../src/token/token.ts';
import {
  DOMAIN,
  damages,
  type House,
  inHouse,
  load,
  newHouse,
  newToken,
  withoutNotices,
  worldWith,
} from '../support/house.ts';
import { Http, type Reply } from '../support/http.ts';
import {
  bodyFor,
  fill,
  type Ids,
  NOWHERE,
  namesInBody,
  type Operation,
  ofStaff,
  ofVisitors,
  operationsOf,
} from '../support/operations.ts';
import { newVisitor } from '../support/people.ts';
import { both, Failures, type Proof } from '../support/proof.ts';
import { startServer } from '../support/server.ts';

/** Stands in everything that belongs to manager 2, and must never be in an answer to anybody else. */
const CANARY = 'canary';
const NUMBER = '8999999999999999';
const MALFORMED = ['0', '-1', '1.0', '01', '1e3', 'x', '%20', '9007199254740993', "1'--", '%00', 'null', '%EF%BC%91'];

/** What is asked of many ids at once says of each what became of it. */
const answersForEach = /\/(licenses\/(revoke|edit)|students\/remind)$/;

type Headers = Record<string, string>;

/** Everybody who may ask, by the headers that they send. */
interface Callers {
  nobody: Headers;
  garbage: Headers;
  deletedToken: Headers;
  readOnlyToken: Headers;
  token: Headers;
  othersToken: Headers;
  signedOut: Headers;
  owner: Headers;
  managerRole: Headers;
  viewer: Headers;
  othersOwner: Headers;
  formerMember: Headers;
  student: Headers;
  publisher: Headers;
  /** Staff of the publisher who only reads. */
  publisherViewer: Headers;
  /** The owner, sent by a page of another site. */
  elsewhere: Headers;
}

const absentIds: Ids = {
  ...{ manager: NUMBER, pool: NUMBER, license: NUMBER, course: NUMBER, student: NUMBER, link: NUMBER },
  ...{
    member: NUMBER,
    token: NUMBER,
    webhook: NUMBER,
    delivery: NUMBER,
    entry: NUMBER,
    request: NUMBER,
    roster: NUMBER,
    account: NUMBER,
  },
  mail: NUMBER,
  email: `intruder@${DOMAIN}`,
};

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const keyOf = (token: string): string => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).key;

async function callersIn(house: House, http: Http): Promise<Callers> {
  const [token, othersToken, readOnly, deleted] = [
    await newToken(house, 1),
    await newToken(house, 2),
    await newToken(house, 1, 'read'),
    await newToken(house, 1),
  ];
  const people = await inHouse(house, async (context) => {
    const at = (name: string) => `${name}@${DOMAIN}`;
    await context.db.write((tx) =>
      deleteToken(tx, { scope: managerScope(1), id: keyOf(deleted) }, system, now(context)),
    );
    const owner = await newVisitor(context, { email: at('owner'), roles: { 1: 'owner' } });
    const formerMember = await newVisitor(context, { email: at('former'), roles: { 1: 'owner' } });
    await removeNamed(context, at('former'));
    return {
      owner,
      formerMember,
      signedOut: await newVisitor(context, { email: at('away'), roles: { 1: 'owner' } }),
      managerRole: await newVisitor(context, { email: at('manager'), roles: { 1: 'manager' } }),
      viewer: await newVisitor(context, { email: at('viewer'), roles: { 1: 'viewer' } }),
      othersOwner: await newVisitor(context, { email: at(CANARY), name: CANARY, roles: { 2: 'owner' } }),
      student: await newVisitor(context, { email: at('somebody') }),
      publisher: await newVisitor(context, { email: at('staff'), publisher: true }),
      publisherViewer: await newStaffViewer(context, at('staff-viewer')),
    };
  });
  await http.send({ method: 'POST', path: '/api/auth/sign-out', headers: people.signedOut, body: {} });
  const tokens = { token, othersToken, readOnlyToken: readOnly, deletedToken: deleted, garbage: 'x.y.z' };
  const headers = Object.fromEntries(Object.entries(tokens).map(([name, text]) => [name, bearer(text)]));
  const elsewhere = { ...people.owner, 'sec-fetch-site': 'cross-site' };
  return { nobody: {}, ...headers, ...people, elsewhere } as unknown as Callers;
}

async function newStaffViewer(context: Context, email: string): Promise<Headers> {
  const headers = await newVisitor(context, { email, publisher: true });
  const people = (tx: Transaction) => tx.kysely.updateTable('person').where('email', '=', email);
  await context.db.write((tx) => people(tx).set({ staff_role: 'viewer' }).execute());
  return headers;
}

async function removeNamed(context: Context, email: string): Promise<void> {
  const members = context.db.read.kysely.selectFrom('member').select('id').where('email', '=', email);
  const { id } = await members.executeTakeFirstOrThrow();
  await context.db.write((tx) => removeMember(tx, { managerId: 1, id }, system, now(context)));
}

/** Makes the mail about a license one that did not arrive; answers its id. */
const failMail = (house: House, license: number): Promise<string> =>
  inHouse(house, ({ db }) =>
    db.write(async (tx) => {
      const failed = { done_at: null, failed_at: Date.now(), error: 'no', answer: `550 5.1.1 no such user` };
      const mails = tx.kysely.updateTable('outbox').set(failed).where('license_id', '=', license).returning('id');
      return (await mails.executeTakeFirstOrThrow()).id;
    }),
  );

/** Gives a manager one of everything; answers the ids. */
async function furnish(house: House, http: Http, manager: string, owner: Headers, name: string): Promise<Ids> {
  const base = `/api/app/managers/${manager}/v1`;
  const send = (method: string) => async (path: string, body: object) => {
    const reply = await http.send({ method, path: base + path, headers: owner, body });
    if (reply.status !== 200) throw new Error(`${path} was answered ${reply.status} ${reply.text}`);
    return reply.json();
  };
  const [post, put] = [send('POST'), send('PUT')];
  const email = `${name}@${DOMAIN}`;
  const license = await post(`/pool/${manager}/license`, { email, name });
  const link = await post('/links', { poolId: Number(manager), licenses: 3 });
  const member = await post('/members', { email: `guest-${email}`, role: 'viewer' });
  const token = await post('/tokens', { name, permission: 'write' });
  const webhook = await post('/webhooks', { url: NOWHERE, events: ['pool.created'], description: name });
  const delivery = await post(`/webhooks/${webhook.id}/test`, {});
  const roster = await put('/roster', { rows: [{ email, courseId: manager }] });
  const ids = {
    manager,
    pool: manager,
    course: manager,
    license: String(license.id),
    student: String(license.student.id),
  };
  const { user } = (await http.send({ path: '/api/app/session', headers: owner })).json();
  const more = {
    webhook: webhook.id,
    delivery: delivery.id,
    entry: NUMBER,
    request: NUMBER,
    roster: roster.id,
    account: user.id,
    mail: await failMail(house, license.id),
  };
  return { ...ids, ...more, link: link.id, member: member.id, token: token.id, email: `intruder@${DOMAIN}` };
}

/** All that a manager sees of its own. */
async function ownView(http: Http, manager: string, owner: Headers): Promise<string> {
  const all = 'includeInactive=1&pageSize=1000';
  const lists = [
    '/me',
    '/pools',
    '/courses',
    `/licenses?${all}`,
    `/students?${all}`,
    '/links',
    '/events',
    '/members',
    '/tokens',
    '/webhooks',
  ];
  const texts: string[] = [];
  for (const list of lists)
    texts.push((await http.send({ path: `/api/app/managers/${manager}/v1${list}`, headers: owner })).text);
  const told = /"lastUsed":("[^"]*"|null)|"mail":(\{[^}]*\}|null)/g; // what time changes: mails of invitations leave meanwhile
  return texts.join('\n').replaceAll(told, '');
}

/** Asks, and looks at every answer for what must be in none. */
class Matrix {
  cells = 0;
  readonly failures = new Failures();
  readonly #http: Http;
  readonly #callers: Callers;

  constructor(http: Http, callers: Callers) {
    this.#http = http;
    this.#callers = callers;
  }

  async ask(operation: Operation, by: keyof Callers, ids: Ids, path = fill(operation.path, ids)): Promise<Reply> {
    this.cells++;
    const { method } = operation;
    const body = bodyFor(operation, ids);
    const headers = { 'sec-fetch-site': 'same-origin', ...this.#callers[by] };
    const reply = await this.#http.send({ method, path, headers, ...(body ? { body } : {}) });
    this.failures.unless(reply.status < 500, `${method} ${path} by ${by}: ${reply.status}`);
    const theirs = by === 'othersToken' || by === 'othersOwner';
    this.failures.unless(
      theirs || !reply.text.includes(CANARY),
      `${method} ${path} by ${by} shows what is another’s: ${reply.text.slice(0, 200)}`,
    );
    return reply;
  }

  async expect(operation: Operation, by: keyof Callers, ids: Ids, wanted: number, what: string): Promise<void> {
    const { status } = await this.ask(operation, by, ids);
    this.failures.unless(status === wanted, `${operation.method} ${operation.path}, ${what} by ${by}: ${status}`);
  }

  /** What is another's and what is not there have to be answered alike, to the byte. */
  async alike(operation: Operation, by: keyof Callers, foreign: Ids, absent: Ids): Promise<void> {
    const [stranger, nothing] = [await this.ask(operation, by, foreign), await this.ask(operation, by, absent)];
    const sameManager = foreign.manager === absent.manager;
    const wanted = sameManager && answersForEach.test(operation.path) ? 200 : 404;
    const plain = (text: string) => text.replaceAll(/"id":("\d+"|\d+)/g, '');
    this.failures.unless(
      stranger.status === wanted && nothing.status === wanted && plain(stranger.text) === plain(nothing.text),
      `${operation.method} ${operation.path} by ${by}: foreign ${stranger.status} ${stranger.text.slice(0, 150)}, absent ${nothing.status} ${nothing.text.slice(0, 150)}`,
    );
  }

  async malformed(operation: Operation, by: keyof Callers, own: Ids): Promise<void> {
    for (const wrong of MALFORMED) {
      const path = fill(operation.path.replace(/\{id\}/, wrong), own);
      const { status } = await this.ask(operation, by, own, path);
      this.failures.unless(status === 404, `${operation.method} ${path} by ${by}: ${status}`);
    }
  }
}

const reads = ({ method }: Operation) => method === 'GET';
const changesNothing = (operation: Operation) => reads(operation) || operation.path.endsWith('/bulk/preview');
const ofOwners = ({ method, path }: Operation) => method !== 'GET' && path.includes('/v1/members');

/** Every caller who has to be refused, at what is manager 1's. */
async function refuseAll(matrix: Matrix, operation: Operation, own: Ids, foreign: Ids): Promise<void> {
  const strangers = ['nobody', 'garbage', 'deletedToken', 'signedOut'] as const;
  const wrongKind = operation.by === 'token' ? (['owner', 'publisher', 'student'] as const) : (['token'] as const);
  for (const by of [...strangers, ...wrongKind])
    for (const ids of [own, foreign]) await matrix.expect(operation, by, ids, 401, 'not let in');
  if (operation.by === 'token') {
    if (!reads(operation)) await matrix.expect(operation, 'readOnlyToken', own, 403, 'own');
    if (operation.path.includes('{id}') || namesInBody(operation))
      await matrix.alike(operation, 'othersToken', own, { ...absentIds, manager: own.manager });
    return;
  }
  for (const by of ['othersOwner', 'formerMember', 'student', 'publisher'] as const) {
    const [here, nowhere] = [
      await matrix.ask(operation, by, own),
      await matrix.ask(operation, by, { ...own, manager: NUMBER }),
    ];
    matrix.failures.unless(
      here.status === 404 && here.text === nowhere.text,
      `${operation.method} ${operation.path} by ${by}: ${here.status} ${here.text.slice(0, 150)}, of no manager ${nowhere.status}`,
    );
  }
  if (!reads(operation)) {
    await matrix.expect(operation, 'viewer', own, 403, 'own');
    await matrix.expect(operation, 'elsewhere', own, 403, 'own');
  }
  if (ofOwners(operation)) await matrix.expect(operation, 'managerRole', own, 403, 'own');
}

/** Those who may, at what is another's, at what is not there, and at what is no id. */
async function strayAll(matrix: Matrix, operation: Operation, own: Ids, foreign: Ids): Promise<void> {
  const callers: (keyof Callers)[] = operation.by === 'token' ? ['token'] : ['owner'];
  if (reads(operation)) callers.push(operation.by === 'token' ? 'readOnlyToken' : 'viewer');
  for (const by of callers) {
    if (operation.path.includes('{id}') || namesInBody(operation))
      await matrix.alike(operation, by, { ...foreign, manager: own.manager }, { ...absentIds, manager: own.manager });
    if (operation.path.includes('{id}')) await matrix.malformed(operation, by, own);
    if (operation.by === 'session') await matrix.alike(operation, by, foreign, { ...foreign, manager: NUMBER });
  }
  const [by] = callers as [keyof Callers];
  const values = [foreign.student, foreign.pool, foreign.license, `${CANARY}@${DOMAIN}`, CANARY, '0', "' or '1'='1"];
  for (const parameter of reads(operation) ? operation.query : [])
    for (const value of values) {
      const path = `${fill(operation.path, own)}?${parameter}=${encodeURIComponent(value)}`;
      await matrix.ask(operation, by, own, path);
    }
}

/** What is not in the worlds of this proof: orders, certificates and webhooks of the publisher; or needs parameters. */
const OF_NOBODY = /\/absent\b|\/publisher\/v1\/(webhooks\/|access$)/;

/** The staff may see everybody: what they are shown is not looked at. */
async function allowStaff(http: Http, matrix: Matrix, { publisher }: Callers, own: Ids): Promise<void> {
  for (const operation of ofStaff.filter(reads)) {
    const path = fill(operation.path, own);
    const { status } = await http.send({ path, headers: publisher });
    matrix.cells++;
    const wanted = OF_NOBODY.test(path) ? [400, 404] : [200];
    matrix.failures.unless(wanted.includes(status), `${operation.path} by publisher: ${status}`);
  }
}

/** Those who may, at their own: they are let in, or the refusals above would prove nothing. */
async function allowAll(matrix: Matrix, operation: Operation, own: Ids): Promise<void> {
  const all =
    operation.by === 'token' ? (['token', 'readOnlyToken'] as const) : (['owner', 'managerRole', 'viewer'] as const);
  const [first] = all;
  for (const by of reads(operation) ? all : [first]) {
    const path = operation.path.endsWith('/v1/student') ? `${fill(operation.path, own)}?id=${own.student}` : undefined;
    const reply = await matrix.ask(operation, by, own, path);
    const deleted = operation.method === 'DELETE' && operation.path.includes('/webhooks/') && reply.status === 404;
    const sent = /\/retry$|\/(waiting|requests)\//.test(operation.path) && reply.status === 404; // nobody waits or asks
    const again = deleted || sent || (!changesNothing(operation) && reply.status === 400); // done already, by the other way in
    const code = reply.json()?.code;
    matrix.failures.unless(
      reply.status === 200 || (again && code !== 'invalid_request'),
      `${operation.method} ${operation.path}, own by ${by}: ${reply.status} ${reply.text.slice(0, 200)}`,
    );
  }
}

/** What needs a person who is signed in, and no role. */
const ofAccounts = ofVisitors.filter(({ path }) => /\/(my|auth)\//.test(path));

/** What is not in the document: what only the publisher’s staff may do, and what a student may do with licenses. */
async function undocumented(matrix: Matrix, own: Ids, foreign: Ids): Promise<void> {
  for (const operation of ofStaff) {
    for (const by of ['nobody', 'token', 'signedOut'] as const)
      await matrix.expect(operation, by, own, 401, 'staff only');
    for (const by of ['owner', 'viewer', 'othersOwner', 'student', 'formerMember'] as const)
      for (const ids of [own, foreign]) await matrix.expect(operation, by, ids, 404, 'staff only');
  }
  const asksByPost = ({ path }: Operation) => path.endsWith('/publisher/v1/access');
  for (const operation of ofStaff.filter((one) => !reads(one) && !asksByPost(one)))
    await matrix.expect(operation, 'publisherViewer', own, 403, 'a viewer of the publisher');
  for (const operation of ofAccounts)
    for (const by of ['nobody', 'token', 'signedOut'] as const)
      await matrix.expect(operation, by, own, 401, 'not signed in');
  const [giveBack] = ofVisitors as [Operation];
  for (const by of ['student', 'owner', 'publisher'] as const) await matrix.alike(giveBack, by, foreign, absentIds);
}

export const access: Proof = {
  name: 'access',
  promise: 'no manager sees or changes what is another’s: every operation, every kind of id, every kind of caller',
  unit: 'rounds',
  engines: both,
  full: 1,
  short: 1,
  async run(trial) {
    const house = await newHouse(trial, { WEBHOOK_ALLOWED_HOSTS: '127.0.0.1' });
    const world = worldWith(
      [1, 2].map((id) => ({ id, managerId: id, courseId: id, licenses: 50 })),
      2,
    );
    const managers = [1, 2].map((id) => ({
      id,
      name: id === 2 ? CANARY : 'One',
      email: `${id === 2 ? CANARY : 'one'}@${DOMAIN}`,
      allowedDomains: [DOMAIN],
    }));
    await load(house, {
      ...world,
      managers,
      courses: [
        { id: 1, title: 'Course' },
        { id: 2, title: `${CANARY} course` },
      ],
    });
    await withoutNotices(house);
    const server = await startServer(trial, house);
    const http = new Http(server.url);
    const callers = await callersIn(house, http);
    const own = await furnish(house, http, '1', callers.owner, 'somebody');
    const foreign = await furnish(house, http, '2', callers.othersOwner, CANARY);
    const matrix = new Matrix(http, callers);
    const { failures } = matrix;
    const operations = (await operationsOf(http)).toSorted(
      (a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'),
    );
    const views = async () => [await ownView(http, '1', callers.owner), await ownView(http, '2', callers.othersOwner)];
    const [before, theirsBefore] = await views();
    for (const operation of operations) await refuseAll(matrix, operation, own, foreign);
    for (const operation of operations) await strayAll(matrix, operation, own, foreign);
    await undocumented(matrix, own, foreign);
    failures.unless((await views())[0] === before, 'somebody who was refused has changed something');
    await allowStaff(http, matrix, callers, own);
    for (const operation of operations) await allowAll(matrix, operation, own);
    failures.unless((await views())[1] === theirsBefore, 'what belongs to another manager has changed');
    http.close();
    await server.kill();
    failures.addAll(await damages(house));
    return {
      n: trial.n,
      figure: `${matrix.cells} cells of ${operations.length + ofStaff.length + ofAccounts.length} operations and ${Object.keys(callers).length} kinds of caller; ${failures.count} leaks, changes or differences`,
      failures: failures.list(),
    };
  },
};
