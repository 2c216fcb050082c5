import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import Fastify from 'fastify';
import { answerProblems } from './problem.ts';
import { webApp } from './static.ts';

const folder = mkdtempSync(join(tmpdir(), 'carrel-web-'));
const files = {
  'index.html':
    '<!doctype html><meta content="/"><link href="/mark.svg"><style>a{src:url(/assets/a.woff2)}b{c:url("//x")}</style>',
  'assets/app-1.js': 'plain',
  'assets/app-1.js.br': 'brotli',
  'assets/app-1.js.gz': 'gzip',
  'mark.svg': '<svg/>',
};
mkdirSync(join(folder, 'assets'));
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
writeFileSync(`${folder}.secret.txt`, 'secret');

const app = Fastify();
answerProblems(
  app,
  webApp('', async () => {}, folder),
);
after(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
  rmSync(`${folder}.secret.txt`);
});
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });

test('a file of the web app comes in the coding that is accepted, and is told from others by its mark', async () => {
  const codings = { '': 'plain', 'gzip, br': 'brotli', gzip: 'gzip', 'br;q=0, gzip;q=0.5': 'gzip', identity: 'plain' };
  const marks = new Set<string>();
  for (const [accepted, body] of Object.entries(codings)) {
    const answer = await get('/assets/app-1.js', { 'accept-encoding': accepted });
    assert.deepEqual([answer.statusCode, answer.body], [200, body], accepted);
    assert.equal(answer.headers['content-type'], 'text/javascript; charset=utf-8');
    assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(answer.headers.vary, 'accept-encoding');
    assert.equal(answer.headers['content-encoding'], { brotli: 'br', gzip: 'gzip' }[body]);
    marks.add(String(answer.headers.etag));
  }
  assert.equal(marks.size, 3);
  const [etag = ''] = marks;
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
    const again = await get('/assets/app-1.js', { 'if-none-match': known });
    assert.deepEqual([again.statusCode, again.body], [304, ''], known);
  }
  assert.equal((await app.inject({ method: 'HEAD', url: '/mark.svg' })).headers['content-length'], '6');
});

test('what is no file of it is its page, or not there', async () => {
  for (const path of ['/people/7', '/invitation/1.abc']) assert.equal((await get(path)).body, files['index.html']);
  for (const url of [
    '/assets/app-2.js',
    '/..%2f.secret.txt',
    `/../${folder}.secret.txt`,
    '/assets/..%2fx.txt',
    '/%00.js',
  ])
    assert.deepEqual([(await get(url)).statusCode, (await get(url)).json().code], [404, 'not_found'], url);
});

test('under a path the page names everything with it, the fonts of its style too', async () => {
  const under = Fastify();
  answerProblems(
    under,
    webApp('/carrel', async () => {}, folder),
  );
  const { body } = await under.inject({ url: '/m/1/licenses' });
  await under.close();
  assert.equal(
    body,
    '<!doctype html><meta content="/carrel/"><link href="/carrel/mark.svg"><style>a{src:url(/carrel/assets/a.woff2)}b{c:url("//x")}</style>',
  );
});
