/** Files of hires and leavers: limits, interruptions, lost answers, and servers that know only what is published. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { cliFolder, runCli } from '../../test/support/cli.ts';
import { startGateway } from '../../test/support/published.ts';
import { Interrupted } from './errors.ts';

const main = join(import.meta.dirname, 'main.ts');
const PER_MINUTE = 10;
const times = { start: '2024-02-01T00:00:00+00:00', end: '2025-01-01T00:00:00+00:00' };

/** A pool for 2,000, and 60 people who hold its course. */
function world() {
  const students = Array.from({ length: 60 }, (_, i) => ({ id: i + 1, name: `S ${i}`, email: `s${i}@alder.example` }));
  return {
    ...cast(),
    pools: cast().pools.map((pool) => (pool.id === SHARED ? { ...pool, licenses: 2000 } : pool)),
    students,
    licenses: students.map(({ id }) => ({ id, poolId: SHARED, studentId: id, ...times })),
  };
}

onBothEngines('a file of people', (engine) => {
  let app: TestApp;
  let alice: Client;
  let files: ReturnType<typeof cliFolder>;
  let count = 0;
  before(async () => {
    files = cliFolder();
    app = await startApp(engine, { world: world(), settings: { rateLimitPerMinute: PER_MINUTE } });
    alice = await app.client(ALICE);
  });
  after(() => files.remove());

  /** Time passes for the rate limit, and for nobody else. */
  const sleep = (ms: number) =>
    app.context
      .rateLog(`manager:${ALICE}`, (hits) => ({ hits: hits.map((at) => at - ms), verdict: null }))
      .then(() => undefined);
  const variables = (url = app.url) => ({ CARREL_URL: url, CARREL_TOKEN: alice.token });

  function fileOf(lines: string[]): { path: string; results: (command: string) => Record<string, string>[] } {
    const name = `people${++count}`;
    const path = join(files.path, `${name}.csv`);
    writeFileSync(path, `${lines.join('\n')}\n`);
    const read = (command: string) => readFileSync(join(files.path, `${name}.${command}-results.csv`), 'utf8');
    return { path, results: (command) => parse(read(command), { columns: true }) };
  }

  /** Licenses by address, of everybody who ever had one. */
  async function held(): Promise<Map<string, { id: string; active: boolean }[]>> {
    await app.context.rateLog(`manager:${ALICE}`, () => ({ hits: [], verdict: null }));
    const all: { id: string; active: boolean; student: { email: string } }[] = [];
    for (let page = 1; ; page++) {
      const { body } = await alice.get(`/v1/licenses?includeInactive=1&pageSize=1000&page=${page}`);
      all.push(...body);
      if (body.length < 1000) return Map.groupBy(all, ({ student }) => student.email);
    }
  }

  const isBulk = (request: Request) => request.url.endsWith('/bulk');

  test('of 1,000 hires, interrupted in a request and in a wait, gives everybody one license', async () => {
    const emails = Array.from({ length: 1000 }, (_, i) => `hire${i}@alder.example`);
    const { path, results } = fileOf(['email,name', ...emails.map((email, i) => `${email},Hire ${i}`)]);
    const args = ['assign', '--from', path, '--pool', String(SHARED), '--yes'];
    const stop = new AbortController();
    let bulks = 0;
    const inRequest = async (request: Request) => {
      if (isBulk(request) && ++bulks === 5) stop.abort(new Interrupted('Stopped.'));
      return fetch(request);
    };
    const first = await runCli(args, { variables: variables(), sleep, fetch: inRequest, interrupted: stop.signal });
    assert.equal(first.code, 130, first.errors);
    assert.match(first.errors, /Stopped: 250 of 1000 rows are done\. Run the same command again to go on/);
    assert.equal([...(await held()).keys()].filter((email) => email.startsWith('hire')).length, 250);

    const inWait = async () => {
      throw new Interrupted('Stopped.');
    };
    for (let i = 0; i < PER_MINUTE - 3; i++) await alice.get('/v1/me');
    const second = await runCli(args, { variables: variables(), sleep: inWait });
    assert.equal(second.code, 130, second.errors);
    assert.doesNotMatch(second.errors, /Rehearsal/);

    const again: string[] = [];
    const counted = (request: Request) => {
      if (isBulk(request)) again.push(String(request.headers.get('idempotency-key')));
      return fetch(request);
    };
    const third = await runCli(args, { variables: variables(), sleep, fetch: counted });
    assert.equal(third.code, 0, third.errors);
    const places = new Set(again.map((key) => Number(key.split('-').at(-1))));
    assert.ok(!places.has(0) && !places.has(4), 'what was answered is not sent again');
    assert.match(
      third.errors,
      /\n1000 of 1000 rows\n1000 licenses assigned, 0 rows refused\. Row by row: \S+-results\.csv\n$/,
    );
    const now = await held();
    assert.ok(emails.every((email) => now.get(email)?.length === 1));
    assert.deepEqual(
      results('assign').map(({ email, outcome, licenseId }) => [email, outcome, licenseId]),
      emails.map((email) => [email, 'assigned', now.get(email)?.[0]?.id]),
    );
    assert.equal(existsSync(path.replace('.csv', '.assign.journal')), false);
  });

  test('goes on after Ctrl-C and after a kill whose request was done', async () => {
    await app.context.rateLog(`manager:${ALICE}`, () => ({ hits: [], verdict: null }));
    const emails = Array.from({ length: 30 }, (_, i) => `kept${i}@alder.example`);
    const { path, results } = fileOf(['email', ...emails]);
    const args = ['assign', '--from', path, '--pool', String(SHARED), '--yes', '--batch', '10'];
    // one address for all runs: a journal belongs to its server
    let meanwhile = (_: ChildProcess) => false;
    let child: ChildProcess | undefined;
    const gateway = await startGateway(app.url, {
      lose: ({ url = '' }) => url.endsWith('/bulk') && child !== undefined && meanwhile(child),
    });
    const start = async (next: typeof meanwhile) => {
      meanwhile = next;
      child = spawn(process.execPath, [main, ...args], {
        env: { ...process.env, ...variables(gateway.url) },
        stdio: 'ignore',
      });
      return new Promise<unknown[]>((resolve) => child?.once('exit', (...how) => resolve(how)));
    };
    assert.deepEqual(await start((of) => !of.kill('SIGINT')), [130, null]);
    assert.deepEqual(await start((of) => of.kill('SIGKILL')), [null, 'SIGKILL']);
    await app.context.rateLog(`manager:${ALICE}`, () => ({ hits: [], verdict: null }));
    assert.deepEqual(await start(() => false), [0, null]);
    await gateway.close();
    const now = await held();
    assert.ok(emails.every((email) => now.get(email)?.length === 1));
    assert.ok(results('assign').every(({ outcome }) => outcome === 'assigned'));
  });

  test('is done by single requests where only the published API is there, lost answers and all', async () => {
    const emails = Array.from({ length: 12 }, (_, i) => `single${i}@alder.example`);
    const strange = ['s1@alder.example', 'someone@elsewhere.example'];
    const { path, results } = fileOf(['email', ...emails, ...strange]);
    let writes = 0;
    const gateway = await startGateway(app.url, {
      publishedOnly: true,
      lose: ({ method }) => method === 'POST' && ++writes % 4 === 0,
    });
    const args = ['assign', '--from', path, '--pool', String(SHARED), '--yes'];
    const ran = await runCli(args, { variables: variables(gateway.url), sleep });
    assert.equal(ran.code, 3, ran.errors);
    assert.match(ran.errors, /^Rehearsal: 12 licenses would be assigned, 2 rows refused\.$/m);
    assert.match(ran.errors, /\n12 licenses assigned, 2 rows refused/);
    assert.deepEqual(
      results('assign').map(({ code }) => code),
      [...emails.map(() => ''), 'already_enrolled', 'domain_not_allowed'],
    );
    const now = await held();
    assert.ok(emails.every((email) => now.get(email)?.length === 1));
    assert.ok(
      gateway.seen.every((line) => !/bulk|dryRun/.test(line)),
      gateway.seen.join('\n'),
    );
    await gateway.close();
  });

  test('of leavers loses its licenses, by requests for many and by single ones', async () => {
    for (const publishedOnly of [false, true]) {
      const emails = Array.from({ length: 8 }, (_, i) => `s${i + (publishedOnly ? 20 : 40)}@alder.example`);
      const { path, results } = fileOf(['email', ...emails, 'nobody@alder.example']);
      let writes = 0;
      const gateway = await startGateway(app.url, {
        publishedOnly,
        lose: ({ method, url = '' }) => method !== 'GET' && !url.includes('dryRun') && ++writes === 1,
      });
      const ran = await runCli(['revoke', '--from', path, '--yes'], { variables: variables(gateway.url), sleep });
      await gateway.close();
      assert.equal(ran.code, 3, ran.errors);
      assert.deepEqual(
        results('revoke').map(({ email, outcome, code }) => [email, outcome, code]),
        [...emails.map((email) => [email, 'revoked', '']), ['nobody@alder.example', 'refused', 'not_found']],
      );
      const now = await held();
      assert.ok(emails.every((email) => now.get(email)?.every(({ active }) => !active)));
      assert.equal(now.get('s10@alder.example')?.[0]?.active, true);
    }
  });

  test('is never done where a dry run is asked for that the server does not know', async () => {
    const gateway = await startGateway(app.url, { publishedOnly: true });
    const { size } = await held();
    const one = ['assign', 'dry@alder.example', '--pool', String(SHARED), '--dry-run'];
    const ran = await runCli(one, { variables: variables(gateway.url), sleep });
    assert.deepEqual([ran.code, ran.errors], [1, 'This server knows no dry runs. Nothing was done.\n']);
    const { path } = fileOf(['email', 'dry@alder.example']);
    const many = ['assign', '--from', path, '--pool', String(SHARED), '--dry-run'];
    assert.equal((await runCli(many, { variables: variables(gateway.url), sleep })).code, 0);
    assert.equal((await held()).size, size);
    await gateway.close();
  });

  test('with a journal of another run is left alone', async () => {
    const { path } = fileOf(['email', 'other@alder.example']);
    const stopped = async (request: Request) => {
      if (isBulk(request) && !request.url.includes('dryRun')) throw new Interrupted('Stopped.');
      return fetch(request);
    };
    const args = ['assign', '--from', path, '--yes', '--pool'];
    const signal = AbortSignal.abort(new Interrupted('Stopped.'));
    const first = await runCli([...args, String(SHARED)], {
      variables: variables(),
      sleep,
      interrupted: signal,
      fetch: stopped,
    });
    assert.equal(first.code, 130, first.errors);
    const second = await runCli([...args, '22'], { variables: variables(), sleep });
    assert.equal(second.code, 2, second.errors);
    assert.match(second.errors, /is of a run with another file, server or option/);
    assert.equal((await held()).has('other@alder.example'), false);
  });
});
