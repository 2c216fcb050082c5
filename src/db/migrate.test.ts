/** A database of 0.1.0, with records in every table, becomes one of today and of tomorrow. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyDatabase, onBothEngines, startApp } from '../../test/support/app.ts';
import { differing, firstRelease, holdings, laterStep, makeFirstRelease } from '../../test/support/release-records.ts';
import { fingerprintOf } from '../seal.ts';
import { connect } from './connect.ts';
import type { Database } from './database.ts';
import { inspect } from './inspect.ts';
import { migrate, migrations } from './migrate.ts';

/**
 * What a release made is never changed: a step that follows changes it. Until 0.1.0 is released a change of the two files
 * sets their hashes anew: `sha256sum src/db/migrations/*.ts`.
 */
const FROZEN: Record<string, string> = {
  '0001-licensing.ts': '9749b339a4453614694a13c76524fc76a47caec763e5a789858fe6f6f8257165',
  '0002-accounts.ts': '7b69d96e4cac1381f6017f9f0f7b53d4ea599bad5752d65c24e8d234f9de068f',
};

for (const [name, hash] of Object.entries(FROZEN)) {
  test(`${name} is as it was released`, () => {
    const text = readFileSync(join(import.meta.dirname, 'migrations', name), 'utf8');
    assert.equal(createHash('sha256').update(text).digest('hex'), hash);
    const imports = text.match(/^(import|export) .*from .*$/gm);
    assert.deepEqual(imports, ["import type { Migration } from '../migrate.ts';"], 'what it runs stands in it');
  });
}

/** Of the key that servers of the tests have. */
const KEY = fingerprintOf(Buffer.from('a key for tests, of 32 bytes or more'));

onBothEngines('a database of 0.1.0', (engine) => {
  const withRecords = async (work: (db: Database, place: { url: string; dataDir: string }) => Promise<void>) => {
    const place = await emptyDatabase(engine);
    const db = connect({ url: place.url, poolSize: 1, onFatal: () => assert.fail() });
    await makeFirstRelease(db);
    await work(db, place);
    await db.close();
    await place.dispose();
  };

  test('has records in every table', () =>
    withRecords(async (db) => {
      const { sums } = await holdings(db);
      assert.deepEqual(
        Object.keys(sums).filter((table) => sums[table]?.startsWith('0:')),
        [],
      );
      await migrate(db, 1);
      assert.deepEqual(await inspect(db), []);
    }));

  test('keeps all of them through every later step', () =>
    withRecords(async (db) => {
      const before = await holdings(db);
      const taken = await migrate(db, 1, [...migrations, laterStep]);
      assert.deepEqual(taken, [
        ...migrations.filter((step) => !firstRelease.includes(step)).map(({ name }) => name),
        laterStep.name,
      ]);
      assert.deepEqual(differing(before.sums, (await holdings(db, before.columns)).sums), []);
      assert.deepEqual(await inspect(db), []);
      const { sums } = await holdings(db);
      assert.match(sums.enrolled ?? '', /^400:/, 'and brings them into new tables');
    }));

  test('is served', () =>
    withRecords(async (db, database) => {
      await db.write((tx) => tx.script(`update secret_key set fingerprint = '${KEY}'`));
      const app = await startApp(engine, { database });
      const client = await app.client(1);
      assert.equal((await client.get('/v1/students?pageSize=1')).status, 200);
      const assigned = await client.post('/v1/pool/8/license', { email: 'new@records.example' });
      assert.equal(assigned.status, 200, JSON.stringify(assigned.body));
      assert.deepEqual(await inspect(app.context.db), []);
      await app.close();
    }));
});
