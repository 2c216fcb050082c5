/** Credentials of programs that report by xAPI, on the command line. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { sha256 } from '../crypto.ts';
import { connect } from '../db/connect.ts';

const main = join(import.meta.dirname, '../main.js');
const dataDir = mkdtempSync(join(tmpdir(), 'carrel-xapi-'));
after(() => rmSync(dataDir, { recursive: true }));

async function xapi(...args: string[]) {
  const command = spawn(process.execPath, [main, 'xapi', ...args], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir },
  });
  const ended = new Promise<number | null>((resolve) => command.once('exit', resolve));
  const [out, errors] = await Promise.all([text(command.stdout), text(command.stderr)]);
  return { code: await ended, out, errors };
}

test('credentials are made, listed and deleted, and only a hash of the secret is kept', async () => {
  const { out } = await xapi('create', '--name', 'Video player');
  const [, key = '', secret = ''] = /^([\da-f-]{36}) ([\w-]{43})\n$/.exec(out) ?? [];
  assert.notEqual(secret, '', out);
  const db = connect({ url: `sqlite:${join(dataDir, 'carrel.db')}`, poolSize: 1, onFatal: () => assert.fail() });
  const rows = await db.read.kysely.selectFrom('xapi_credential').selectAll().execute();
  await db.close();
  assert.deepEqual(
    rows.map((row) => [row.id, row.secret_hash]),
    [[key, sha256(secret)]],
  );
  assert.match((await xapi('list')).out, new RegExp(`^${key} {2}created [\\dT:+-]+ {2}Video player\n$`));
  assert.deepEqual(await xapi('delete', key), { code: 0, out: `deleted ${key}\n`, errors: '' });
  assert.equal((await xapi('list')).out, '');
  assert.deepEqual(await xapi('delete', key), { code: 1, out: '', errors: `there are no credentials ${key}\n` });
  assert.equal((await xapi('create', '--name', ' ')).code, 2);
});
