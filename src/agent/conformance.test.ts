/** Agents as others see them: the public conformance suite, the sample of the document, and several processes. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { request as ask, type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { samplesOf } from '../../test/support/samples.ts';

const root = join(import.meta.dirname, '../..');
const suite = join(root, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
/** Those of the suite that are about every server; the others ask for tools that a server of examples has. */
const SCENARIOS = ['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'];
const run = promisify(execFile);

/** A way to the server that brings the token along: the suite has none. */
async function withToken({ url, token }: { url: string; token: string }): Promise<{ address: string } & Disposable> {
  const { hostname: host, port } = new URL(url);
  const way = createServer((incoming, outgoing) => {
    const headers = { ...incoming.headers, authorization: `Bearer ${token}` };
    const through = request({ host, port, path: incoming.url, method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(through);
  });
  await new Promise<void>((listening) => way.listen(0, '127.0.0.1', listening));
  const address = `http://localhost:${(way.address() as AddressInfo).port}`;
  return { address, [Symbol.dispose]: () => way.close() };
}

onBothEngines('an agent', (engine) => {
  let app: TestApp;
  let alice: Client;
  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
  });

  test('finds what the conformance suite of the protocol asks for', async () => {
    using way = await withToken({ url: app.url, token: alice.token });
    for (const scenario of SCENARIOS) {
      const args = [suite, 'server', '--url', `${way.address}/mcp`, '--scenario', scenario];
      const { stdout } = await run(process.execPath, args, { cwd: app.context.config.dataDir });
      assert.match(stdout, /Passed: (\d+)\/\1, 0 failed, 0 warnings/, scenario);
    }
  });

  test('does what the sample of the document says', async () => {
    const [sample = ''] = samplesOf(join(root, 'docs/agents.md'), 'js');
    const [printed] = samplesOf(join(root, 'docs/agents.md'), 'text');
    const env = { PATH: process.env.PATH ?? '', CARREL_URL: app.url, CARREL_TOKEN: alice.token };
    const args = ['--input-type=module', '--eval', sample];
    assert.equal((await run(process.execPath, args, { cwd: root, env })).stdout, printed);
  });

  test('is answered by any process, and by one of them once', async () => {
    const { context, clock } = app;
    const database = { url: context.config.databaseUrl, dataDir: context.config.dataDir };
    const other = engine === 'postgres' ? await startApp(engine, { database, clock }) : app;
    const call = async ({ url }: TestApp, name: string, args: object) => {
      const message = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } };
      const headers = {
        ...{ authorization: `Bearer ${alice.token}`, 'content-type': 'application/json' },
        accept: 'application/json, text/event-stream',
      };
      const answer = await ask(`${url}/mcp`, { method: 'POST', headers, body: JSON.stringify(message) });
      return answer.body.result.structuredContent;
    };
    const people = [{ email: 'eve@alder.example' }];
    const { planId } = await call(app, 'propose_assign', { poolId: SHARED, people });
    const answers = await Promise.all([app, other, app, other].map((one) => call(one, 'apply', { planId })));
    assert.deepEqual(answers.map(({ state, code }) => state ?? code).sort(), [
      'applied',
      ...['plan_applied', 'plan_applied', 'plan_applied'],
    ]);
    assert.equal((await alice.get('/v1/students/search?search=eve')).body[0].licenses, 1);
  });
});
