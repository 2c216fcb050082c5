/** The reverse proxies of docs/operating.md, each by the very file that is shown there. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { parse } from 'yaml';
import { mailed, makeAccount, PASSWORD } from './support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from './support/app.ts';
import { ALICE, cast } from './support/cast.ts';
import { freePort } from './support/postgres.ts';
import { has, type ProxyOptions, type RunningProxy, startProxy } from './support/proxy.ts';

const root = join(import.meta.dirname, '..');

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Asks through the proxy, trusting its certificate alone; with an agent on a connection that is kept. */
/** The cookie of the session among those of an answer. */
const sessionOf = (cookies: string | string[]): string =>
  [cookies].flat().find((cookie) => cookie.includes('carrel.session_token=')) ?? '';

function through({ origin, ca }: RunningProxy, agent?: Agent) {
  return (method: string, path: string, headers: Record<string, string> = {}, body?: string | Buffer) =>
    new Promise<Answer>((resolve, reject) => {
      const asked = request(origin + path, { method, headers, ca, ...(agent && { agent }) }, async (response) =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: await readText(response) }),
      );
      asked.on('error', reject).end(body);
    });
}

interface Chosen extends Pick<ProxyOptions, 'program' | 'file' | 'change'> {
  name: string;
  /** The path that Carrel is under. */
  base: string;
}

const proxies: Chosen[] = [
  { name: 'nginx', program: 'nginx', file: 'nginx.conf', base: '' },
  { name: 'nginx with a path', program: 'nginx', file: 'nginx-path.conf', base: '/carrel' },
  {
    name: 'nginx that takes the path off',
    program: 'nginx',
    file: 'nginx-path.conf',
    base: '/carrel',
    change: (text) => text.replace('proxy_pass http://carrel;', 'proxy_pass http://carrel/;'),
  },
  { name: 'Caddy', program: 'caddy', file: 'Caddyfile', base: '' },
  { name: 'Caddy with a path', program: 'caddy', file: 'Caddyfile-path', base: '/carrel' },
  {
    name: 'Caddy that takes the path off',
    program: 'caddy',
    file: 'Caddyfile-path',
    base: '/carrel',
    change: (text) => text.replace('handle /carrel/*', 'handle_path /carrel/*'),
  },
];

const missing = ({ program }: Chosen): string | false =>
  has(program, program === 'nginx' ? '-v' : 'version') ? false : `there is no ${program} here`;

for (const chosen of proxies) {
  if (missing(chosen)) test(chosen.name, { skip: missing(chosen) }, () => {});
  else onBothEngines(chosen.name, (engine) => describe('in front', () => answersThrough(engine, chosen)));
}

function answersThrough(engine: 'sqlite' | 'postgres', { program, file, change, base }: Chosen): void {
  let app: TestApp;
  let proxy: RunningProxy;
  let ask: ReturnType<typeof through>;
  const json = { 'content-type': 'application/json' };

  before(async () => {
    const port = await freePort();
    const settings = { publicUrl: `https://localhost:${port}${base}`, trustedProxies: ['127.0.0.1'] };
    app = await startApp(engine, { world: cast(), settings });
    proxy = await startProxy({ program, file, port, change, upstream: Number(new URL(app.url).port) });
    ask = through(proxy);
  });
  after(() => proxy.stop());

  const signIn = (email: string, headers = {}) =>
    ask(
      'POST',
      `${base}/api/auth/sign-in/email`,
      { ...json, origin: proxy.origin, ...headers },
      JSON.stringify({ email, password: PASSWORD }),
    );

  test('the page, its files, the API and its description are found', async () => {
    const page = await ask('GET', `${base}/`);
    assert.equal(page.status, 200);
    const named = [...page.text.matchAll(/(?:src|href)="([^"]+)"|\burl\(([^)]+\.woff2)\)/g)];
    const files = named.map(([, file, font = '']) => file ?? font);
    assert.ok(files.length > 3 && files.some((file) => file.endsWith('.woff2')));
    for (const path of files) {
      assert.ok(path.startsWith(`${base}/`), path);
      const { status, headers } = await ask('GET', path);
      assert.equal(status, 200, path);
      assert.match(String(headers['content-type']), /javascript|woff2|svg/);
    }
    assert.equal((await ask('GET', `${base}/m/1/licenses`)).text, page.text);
    assert.equal((await ask('GET', `${base}/readyz`)).status, 200);
    const { servers } = JSON.parse((await ask('GET', `${base}/api/licensing/openapi.json`)).text);
    assert.equal(servers[0].url, base || '/');
    const docs = await ask('GET', `${base}/api/licensing/docs`);
    const style = /rel="stylesheet" href="([^"]+)"/.exec(docs.text)?.[1] ?? '';
    const { pathname } = new URL(style, `${proxy.origin}${base}/api/licensing/docs`);
    assert.equal((await ask('GET', pathname)).status, 200);
    assert.ok(docs.text.includes(`curl -X GET &quot;${proxy.origin}${base}/api/licensing/v1/me&quot;`));
  });

  test('pages of lists and problems are named with the path', async () => {
    const { token } = await app.client(ALICE);
    const headers = { authorization: `Bearer ${token}` };
    const { link } = (await ask('GET', `${base}/api/licensing/v1/pools?pageSize=1`, headers)).headers;
    const next = /<([^>]+)>; rel="next"/.exec(String(link))?.[1] ?? '';
    assert.equal((await ask('GET', next, headers)).status, 200, String(link));
    const { type } = JSON.parse((await ask('GET', `${base}/api/licensing/v1/nothing`, headers)).text);
    assert.equal((await ask('GET', type)).status, 200, type);
  });

  test('cookies are secure and for this path; links in mails lead through the proxy', async () => {
    await makeAccount(app, { email: 'ann@alder.example', roles: { [ALICE]: 'owner' } });
    const { status, headers } = await signIn('ann@alder.example');
    assert.equal(status, 200);
    const cookies = headers['set-cookie'] ?? [];
    for (const each of [cookies].flat()) {
      assert.match(each, base ? /^__Secure-carrel\./ : /^__Host-carrel\./);
      assert.match(each, /; Secure/);
      assert.ok(each.includes(`; Path=${base || '/'};`), each);
    }
    const cookie = sessionOf(cookies);
    const session = await ask('GET', `${base}/api/app/session`, { cookie: cookie.split(';')[0] as string });
    assert.equal(JSON.parse(session.text).user.email, 'ann@alder.example');

    const asked = JSON.stringify({ email: 'ann@alder.example', callbackURL: '/my' });
    await ask('POST', `${base}/api/auth/sign-in/magic-link`, { ...json, origin: proxy.origin }, asked);
    const { payload } = await mailed(app, 'sign_in_link');
    assert.ok(payload.url.startsWith(`${proxy.origin}${base}/sign-in/link?token=`), payload.url);
    const { pathname, searchParams } = new URL(payload.url);
    assert.equal((await ask('GET', pathname)).status, 200);
    const open = JSON.stringify({ token: searchParams.get('token') });
    const opened = await ask('POST', `${base}/api/auth/magic-link/verify`, { ...json, origin: proxy.origin }, open);
    assert.equal(opened.status, 200);
  });

  test('the client is known by its own address, whatever it says itself', async () => {
    await makeAccount(app, { email: 'cy@alder.example' });
    assert.equal((await signIn('cy@alder.example', { 'x-forwarded-for': '203.0.113.9' })).status, 200);
    const sessions = app.context.db.read.kysely.selectFrom('session').select('ip_address').execute();
    assert.deepEqual([...new Set((await sessions).map((row) => row.ip_address))], ['127.0.0.1']);
  });

  test('a file of several megabytes to import passes', async () => {
    await makeAccount(app, { email: 'pat@carrel.example', publisher: true });
    const cookie = sessionOf((await signIn('pat@carrel.example')).headers['set-cookie'] ?? []).split(';')[0] as string;
    const courses = Array.from({ length: 40_000 }, (_, i) => ({ id: 1000 + i, title: `${i} ${'x'.repeat(100)}` }));
    const file = JSON.stringify({ courses });
    assert.ok(file.length > 5_000_000);
    const headers = { ...json, origin: proxy.origin, cookie };
    const { status, text } = await ask('POST', `${base}/api/app/publisher/import`, headers, file);
    assert.equal(status, 200, text.slice(0, 300));
  });

  test('a connection serves many requests', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const kept = through(proxy, agent);
    for (let n = 0; n < 50; n++) assert.equal((await kept('GET', `${base}/healthz`)).status, 200);
    agent.destroy();
  });

  if (file === 'nginx.conf')
    test('http leads to https', async () => {
      const response = await new Promise<{ status: number | undefined; location: string | undefined }>((resolve) =>
        get({ port: proxy.plain, path: '/sign-in?a=b', headers: { host: 'localhost' } }, (answer) =>
          resolve({ status: answer.resume().statusCode, location: answer.headers.location }),
        ),
      );
      assert.deepEqual(response, { status: 308, location: 'https://localhost/sign-in?a=b' });
    });
}

test('Traefik’s file is read as what it says; no Traefik is started', () => {
  const { http } = parse(readFileSync(join(root, 'docs/examples/proxy/traefik.yml'), 'utf8'));
  for (const router of Object.values<Record<string, string>>(http.routers))
    assert.ok(http.services[router.service ?? '']);
  const { servers, serversTransport } = http.services.carrel.loadBalancer;
  assert.deepEqual(servers, [{ url: 'http://127.0.0.1:3000' }]);
  assert.ok(http.serversTransports[serversTransport]);
});

test('docs/operating.md names every file', () => {
  const text = readFileSync(join(root, 'docs/operating.md'), 'utf8');
  for (const name of globSync('*', { cwd: join(root, 'docs/examples/proxy') }))
    assert.ok(text.includes(`examples/proxy/${name})`), name);
});
