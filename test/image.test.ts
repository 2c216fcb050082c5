/** The image: what its last stage copies starts as another user on a read-only root. compose.yml: what it grants. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { emptyDatabase, onBothEngines } from './support/app.ts';
import { type Image, lastStage, layOut } from './support/image.ts';
import { freePort } from './support/postgres.ts';

const root = join(import.meta.dirname, '..');
const stage = lastStage();
const PASSWORD = 'a long enough password';

/** Waits for the line that says that it serves. */
async function serving(server: ChildProcess): Promise<void> {
  if (!server.stdout || !server.stderr) throw new Error('no output');
  const errors = text(server.stderr);
  for await (const line of createInterface({ input: server.stdout })) if (line.includes('"msg":"serving"')) return;
  throw new Error(`the server ended: ${await errors}`);
}

async function finished(command: ChildProcess): Promise<{ code: number | null; out: string; errors: string }> {
  if (!command.stdout || !command.stderr) throw new Error('no output');
  const [out, errors, [code]] = await Promise.all([text(command.stdout), text(command.stderr), once(command, 'exit')]);
  return { code, out, errors };
}

onBothEngines('the image', (engine) =>
  describe('of the last stage', () => {
    let image: Image;
    let database: Awaited<ReturnType<typeof emptyDatabase>>;
    before(async () => {
      image = layOut(stage);
      database = await emptyDatabase(engine);
    });
    after(async () => {
      image.remove();
      await database.dispose();
    });

    for (const age of ['older', 'younger'] as const) {
      test(`starts as another user on a read-only root, with sources ${age} than what was built`, async (t) => {
        image.age(age);
        t.diagnostic(`kept from writing by ${image.kept}`);
        const port = String(await freePort());
        const env = {
          HOST: '127.0.0.1',
          PORT: port,
          ...(engine === 'postgres' && {
            DATABASE_URL: database.url,
            SECRET_KEY: 'a key for tests, of 32 bytes or more',
          }),
        };
        const server = image.start(stage.command, env);
        const ended = once(server, 'exit');
        await serving(server);
        const url = `http://127.0.0.1:${port}`;
        assert.equal((await fetch(`${url}/readyz`)).status, 200);

        const email = `${age}@alder.example`;
        const command = image.start(['account', 'create', '--publisher', '--email', email], env);
        command.stdin?.end(`${PASSWORD}\n`);
        const { code, errors } = await finished(command);
        assert.deepEqual([code, errors], [0, '']);
        const post = (path: string, body: object) =>
          fetch(url + path, {
            method: 'POST',
            headers: { 'content-type': 'application/json', origin: url },
            body: JSON.stringify(body),
          });
        assert.equal((await post('/api/auth/sign-in/email', { email, password: PASSWORD })).status, 200);
        const before = mails(image).length;
        assert.equal((await post('/api/auth/sign-in/magic-link', { email, callbackURL: '/' })).status, 200);
        while (mails(image).length === before) assert.equal((await fetch(`${url}/healthz`)).status, 200);
        server.kill('SIGTERM');
        assert.deepEqual(await ended, [0, null]);
      });
    }
  }),
);

const mails = ({ dataDir }: Image): string[] =>
  readdirSync(dataDir).includes('mail') ? globSync('*.eml', { cwd: join(dataDir, 'mail') }) : [];

test('the image runs as no root', () => {
  assert.equal(stage.user, 'node');
  assert.equal(stage.env.DATA_DIR, '/data');
});

interface Service {
  environment: Record<string, string>;
  [name: string]: unknown;
}

const services = (): Record<string, Service> => parse(readFileSync(join(root, 'compose.yml'), 'utf8')).services;

/** Every name that src/config.ts and what it is made of read from the environment. */
function settings(): string[] {
  const code = ['config.ts', 'secrets.ts'].map((name) => readFileSync(join(root, 'src', name), 'utf8')).join('\n');
  const names = [...code.matchAll(/\benv\.([A-Z][A-Z_]+)|'((?:[A-Z]+_)+[A-Z]+|PORT|HOST)'/g)].map(
    ([, a, b]) => a ?? b ?? '',
  );
  const secrets = /SECRETS = \[([^\]]+)\]/.exec(code)?.[1]?.matchAll(/[A-Z_]+/g) ?? [];
  return [...new Set([...names, ...[...secrets].map(([name]) => `${name}_FILE`)])].sort();
}

test('compose.yml passes every setting on', () => {
  const { carrel } = services();
  const byImage = Object.keys(stage.env);
  const given = Object.keys(carrel?.environment ?? {});
  const all = settings();
  assert.ok(all.includes('SECRET_KEY_FILE') && all.includes('METRICS_HOST') && all.length >= 20, all.join());
  const whole = 'DATABASE_URL_FILE'; // its DATABASE_URL is that of the service beside it
  assert.deepEqual(
    all.filter((name) => !given.includes(name) && !byImage.includes(name) && name !== whole),
    [],
  );
  for (const [name, value] of Object.entries(carrel?.environment ?? {})) {
    if (name !== 'DATABASE_URL') assert.ok(value.startsWith(`\${${name}:-`), `${name}: ${value}`);
  }
});

test('compose.yml grants no more than is needed', () => {
  const { carrel = { environment: {} } } = services();
  assert.equal(carrel.read_only, true);
  assert.deepEqual(carrel.cap_drop, ['ALL']);
  assert.deepEqual(carrel.security_opt, ['no-new-privileges:true']);
  assert.match(String(carrel.mem_limit), /^\d+m$/);
  assert.match(String((carrel.tmpfs as string[])[0]), /^\/tmp\b/);
  assert.deepEqual(carrel.volumes, ['carrel:/data']);
});
