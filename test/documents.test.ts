/** What is generated, and what the documents promise, compared with the code. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildApp } from '#app.ts';
import { openapiDocument } from '#docs/openapi.ts';
import { catalogue } from '#errors.ts';
import { eventKinds } from '#event/catalogue.ts';
import { clientTypes, webTypes } from '../client/generate.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('openapi.json is what the routes say; `npm run openapi` makes it anew', async () => {
  assert.deepEqual(JSON.parse(read('openapi.json')), JSON.parse(JSON.stringify(await openapiDocument(buildApp))));
});

test('the types of the client are what openapi.json says; `npm run client` makes them anew', async () => {
  assert.equal(read('client/src/schema.ts'), await clientTypes());
});

test('the types of the web app are what its routes say; `npm run client` makes them anew', async () => {
  assert.equal(read('web/src/api/schema.ts'), await webTypes());
});

test('the OpenAPI document has no lint error', () => {
  const cli = join(root, 'node_modules/@redocly/cli/bin/cli.js');
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  execFileSync(process.execPath, [cli, 'lint', 'openapi.json', '--format', 'summary'], {
    cwd: root,
    env,
    stdio: 'pipe',
  });
});

test('docs/api.md has every error code with its status and text', () => {
  const text = read('docs/api.md');
  for (const [code, [status, detail]] of Object.entries(catalogue)) {
    assert.ok(text.includes(`| \`${code}\` | ${status} | ${detail} |`), `docs/api.md lacks ${code}`);
  }
});

test('docs/api.md names every path that a token opens', () => {
  const text = read('docs/api.md');
  const paths = Object.keys(JSON.parse(read('openapi.json')).paths).flatMap(
    (path) => /^\/api\/licensing(\/v1\/.*)$/.exec(path)?.[1] ?? [],
  );
  assert.ok(paths.length > 12);
  for (const path of paths) assert.match(text, new RegExp(`${RegExp.escape(path)}[\`?]`));
});

test('docs/operating.md and the README name every setting and each other', () => {
  const settings = [...read('src/config.ts').matchAll(/\b(?:env\.|env, ')([A-Z][A-Z_]+)/g)].map(
    (match) => match[1] ?? '',
  );
  const text = read('docs/operating.md');
  assert.ok(settings.length > 8);
  for (const name of settings) assert.ok(text.includes(`\`${name}\``), `docs/operating.md lacks ${name}`);
});

test('docs/webhooks.md has every kind of event', () => {
  const text = read('docs/webhooks.md');
  assert.deepEqual(
    eventKinds.filter((kind) => !text.includes(`\`${kind}\``)),
    [],
  );
});
