/** The calls of the README and of docs/webhooks.md answer as they say, on the world that `npm start` makes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { sampleWorld } from '#cli/sample.ts';
import { onBothEngines, startApp, type TestApp } from './support/app.ts';

const root = join(import.meta.dirname, '..');
const SERVER = 'http://localhost:3000';
const OWNER = 1001;

interface Answer {
  id: number;
  length: number;
  student: { email: string };
  url: string;
  events: string[];
  secret: string;
}

interface Call {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | null;
}

/** The `curl` lines of a document, one behind a `\` with the next, as what they ask. */
function callsOf(document: string): Call[] {
  const lines = readFileSync(join(root, document), 'utf8').replaceAll(/\\\n\s*/g, '');
  return [...lines.matchAll(/^ {4}curl (.*)$/gm)].map(([, line = '']) => {
    const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '');
    const call: Call = { method: 'GET', path: '', headers: {}, body: null };
    for (let word = words.shift(); word !== undefined; word = words.shift()) {
      const next = () => words.shift() ?? '';
      if (word === '-X') call.method = next();
      else if (word === '-d') call.body = next();
      else if (word === '-H') {
        const [name = '', value = ''] = next().split(': ');
        call.headers[name] = value;
      } else {
        assert.ok(word.startsWith(`${SERVER}/`), `${document}: ${word}`);
        call.path = word.slice(SERVER.length);
      }
    }
    return call;
  });
}

onBothEngines('the calls of the documents', (engine) => {
  let app: TestApp;
  let token: string;
  before(async () => {
    app = await startApp(engine, { network: { allowed: new Set(['hr.example.com']) } });
    await app.load(sampleWorld(new Date(app.clock.ms)));
    token = (await app.client(OWNER)).token;
  });

  async function answer({ method, path, headers, body }: Call) {
    const filled = Object.entries(headers).map(([name, value]) => [name, value.replace('$TOKEN', token)] as const);
    const response = await fetch(app.url + path, { method, headers: filled as [string, string][], body });
    const json = (await response.json()) as Answer;
    assert.equal(response.status, 200, `${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  }

  test('README.md: reads, assigns, and takes back', async () => {
    const [me, pools, assign, revoke, ...more] = callsOf('README.md') as [Call, Call, Call, Call];
    assert.deepEqual(more, []);
    assert.equal((await answer(me)).id, OWNER);
    assert.equal((await answer(pools)).length, 3);
    const license = await answer(assign);
    assert.equal(license.student.email, JSON.parse(assign.body ?? '').email);
    await answer({ ...revoke, path: revoke.path.replace('<id>', String(license.id)) });
  });

  test('docs/webhooks.md: makes a webhook, whose secret the package takes', async () => {
    const [make, ...more] = callsOf('docs/webhooks.md') as [Call];
    assert.deepEqual(more, []);
    const made = await answer(make);
    assert.deepEqual([made.url, made.events], [JSON.parse(make.body ?? '').url, JSON.parse(make.body ?? '').events]);
    assert.ok(new Webhook(made.secret));
  });
});
