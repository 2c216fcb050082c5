/** What is generated, and what the documents promise, compared with the code. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { buildApp } from '#app.ts';
import { openapiDocument } from '#docs/openapi.ts';
import { catalogue } from '#errors.ts';
import { eventKinds } from '#event/catalogue.ts';
import { clientTypes, webTypes } from '../client/generate.ts';
import { eventsDocument } from './support/event-examples.ts';
import { breaksOf } from './support/openapi-additions.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('openapi.json is what the routes say; `npm run openapi` makes it anew', async () => {
  assert.deepEqual(JSON.parse(read('openapi.json')), JSON.parse(JSON.stringify(await openapiDocument(buildApp))));
});

test('openapi-publisher.json is what the routes say; `npm run openapi` makes it anew', async () => {
  const document = await openapiDocument(buildApp, 'publisher');
  assert.deepEqual(JSON.parse(read('openapi-publisher.json')), JSON.parse(JSON.stringify(document)));
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

test('docs/events.md has an example of every kind of event', () => {
  if (process.env.UPDATE_EVENTS) writeFileSync(join(root, 'docs/events.md'), eventsDocument());
  assert.equal(read('docs/events.md'), eventsDocument());
});

test('docs/webhooks.md has every kind of event', () => {
  const text = read('docs/webhooks.md');
  assert.deepEqual(
    eventKinds.filter((kind) => !text.includes(`\`${kind}\``)),
    [],
  );
});

/**
 * Until 0.1.0 is released, a change that only adds needs nothing here, and another one copies openapi.json to
 * openapi/0.1.0.json. From the release on that file never changes.
 */
test('openapi.json only adds to what each released version said', () => {
  const released = globSync('openapi/*.json', { cwd: root });
  assert.ok(released.includes(join('openapi', '0.1.0.json')));
  for (const file of released) assert.deepEqual(breaksOf(JSON.parse(read(file)), JSON.parse(read('openapi.json'))), []);
});

test('what would break a client is found', () => {
  const document = JSON.parse(read('openapi.json'));
  const changed = (change: (paths: typeof document, schemas: typeof document) => void) => {
    const copy = structuredClone(document);
    change(copy.paths, copy.components.schemas);
    return breaksOf(document, copy).length;
  };
  const assign = '/api/licensing/v1/pool/{id}/license';
  const breaking: Record<string, Parameters<typeof changed>[0]> = {
    'a path is gone': (paths) => delete paths[assign],
    'a method is gone': (paths) => delete paths[assign].post,
    'a status is gone': (paths) => delete paths[assign].post.responses[400],
    'a parameter is gone': (paths) => paths[assign].post.parameters.splice(0, 1),
    'a parameter is asked for': (paths) =>
      paths[assign].post.parameters.push({ name: 'x', in: 'query', required: true }),
    'a member of an answer is gone': (_, { License }) => delete License.properties.end,
    'a member of an answer may be absent': (_, { License }) => License.required.pop(),
    'a member of an answer has another type': (_, { License }) =>
      Object.assign(License.properties.end, { type: 'number' }),
    'a member of a request is asked for': (_, { AssignLicense }) => AssignLicense.required.push('name'),
    'a member of a request is not taken any more': (_, { AssignLicense }) => delete AssignLicense.properties.recycle,
    'a member of a request has a bound': (_, { AssignLicense }) =>
      Object.assign(AssignLicense.properties.name, { maxLength: 3 }),
    'a value is not taken any more': (_, { CreateToken }) => CreateToken.properties.permission.enum.pop(),
  };
  for (const [what, change] of Object.entries(breaking)) assert.notEqual(changed(change), 0, what);
  const adding: Record<string, Parameters<typeof changed>[0]> = {
    'a path': (paths) => Object.assign(paths, { '/x': {} }),
    'a parameter': (paths) => paths[assign].post.parameters.push({ name: 'x', in: 'query', required: false }),
    'a status': (paths) => Object.assign(paths[assign].post.responses, { 418: {} }),
    'a member of an answer': (_, { License }) => {
      License.properties.x = { type: 'string' };
      License.required.push('x');
    },
    'a member of a request': (_, { AssignLicense }) => Object.assign(AssignLicense.properties, { x: { maxLength: 3 } }),
    'other words': (_, { License }) => Object.assign(License, { description: 'x' }),
  };
  for (const [what, change] of Object.entries(adding)) assert.equal(changed(change), 0, what);
});
