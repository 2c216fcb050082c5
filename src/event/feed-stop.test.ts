/** A reader who waits for the event feed, and a server that is told to stop meanwhile. */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { clientOf, emptyDatabase, onBothEngines } from '../../test/support/app.ts';
import { ALICE, cast } from '../../test/support/cast.ts';

const main = join(import.meta.dirname, '..', 'main.js');
/** Less than the reader asks to wait, and than requests get to finish. */
const MOST_MS = 5000;

onBothEngines('the event feed', (engine) => {
  test('of a server that is told to stop answers who waits, and does not hold it up', async (t) => {
    const place = await emptyDatabase(engine);
    t.after(place.dispose);
    const env = {
      PATH: process.env.PATH ?? '',
      DATA_DIR: place.dataDir,
      DATABASE_URL: place.url,
      SECRET_KEY: 'a key for tests, of 32 bytes or more',
      PORT: '0',
    };
    const file = join(place.dataDir, 'world.json');
    writeFileSync(file, JSON.stringify(cast()));
    const carrel = (...words: string[]) => execFileSync(process.execPath, [main, ...words], { env, encoding: 'utf8' });
    carrel('import', file);
    const token = carrel('token', 'create', '--manager', String(ALICE), '--name', 'a reader').trim();
    const server = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    t.after(() => server.kill('SIGKILL'));
    const url = await new Promise<string>((resolve) => {
      createInterface({ input: server.stdout }).on('line', (text) => {
        const { msg, url } = JSON.parse(text);
        if (msg === 'serving') resolve(url);
      });
    });
    const alice = clientOf(url, token);
    const { next } = (await alice.get('/v1/events/feed')).body;
    const feed = `/v1/events/feed?after=${next}`;
    const waiting = alice.get(`${feed}&wait=25`);
    await alice.get(`${feed}&wait=1`); // the other one has looked once and found nothing by now
    server.kill('SIGTERM');
    const tooLong = setTimeout(() => server.kill('SIGKILL'), MOST_MS);
    const ended = once(server, 'exit');
    const { status, body } = await waiting;
    assert.deepEqual([status, body], [200, { events: [], next, more: false }]);
    assert.deepEqual(await ended, [0, null]);
    clearTimeout(tooLong);
  });
});
