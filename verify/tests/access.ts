import { now } from '../../src/context.ts';
import { system } from '../../src/outbox/event.ts';
import { deleteToken } from '../../src/token/token.ts';
import { DOMAIN, damages, inHouse, load, newHouse, newToken, worldWith } from '../support/house.ts';
import { API, Http, type Reply } from '../support/http.ts';
import { type Operation, operationsOf } from '../support/operations.ts';
import { both, Failures, type Proof } from '../support/proof.ts';
import { startServer } from '../support/server.ts';

/** Stands in everything that belongs to manager 2, and must never be in an answer to anybody else. */
const CANARY = 'canary';
const ABSENT = '8999999999999999';
const MALFORMED = ['0', '-1', '1.0', '01', '1e3', 'x', '%20', '9007199254740993', "1'--", '%00', '..', 'null'];

/** An id of every kind that manager 2 has, by what stands before it in a path. */
interface Ids {
  [kind: string]: string;
}

const kinds: Record<string, string> = {
  pools: 'pool',
  licenses: 'license',
  courses: 'course',
  students: 'student',
  links: 'link',
};

function fill(path: string, id: (kind: string) => string): string {
  return path.replaceAll(/([^/]+)\/\{[^}]+\}/g, (_, before: string) => `${before}/${id(kinds[before] ?? before)}`);
}

function bodyOf(operation: Operation): object | undefined {
  if (!operation.hasBody) return undefined;
  if (operation.method === 'PATCH') return { endDate: '2020-01-01' };
  return { email: `intruder@${DOMAIN}` };
}

/** What manager 2 sees of its own, which nobody else may change. */
async function ownView(http: Http, token: string): Promise<string> {
  const lists = [
    '/me',
    '/pools',
    '/courses',
    '/licenses?includeInactive=1&pageSize=1000',
    '/students?includeInactive=1&pageSize=1000',
  ];
  const texts: string[] = [];
  for (const list of lists) texts.push((await http.send({ path: API + list, token })).text);
  return texts.join('\n');
}

async function furnish(http: Http, tokens: string[]): Promise<{ own: Ids; foreign: Ids }> {
  const ids: Ids[] = [];
  for (const [n, token] of tokens.entries()) {
    const pool = String(n + 1);
    const name = n === 1 ? `${CANARY} person` : 'Somebody';
    const email = `${n === 1 ? CANARY : 'somebody'}@${DOMAIN}`;
    const reply = await http.send({
      method: 'POST',
      path: `${API}/pool/${pool}/license`,
      token,
      body: { email, name },
    });
    const license = reply.json();
    ids.push({ pool, license: String(license.id), course: pool, student: String(license.student.id), email });
  }
  return { own: ids[0] as Ids, foreign: ids[1] as Ids };
}

export const access: Proof = {
  name: 'access',
  promise: 'no manager sees or changes what is another’s: every operation, every kind of id, every kind of caller',
  unit: 'cells',
  engines: both,
  full: 1,
  short: 1,
  async run(trial) {
    const failures = new Failures();
    const house = await newHouse(trial);
    const world = worldWith(
      [
        { id: 1, managerId: 1, courseId: 1, licenses: 50 },
        { id: 2, managerId: 2, courseId: 2, licenses: 50 },
      ],
      2,
    );
    await load(house, {
      ...world,
      courses: [
        { id: 1, title: 'Course' },
        { id: 2, title: `${CANARY} course` },
      ],
    });
    const server = await startServer(trial, house);
    const http = new Http(server.url);
    const [mine, theirs, reader, dead] = [
      await newToken(house, 1),
      await newToken(house, 2),
      await newToken(house, 1, 'read'),
      await newToken(house, 1),
    ];
    const { key, sub } = JSON.parse(Buffer.from(dead.split('.')[1] ?? '', 'base64url').toString());
    await inHouse(house, (context) =>
      context.db.write((tx) => deleteToken(tx, { managerId: sub, id: key }, system, now(context))),
    );
    const { own, foreign } = await furnish(http, [mine, theirs]);
    const operations = await operationsOf(http);
    const before = await ownView(http, theirs);
    let cells = 0;
    const ask = async (operation: Operation, path: string, token?: string): Promise<Reply> => {
      cells++;
      const reply = await http.send({
        method: operation.method,
        path,
        body: bodyOf(operation),
        ...(token ? { token } : {}),
      });
      failures.unless(reply.status < 500, `${operation.method} ${path}: ${reply.status}`);
      if (token !== theirs)
        failures.unless(
          !reply.text.includes(CANARY),
          `${operation.method} ${path} shows what is another’s: ${reply.text.slice(0, 200)}`,
        );
      return reply;
    };
    for (const operation of operations.toSorted(
      (a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'),
    )) {
      const name = `${operation.method} ${operation.path}`;
      const at = (ids: Ids) => fill(operation.path, (kind) => ids[kind] ?? ABSENT);
      for (const nobody of [undefined, 'x.y.z', dead]) {
        for (const ids of [own, foreign]) {
          const reply = await ask(operation, at(ids), nobody);
          failures.unless(reply.status === 401, `${name} without a token: ${reply.status}`);
        }
      }
      const read = await ask(operation, at(own), reader);
      failures.unless(
        operation.method === 'GET' ? read.status !== 403 : read.status === 403,
        `${name} by a token that may only read: ${read.status}`,
      );
      if (operation.path.includes('{')) {
        const stranger = await ask(operation, at(foreign), mine);
        const nothing = await ask(
          operation,
          fill(operation.path, () => ABSENT),
          mine,
        );
        failures.unless(
          stranger.status === 404 && stranger.text === nothing.text,
          `${name}: foreign ${stranger.status}, absent ${nothing.status}`,
        );
        for (const wrong of MALFORMED) {
          const reply = await ask(
            operation,
            fill(operation.path, () => wrong),
            mine,
          );
          failures.unless(reply.status === 404 || reply.status === 400, `${name} with id ${wrong}: ${reply.status}`);
        }
      }
      for (const parameter of operation.query) {
        for (const value of [
          foreign.email,
          foreign.student,
          foreign.pool,
          foreign.license,
          foreign.course,
          CANARY,
          '0',
          "' or '1'='1",
        ]) {
          await ask(operation, `${at(own)}?${parameter}=${encodeURIComponent(value ?? '')}`, mine);
        }
      }
      if (operation.method === 'GET') await ask(operation, at(own), mine);
    }
    for (const path of [`/student?id=${foreign.student}`, `/student?email=${foreign.email}`]) {
      const stranger = await http.send({ path: API + path, token: mine });
      const nothing = await http.send({ path: `${API}/student?id=${ABSENT}`, token: mine });
      failures.unless(stranger.status === 404 && stranger.text === nothing.text, `${path}: foreign ${stranger.status}`);
    }
    failures.unless((await ownView(http, theirs)) === before, 'what belongs to another manager has changed');
    http.close();
    await server.kill();
    failures.addAll(await damages(house));
    return {
      n: cells,
      figure: `${operations.length} operations; ${failures.count} leaks, changes or differences`,
      failures: failures.list(),
    };
  },
};
