/** Orders: one pool for each, whatever comes twice, late, or at once. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { mailsOf } from '../../test/support/accounts.ts';
import { type Answer, type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, DAX, SQL } from '../../test/support/cast.ts';

onBothEngines('orders', (engine) => {
  let app: TestApp;
  let publisher: Client;
  let count = 0;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    publisher = await app.publisher();
  });

  const db = () => app.context.db.read.kysely;
  const reference = () => `R-${++count}`;
  const body = (more: object = {}) => ({
    source: 'own-shop',
    reference: reference(),
    manager: { id: ALICE },
    courseId: String(DAX),
    licenses: 5,
    ...more,
  });
  const order = (more: object = {}) => publisher.post('/v1/orders', body(more));
  const made = async (more: object = {}) => {
    const answer = await order(more);
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const pool = async (id: number) =>
    (await db().selectFrom('pool').selectAll().where('id', '=', id).executeTakeFirst()) as NonNullable<unknown> & {
      licenses: number;
      shrink_to: number | null;
      start_at: number;
      end_at: number;
      closed_at: number | null;
      course_id: number;
      transferable: number;
      order_ref: string | null;
    };
  const end = async (id: number) => new Date((await pool(id)).end_at * 1000).toISOString();
  const pools = async () =>
    Number(
      (
        await db()
          .selectFrom('pool')
          .select((eb) => eb.fn.countAll().as('n'))
          .execute()
      )[0]?.n,
    );
  const kinds = async (id: string) =>
    (
      await db()
        .selectFrom('event')
        .select(['kind', 'details'])
        .where('kind', 'like', 'order.%')
        .orderBy('id')
        .execute()
    )
      .filter(({ details }) => (JSON.parse(details).after ?? JSON.parse(details).before).order === id)
      .map(({ kind }) => kind);
  const faults = ({ status, body: { code, errors } }: Answer) => [status, code, errors?.[0]?.pointer];

  test('becomes a pool, and the same again is answered the same', async () => {
    const asked = body({ months: 12, reference: 'A-1' });
    const first = await publisher.post('/v1/orders', asked);
    assert.deepEqual(Object.keys(first.body), [
      ...['id', 'source', 'reference', 'line', 'state', 'managerId', 'poolId', 'courseId', 'product', 'licenses'],
      ...['why', 'created', 'changed'],
    ]);
    const { state, managerId, courseId, poolId, licenses, line, product, why } = first.body;
    assert.deepEqual(
      [state, managerId, courseId, licenses, line, product, why],
      ['active', String(ALICE), String(DAX), 5, '1', null, null],
    );
    const { licenses: seats, start_at, transferable, order_ref } = await pool(poolId);
    assert.deepEqual([seats, start_at, transferable, order_ref], [5, app.clock.ms / 1000, 1, 'A-1']);
    assert.equal(await end(poolId), '2025-04-19T06:36:10.000Z');
    const before = await pools();
    app.clock.forward(3600);
    for (const again of [asked, { ...asked, manager: { email: 'else@where.example' } }])
      assert.equal((await publisher.post('/v1/orders', again)).text, first.text);
    assert.equal(await pools(), before);
    assert.equal((await publisher.get(`/v1/orders/${first.body.id}`)).text, first.text);
    assert.deepEqual(await kinds(first.body.id), ['order.made']);
  });

  test('changes its pool to another number or end, and months count from the start of the pool', async () => {
    const asked = body({ months: 12 });
    const { poolId, id } = await made(asked);
    const start = (await pool(poolId)).start_at;
    app.clock.forward(40 * 86_400);
    await made({ ...asked, licenses: 8 });
    assert.deepEqual([(await pool(poolId)).licenses, (await pool(poolId)).start_at], [8, start]);
    await made({ ...asked, licenses: 8, months: 24 });
    assert.equal((await end(poolId)).slice(0, 4), '2026');
    await made({ ...asked, licenses: 8, months: undefined, end: '2030-01-01T00:00:00+01:00' });
    assert.equal(await end(poolId), '2029-12-31T23:00:00.000Z');
    await made({ ...asked, licenses: 8, months: undefined });
    assert.equal(await end(poolId), '2029-12-31T23:00:00.000Z', 'without an end nothing is said of it');
    assert.deepEqual(await kinds(id), ['order.made', 'order.changed', 'order.changed', 'order.changed']);
  });

  test('gets fewer licenses as seats come back, and takes none from anybody', async () => {
    const asked = body({ courseId: String(SQL), licenses: 3 });
    const { poolId } = await made(asked);
    const alice = await app.client(ALICE);
    const held = [];
    for (const name of ['a', 'b', 'c']) {
      const answer = await alice.post(`/v1/pool/${poolId}/license`, { email: `${name}@alder.example` });
      assert.equal(answer.status, 200, answer.text);
      held.push(answer.body.id);
    }
    assert.equal((await made({ ...asked, licenses: 1 })).licenses, 1);
    assert.deepEqual([(await pool(poolId)).licenses, (await pool(poolId)).shrink_to], [3, 1]);
    for (const id of held) await alice.delete(`/v1/license/${id}`);
    assert.deepEqual([(await pool(poolId)).licenses, (await pool(poolId)).shrink_to], [1, null]);
  });

  test('24 at once are one', async () => {
    const before = await pools();
    const asked = body({ manager: { email: 'crowd@shop.example', name: 'Crowd' } });
    const answers = await Promise.all(Array.from({ length: 24 }, () => publisher.post('/v1/orders', asked)));
    assert.deepEqual(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size, 1);
    assert.equal(await pools(), before + 1);
    assert.equal(
      (await mailsOf(app, 'invitation')).filter(({ recipient }) => recipient === 'crowd@shop.example').length,
      1,
    );
    const others = Array.from('12345678', (line) => order({ line, manager: { email: 'New@Many.example' } }));
    const ids = new Set((await Promise.all(others)).map((answer) => answer.body.managerId));
    assert.equal(ids.size, 1, 'a new buyer is made once');
  });

  test('finds a license manager by email without a change, or makes one and invites its owner', async () => {
    const { email } = await db()
      .selectFrom('manager')
      .select('email')
      .where('id', '=', ALICE)
      .executeTakeFirstOrThrow();
    const found = await made({ manager: { email: email.toUpperCase(), name: 'Other', ownerEmail: 'o@o.example' } });
    assert.equal(found.managerId, String(ALICE));
    assert.equal((await mailsOf(app, 'invitation')).filter(({ recipient }) => recipient === 'o@o.example').length, 0);
    const manager = {
      email: 'Buyer@Corp.example',
      name: 'Corp',
      allowedDomains: ['corp.example'],
      ownerEmail: 'x@corp.example',
    };
    const made1 = await made({ manager });
    const row = await db()
      .selectFrom('manager')
      .selectAll()
      .where('id', '=', Number(made1.managerId))
      .executeTakeFirstOrThrow();
    assert.deepEqual([row.name, row.email, row.allowed_domains], ['Corp', 'Buyer@Corp.example', '["corp.example"]']);
    assert.equal(
      (await mailsOf(app, 'invitation')).filter(({ recipient }) => recipient === 'x@corp.example').length,
      1,
    );
    assert.equal((await made({ manager: { email: 'buyer@corp.example' } })).managerId, made1.managerId);
    assert.deepEqual(faults(await order({ manager: { id: 987_654 } })), [400, 'invalid_request', '/manager/id']);
    assert.deepEqual(faults(await order({ manager: {} })), [400, 'invalid_request', '/manager']);
    assert.deepEqual(faults(await order({ manager: { email: 'no' } })), [400, 'invalid_request', '/manager/email']);
  });

  test('is parked for a product that nobody mapped, until it is resolved or mapped', async () => {
    const product = 'a/b c?ü';
    const asked = body({ courseId: undefined, product, transferable: undefined, licenses: 2 });
    const parked = await made(asked);
    assert.deepEqual([parked.state, parked.poolId, parked.courseId, parked.product], ['parked', null, null, product]);
    assert.equal(parked.why, 'unknown_product');
    app.clock.forward(60);
    assert.deepEqual(await made(asked), parked, 'the same again changes nothing');
    const second = await made({ ...asked, reference: reference(), licenses: 4 });
    assert.equal((await made({ ...asked, licenses: 3 })).id, parked.id);
    const resolved = await publisher.post(`/v1/orders/${parked.id}/resolve`, {
      courseId: DAX,
      transferable: false,
      months: 6,
    });
    assert.deepEqual([resolved.body.state, resolved.body.courseId, resolved.body.why], ['active', String(DAX), null]);
    const { licenses, transferable } = await pool(resolved.body.poolId);
    assert.deepEqual([licenses, transferable], [3, 0]);
    const again = await publisher.post(`/v1/orders/${parked.id}/resolve`, { courseId: DAX });
    assert.deepEqual([again.status, again.body.code], [400, 'order_not_parked']);
    const path = `/v1/products/own-shop/${encodeURIComponent(product)}`;
    assert.equal((await publisher.get(path)).status, 404);
    const put = await publisher.call('PUT', path, {
      courseId: String(SQL),
      licensesPerUnit: 10,
      transferable: false,
      months: 3,
    });
    assert.deepEqual(put.body, {
      ...{ source: 'own-shop', product, courseId: String(SQL), transferable: false, licensesPerUnit: 10, months: 3 },
    });
    const mapped = (await publisher.get(`/v1/orders/${second.id}`)).body;
    assert.deepEqual([mapped.state, mapped.courseId, mapped.licenses], ['active', String(SQL), 4]);
    assert.deepEqual([(await pool(mapped.poolId)).licenses, (await pool(mapped.poolId)).transferable], [40, 0]);
    assert.deepEqual(await kinds(second.id), ['order.parked', 'order.resolved']);
    assert.deepEqual((await publisher.get(path)).body, put.body);
    assert.ok((await publisher.get('/v1/products')).body.some((one: { product: string }) => one.product === product));
    const third = await made({ ...asked, reference: reference(), transferable: true, months: 1 });
    assert.equal((await pool(third.poolId)).transferable, 1, 'what the order says counts more');
    assert.equal((await publisher.delete(path)).status, 200);
    assert.equal((await publisher.delete(path)).status, 404);
    assert.equal((await made({ ...asked, reference: mapped.reference, licenses: 5 })).poolId, mapped.poolId);
    assert.equal((await pool(mapped.poolId)).licenses, 50, 'as many for each unit as when it was bought');
    assert.equal((await made({ ...asked, reference: reference() })).state, 'parked');
  });

  test('is cancelled for good', async () => {
    const asked = body({ courseId: String(SQL), licenses: 2 });
    const { id, poolId } = await made(asked);
    const alice = await app.client(ALICE);
    await alice.post(`/v1/pool/${poolId}/license`, { email: 'q@alder.example' });
    const cancelled = await publisher.post(`/v1/orders/${id}/cancel`);
    assert.deepEqual(
      [cancelled.body.state, cancelled.body.poolId, cancelled.body.why],
      ['cancelled', poolId, 'cancelled'],
    );
    assert.notEqual((await pool(poolId)).closed_at, null);
    const refused = await alice.post(`/v1/pool/${poolId}/license`, { email: 'r@alder.example' });
    assert.deepEqual([refused.status, refused.body.code], [400, 'pool_closed']);
    for (const again of [
      await publisher.post(`/v1/orders/${id}/cancel`, { mode: 'end' }),
      await publisher.post('/v1/orders', { ...asked, licenses: 9 }),
      await publisher.get(`/v1/orders/${id}`),
    ])
      assert.equal(again.text, cancelled.text);
    assert.equal((await pool(poolId)).licenses, 2);
    assert.equal((await publisher.post(`/v1/orders/${id}/resolve`, { courseId: DAX })).body.code, 'order_not_parked');
    const other = await made({ months: 12 });
    await publisher.post(`/v1/orders/${other.id}/cancel`, { mode: 'end' });
    assert.ok((await pool(other.poolId)).end_at <= app.clock.ms / 1000 + 1);
    const parked = await made({ courseId: undefined, product: 'never' });
    const gone = (await publisher.post(`/v1/orders/${parked.id}/cancel`, {})).body;
    assert.deepEqual([gone.state, gone.poolId], ['cancelled', null]);
    await publisher.call('PUT', '/v1/products/own-shop/never', { courseId: DAX });
    assert.equal((await publisher.get(`/v1/orders/${parked.id}`)).body.state, 'cancelled');
    assert.equal((await publisher.post('/v1/orders/999999/cancel')).status, 404);
  });

  test('refuses what nobody can have meant', async () => {
    const wrong: [object, string][] = [
      [{ source: 'Own Shop' }, '/source'],
      [{ source: 'x'.repeat(41) }, '/source'],
      [{ reference: '' }, '/reference'],
      [{ reference: 'x'.repeat(101) }, '/reference'],
      [{ reference: 'a\nb' }, '/reference'],
      [{ line: ' 1' }, '/line'],
      [{ licenses: 0 }, '/licenses'],
      [{ licenses: -1 }, '/licenses'],
      [{ licenses: 1.5 }, '/licenses'],
      [{ licenses: 1e20 }, '/licenses'],
      [{ courseId: undefined }, '/courseId'],
      [{ product: 'x' }, '/courseId'],
      [{ courseId: 987_654 }, '/courseId'],
      [{ months: 0 }, '/months'],
      [{ months: 3, end: '2030-01-01T00:00:00Z' }, '/months'],
      [{ end: '2030-01-01' }, '/end'],
      [{ end: '2020-01-01T00:00:00Z' }, '/end'],
      [{ start: '2031-01-01T00:00:00Z', end: '2030-01-01T00:00:00Z' }, '/end'],
      [{ other: 1 }, '/other'],
    ];
    const before = await pools();
    for (const [more, pointer] of wrong)
      assert.deepEqual(faults(await order(more)), [400, 'invalid_request', pointer], JSON.stringify(more));
    const { reference: known } = await made();
    assert.deepEqual(faults(await order({ reference: known, courseId: SQL })), [400, 'invalid_request', '/courseId']);
    assert.equal(await pools(), before + 1);
    assert.deepEqual(faults(await publisher.call('PUT', '/v1/products/own-shop/x', { courseId: 987_654 })), [
      ...[400, 'invalid_request', '/courseId'],
    ]);
    for (const query of ['state=open', 'source=A', 'page=0', 'state=active&state=parked'])
      assert.equal((await publisher.get(`/v1/orders?${query}`)).status, 400, query);
    for (const id of ['0', 'x', '999999']) assert.equal((await publisher.get(`/v1/orders/${id}`)).status, 404);
  });

  test('is listed, newest first, and found', async () => {
    const shown = async (query: string) => {
      const { body: list, headers } = await publisher.get(`/v1/orders?${query}`);
      return [list.map((one: { reference: string }) => one.reference), Number(headers.get('x-total-count'))];
    };
    const of = async (references: string[], more: object) => {
      for (const one of references) await made({ source: 'listed', reference: one, ...more });
    };
    await of(['L-1', 'L-2'], {});
    await of(['L-3'], {
      courseId: undefined,
      product: 'Déjà_vu',
      manager: { email: 'find@me.example', name: 'Ünique' },
    });
    assert.deepEqual(await shown('source=listed'), [['L-3', 'L-2', 'L-1'], 3]);
    assert.deepEqual(await shown('source=listed&pageSize=2&page=2'), [['L-1'], 3]);
    assert.deepEqual(await shown('source=listed&state=active'), [['L-2', 'L-1'], 2]);
    assert.deepEqual(await shown('source=listed&state=parked'), [['L-3'], 1]);
    for (const search of ['unique', 'find@ME', 'DEJA_vu', 'l-3'])
      assert.deepEqual(await shown(`search=${search}`), [['L-3'], 1]);
    assert.deepEqual(await shown('search=%25'), [[], 0]);
    const [all, total] = await shown('pageSize=1000');
    assert.equal((all as string[]).length, total);
    const [last] = await shown(`pageSize=1&page=${total}`);
    assert.deepEqual(last, [(all as string[]).at(-1)]);
  });

  test('is rehearsed without a trace, and its answer is kept under a key', async () => {
    const asked = body({ manager: { email: 'dry@run.example' } });
    const before = [await pools(), (await db().selectFrom('event').select('id').execute()).length];
    const dry = await publisher.post('/v1/orders?dryRun=true', asked);
    assert.deepEqual([dry.status, dry.body.state, dry.headers.get('dry-run')], [200, 'active', 'true']);
    assert.deepEqual([await pools(), (await db().selectFrom('event').select('id').execute()).length], before);
    const first = await publisher.post('/v1/orders', asked, { 'idempotency-key': 'k-1' });
    await publisher.post('/v1/orders', { ...asked, licenses: 6 });
    const again = await publisher.post('/v1/orders', asked, { 'idempotency-key': 'k-1' });
    assert.deepEqual([again.text, (await pool(first.body.poolId)).licenses], [first.text, 6]);
    const reader = await app.publisher('read');
    assert.equal((await reader.post('/v1/orders', asked)).status, 403);
    assert.equal((await reader.get('/v1/orders')).status, 200);
  });

  test('is kept by the schema, whoever writes', async () => {
    const { id, reference: known } = await made();
    const write = (text: string) => app.context.db.write((tx) => tx.script(text));
    await assert.rejects(write(`delete from order_line where id = ${id}`));
    await assert.rejects(write(`update order_line set reference = 'x' where id = ${id}`));
    await assert.rejects(write(`update order_line set pool_id = null where id = ${id}`));
    const columns = 'source, reference, line, state, why, units, search_key, created_at, changed_at';
    await assert.rejects(
      write(`insert into order_line (${columns}) values ('own-shop', '${known}', '1', 'parked', 'x', 1, '', 0, 0)`),
    );
  });

  test('forgets a product once, whoever asks at once', async () => {
    const path = '/v1/products/own-shop/forgotten';
    const unmapped = () => db().selectFrom('event').select('id').where('kind', '=', 'product.unmapped').execute();
    const before = (await unmapped()).length;
    for (let round = 0; round < 5; round++) {
      assert.equal((await publisher.put(path, { courseId: String(DAX) })).status, 200);
      const answers = await Promise.all(Array.from({ length: 8 }, () => publisher.delete(path)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array(7).fill(404)]);
    }
    assert.equal((await unmapped()).length, before + 5);
  });
});
