/** Documents of states and profiles, activities and agents. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { onBothEngines, request, startApp, type TestApp } from '../../test/support/app.ts';
import { mbox, type Recorder, recorder, said } from '../../test/support/xapi.ts';

onBothEngines('xAPI documents', (engine) => {
  let app: TestApp;
  let player: Recorder;
  let newer: Recorder;
  let next = 0;

  before(async () => {
    app = await startApp(engine, { settings: { xapiRateLimitPerMinute: 0 } });
    player = await recorder(app);
    newer = await recorder(app, '2.0.0');
  });

  const query = (params: Record<string, unknown>) =>
    new URLSearchParams(
      Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
    ).toString();
  /** The three kinds, each at a place of its own. */
  const places = (): [resource: string, idName: string, place: Record<string, unknown>][] => {
    const place = { activityId: `http://things.example/${next++}`, agent: mbox(`holder${next++}`) };
    return [
      ['/activities/state', 'stateId', place],
      ['/activities/profile', 'profileId', { activityId: place.activityId }],
      ['/agents/profile', 'profileId', { agent: place.agent }],
    ];
  };

  test('are put, read, merged, listed and deleted, as bytes of any kind', async () => {
    for (const [resource, idName, place] of places()) {
      const path = `${resource}?${query({ ...place, [idName]: 'a/ü' })}`;
      const none = { 'if-none-match': '*' };
      const bytes = Buffer.from([0, 255, 1]);
      assert.equal((await player.call('PUT', path, bytes, { ...none, 'content-type': 'image/x' })).status, 204);
      assert.equal((await player.call('POST', path, { a: 1 })).status, 400, 'an image is not merged');
      const image = await fetch(`${app.url}/api/xapi${path}`, { headers: player.headers });
      assert.deepEqual(Buffer.from(await image.arrayBuffer()), bytes);
      assert.equal(image.headers.get('content-type'), 'image/x');
      const json = `${resource}?${query({ ...place, [idName]: 'b' })}`;
      assert.equal((await player.call('POST', json, '{"z":1.50,"10":{"x":1},"2":[1]}')).status, 204);
      assert.equal((await player.call('POST', json, '{"10":null,"n":1e2}')).status, 204);
      const merged = await player.get(json);
      assert.equal(merged.text, '{"z":1.50,"10":null,"2":[1],"n":1e2}');
      assert.equal((await player.call('HEAD', json)).headers.get('etag'), merged.headers.get('etag'));
      assert.deepEqual((await player.get(resource, place)).body, ['a/ü', 'b']);
      assert.deepEqual((await player.get(resource, { ...place, since: '2030-01-01T00:00:00Z' })).body, []);
      assert.equal((await player.call('DELETE', json)).status, 204);
      assert.equal((await player.get(json)).status, 404);
      for (const wrong of ['[1]', '{"a":1,"a":2}', '{'])
        assert.equal((await player.call('POST', json, wrong)).status, 400);
      assert.equal((await player.call('PUT', json, 'x'.repeat(1024 * 1024 + 1), none)).status, 413);
    }
  });

  test('are replaced only by who says which', async () => {
    for (const [resource, idName, place] of places()) {
      const path = `${resource}?${query({ ...place, [idName]: 'x' })}`;
      const isState = resource === '/activities/state';
      assert.equal((await player.call('PUT', path, { n: 0 })).status, isState ? 204 : 400, 'of 1.0.3');
      if (isState) assert.equal((await player.call('PUT', path, { n: 0 })).status, 204);
      await newer.call('POST', path, { n: 1 });
      const without = await newer.call('PUT', path, { n: 2 });
      assert.deepEqual([without.status, without.body.code], [409, 'conflict']);
      for (const header of [{ 'if-match': '"other"' }, { 'if-none-match': '*' }]) {
        const refused = await newer.call('PUT', path, { n: 2 }, header);
        assert.deepEqual([refused.status, refused.body.code], [412, 'precondition_failed']);
      }
      const etag = (await newer.get(path)).headers.get('etag') ?? '';
      assert.match(etag, /^"[\da-f]{40}"$/);
      assert.equal((await newer.get(path, {}, { 'if-none-match': etag })).status, 304);
      const racing = await Promise.all(
        Array.from({ length: 8 }, (_, n) => newer.call('PUT', path, { n: n + 10 }, { 'if-match': etag })),
      );
      assert.deepEqual(racing.map(({ status }) => status).sort(), [204, 412, 412, 412, 412, 412, 412, 412]);
      assert.equal((await newer.call('DELETE', path, undefined, { 'if-match': etag })).status, 412);
      assert.equal(
        (await newer.call('PUT', `${resource}?${query({ ...place, [idName]: 'new' })}`, '{}', { 'if-match': '*' }))
          .status,
        412,
      );
    }
  });

  test('of a state have a registration, and are deleted together', async () => {
    const place = { activityId: 'http://things.example/registered', agent: mbox('registered') };
    const [one, two] = [randomUUID(), randomUUID()];
    const put = (id: string, registration?: string) =>
      player.call(
        'PUT',
        `/activities/state?${query({ ...place, stateId: id, ...(registration ? { registration } : {}) })}`,
        { id },
      );
    for (const [id, registration] of [
      ['a', one],
      ['b', one],
      ['a', two],
      ['c', undefined],
    ] as const)
      await put(id, registration);
    const list = async (registration?: string) =>
      (await player.get('/activities/state', { ...place, ...(registration ? { registration } : {}) })).body.sort();
    assert.deepEqual([await list(one), await list(two), await list()], [['a', 'b'], ['a'], ['a', 'b', 'c']]);
    await player.call('DELETE', `/activities/state?${query({ ...place, registration: one })}`);
    assert.deepEqual([await list(one), await list()], [[], ['a', 'c']]);
    await player.call('DELETE', `/activities/state?${query(place)}`);
    assert.deepEqual(await list(), []);
    assert.equal((await player.get('/activities/state', { ...place, registration: 'x', stateId: 'a' })).status, 400);
    assert.equal((await player.get('/activities/state', { activityId: place.activityId })).status, 400);
    assert.equal((await player.call('DELETE', `/agents/profile?${query({ agent: place.agent })}`)).status, 400);
  });

  test('activities are what statements told of them, in all their languages', async () => {
    const id = `http://things.example/${randomUUID()}`;
    const tell = (definition: object) => player.post({ ...said('teller', 'told', 'x'), object: { id, definition } });
    assert.deepEqual((await player.get('/activities', { activityId: id })).body, { objectType: 'Activity', id });
    await tell({ name: { en: 'One' }, type: 'http://t.example/1' });
    await tell({ name: { it: 'Uno' }, type: 'http://t.example/2' });
    assert.deepEqual((await player.get('/activities', { activityId: id })).body.definition, {
      name: { en: 'One', it: 'Uno' },
      type: 'http://t.example/2',
    });
    const canonical = await player.get(
      '/statements',
      { activity: id, format: 'canonical' },
      { 'accept-language': 'de, it;q=0.5' },
    );
    assert.deepEqual(canonical.body.statements[1].object.definition, {
      name: { it: 'Uno' },
      type: 'http://t.example/2',
    });
    const ids = await player.get('/statements', { activity: id, format: 'ids' });
    assert.deepEqual(ids.body.statements[0].object, { id });
  });

  test('an agent is the person that it names', async () => {
    await player.post({ ...said('named', 'did', 'x'), actor: { ...mbox('named'), name: 'Zoë' } });
    assert.deepEqual((await player.get('/agents', { agent: mbox('named') })).body, {
      objectType: 'Person',
      name: ['Zoë'],
      mbox: ['mailto:named@alder.example'],
    });
    assert.equal((await player.get('/agents', { agent: '{' })).status, 400);
    assert.equal((await player.get('/agents')).status, 400);
  });

  test('players at other sites may ask', async () => {
    const preflight = await request(`${app.url}/api/xapi/statements`, {
      method: 'OPTIONS',
      headers: { origin: 'https://player.example', 'access-control-request-method': 'PUT' },
    });
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /X-Experience-API-Version/);
    assert.equal(preflight.headers.get('access-control-allow-origin'), '*');
  });
});
