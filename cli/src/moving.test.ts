/** A world copied by the published API alone, at its limit, imported into another server, and compared. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, OWNED, PAST, SHARED, SHARED_SQL } from '../../test/support/cast.ts';
import { cliFolder, runCli } from '../../test/support/cli.ts';
import { type Gateway, startGateway } from '../../test/support/published.ts';
import { Interrupted } from './errors.ts';

const PER_MINUTE = 25;
const PEOPLE = 2300;
const times = { start: '2024-02-01T00:00:00+00:00', end: '2025-01-01T00:00:00+00:00' };

/** Licenses of every kind: active, over, revoked, not begun, of pools that are over; progress of some. */
function world() {
  const students = Array.from({ length: PEOPLE }, (_, i) => ({
    id: i + 1,
    name: `Person ${i}`,
    email: `person${i}@alder.example`,
  }));
  const pools = cast().pools.map((pool) => ({ ...pool, licenses: PEOPLE }));
  const license = (i: number) => {
    const base = { id: i + 1, poolId: SHARED, studentId: i + 1, ...times, revoked: null as string | null };
    if (i % 7 === 1) return { ...base, revoked: '2024-03-01T12:30:00+00:00' };
    if (i % 7 === 2) return { ...base, end: '2024-04-01T00:00:00+00:00' };
    if (i % 7 === 3) return { ...base, start: '2024-08-01T00:00:00+00:00' };
    if (i % 7 === 4) return { ...base, poolId: OWNED };
    if (i % 7 === 5)
      return { ...base, poolId: PAST, start: '2023-05-01T00:00:00+00:00', end: '2023-12-01T00:00:00+00:00' };
    if (i % 7 === 6) return { ...base, revoked: base.start };
    return base;
  };
  const sql = students.filter(({ id }) => id % 50 === 0);
  return {
    ...cast(),
    pools,
    students,
    licenses: [
      ...students.map((_, i) => license(i)),
      ...sql.map(({ id }) => ({ id: 10_000 + id, poolId: SHARED_SQL, studentId: id, ...times })),
    ],
    progress: sql.map(({ id }) => ({
      studentId: id,
      courseId: 11,
      percent: id % 100 ? 40 : 100,
      completed: id % 100 ? null : '2024-03-05T10:00:00+00:00',
      lastAccess: null,
    })),
  };
}

onBothEngines('moving from a server of the published API', (engine) => {
  let old: TestApp;
  let gateway: Gateway;
  let alice: Client;
  let files: ReturnType<typeof cliFolder>;
  before(async () => {
    files = cliFolder();
    old = await startApp(engine, { world: world(), settings: { rateLimitPerMinute: PER_MINUTE } });
    alice = await old.client(ALICE);
    gateway = await startGateway(old.url, { publishedOnly: true });
  });
  after(async () => {
    await gateway.close();
    files.remove();
  });

  const sleep = (ms: number) =>
    old.context
      .rateLog(`manager:${ALICE}`, (hits) => ({ hits: hits.map((at) => at - ms), verdict: null }))
      .then(() => undefined);
  const from = (options = {}) => ({
    variables: { CARREL_URL: gateway.url, CARREL_TOKEN: alice.token },
    now: () => old.clock.ms,
    sleep,
    ...options,
  });

  /** As a server that gives a hundred items a page, and says so by a refusal. */
  const narrow = (request: Request) =>
    fetch(
      request.url.includes('pageSize=1000')
        ? new Request(request.url.replace('pageSize=1000', 'pageSize=1001'), request)
        : request,
    );

  test('copies it, interrupted twice and waiting for the limit; the import tells the same', async () => {
    const to = join(files.path, 'world.json');
    const args = ['copy', '--to', to];
    for (const pages of [3, 30]) {
      const stop = new AbortController();
      let seen = 0;
      const counted = (request: Request) => {
        if (request.url.includes('page=') && ++seen === pages) stop.abort(new Interrupted('Stopped.'));
        return narrow(request);
      };
      const ran = await runCli(args, from({ fetch: counted, interrupted: stop.signal }));
      assert.equal(ran.code, 130, ran.errors);
      assert.equal(existsSync(to), false);
    }
    const before = gateway.seen.length;
    const whole = await runCli(args, from({ fetch: narrow }));
    assert.equal(whole.code, 0, whole.errors);
    assert.match(whole.errors, /^Going on with a copy that was broken off/);
    assert.match(whole.errors, /has 2 courses, 5 pools, 2300 students and 2346 licenses\.\n$/);
    assert.match(whole.errors, /^Waiting (1 min|\d+ s) for the rate limit\.$/m);
    assert.ok(gateway.seen.some((line) => line.includes('/students?page=24&pageSize=100&')));
    assert.ok(!gateway.seen.slice(before).some((line) => /licenses\?page=1&/.test(line)), 'no page is asked for twice');
    assert.equal(statSync(to).mode & 0o777, 0o600);
    assert.equal(existsSync(`${to}.part`), false);

    const copied = await startApp(engine, { clock: old.clock });
    await copied.load(JSON.parse(readFileSync(to, 'utf8')));
    const token = (await copied.client(ALICE)).token;
    const variables = { CARREL_URL: gateway.url, CARREL_TOKEN: alice.token, CARREL_WITH_TOKEN: token };
    const same = await runCli(['compare', '--with', copied.url], from({ variables }));
    assert.equal(`${same.output}${same.errors}`.replaceAll(/^Waiting .*\n/gm, ''), 'Both tell the same.\n');
    assert.equal(same.code, 0);

    const other = await copied.client(ALICE);
    const { body } = await other.delete('/v1/license/1');
    assert.equal(body.active, false);
    const differ = await runCli(['compare', '--with', copied.url, '-o', 'csv'], from({ variables }));
    assert.equal(differ.code, 3, differ.errors);
    const lines = differ.output.split('\n').filter((line) => line.startsWith('license,'));
    assert.deepEqual(
      lines.map((line) => line.split(',').slice(-3)),
      [
        ['end', '2025-01-01T00:00:00+00:00', '2024-04-19T06:36:10+00:00'],
        ['active', 'true', 'false'],
        ['revokable', 'true', 'false'],
        ['editable', 'true', 'false'],
      ],
    );
    await copied.close();
  });

  test('tells that licenses changed while they were copied', async () => {
    const to = join(files.path, 'moved.json');
    let changed = false;
    const meanwhile = async (request: Request) => {
      if (request.url.includes('/pools?') && !changed) {
        changed = true;
        await sleep(60_000);
        const { status } = await alice.post(`/v1/pool/${SHARED}/license`, { email: 'late@alder.example' });
        assert.equal(status, 200);
      }
      return fetch(request);
    };
    const ran = await runCli(['copy', '--to', to], from({ fetch: meanwhile }));
    assert.equal(ran.code, 3, ran.errors);
    assert.match(ran.errors, /Pool 21 counts \d+ assigned licenses, \d+ were copied\.\nLicenses changed/);
  });
});
