import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onBothEngines, startApp } from '../../test/support/app.ts';
import { ALICE, cast } from '../../test/support/cast.ts';

onBothEngines('an answer', (engine) => {
  test('has an id that no other has, whichever process gave it', async () => {
    const apps = [await startApp(engine, { world: cast() }), await startApp(engine, { world: cast() })];
    const clients = await Promise.all(apps.map((app) => app.client(ALICE)));
    const paths = ['/v1/me', '/v1/me', '/v1/license/999', '/nowhere'];
    const answers = await Promise.all(clients.flatMap((client) => paths.map((path) => client.get(path))));
    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    assert.ok(ids.every((id) => id && /^[\w-]+$/.test(id)));
    assert.equal(new Set(ids).size, answers.length);
  });
});
