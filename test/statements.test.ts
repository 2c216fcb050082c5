/**
 * How many SQL statements each endpoint takes, on either engine, whatever the number of rows: what a loaded machine
 * cannot blur. `begin` and `commit` are not counted.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, mock, test } from 'node:test';
import pg from 'pg';
import { SqliteConnection } from '#db/sqlite.ts';
import type { ImportFile } from '#import/schema.ts';
import { type Client, onBothEngines, startApp } from './support/app.ts';

interface Company {
  client: Client;
  pool: number;
  student: number;
  /** Licenses that nobody has revoked yet. */
  licenses: number[];
}

const [FEW, MANY] = [3, 120];
const time = { start: '2024-01-01T00:00:00+00:00', end: '2025-01-01T00:00:00+00:00' };
const upTo = <T>(n: number, make: (i: number) => T) => Array.from({ length: n }, (_, i) => make(i));

/** A license manager whose records are numbered from `id` × 1000: `n` courses, a pool each, `n` licenses in the first. */
function company(id: number, n: number): Required<ImportFile> {
  const first = id * 1000;
  const pool = { managerId: id, transferable: true, licenses: 2 * n, ...time };
  return {
    managers: [{ id, name: 'Alder', email: 'alice@alder.example', allowedDomains: ['alder.example'] }],
    courses: upTo(n, (i) => ({ id: first + i, title: `Course ${i}` })),
    pools: upTo(n, (i) => ({ ...pool, id: first + i, courseId: first + i })),
    students: upTo(n, (i) => ({ id: first + i, name: 'Student', email: `s${first + i}@alder.example` })),
    licenses: upTo(n, (i) => ({ id: first + i, poolId: first, studentId: first + i, ...time })),
    progress: upTo(n, (i) => ({ studentId: first + i, courseId: first, percent: 50, completed: null })),
  };
}

type Ask = (company: Company) => [method: string, path: string, body?: object];
const get =
  (path: (company: Company) => string): Ask =>
  (of) => ['GET', path(of)];
let unique = 0;
const someone = () => `new${unique++}@alder.example`;

/** Every operation of the licensing API with the statements that it takes, the one that finds the token among them. */
const operations: Record<string, [statements: number, ask: Ask][]> = {
  'get /v1/me': [[2, get(() => '/v1/me')]],
  'get /v1/courses': [
    [4, get(() => '/v1/courses')],
    [4, get(() => '/v1/courses?pageSize=100')],
  ],
  'get /v1/course/{id}': [[3, get(({ pool }) => `/v1/course/${pool}`)]],
  'get /v1/library': [
    [3, get(() => '/v1/library')],
    [3, get(() => '/v1/library?pageSize=100')],
  ],
  'get /v1/pools': [
    [3, get(() => '/v1/pools')],
    [3, get(() => '/v1/pools?pageSize=100')],
  ],
  'get /v1/pool/{id}': [[2, get(({ pool }) => `/v1/pool/${pool}`)]],
  'get /v1/licenses': [
    [3, get(() => '/v1/licenses')],
    [3, get(() => '/v1/licenses?pageSize=100&includeInactive=1')],
    [3, get(() => '/v1/licenses?pageSize=1&page=3')],
  ],
  'get /v1/pool/{id}/licenses': [
    [4, get(({ pool }) => `/v1/pool/${pool}/licenses`)],
    [4, get(({ pool }) => `/v1/pool/${pool}/licenses?pageSize=100&includeInactive=1`)],
  ],
  'get /v1/license/{id}': [[2, get(({ licenses }) => `/v1/license/${licenses.at(-1)}`)]],
  'get /v1/students': [
    [4, get(() => '/v1/students')],
    [4, get(() => '/v1/students?pageSize=100&includeInactive=1')],
    [4, get(() => '/v1/students?pageSize=1&page=3')],
  ],
  'get /v1/student': [
    [2, get(({ student }) => `/v1/student?id=${student}`)],
    [3, get(({ student }) => `/v1/student?email=s${student}@alder.example`)],
  ],
  'get /v1/students/search': [
    [4, get(() => '/v1/students/search')],
    [4, get(() => '/v1/students/search?pageSize=100')],
    [3, get(() => '/v1/students/search?sort=progress&pageSize=100')],
    [3, get(({ pool }) => `/v1/students/search?search=alder&courseId=${pool}&pageSize=100`)],
  ],
  'get /v1/students/courses': [[3, get(({ pool }) => `/v1/students/courses?courseId=${pool}&pageSize=1000`)]],
  'patch /v1/student/{id}': [[6, ({ student }) => ['PATCH', `/v1/student/${student}`, { name: someone() }]]],
  'get /v1/student/{id}/mails': [[3, get(({ student }) => `/v1/student/${student}/mails`)]],
  'get /v1/students/{id}/courses': [[2, get(({ student }) => `/v1/students/${student}/courses`)]],
  'get /v1/events': [
    [3, get(() => '/v1/events')],
    [3, get(() => '/v1/events?pageSize=100')],
  ],
  'get /v1/links': [[3, get(() => '/v1/links')]],
  'get /v1/waiting': [[4, get(() => '/v1/waiting')]],
  'get /v1/settings': [[2, get(() => '/v1/settings')]],
  'post /v1/pool/{id}/license': [
    [7, ({ pool }) => ['POST', `/v1/pool/${pool}/license`, { email: someone() }]],
    [7, ({ pool }) => ['POST', `/v1/pool/${pool}/license`, { email: someone(), recycle: true }]],
  ],
  'patch /v1/license/{id}': [
    [7, ({ licenses }) => ['PATCH', `/v1/license/${licenses.at(-1)}`, { endDate: '2024-11-01' }]],
  ],
  'delete /v1/license/{id}': [[7, ({ licenses }) => ['DELETE', `/v1/license/${licenses.shift()}`]]],
};

/**
 * What a batch takes grows with the batch; links, settings and webhooks are not changed often. A file is read in pieces.
 * The feed first gives positions to what is new.
 */
const uncounted = [
  'post /v1/pool/{id}/bulk/preview',
  'post /v1/pool/{id}/bulk',
  'post /v1/licenses/revoke',
  'post /v1/licenses/edit',
  'post /v1/students/remind',
  ...['put /v1/roster', 'get /v1/roster/{id}', 'post /v1/roster/{id}/apply'],
  'get /v1/students.csv',
  'get /v1/events/feed',
  ...['get /v1/webhooks', 'post /v1/webhooks', 'get /v1/webhooks/{id}', 'patch /v1/webhooks/{id}'],
  ...['delete /v1/webhooks/{id}', 'post /v1/webhooks/{id}/rotate', 'post /v1/webhooks/{id}/test'],
  ...['post /v1/webhooks/{id}/replay', 'get /v1/webhooks/{id}/deliveries'],
  'post /v1/webhooks/{id}/deliveries/{deliveryId}/resend',
  'post /v1/student/{id}/mails/{mailId}/retry',
  ...['delete /v1/waiting/{id}', 'post /v1/waiting/{id}/accept'],
  ...['get /v1/requests', 'post /v1/requests/{id}/approve', 'post /v1/requests/{id}/decline'],
  'post /v1/links',
  'patch /v1/links/{id}',
  'delete /v1/links/{id}',
  'patch /v1/settings',
];

test('no operation of the licensing API is forgotten', () => {
  const document = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'openapi.json'), 'utf8')) as {
    paths: Record<string, object>;
  };
  const documented = Object.entries(document.paths).flatMap(([path, item]) =>
    path.startsWith('/api/licensing/')
      ? Object.keys(item).map((method) => `${method} ${path.slice('/api/licensing'.length)}`)
      : [],
  );
  assert.deepEqual([...Object.keys(operations), ...uncounted].sort(), documented.sort());
});

/** Counts what reaches the engines, below everything that could keep an answer. */
function countStatements(): () => number {
  let count = 0;
  for (const name of ['rows', 'result'] as const) {
    const run = SqliteConnection.prototype[name] as (query: object) => never;
    mock.method(SqliteConnection.prototype, name, function (this: SqliteConnection, query: object) {
      count++;
      return run.call(this, query);
    });
  }
  const send = pg.Client.prototype.query as (...given: unknown[]) => never;
  mock.method(pg.Client.prototype, 'query', function (this: pg.Client, ...given: [string | { text: string }]) {
    const text = typeof given[0] === 'string' ? given[0] : given[0].text;
    if (!/^(begin|commit|set\b)|current_setting/.test(text)) count++; // a new connection is set up and asked
    return send.apply(this, given);
  });
  return () => count;
}

onBothEngines('statements', (engine) => {
  let companies: Company[];
  let counted: () => number;

  before(async () => {
    counted = countStatements();
    const app = await startApp(engine);
    await app.load(company(1, FEW));
    await app.load(company(2, MANY));
    const of = async (id: number): Promise<Company> => {
      const first = id * 1000;
      return { client: await app.client(id), pool: first, student: first + 1, licenses: upTo(3, (i) => first + i) };
    };
    companies = [await of(1), await of(2)];
  });

  for (const [operation, ways] of Object.entries(operations)) {
    test(`${operation} takes as many statements for few rows as for many`, async () => {
      for (const [statements, ask] of ways) {
        for (const of of companies) {
          const [method, path, body] = ask(of);
          if (/search\?|students.courses\?/.test(path)) await of.client.get(path); // the students of a manager are read once
          const earlier = counted();
          const { status, text } = await of.client.call(method, path, body);
          assert.equal(status, 200, text);
          assert.equal(counted() - earlier, statements, `${method} ${path}`);
        }
      }
    });
  }
});
