/** Files as spreadsheets write them, torn journals, two runs at once, and what proxies answer. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'csv-parse/sync';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { cliFolder, runCli } from '../../test/support/cli.ts';
import { Interrupted } from './errors.ts';
import { readRows } from './rows/read.ts';

const world = {
  ...cast(),
  pools: cast().pools.map((pool) => (pool.id === SHARED ? { ...pool, licenses: 500 } : pool)),
};
const wide = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

onBothEngines('rough ways', (engine) => {
  let app: TestApp;
  let alice: Client;
  let files: ReturnType<typeof cliFolder>;
  let count = 0;
  before(async () => {
    files = cliFolder();
    app = await startApp(engine, { world, settings: { rateLimitPerMinute: 0 } });
    alice = await app.client(ALICE);
  });
  after(() => files.remove());

  const file = (bytes: Uint8Array | string): string => {
    const path = join(files.path, `people${++count}.csv`);
    writeFileSync(path, bytes);
    return path;
  };
  const cli = (args: string[], more: Parameters<typeof runCli>[1] = {}) =>
    runCli(args, { variables: { CARREL_URL: app.url, CARREL_TOKEN: alice.token }, ...more });
  const assign = (path: string) => ['assign', '--from', path, '--pool', String(SHARED), '--yes'];
  const results = (path: string, command = 'assign'): Record<string, string>[] =>
    parse(readFileSync(path.replace('.csv', `.${command}-results.csv`), 'utf8'), { columns: true });
  const give = async (email: string) => (await alice.post(`/v1/pool/${SHARED}/license`, { email })).body.id as number;
  const isActive = async (id: number) => (await alice.get(`/v1/license/${id}`)).body.active as boolean;

  test('names and dates of every spreadsheet arrive as they were written', async () => {
    const lines = (delimiter: string, n: number) =>
      [
        ['Email', 'Name', 'End date'],
        [`s${n}@alder.example`, 'Müller, Zoë', '2024-09-01'],
      ]
        .map((cells) => cells.map((cell) => (cell.includes(delimiter) ? `"${cell}"` : cell)).join(delimiter))
        .join('\r\n');
    const written = [
      Buffer.from(lines(';', 1), 'latin1'),
      Buffer.from(`sep=;\r\n${lines(';', 2)}`),
      wide(lines('\t', 3)),
      wide(lines('\t', 4)).swap16(),
      Buffer.from(`\ufeff${lines(',', 5)}\r\n\r\n`),
    ];
    for (const bytes of written) {
      const path = file(bytes);
      const ran = await cli(assign(path));
      assert.equal(ran.code, 0, ran.errors);
      assert.equal(results(path)[0]?.end, '2024-09-01T00:00:00+00:00');
    }
    const { body } = await alice.get('/v1/students?search=Müller');
    assert.deepEqual(
      body.map(({ name }: { name: string }) => name),
      written.map(() => 'Müller, Zoë'),
    );
    assert.deepEqual(
      readRows(file('sep=;\nemail;name\n\na@alder.example;"two\nlines"\nb@alder.example;\n'), ['email']).map(
        ({ line }) => line,
      ),
      [4, 6],
    );
    const roster = await cli(['roster', 'plan', file(wide('email;course\r\ns1@alder.example;Mastering DAX\r\n'))]);
    assert.match(roster.errors, /^Plan: assign 0, revoke 4, edit 0, keep 1, refuse 0\.$/m);
  });

  test('two columns for the same are not guessed between', async () => {
    const ran = await cli(assign(file('email,name,address\nt1@alder.example,T,1 High Street\n')));
    assert.equal(ran.code, 2);
    assert.match(ran.errors, /has 2 columns for email: “email”, “address”\. Give all but one another title\./);
  });

  test('ids beside addresses are those of licenses, or nothing is revoked', async () => {
    const [one, other] = [await give('leaver@alder.example'), await give('stays@alder.example')];
    const path = file(`id,name,email\n${other},Leaver,leaver@alder.example\n`);
    const wrong = await cli(['revoke', '--from', path, '--yes']);
    assert.equal(wrong.code, 3, wrong.errors);
    assert.match(wrong.errors, new RegExp(`This address holds no license ${other}\\.`));
    assert.equal(await isActive(other), true);
    const right = await cli(['revoke', '--from', file(`id,email\n${one},Leaver@alder.example\n`), '--yes']);
    assert.equal(right.code, 0, right.errors);
    assert.equal(await isActive(one), false);
  });

  test('a journal whose last line a full disk tore is gone on with, as often as it is torn', async () => {
    const emails = Array.from({ length: 6 }, (_, n) => `torn${n}@alder.example`);
    const path = file(['email', ...emails].join('\n'));
    const journal = path.replace('.csv', '.assign.journal');
    const args = [...assign(path), '--batch', '2'];
    for (const times of [1, 2]) {
      const stop = new AbortController();
      const inRequest = async (request: Request) => {
        if (request.url.endsWith('/bulk')) stop.abort(new Interrupted('Stopped.'));
        return fetch(request);
      };
      const ran = await cli(args, { fetch: inRequest, interrupted: stop.signal });
      assert.equal(ran.code, 130, ran.errors);
      assert.match(ran.errors, new RegExp(`Stopped: ${2 * times} of 6 rows are done`));
      writeFileSync(journal, '{"sent":', { flag: 'a' });
    }
    const last = await cli(args);
    assert.equal(last.code, 0, last.errors);
    assert.deepEqual(
      results(path).map(({ email, outcome }) => [email, outcome]),
      emails.map((email) => [email, 'assigned']),
    );
    writeFileSync(journal, 'not a journal\n');
    const strange = await cli(args);
    assert.deepEqual([strange.code, strange.errors], [2, `${journal} cannot be read. Delete it to begin anew.\n`]);
  });

  test('of two runs with one file the second is turned away; a lock of a dead process is not', async () => {
    const path = file(['email', ...Array.from({ length: 60 }, (_, n) => `twice${n}@alder.example`)].join('\n'));
    const ran = await Promise.all([cli(assign(path)), cli(assign(path))]);
    assert.deepEqual(ran.map(({ code }) => code).sort(), [0, 2]);
    assert.match(ran.map(({ errors }) => errors).join(''), /Another run with \S+ is at work in process \d+/);
    assert.ok(results(path).every(({ outcome }) => outcome === 'assigned'));
    const lock = path.replace('.csv', '.assign.journal.lock');
    assert.equal(existsSync(lock), false);
    writeFileSync(lock, '4194999');
    assert.equal((await cli(assign(path))).code, 3);
    assert.equal(existsSync(lock), false);
  });

  test('a proxy that answers for the server does not say what the server can', async () => {
    const path = file('email\nproxied@alder.example\n');
    for (const [status, code] of [
      [503, 1],
      [429, 1],
      [404, 0],
    ] as const) {
      const seen: string[] = [];
      const ran = await cli([...assign(path), '--dry-run'], {
        fetch: async (request) => {
          seen.push(request.method);
          if (!request.url.endsWith('openapi.json')) return fetch(request);
          return new Response('<html>', { status, headers: { 'content-type': 'text/html', 'retry-after': '999' } });
        },
      });
      assert.equal(ran.code, code, ran.errors);
      if (code === 1) assert.deepEqual(seen, ['GET'], 'nothing else is asked');
    }
    const gone = await cli([...assign(path), '--dry-run'], {
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    });
    assert.deepEqual(
      [gone.code, gone.errors.split('\n').at(-2)],
      [1, `The server at ${app.url} cannot be reached. (network)`],
    );
  });

  test('a server that is not the API is told as such, and no login is kept for it', async () => {
    const variables = { CARREL_CONFIG_DIR: files.path, CARREL_URL: app.url, CARREL_TOKEN: alice.token };
    for (const [status, type, text] of [
      [200, 'application/json', ''],
      [200, 'application/json', 'null'],
      [200, 'application/json', '{"id":'],
      [200, 'text/plain', 'It works!'],
      [204, 'application/json', null],
    ] as const) {
      const odd = async () => new Response(text, { status, headers: { 'content-type': type } });
      for (const args of [['me'], ['licenses'], ['login'], assign(file('email\nodd@alder.example\n'))]) {
        const ran = await runCli(args, { variables, fetch: odd });
        assert.equal(ran.code, 1, `${args} after ${text}: ${ran.errors}`);
        assert.match(ran.errors, /What answered is not the API, or broke off: check the base URL/);
      }
    }
    assert.equal(existsSync(join(files.path, 'logins.json')), false);
  });

  test('a host that sends no message of JSON-RPC is told so, and goes on', async () => {
    const input = ['null', '7', '[]', '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}', ''].join('\n');
    const ran = await cli(['mcp'], { input });
    assert.equal(ran.code, 0, ran.errors);
    const told = ran.output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      told.map(({ id, error }) => [id, error?.message ?? null]),
      [...[1, 2, 3].map(() => [null, 'A message of JSON-RPC is an object; batches are not taken.']), [1, null]],
    );
  });
});
