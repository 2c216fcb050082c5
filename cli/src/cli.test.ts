import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { Client as McpClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED } from '../../test/support/cast.ts';
import { cliFolder, runCli } from '../../test/support/cli.ts';
import { startGateway } from '../../test/support/published.ts';
import { buildCli } from '../build.ts';

const root = join(import.meta.dirname, '../..');
const main = join(root, 'cli/src/main.ts');

onBothEngines('the command line', (engine) => {
  let app: TestApp;
  let alice: Client;
  let files: ReturnType<typeof cliFolder>;
  before(async () => {
    files = cliFolder();
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
  });
  after(() => files.remove());

  test('keeps the token for its owner alone, and uses it', async () => {
    const folder = join(files.path, 'config');
    const variables = { CARREL_CONFIG_DIR: folder };
    const login = await runCli(['login', '--server', `${app.url}/api/licensing/v1`], {
      variables,
      input: `${alice.token}\n`,
    });
    assert.equal(login.code, 0, login.errors);
    const file = join(folder, 'logins.json');
    assert.deepEqual([statSync(file).mode & 0o777, statSync(folder).mode & 0o777], [0o600, 0o700]);
    chmodSync(file, 0o644);
    const me = await runCli(['me', '-o', 'json'], { variables });
    assert.equal(JSON.parse(me.output).name, 'Alder');
    assert.equal(statSync(file).mode & 0o777, 0o600, 'who opened it to others finds it closed');
    for (const text of [login, me]) assert.ok(!JSON.stringify(text).includes(alice.token));
  });

  test('keeps no token that the server refuses', async () => {
    const folder = join(files.path, 'refused');
    const variables = { CARREL_CONFIG_DIR: folder };
    const login = await runCli(['login', '--server', app.url], { variables, input: 'no-such-token' });
    assert.equal(login.code, 1);
    assert.match(login.errors, /\(unauthorized\)\n/);
    assert.equal(existsSync(folder), false);
    const none = await runCli(['me'], { variables });
    assert.deepEqual([none.code, none.errors.split('\n', 1)[0]?.slice(0, 13)], [2, 'Which server?']);
    const torn = await runCli(['me'], { variables: { CARREL_URL: app.url, CARREL_TOKEN: 'secret\ntoken' } });
    assert.equal(torn.code, 1);
    assert.doesNotMatch(torn.errors, /secret/);
  });

  test('follows the history from now on until Ctrl-C, and goes on from there', async () => {
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'before@alder.example' });
    const waiting = Promise.withResolvers<void>();
    const gateway = await startGateway(app.url, {
      hold: ({ url = '' }) => {
        if (url.includes('wait=')) waiting.resolve();
        return false;
      },
    });
    const env = { ...process.env, CARREL_URL: gateway.url, CARREL_TOKEN: alice.token };
    const child = spawn(process.execPath, [main, 'events', '--follow', '-o', 'json'], { env });
    const told = text(child.stderr);
    const ended = once(child, 'exit');
    await Promise.race([waiting.promise, ended]);
    await alice.post(`/v1/pool/${SHARED}/license`, { email: 'during@alder.example' });
    const [seen] = await once(child.stdout, 'data');
    child.kill('SIGINT');
    assert.deepEqual((await ended)[0], 0);
    assert.match(String(seen), /during@/);
    assert.doesNotMatch(String(seen), /before@/);
    assert.match(await told, /--after \S+\n$/);
    await gateway.close();
  });

  test('lets an agent talk with the server by standard input and output', async () => {
    const env = { ...(process.env as Record<string, string>), CARREL_URL: app.url, CARREL_TOKEN: alice.token };
    const agent = new McpClient({ name: 'test', version: '1' });
    await agent.connect(new StdioClientTransport({ command: process.execPath, args: [main, 'mcp'], env }));
    const { tools } = await agent.listTools();
    assert.ok(tools.some(({ name }) => name === 'apply'));
    const call = async (name: string, args: Record<string, unknown>) =>
      (await agent.callTool({ name, arguments: args })).structuredContent as Record<string, unknown>;
    const people = [{ email: 'by.stdio@alder.example' }];
    const { planId } = await call('propose_assign', { poolId: SHARED, people });
    assert.equal((await call('apply', { planId })).state, 'applied');
    const [event] = (await alice.get('/v1/events')).body;
    assert.deepEqual([event.student.email, event.actor.kind], ['by.stdio@alder.example', 'agent']);
    await assert.rejects(agent.callTool({ name: 'nothing', arguments: {} }), /There is no tool/);
    await agent.close();

    const message = '{"jsonrpc":"2.0","id":7,"method":"ping"}';
    const input = `${message}\n{"jsonrpc":"2.0","method":"notifications/initialized"}\nno json\n`;
    const ask = async (token: string) => {
      const told = await runCli(['mcp'], { variables: { CARREL_URL: app.url, CARREL_TOKEN: token }, input });
      assert.equal(told.code, 0, told.errors);
      return told.output
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    };
    const [pong, wrong, ...more] = await ask(alice.token);
    assert.deepEqual([pong, wrong.id, more], [{ jsonrpc: '2.0', id: 7, result: {} }, null, []]);
    const gateway = await startGateway(app.url, { publishedOnly: true });
    const variables = { CARREL_URL: gateway.url, CARREL_TOKEN: alice.token };
    const none = JSON.parse((await runCli(['mcp'], { variables, input: message })).output);
    assert.deepEqual([none.id, /does not speak MCP/.test(none.error.message)], [7, true]);
    await gateway.close();
    const [refused] = await ask('no-such-token');
    assert.deepEqual([refused.id, refused.error.data.code], [7, 'unauthorized']);
  });

  test('says that a server of the published API has no history', async () => {
    const gateway = await startGateway(app.url, { publishedOnly: true });
    const variables = { CARREL_URL: gateway.url, CARREL_TOKEN: alice.token };
    const events = await runCli(['events'], { variables });
    assert.deepEqual([events.code, events.errors], [1, 'This server has no history.\n']);
    assert.equal((await runCli(['licenses', '--pool', String(SHARED), '-o', 'json'], { variables })).code, 0);
    assert.match(gateway.seen.at(-1) ?? '', /pageSize=1000/, 'few requests for many licenses');
    await gateway.close();
  });
});

describe('the package of the command line', () => {
  test('is one module that starts, and tells what it needs', async () => {
    const cache = join(root, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    const folder = await buildCli(mkdtempSync(join(cache, 'cli-')));
    const help = execFileSync(process.execPath, [join(folder, 'carrel-licenses.js'), '--help'], { encoding: 'utf8' });
    assert.match(help, /^Usage: carrel-licenses /);
    const built = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    assert.deepEqual([built.bin, built.private], [{ 'carrel-licenses': 'carrel-licenses.js' }, undefined]);
    rmSync(folder, { recursive: true });
  });
});
