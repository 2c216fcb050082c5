/** A plan that is applied when the server is killed, and one that two servers apply at once: all of it or nothing, once. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import type { ImportFile } from '#import/schema.ts';
import { type Client, clientOf, emptyDatabase, onBothEngines, startApp, testClock } from '../../test/support/app.ts';
import { inspect } from '../db/inspect.ts';
import { isoTime } from '../rules/time.ts';

const main = join(import.meta.dirname, '..', 'main.js');
const SECRET = 'a key for tests, of 32 bytes or more';
const [ALICE, DAX, POOL] = [1, 10, 21];
const PEOPLE = 2000;

const at = (days: number) => isoTime(Math.floor(Date.now() / 1000) + days * 86_400);
const world = (): ImportFile => ({
  managers: [{ id: ALICE, name: 'Alder', email: 'alice@alder.example', allowedDomains: ['alder.example'] }],
  courses: [{ id: DAX, title: 'Mastering DAX' }],
  pools: [
    {
      ...{ id: POOL, managerId: ALICE, courseId: DAX, transferable: true, licenses: PEOPLE + 10 },
      ...{ start: at(-1), end: at(100) },
    },
  ],
  students: [],
  licenses: [],
  progress: [],
});
const rows = Array.from({ length: PEOPLE }, (_, n) => ({ email: `p${n}@alder.example`, courseId: DAX }));

onBothEngines('applying a roster', (engine) => {
  const place = async () => {
    const { dispose, ...database } = await emptyDatabase(engine);
    const clock = { ...testClock(), ms: Date.now() };
    return { database, dispose, open: (more = {}) => startApp(engine, { clock, database, ...more }) };
  };
  const planned = async (alice: Client): Promise<string> => {
    for (const n of [1, 2, 3]) await alice.post(`/v1/pool/${POOL}/license`, { email: `leaver${n}@alder.example` });
    return (await alice.call('PUT', '/v1/roster?pageSize=1', { rows })).body.id;
  };

  /** Starts a server, has it apply the plan, asks it `questions` more things, and kills it; true where it had answered. */
  const killed = async (
    { url: databaseUrl, dataDir }: { url: string; dataDir: string },
    { token, plan, questions }: { token: string; plan: string; questions: number },
  ): Promise<boolean> => {
    const env = { PATH: process.env.PATH, DATA_DIR: dataDir, DATABASE_URL: databaseUrl, SECRET_KEY: SECRET, PORT: '0' };
    const server = spawn(process.execPath, [main, 'serve'], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    try {
      const url = await new Promise<string>((resolve) => {
        createInterface({ input: server.stdout }).on('line', (text) => {
          const { msg, url } = JSON.parse(text);
          if (msg === 'serving') resolve(url);
        });
      });
      const alice = clientOf(url, token);
      const applied = alice.post(`/v1/roster/${plan}/apply`).then(
        () => true,
        () => false,
      );
      for (let n = 0; n < questions; n++) await fetch(`${url}/healthz`).then((answer) => answer.text());
      server.kill('SIGKILL');
      return await applied;
    } finally {
      server.kill('SIGKILL');
    }
  };

  test('by a server that is killed meanwhile leaves all or nothing', async (t) => {
    const { database, open, dispose } = await place();
    t.after(dispose);
    const first = await open({ world: world() });
    const { token } = await first.client(ALICE);
    const plan = await planned(clientOf(first.url, token));
    await first.close();
    const answered: boolean[] = [];
    for (const questions of [3, 20]) {
      answered.push(await killed(database, { token, plan, questions }));
      const after = await open();
      const alice = clientOf(after.url, token);
      const { state } = (await alice.get(`/v1/roster/${plan}?pageSize=1`)).body;
      const { assignedLicenses } = (await alice.get(`/v1/pool/${POOL}`)).body;
      assert.ok(state === 'ready' || state === 'applied', state);
      assert.equal(assignedLicenses, state === 'applied' ? PEOPLE : 3, `${questions} questions, ${state}`);
      assert.deepEqual(await inspect(after.context.db), []);
      await after.close();
    }
    assert.ok(answered.includes(false), 'one was killed before it answered');
    const last = await open();
    const { status, body } = await clientOf(last.url, token).post(`/v1/roster/${plan}/apply`);
    assert.ok(status === 200 || body.code === 'plan_applied', body.code);
    assert.equal((await clientOf(last.url, token).get(`/v1/pool/${POOL}`)).body.assignedLicenses, PEOPLE);
    await last.close();
  });

  test('by two servers at once is done by one of them', async (t) => {
    const { open, dispose } = await place();
    t.after(dispose);
    const first = await open({ world: world() });
    const second = engine === 'postgres' ? await open() : first;
    const { token } = await first.client(ALICE);
    const plan = await planned(clientOf(first.url, token));
    const answers = await Promise.all(
      [first, second].map(({ url }) => clientOf(url, token).post(`/v1/roster/${plan}/apply`)),
    );
    assert.deepEqual(answers.map(({ status, body }) => body.code ?? status).sort(), [200, 'plan_applied']);
    assert.equal((await clientOf(first.url, token).get(`/v1/pool/${POOL}`)).body.assignedLicenses, PEOPLE);
    assert.deepEqual(await inspect(first.context.db), []);
    if (second !== first) await second.close();
    await first.close();
  });
});
