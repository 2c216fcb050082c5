/** The first start on a new database, where mails and webhooks are looked after at once, killed at each of its steps. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { emptyDatabase, onBothEngines } from '../../test/support/app.ts';
import { readConfig } from '../config.ts';
import { type Context, now, openContext } from '../context.ts';
import { sqlitePath } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { createLog } from '../log.ts';
import { checkInstance } from './instance.ts';

const program = join(import.meta.dirname, '../../test/support/first-start-process.ts');
/** More than a start has. */
const MOST_STEPS = 200;

onBothEngines('the first start', (engine) => {
  /** A first start on a new database, killed before a step; answers how many steps it took, or null where it was killed. */
  const startKilledAt = async (step: number, look: (context: Context) => Promise<void>): Promise<number | null> => {
    const place = await emptyDatabase(engine);
    const env = {
      PATH: process.env.PATH ?? '',
      DATA_DIR: place.dataDir,
      DATABASE_URL: place.url,
      SECRET_KEY: 'a key for tests, of 32 bytes or more',
    };
    const open = () => openContext(readConfig(env), createLog('silent'), () => {});
    const context = open();
    await migrate(context.db, now(context));
    await context.db.close();
    const { signal, stdout, stderr } = spawnSync(process.execPath, [program, String(step)], { env, encoding: 'utf8' });
    assert.deepEqual([stderr, signal ?? 'ended'], ['', stdout === '' ? 'SIGKILL' : 'ended']);
    const again = open();
    try {
      await look(again);
    } finally {
      await again.db.close();
      await place.dispose();
    }
    return signal ? null : Number(stdout);
  };
  const rows = (context: Context) => context.db.read.kysely.selectFrom('instance').selectAll().execute();
  const markOf = ({ config }: Context): { id: string } =>
    JSON.parse(readFileSync(`${sqlitePath(config.databaseUrl)}-outbox`, 'utf8'));

  test('makes one instance with one mark', async () => {
    const steps = await startKilledAt(0, async (context) => {
      const [row, ...more] = await rows(context);
      assert.deepEqual([row?.paused_at, more], [null, []]);
      if (engine === 'sqlite') assert.equal(markOf(context).id, row?.id);
    });
    assert.ok(steps !== null && steps > 0);
  });

  test('killed at any step, is no copy for the next one', async () => {
    for (let step = 1; step <= MOST_STEPS; step++) {
      const steps = await startKilledAt(step, async (context) => {
        assert.equal(await checkInstance(context, Date.now()), null, `killed before step ${step}`);
        const [row, ...more] = await rows(context);
        assert.deepEqual([row?.paused_at, more], [null, []]);
        if (engine === 'sqlite') assert.equal(markOf(context).id, row?.id);
      });
      if (steps !== null) return;
    }
    assert.fail('the start never came to its end');
  });
});
