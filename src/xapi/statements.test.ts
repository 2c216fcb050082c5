/** Statements: kept as they came, found by what they say, never changed. */
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { before, test } from 'node:test';
import { sql } from 'kysely';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';
import { mbox, type Recorder, recorder, recorderOf, said } from '../../test/support/xapi.ts';
import { cleanUp, LIMITS } from '../jobs/cleanup.ts';
import { DAY } from '../rules/time.ts';

const VOIDED = 'http://adlnet.gov/expapi/verbs/voided';

onBothEngines('xAPI statements', (engine) => {
  let app: TestApp;
  let player: Recorder;
  let newer: Recorder;
  let next = 0;
  /** A name that no other test uses. */
  const fresh = (name: string) => `${name}${next++}`;

  before(async () => {
    app = await startApp(engine, { world: cast(), settings: { xapiRateLimitPerMinute: 0 } });
    player = await recorder(app);
    newer = await recorder(app, '2.0.0');
  });

  const store = async (...statements: object[]): Promise<string[]> => {
    const { status, body, text } = await player.post(statements);
    assert.equal(status, 200, text);
    return body;
  };
  const found = async (params: Record<string, unknown>, by = player): Promise<string[]> => {
    const { status, body, text } = await by.get('/statements', params);
    assert.equal(status, 200, text);
    return body.statements.map(({ id }: { id: string }) => id);
  };

  test('are kept as they came: numbers, order, spaces in texts, and what is within extensions', async () => {
    const id = randomUUID();
    const parts = [
      '"verb":{"id":"http://v.example"}',
      '"actor":{"mbox":"mailto:exact@alder.example","name":"Ä\\u0042 \\n"}',
      '"object":{"id":"http://o.example"}',
      '"result":{"score":{"raw":1.50,"max":1E2},"extensions":{"http://x.example":{"10":1,"2":9007199254740993,"__proto__":null}}}',
      `"id":"${id}"`,
      '"timestamp":"2024-04-19T08:36:10.123456+02:00"',
    ];
    const { status } = await player.call('PUT', `/statements?statementId=${id}`, `{ ${parts.join(' , ')} }`);
    assert.equal(status, 204);
    const { text, headers } = await player.get('/statements', { statementId: id });
    assert.ok(text.startsWith(`{${parts.join(',')}`), text);
    assert.match(text, /"version":"1\.0\.0","stored":"2024-04-19T06:36:10\.000Z","authority":\{"objectType":"Agent"/);
    assert.deepEqual(
      [headers.get('x-experience-api-version'), headers.get('last-modified')],
      ['1.0.3', 'Fri, 19 Apr 2024 06:36:10 GMT'],
    );
    const { text: listed } = await player.get('/statements', { agent: mbox('exact') });
    assert.equal(listed, `{"statements":[${text}],"more":""}`);
    const ids = await player.get('/statements', { agent: mbox('exact'), format: 'ids' });
    assert.match(ids.text, /"raw":1\.50,"max":1E2/);
  });

  test('of 2.0 have their moments in UTC', async () => {
    const { body } = await newer.post({ ...said('utc', 'did', 'x'), timestamp: '2024-04-19T08:36:10.123456+02:00' });
    const { body: kept } = await newer.get('/statements', { statementId: body[0] });
    assert.deepEqual([kept.timestamp, kept.version], ['2024-04-19T06:36:10.123456Z', '2.0.0']);
  });

  test('are found by every filter, alone and together, newest first or oldest first', async () => {
    const [who, what, group] = [fresh('who'), fresh('what'), fresh('group')];
    const registration = randomUUID();
    const [first = '', second = '', third = '', fourth = ''] = await store(
      said(who, 'began', what),
      said(who, 'ended', what, { context: { registration: registration.toUpperCase() } }),
      said(who, 'began', fresh('other'), {
        context: {
          instructor: mbox(`${who}-teacher`),
          contextActivities: { parent: { id: `http://things.example/${what}` } },
        },
      }),
      { ...said('x', 'began', fresh('other')), actor: { objectType: 'Group', ...mbox(group), member: [mbox(who)] } },
    );
    const agent = mbox(who);
    const activity = `http://things.example/${what}`;
    const verb = 'http://verbs.example/began';
    const cases: [Record<string, unknown>, string[]][] = [
      [{ agent }, [fourth, third, second, first]],
      [{ agent, ascending: true }, [first, second, third, fourth]],
      [{ agent, verb }, [fourth, third, first]],
      [{ agent, activity }, [second, first]],
      [{ agent, activity, verb }, [first]],
      [{ activity }, [second, first]],
      [{ activity, related_activities: true }, [third, second, first]],
      [{ activity, related_activities: true, agent, verb }, [third, first]],
      [{ agent: mbox(`${who}-teacher`) }, []],
      [{ agent: mbox(`${who}-teacher`), related_agents: true }, [third]],
      [{ agent: mbox(group) }, [fourth]],
      [{ registration }, [second]],
      [{ registration, verb }, []],
      [{ registration, agent, activity }, [second]],
      [{ agent: mbox(fresh('nobody')) }, []],
      [{ agent, since: '2031-01-01T00:00:00Z' }, []],
      [{ agent, until: '2020-01-01T00:00:00Z' }, []],
    ];
    for (const [params, expected] of cases) assert.deepEqual(await found(params), expected, JSON.stringify(params));
    const byAuthority = { account: { homePage: app.context.config.publicUrl, name: player.key } };
    assert.ok((await found({ agent: byAuthority, related_agents: true })).includes(first));
  });

  test('come in pages that miss none and repeat none, by since and until too', async () => {
    const who = fresh('paged');
    const ids: string[] = [];
    const at: string[] = [];
    for (let n = 0; n < 3; n++) {
      app.clock.forward(60);
      ids.push(...(await store(said(who, 'did', 'a'), said(who, 'did', 'b'))));
      at.push(new Date(app.clock.ms).toISOString());
    }
    assert.deepEqual(await found({ agent: mbox(who), since: at[0], ascending: true }), ids.slice(2));
    assert.deepEqual(await found({ agent: mbox(who), since: at[0], until: at[1], ascending: true }), ids.slice(2, 4));
    for (const ascending of [true, false]) {
      const seen: string[] = [];
      let answer = await player.get('/statements', { agent: mbox(who), limit: 4, ascending });
      seen.push(...answer.body.statements.map(({ id }: { id: string }) => id));
      assert.match(answer.body.more, /^\/api\/xapi\/statements\?more=/);
      await store(said(who, 'did', 'later'));
      answer = await player.call('GET', answer.body.more.replace('/api/xapi', ''));
      seen.push(...answer.body.statements.map(({ id }: { id: string }) => id));
      const expected = ascending ? ids : ids.toReversed();
      assert.deepEqual(
        seen.filter((id) => ids.includes(id)),
        expected,
      );
      ids.push(...(await found({ agent: mbox(who) })).slice(0, 1));
    }
  });

  test('about a statement are found by what finds that one, whichever came first', async () => {
    const [who, late] = [fresh('target'), randomUUID()];
    const about = (id: string) => ({ ...said('critic', 'liked', 'x'), object: { objectType: 'StatementRef', id } });
    const [target = ''] = await store(said(who, 'made', 'x'));
    const [one = ''] = await store(about(target));
    const [two = ''] = await store(about(one));
    assert.deepEqual(await found({ agent: mbox(who) }), [two, one, target]);
    const [early = ''] = await store(about(late));
    const [above = ''] = await store(about(early));
    const other = fresh('late');
    await store({ ...said(other, 'made', 'x'), id: late });
    assert.deepEqual(await found({ agent: mbox(other) }), [late, above, early]);
  });

  test('that are voided are found by voidedStatementId alone, also where they come later', async () => {
    const [who, late] = [fresh('voided'), randomUUID()];
    const voids = (id: string) => ({
      actor: mbox('staff'),
      verb: { id: VOIDED },
      object: { objectType: 'StatementRef', id },
    });
    const [target = ''] = await store(said(who, 'made', 'x'));
    const [voiding = ''] = await store(voids(target));
    assert.equal((await player.get('/statements', { statementId: target })).status, 404);
    assert.equal((await player.get('/statements', { voidedStatementId: target })).body.id, target);
    assert.equal((await player.get('/statements', { voidedStatementId: voiding })).status, 404);
    assert.deepEqual(await found({ agent: mbox(who) }), [voiding]);
    assert.ok(!(await found({})).includes(target));
    await store(voids(late));
    await store({ ...said(who, 'made', 'x'), id: late });
    assert.equal((await player.get('/statements', { statementId: late })).status, 404);
    const again = await player.post(voids(voiding));
    assert.deepEqual([again.status, again.body.errors[0].pointer], [400, '/object/id']);
    assert.equal((await player.post({ ...said(who, 'x', 'y'), verb: { id: VOIDED } })).status, 400);
  });

  test('are never changed: the same again is taken, another under its id is a conflict', async () => {
    const id = randomUUID();
    const statement = said(fresh('same'), 'did', 'x', { id });
    await store(statement);
    const again = { ...statement, id: id.toUpperCase(), verb: { ...statement.verb, display: { en: 'did' } } };
    assert.equal((await player.call('PUT', `/statements?statementId=${id}`, again)).status, 204);
    const { body: kept } = await player.get('/statements', { statementId: id });
    assert.equal((await player.post(kept)).status, 200, 'as it was read');
    const other = await player.post([
      said('x', 'y', fresh('z')),
      { ...statement, object: { id: 'http://other.example' } },
    ]);
    assert.deepEqual([other.status, other.body.code], [409, 'conflict']);
    assert.deepEqual(await found({ activity: 'http://other.example' }), []);
  });

  test('of many programs at once are stored in one order, each once', async () => {
    const who = fresh('racing');
    const id = randomUUID();
    const answers = await Promise.all([
      ...Array.from({ length: 12 }, (_, n) => player.post([said(who, 'did', `r${n}`), said(who, 'did', `s${n}`)])),
      ...Array.from({ length: 6 }, () => player.post(said(who, 'did', 'once', { id }))),
    ]);
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal((await found({ agent: mbox(who) })).length, 25);
    const stored = (await player.get('/statements', { agent: mbox(who), ascending: true })).body.statements.map(
      (one: { stored: string }) => one.stored,
    );
    assert.deepEqual(stored, stored.toSorted());
  });

  test('bring attachments, which come back as they were', async () => {
    const content = Buffer.from([0, 1, 2, 13, 10, 45, 45, 255]);
    const sha2 = createHash('sha256').update(content).digest('hex');
    const attachments = [
      { usageType: 'http://u.example', display: { en: 'x' }, contentType: 'image/png', length: content.length, sha2 },
    ];
    const statement = said(fresh('attached'), 'did', 'x', { attachments });
    const part = (headers: string[], body: Buffer | string) =>
      Buffer.concat([
        Buffer.from(`--b\r\n${headers.join('\r\n')}\r\n\r\n`),
        Buffer.from(body as string),
        Buffer.from('\r\n'),
      ]);
    const json = part(['Content-Type: application/json'], JSON.stringify(statement));
    const file = (hash: string) =>
      part(['Content-Type: image/png', 'Content-Transfer-Encoding: binary', `X-Experience-API-Hash: ${hash}`], content);
    const send = (...parts: Buffer[]) =>
      player.post(Buffer.concat([...parts, Buffer.from('--b--')]), { 'content-type': 'multipart/mixed; boundary=b' });
    const { status, body, text } = await send(json, file(sha2));
    assert.equal(status, 200, text);
    const answer = await fetch(`${app.url}/api/xapi/statements?statementId=${body[0]}&attachments=true`, {
      headers: player.headers,
    });
    assert.match(answer.headers.get('content-type') ?? '', /^multipart\/mixed; boundary=/);
    const whole = Buffer.from(await answer.arrayBuffer());
    assert.ok(whole.includes(Buffer.concat([Buffer.from(`X-Experience-API-Hash: ${sha2}\r\n\r\n`), content])));
    for (const [parts, detail] of [
      [[json], /must be a part of this request/],
      [[json, file('f'.repeat(64))], /no statement names/],
      [
        [json, part(['X-Experience-API-Hash: '.concat(sha2), 'Content-Transfer-Encoding: binary'], 'other')],
        /does not have its hash/,
      ],
      [[file(sha2), json], /first part/],
    ] as const) {
      const refused = await send(...parts);
      assert.equal(refused.status, 400);
      assert.match(refused.body.detail, detail);
    }
    assert.equal((await player.post(statement)).status, 400, 'without its content');
  });

  test('are deleted after a time, where one is set, and what only they had with them', async () => {
    const old = await startApp(engine, {});
    const one = await recorder(old);
    const [kept, later] = [randomUUID(), randomUUID()];
    for (const id of [randomUUID(), kept, later]) {
      await one.post(said('old', 'did', 'x', { id }));
      old.clock.forward(DAY);
    }
    const forget = (statements: number) => cleanUp(old.context.db, old.clock.ms / 1000, { ...LIMITS, statements });
    const left = async () =>
      (await one.get('/statements', { ascending: true })).body.statements.map((s: { id: string }) => s.id);
    await forget(0);
    assert.equal((await left()).length, 3);
    await forget(2 * DAY + 1);
    assert.deepEqual(await left(), [kept, later]);
    await forget(1);
    assert.deepEqual(await left(), [later], 'the newest stays');
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from xapi_key where seq not in (select seq from xapi_statement)`.execute(
      old.context.db.read.kysely,
    );
    assert.equal(Number(rows[0]?.n), 0);
    await old.close();
  });

  test('that are wrong are refused whole, by the member', async () => {
    const right = said(fresh('right'), 'did', 'x');
    const cases: [object, string, RegExp][] = [
      [{ ...right, actor: { mbox: 'a@b.example' } }, '/actor/mbox', /mailto/],
      [{ ...right, actor: { ...right.actor, openid: 'http://o.example' } }, '/actor', /exactly one/],
      [{ ...right, verb: { id: 'did' } }, '/verb/id', /IRI/],
      [{ ...right, surprise: 1 }, '/surprise', /not known/],
      [{ ...right, object: null }, '/object', /object/],
      [{ ...right, result: { score: { scaled: 1.1 } } }, '/result/score/scaled', /from -1 to 1/],
      [{ ...right, result: { duration: '5 minutes' } }, '/result/duration', /duration/],
      [{ ...right, context: { contextAgents: [] } }, '/context/contextAgents', /not known/],
      [{ ...right, timestamp: '2024-02-30T00:00:00Z' }, '/timestamp', /ISO 8601/],
      [
        { ...right, object: { id: 'http://o.example', definition: { name: { 'no tag': 'x' } } } },
        '/object/definition/name/no tag',
        /language tag/,
      ],
    ];
    for (const [wrong, pointer, detail] of cases) {
      const { status, body } = await player.post([right, wrong]);
      assert.deepEqual([status, body.errors?.[0]?.pointer], [400, `/1${pointer}`], JSON.stringify(body));
      assert.match(body.errors[0].detail, detail);
    }
    for (const [text, detail] of [
      ['{"actor":{},"actor":{}}', /\/actor: is given twice/],
      ['{"actor":{"mbox":"mailto:a@b.example","name":"\\u0000"}}', /NUL/],
      ['[', /not JSON/],
      ['"x"', /statement/],
      [`{"a":${'['.repeat(100)}${']'.repeat(100)}}`, /levels/],
      [Buffer.from([0x22, 0xff, 0x22]), /UTF-8/],
    ] as const) {
      const { status, body } = await player.post(text);
      assert.equal(status, 400);
      assert.match(body.detail, detail);
    }
    assert.equal((await player.post(Array.from({ length: 1001 }, () => right))).status, 413);
    assert.equal((await player.post(`"${'x'.repeat(9 * 1024 * 1024)}"`)).status, 413);
    const long = await player.post([right, { ...right, result: { response: 'x'.repeat(256 * 1024) } }]);
    assert.equal(long.status, 413);
    assert.match(long.body.detail, /^\/1 has \d+ characters/);
    assert.equal((await player.post(right, { 'content-type': 'text/plain' })).status, 400);
    assert.deepEqual(await found({ agent: right.actor }), []);
  });

  test('are asked for with the parameters that there are', async () => {
    const cases: Record<string, unknown>[] = [
      { foo: 1 },
      { statementId: 'x' },
      { statementId: randomUUID(), verb: 'http://v' },
      { agent: 'x' },
      { agent: { member: [], objectType: 'Group' } },
      { verb: 'x' },
      { limit: -1 },
      { limit: 1.5 },
      { since: 'x' },
      { format: 'x' },
      { ascending: 1 },
      { more: 'x' },
      { more: 'x', limit: 1 },
      { statementId: randomUUID(), voidedStatementId: randomUUID() },
    ];
    for (const params of cases)
      assert.equal((await player.get('/statements', params)).status, 400, JSON.stringify(params));
    assert.equal((await player.call('GET', '/statements?limit=1&limit=2')).status, 400);
    assert.equal((await player.call('DELETE', '/statements')).status, 405);
    assert.equal((await player.get('/nothing')).status, 404);
  });

  test('are for programs with credentials and a version, each with a limit of its own', async () => {
    for (const version of ['', '0.9', '1.1.0', '3.0', '2.1.0']) {
      const answer = await player.get('/statements', {}, { 'x-experience-api-version': version });
      assert.equal(answer.status, 400, version);
    }
    for (const [version, spoken] of [
      ['1.0', '1.0.3'],
      ['1.0.9', '1.0.3'],
      ['2.0', '2.0.0'],
      ['2.0.1', '2.0.0'],
    ] as const) {
      const answer = await player.get('/statements', { limit: 1 }, { 'x-experience-api-version': version });
      assert.deepEqual([answer.status, answer.headers.get('x-experience-api-version')], [200, spoken]);
    }
    const about = await fetch(`${app.url}/api/xapi/about`);
    assert.deepEqual(((await about.json()) as { version: string[] }).version, ['1.0.3', '2.0.0']);
    const stranger = await recorderOf(app, player.key, 'wrong').get('/statements');
    assert.deepEqual(
      [stranger.status, stranger.headers.get('www-authenticate')],
      [401, 'Basic realm="xAPI", charset="UTF-8"'],
    );
    const limited = await startApp(engine, { settings: { xapiRateLimitPerMinute: 3 } });
    const [one, other] = [await recorder(limited), await recorder(limited)];
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) statuses.push((await one.get('/statements')).status);
    assert.deepEqual(statuses, [200, 200, 200, 429]);
    assert.equal((await one.get('/statements')).headers.get('retry-after'), '20');
    assert.equal((await other.get('/statements')).status, 200);
    limited.clock.forward(20);
    assert.equal((await one.get('/statements')).status, 200);
    await limited.close();
  });
});
