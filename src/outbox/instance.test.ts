import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { emptyDatabase, onBothEngines } from '../../test/support/app.ts';
import { createDatabase } from '../../test/support/postgres.ts';
import { readConfig } from '../config.ts';
import { type Context, now, openContext } from '../context.ts';
import { sqlitePath } from '../db/connect.ts';
import { migrate } from '../db/migrate.ts';
import { record, system } from '../event/record.ts';
import { createLog } from '../log.ts';
import { releaseOutbox } from './manage.ts';
import { outboxStatus } from './queue.ts';
import { OutboxWorker } from './worker.ts';

onBothEngines('the outbox of a restored database', (engine) => {
  interface Place {
    url: string;
    dataDir: string;
    dispose(): Promise<void>;
  }
  let home: Place;
  let places: Place[];
  let contexts: Context[];

  const at = (place: Pick<Place, 'url' | 'dataDir'>): Context => {
    const config = readConfig({
      DATA_DIR: place.dataDir,
      DATABASE_URL: place.url,
      SECRET_KEY: 'a key for tests, of 32 bytes or more',
    });
    const context = openContext(config, createLog('silent'), () => {});
    contexts.push(context);
    return context;
  };
  const leave = async (context: Context) => {
    contexts = contexts.filter((other) => other !== context);
    await context.db.close();
  };
  const add = (context: Context, to: string) =>
    context.db.write(async (tx) =>
      record(
        tx,
        { managerId: null, at: now(context), kind: 'account.link_sent', by: system },
        { kind: 'sign_in_link', to, payload: { url: 'https://carrel.example/x' } },
      ),
    );
  /** What a server that starts on the database sends. */
  const sentBy = async (context: Context): Promise<string[]> => {
    const sent: string[] = [];
    const sender = { send: async ({ to }: { to: string }) => void sent.push(to), close: () => {} };
    const worker = new OutboxWorker(context, { sender });
    while ((await worker.runOnce()) > 0);
    await worker.stop();
    return sent;
  };
  const paused = async (context: Context) => (await outboxStatus(context.db.read)).paused;
  const folder = (): Pick<Place, 'dataDir' | 'dispose'> => {
    const dataDir = mkdtempSync(join(tmpdir(), 'carrel-test-'));
    return { dataDir, dispose: async () => rmSync(dataDir, { recursive: true, force: true }) };
  };
  /** A copy of the database alone, at another place, as a backup is restored. Nobody may be connected. */
  const restored = async (): Promise<Place> => {
    const place = { ...folder(), url: '' };
    if (engine === 'sqlite') {
      place.url = `sqlite:${join(place.dataDir, 'carrel.db')}`;
      cpSync(sqlitePath(home.url) as string, sqlitePath(place.url) as string);
    } else {
      const server = new URL(home.url);
      const template = server.pathname.slice(1);
      server.pathname = '/postgres';
      const copy = await createDatabase(server.href, template);
      places.push({ ...place, ...copy, dispose: copy.drop });
      place.url = copy.url;
    }
    places.push(place);
    return place;
  };

  beforeEach(async () => {
    home = await emptyDatabase(engine);
    places = [home];
    contexts = [];
    const context = at(home);
    await migrate(context.db, now(context));
    await add(context, 'first@alder.example');
    assert.deepEqual(await sentBy(context), ['first@alder.example']);
    await add(context, 'waiting@alder.example');
    await leave(context);
  });
  afterEach(async () => {
    for (const context of contexts) await context.db.close();
    for (const place of places) await place.dispose();
  });

  test('is sent after a start at the same place', async () => {
    const context = at(home);
    assert.deepEqual(await sentBy(context), ['waiting@alder.example']);
    assert.equal(await paused(context), null);
  });

  test('is paused at another place until an operator releases it', async () => {
    const context = at(await restored());
    assert.deepEqual(await sentBy(context), []);
    assert.match((await paused(context)) ?? '', engine === 'sqlite' ? /does not belong/ : /not where it was/);
    assert.equal(await releaseOutbox(context, false, system, now(context)), 0);
    assert.equal(await paused(context), null);
    assert.deepEqual(await sentBy(context), ['waiting@alder.example']);
    assert.equal(await releaseOutbox(context, false, system, now(context)), null);
    const [event] = await context.db.read.kysely.selectFrom('event').select('kind').orderBy('id', 'desc').execute();
    assert.equal(event?.kind, 'outbox.released');
  });

  test('is sent at the old place after the copy was released', async () => {
    const copy = at(await restored());
    await sentBy(copy);
    await releaseOutbox(copy, false, system, now(copy));
    assert.deepEqual(await sentBy(at(home)), ['waiting@alder.example']);
  });

  test('is given up on request when it is released', async () => {
    const context = at(await restored());
    await sentBy(context);
    assert.equal(await releaseOutbox(context, true, system, now(context)), 1);
    await add(context, 'new@alder.example');
    assert.deepEqual(await sentBy(context), ['new@alder.example']);
  });

  test('is paused where the database is older than the last mail that was sent from here', async () => {
    const context = at(home);
    const [last] = await context.db.read.kysely
      .selectFrom('outbox')
      .select(['id', 'done_at'])
      .orderBy('event_id')
      .execute();
    const asInTheBackup = { done_at: null, payload: '{"url":"https://carrel.example/x"}' };
    await context.db.write((tx) =>
      tx.kysely
        .updateTable('outbox')
        .set(asInTheBackup)
        .where('id', '=', last?.id ?? '')
        .execute(),
    );
    assert.deepEqual(await sentBy(context), []);
    assert.match((await paused(context)) ?? '', /older than the last mail/);
    await releaseOutbox(context, false, system, now(context));
    assert.deepEqual(await sentBy(context), ['first@alder.example', 'waiting@alder.example']);
    await leave(context);
    assert.deepEqual(await sentBy(at(home)), []);
    assert.equal(await paused(at(home)), null);
  });

  test('is paused where the database is as it was before its first server marked it', async () => {
    const context = at(home);
    await context.db.write((tx) =>
      tx.script('delete from instance; update migration set applied_at = applied_at - 60'),
    );
    assert.deepEqual(await sentBy(context), []);
    assert.match((await paused(context)) ?? '', /before a server first sent mail/);
    assert.deepEqual(await sentBy(context), []);
    await releaseOutbox(context, false, system, now(context));
    assert.deepEqual(await sentBy(context), ['waiting@alder.example']);
  });

  test('keeps outside the database which mail was sent last', async () => {
    const path = engine === 'sqlite' ? `${sqlitePath(home.url)}-outbox` : join(home.dataDir, 'outbox.json');
    const [sent] = await at(home)
      .db.read.kysely.selectFrom('outbox')
      .select('id')
      .where('done_at', 'is not', null)
      .execute();
    assert.equal(JSON.parse(readFileSync(path, 'utf8')).last.id, sent?.id);
  });

  if (engine === 'postgres') {
    test('is sent by a server with another folder on the same database', async () => {
      const other = { ...folder(), url: home.url };
      places.unshift(other);
      const context = at(other);
      assert.deepEqual(await sentBy(context), ['waiting@alder.example']);
      assert.ok(existsSync(join(other.dataDir, 'outbox.json')));
    });

    test('is paused for every server at once', async () => {
      const copy = await restored();
      const [one, two] = [at(copy), at(copy)];
      await sentBy(one);
      assert.deepEqual(await sentBy(two), []);
      await releaseOutbox(two, false, system, now(two));
      assert.deepEqual(await sentBy(one), ['waiting@alder.example']);
    });
  }

  if (engine === 'sqlite') {
    test('is paused where the whole folder was copied', async () => {
      const place = folder();
      cpSync(home.dataDir, place.dataDir, { recursive: true });
      const copy = { ...place, url: `sqlite:${join(place.dataDir, 'carrel.db')}` };
      places.push(copy);
      const context = at(copy);
      assert.deepEqual(await sentBy(context), []);
      assert.match((await paused(context)) ?? '', /not where it was/);
    });

    test('starts afresh where the database was thrown away and its companions were not', async () => {
      const path = sqlitePath(home.url) as string;
      for (const file of [path, `${path}-wal`, `${path}-shm`]) rmSync(file, { force: true });
      const context = at(home);
      await migrate(context.db, now(context));
      await add(context, 'new@alder.example');
      assert.deepEqual(await sentBy(context), ['new@alder.example']);
    });
  }
});
