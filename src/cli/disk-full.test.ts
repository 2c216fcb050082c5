/** `carrel backup` and `carrel restore` on a disk that becomes full: a small one in memory, which only root can make. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';

const main = join(import.meta.dirname, '..', 'main.js');
const KB = 1024;
const DISK_KB = 8 * KB;
const mayMount = process.platform === 'linux' && process.getuid?.() === 0;

describe('a disk that becomes full', { skip: mayMount ? false : 'only root can mount a small disk' }, () => {
  let disk: string;
  let elsewhere: string;

  const carrel = (dataDir: string, words: string[]) => {
    const env = { PATH: process.env.PATH, DATA_DIR: dataDir, SECRET_KEY: '7Qz!pW2#vK9$mX4&bN6*hG3^rT8@dL5%' };
    const { status, stderr } = spawnSync(process.execPath, [main, ...words], { env, encoding: 'utf8' });
    return { status, lines: stderr.split('\n').filter(Boolean) };
  };
  const bytesIn = (folder: string) =>
    readdirSync(folder)
      .sort()
      .map(
        (name) =>
          `${name} ${createHash('sha256')
            .update(readFileSync(join(folder, name)))
            .digest('hex')}`,
      );
  /** Leaves so much room on the disk, beside the database where it lies there. */
  const leave = (kb: number, withDatabase: boolean) => {
    for (const name of readdirSync(disk)) rmSync(join(disk, name));
    if (withDatabase) cpSync(join(elsewhere, 'carrel.db'), join(disk, 'carrel.db'));
    const used = withDatabase ? readFileSync(join(disk, 'carrel.db')).length : 0;
    writeFileSync(join(disk, 'filler'), Buffer.alloc((DISK_KB - kb) * KB - used));
  };

  before(() => {
    elsewhere = mkdtempSync(join(tmpdir(), 'carrel-test-'));
    disk = mkdtempSync(join(tmpdir(), 'carrel-disk-'));
    const { status, stderr } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_KB}k`, 'carrel', disk]);
    assert.equal(status, 0, String(stderr));
    assert.equal(carrel(elsewhere, ['migrate']).status, 0);
    const db = new DatabaseSync(join(elsewhere, 'carrel.db'));
    db.exec(`with recursive n (n) as (select 1 union all select n + 1 from n where n < 1500)
      insert into course (title) select hex(randomblob(500)) from n; pragma wal_checkpoint(truncate)`);
    db.close();
    assert.equal(carrel(elsewhere, ['backup', join(elsewhere, 'copy.db')]).status, 0);
  });
  after(() => {
    spawnSync('umount', [disk]);
    for (const folder of [disk, elsewhere]) rmSync(folder, { recursive: true, force: true });
  });

  for (const kb of [0, 4, 64, 1000]) {
    test(`ends a backup with ${kb} KiB left in one line, and leaves nothing behind`, () => {
      leave(kb, false);
      const had = [bytesIn(disk), bytesIn(elsewhere)];
      const { status, lines } = carrel(elsewhere, ['backup', join(disk, 'copy.db')]);
      assert.deepEqual([status, lines.length], [1, 1], lines.join('\n'));
      assert.match(lines[0] ?? '', /full|ENOSPC|space/i);
      assert.deepEqual([bytesIn(disk), bytesIn(elsewhere)], had);
    });

    test(`ends a restore with ${kb} KiB left in one line, and leaves the database as it was`, () => {
      leave(kb, true);
      const had = bytesIn(disk);
      const { status, lines } = carrel(disk, ['restore', join(elsewhere, 'copy.db')]);
      assert.deepEqual([status, lines.length], [1, 1], lines.join('\n'));
      assert.match(lines[0] ?? '', /full|ENOSPC|space/i);
      assert.deepEqual(bytesIn(disk), had);
      rmSync(join(disk, 'filler'));
      assert.equal(carrel(disk, ['check']).status, 0);
    });
  }
});
