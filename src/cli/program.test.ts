/** The command line as a script meets it: exit codes, and what goes to which stream. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { emptyDatabase, onBothEngines } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';

const main = join(import.meta.dirname, '..', 'main.js');

onBothEngines('a command', (engine) => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  before(async () => {
    database = await emptyDatabase(engine);
  });
  after(() => database.dispose());

  const carrel = (args: string[], env: Record<string, string> = {}) => {
    const settings = {
      DATA_DIR: database.dataDir,
      DATABASE_URL: database.url,
      SECRET_KEY: 'a key for tests, of 32 bytes or more',
      PORT: '0',
    };
    const options = {
      env: { PATH: process.env.PATH ?? '', ...settings, ...env },
      encoding: 'utf8',
      input: '',
    } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], options);
    return { status, out: stdout, lines: stderr.split('\n').filter(Boolean) };
  };
  const fails = (code: number, told: RegExp, args: string[], env?: Record<string, string>) => {
    const { status, out, lines } = carrel(args, env);
    assert.deepEqual([status, out, lines.length], [code, '', 1], lines.join('\n'));
    assert.match(lines[0] ?? '', told);
  };

  test('works on a database that nothing has been done to', () => {
    assert.equal(carrel(['migrate']).status, 0);
    assert.deepEqual(carrel(['token', 'list', '--manager', '1']), { status: 0, out: '', lines: [] });
    assert.equal(carrel(['check']).out, 'No problems found.\n');
  });

  test('prints a token alone', () => {
    const file = join(database.dataDir, 'cast.json');
    writeFileSync(file, JSON.stringify(cast()));
    assert.equal(carrel(['import', file]).status, 0);
    const [id = 0] = cast().managers?.map((manager) => manager.id) ?? [];
    const { status, out, lines } = carrel(['token', 'create', '--manager', String(id), '--name', 'script']);
    assert.deepEqual([status, lines], [0, []]);
    assert.match(out, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    fails(1, /no license manager 77/, ['token', 'create', '--manager', '77', '--name', 'x']);
    if (engine === 'sqlite') assert.equal(statSync(join(database.dataDir, 'carrel.db')).mode & 0o777, 0o600);
  });

  test('says in one line what is wrong with a file to import, and where', () => {
    const file = join(database.dataDir, 'broken.json');
    fails(2, /^cannot read .*missing\.json: ENOENT$/, ['import', join(database.dataDir, 'missing.json')]);
    for (const [content, told] of [
      ['{"courses":[{"id":1,"title":"A"},{"id":', /broken\.json is not JSON in UTF-8: courses\[1\], at character 40: /],
      [Buffer.from([0x7b, 0xff]), /broken\.json is not JSON in UTF-8: not UTF-8 between byte 0 and byte 2$/],
      ['{"courses":[{"id":1}]}', /courses\[0\]\.title: is missing$/],
    ] as const) {
      writeFileSync(file, content);
      fails(1, told, ['import', file]);
    }
  });

  test('says in one line what is wrong with a database or an address', async (t) => {
    const [place = '', told]: [string, RegExp] =
      engine === 'sqlite'
        ? [`sqlite:${database.dataDir}`, /^DATABASE_URL: cannot open/]
        : [`${new URL('/missing', database.url)}`, /^DATABASE_URL: cannot use PostgreSQL .*does not exist/];
    fails(2, told, ['migrate'], { DATABASE_URL: place });
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    t.after(() => taken.close());
    const { port } = taken.address() as { port: number };
    fails(1, /^PORT: another program listens/, ['serve'], { PORT: String(port) });
    fails(2, /^HOST: /, ['serve'], { HOST: 'no..host' });
  });
});

test('the help names every command with its options; wrong usage is one line and exit code 2', () => {
  const run = (...args: string[]) => spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
  const { status, stdout } = run('--help');
  assert.equal(status, 0);
  for (const word of [
    'serve',
    'migrate',
    'import <file>',
    'token create',
    '--manager <id>',
    '--publisher',
    '--name <name>',
    '--read-only',
    'account list',
    'account disable',
    'account enable',
    'account delete',
    'account staff',
    'account reset-second-factor',
    'account end-sessions',
    '--email <address>',
    '--remove',
    '--last',
  ])
    assert.ok(stdout.includes(word), word);
  for (const args of [
    ['nonsense'],
    ['serve', 'x'],
    ['import'],
    ['token', 'create', '--manager', '1'],
    ['token', 'list'],
    ['token', 'list', '--manager', '1', '--publisher'],
  ]) {
    const wrong = run(...args);
    assert.deepEqual([wrong.status, wrong.stdout, wrong.stderr.trim().split('\n').length], [2, '', 1], args.join(' '));
  }
});
