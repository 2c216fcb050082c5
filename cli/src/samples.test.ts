/** Every command that a document shows is run. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { onBothEngines, startApp, testClock } from '../../test/support/app.ts';
import { ALICE, cast, SHARED, SHARED_SQL } from '../../test/support/cast.ts';
import { cliFolder } from '../../test/support/cli.ts';
import { samplesOf } from '../../test/support/samples.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);
const times = { start: '2024-02-01T00:00:00+00:00', end: '2025-01-01T00:00:00+00:00' };

const world = () => ({
  ...cast(),
  pools: cast().pools.map((pool) => (pool.id === SHARED ? { ...pool, licenses: 20 } : pool)),
  students: [
    { id: 501, name: 'Ada Alder', email: 'ada@alder.example' },
    { id: 502, name: 'Bo Birch', email: 'bo@alder.example' },
  ],
  licenses: [
    { id: 901, poolId: SHARED, studentId: 501, ...times },
    { id: 902, poolId: SHARED, studentId: 502, ...times },
    { id: 903, poolId: SHARED_SQL, studentId: 501, ...times },
  ],
});

const FILES = {
  'hires.csv': 'email,name\ndi@alder.example,Di\neve@alder.example,Eve\n',
  'leavers.csv': 'email\nbo@alder.example\n',
  'roster.csv':
    'email,course\ncy@alder.example,Mastering DAX\nfay@alder.example,Mastering DAX\neve@alder.example,10\ndi@alder.example,10\n',
};

onBothEngines('the samples of the documents', (engine) => {
  let folder: ReturnType<typeof cliFolder>;
  before(() => {
    folder = cliFolder();
    const bin = join(folder.path, 'bin');
    mkdirSync(bin);
    const program = join(bin, 'carrel-licenses');
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'cli/src/main.ts')}' "$@"\n`);
    chmodSync(program, 0o755);
    const npm = join(bin, 'npm');
    writeFileSync(npm, `#!/bin/sh\nshift 3\nexec '${process.execPath}' '${join(root, 'src/main.js')}' "$@"\n`);
    chmodSync(npm, 0o755);
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder.path, name), text);
  });
  after(() => folder.remove());

  async function shell(script: string, variables: Record<string, string>): Promise<string> {
    const env = {
      ...process.env,
      PATH: `${join(folder.path, 'bin')}:${process.env.PATH}`,
      CARREL_CONFIG_DIR: join(folder.path, 'config'),
      ...variables,
    };
    const { stdout, stderr } = await run('sh', ['-ec', script], { cwd: folder.path, env });
    return stdout + stderr;
  }

  test('cli/README.md', async () => {
    const app = await startApp(engine, { world: world() });
    const { token } = await app.client(ALICE);
    writeFileSync(join(folder.path, 'token.txt'), `${token}\n`);
    const samples = samplesOf(join(root, 'cli/README.md'), 'sh');
    assert.equal(samples.length, 4);
    const printed = await shell(samples.join('\n'), { CARREL_URL: app.url });
    assert.match(printed, /^License 901 of ada@alder\.example is revoked\.$/m);
    assert.match(printed, /^2 licenses assigned, 0 rows refused\./m);
    assert.match(printed, /^The plan is applied\.$/m);
    assert.ok(!printed.includes(token));
  });

  test('docs/moving.md', async () => {
    const clock = testClock(new Date().toISOString());
    const old = await startApp(engine, { world: world(), clock });
    const fresh = await startApp(engine, { clock });
    const { databaseUrl, dataDir, secretKey } = fresh.context.config;
    writeFileSync(join(folder.path, 'old-token.txt'), (await old.client(ALICE)).token);
    const samples = samplesOf(join(root, 'docs/moving.md'), 'sh');
    assert.equal(samples.length, 3);
    const printed = await shell(samples.join('\n'), {
      OLD_URL: old.url,
      NEW_URL: fresh.url,
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      SECRET_KEY: String(secretKey),
    });
    assert.match(printed, /^world\.json has 2 courses, 5 pools, 2 students and 3 licenses\.$/m);
    assert.match(printed, /^Both tell the same\.$/m);
  });
});
