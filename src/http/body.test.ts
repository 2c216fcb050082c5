import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { json } from 'node:stream/consumers';
import { before, beforeEach, test } from 'node:test';
import { type Answer, type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, cast, SHARED_SQL } from '../../test/support/cast.ts';

const PATH = `/v1/pool/${SHARED_SQL}/license`;
const LIMIT = 64 * 1024;
const bytes = (text: string) => Buffer.from(text, 'latin1');

onBothEngines('a body', (engine) => {
  let app: TestApp;
  let alice: Client;
  let people = 0;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
  });

  beforeEach(async () => {
    for (const { id } of (await alice.get('/v1/licenses')).body) await alice.delete(`/v1/license/${id}`);
  });

  const email = () => `b${++people}@alder.example`;
  const post = (body: unknown, headers?: Record<string, string>) => alice.post(PATH, body, headers);
  const pointers = (answer: Answer) => answer.body.errors?.map((fault: { pointer: string }) => fault.pointer);
  const refused = async (answer: Answer, status: number, code: string, pointer?: string) => {
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.body.code, code);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/);
    if (pointer !== undefined) assert.deepEqual(pointers(answer), [pointer], answer.text);
    assert.deepEqual((await alice.get('/v1/licenses')).body, [], 'nothing was assigned');
  };
  /** Sends what `fetch` would not, chunk by chunk and without a length. */
  const send = (
    method: string,
    path: string,
    headers: Record<string, string | string[]>,
    chunks: (string | Buffer)[] = [],
  ) =>
    new Promise<{ status: number | undefined; body: Answer['body'] }>((resolve, reject) => {
      const authorization = `Bearer ${alice.token}`;
      const sent = httpRequest(`${app.url}/api/licensing${path}`, {
        method,
        headers: { authorization, ...headers } as never,
      });
      sent.on('response', async (answer) => resolve({ status: answer.statusCode, body: await json(answer) }));
      sent.on('error', reject);
      for (const chunk of chunks) sent.write(chunk);
      sent.end();
    });

  test('is JSON by its content type, with or without its charset', async () => {
    for (const type of [
      'application/json',
      'Application/JSON',
      'application/json; charset=utf-8',
      'application/json;charset=UTF-8',
      'application/json; charset="utf-8"',
      'application/json; charset=utf8',
      'application/json;charset="UTF8";version=1',
      'application/json; odata=verbose',
      'application/json;odata.metadata="minimal;\\"x";IEEE754Compatible=false ; charset = utf-8',
      'application/json ; charset=utf-8; charset=UTF8;',
    ]) {
      const answer = await post({ email: email() }, { 'content-type': type });
      assert.equal(answer.status, 200, `${type}: ${answer.text}`);
      await alice.delete(`/v1/license/${answer.body.id}`);
    }
  });

  test('of another type, charset or coding is 415', async () => {
    const body = JSON.stringify({ email: email() });
    for (const type of [
      'text/plain',
      'text/json',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/problem+json',
      'application/json-seq',
      'application/jsonp',
      'application/json; charset=utf-16',
      'application/json; charset=iso-8859-1',
      'application/json; charset=utf-8; charset=utf-16',
      'application/json; odata=verbose; charset=latin1',
      'application/json; odata',
      'application/json; odata=verbose, application/json',
      'application/json; a="b',
      'application/json charset=utf-8',
      'application/xml',
      'json',
      '*/*',
    ]) {
      await refused(await post(body, { 'content-type': type }), 415, 'unsupported_media_type');
    }
    for (const coding of ['gzip', 'deflate', 'br', 'identity', 'x'])
      await refused(await post(body, { 'content-encoding': coding }), 415, 'unsupported_media_type');
    const untyped = await send('POST', PATH, {}, [body]);
    assert.deepEqual([untyped.status, untyped.body.code], [415, 'unsupported_media_type']);
    const twice = await send('POST', PATH, { 'content-type': ['application/json', 'text/plain'] }, [body]);
    assert.deepEqual([twice.status, twice.body.code], [415, 'unsupported_media_type']);
  });

  test('has at most 64 KiB, told or not told', async () => {
    const padded = (size: number) => {
      const body = JSON.stringify({ email: email() });
      return body + ' '.repeat(size - body.length);
    };
    assert.equal((await post(padded(LIMIT))).status, 200);
    for (const { id } of (await alice.get('/v1/licenses')).body) await alice.delete(`/v1/license/${id}`);
    await refused(await post(padded(LIMIT + 1)), 413, 'payload_too_large');
    const type = { 'content-type': 'application/json' };
    const chunked = await send('POST', PATH, { ...type, 'transfer-encoding': 'chunked' }, [padded(LIMIT), ' ']);
    assert.deepEqual([chunked.status, chunked.body.code], [413, 'payload_too_large']);
    assert.deepEqual((await alice.get('/v1/licenses')).body, []);
  });

  test('may begin with a byte order mark', async () => {
    const answer = await post(Buffer.from(`\ufeff{"email":"${email()}"}`));
    assert.equal(answer.status, 200, answer.text);
    await alice.delete(`/v1/license/${answer.body.id}`);
    const within = await post(Buffer.from(`\ufeff\ufeff{"email":"${email()}"}`));
    assert.deepEqual([within.status, within.body.errors], [400, [{ pointer: '', detail: 'is not JSON' }]]);
  });

  test('is UTF-8 and JSON', async () => {
    const broken: [string, Buffer][] = [
      ['a lone continuation byte', bytes('{"email":"a\x80@alder.example"}')],
      ['an overlong slash', bytes('{"email":"a\xc0\xaf@alder.example"}')],
      ['half a surrogate pair', bytes('{"email":"a\xed\xa0\x80@alder.example"}')],
      ['a character cut short', bytes('{"email":"a@alder.example","name":"\xe2\x82"}')],
      ['UTF-16', Buffer.from('{"email":"a@alder.example"}', 'utf16le')],
      ['nothing', bytes('')],
      ['white space', bytes('  \n')],
      ['a comma too many', bytes('{"email":"a@alder.example",}')],
      ['a comment', bytes('{"email":"a@alder.example"} // me')],
      ['two values', bytes('{"email":"a@alder.example"}{}')],
      ['single quotes', bytes("{'email':'a@alder.example'}")],
      ['a number that is none', bytes('{"email":NaN}')],
      ['a control character', bytes('{"email":"a@alder.example","name":"a\nb"}')],
    ];
    for (const [what, body] of broken) {
      const answer = await post(body);
      assert.equal(answer.status, 400, what);
      await refused(answer, 400, 'invalid_request', '');
    }
  });

  test('is one object', async () => {
    for (const body of ['[]', '[{"email":"a@alder.example"}]', 'null', '"a@alder.example"', '7', 'true'])
      await refused(await post(body), 400, 'invalid_request', '');
  });

  test('has the types of the contract, none of them coerced, and null for what is left out', async () => {
    const wrong: [object, string][] = [
      [{ email: null }, '/email'],
      [{ email: ['a@alder.example'] }, '/email'],
      [{ email: { toString: 'a@alder.example' } }, '/email'],
      [{ email: 'a@alder.example', name: 7 }, '/name'],
      [{ email: 'a@alder.example', endDate: 20_241_201 }, '/endDate'],
      [{ email: 'a@alder.example', endDate: '' }, '/endDate'],
      [{ email: 'a@alder.example', recycle: 1 }, '/recycle'],
      [{ email: 'a@alder.example', recycle: 'false' }, '/recycle'],
    ];
    for (const [body, pointer] of wrong) {
      const answer = await post(body);
      await refused(answer, 400, 'invalid_request');
      assert.ok(pointers(answer).includes(pointer), answer.text);
    }
    const answer = await post({ email: email(), name: null, endDate: null, recycle: null });
    assert.deepEqual(
      [answer.status, answer.body.student.name, answer.body.end],
      [200, 'Student', '2025-01-01T00:00:00+00:00'],
    );
  });

  test('has no unknown members, whatever their names', async () => {
    for (const [text, pointer] of [
      ['"emial":"x"', '/emial'],
      ['"__proto__":{"recycle":true}', '/__proto__'],
      ['"constructor":{"prototype":{"recycle":true}}', '/constructor'],
      ['"toString":"x"', '/toString'],
      ['"Email":"x"', '/Email'],
      ['"a/b~c":1', '/a~1b~0c'],
      ['"":1', '/'],
    ])
      await refused(await post(`{"email":"${email()}",${text}}`), 400, 'invalid_request', pointer);
    assert.equal(({} as { recycle?: boolean }).recycle, undefined);
  });

  test('that repeats a member counts by the last one, in the check as in the effect', async () => {
    await refused(await post(`{"email":"a@alder.example","email":"none"}`), 400, 'invalid_request', '/email');
    const last = email();
    assert.equal((await post(`{"email":"none","email":"${last}"}`)).body.student.email, last);
  });

  test('holds no NUL and no half surrogate pair, in names of members either', async () => {
    for (const [text, pointer] of [
      ['"name":"a\\u0000b"', '/name'],
      ['"name":"a\\udc00"', '/name'],
      ['"name":"\\ud800x"', '/name'],
      ['"x":{"y":["a\\u0000"]}', '/x/y/0'],
      ['"a\\u0000b":1', ''],
      ['"\\ud800":1', ''],
    ])
      await refused(await post(`{"email":"${email()}",${text}}`), 400, 'invalid_request', pointer);
    const smile = await post(`{"email":"${email()}","name":"\\ud83d\\ude00 e\\u0301"}`);
    assert.equal(smile.body.student.name, '😀 é', 'a whole pair is fine; names are NFC');
  });

  test('is not nested deeply', async () => {
    for (const deep of [9, 1000, 30_000])
      await refused(
        await post(`{"email":"a@alder.example","name":${'['.repeat(deep)}${']'.repeat(deep)}}`),
        400,
        'invalid_request',
        '',
      );
    await refused(
      await post(`{"email":"a@alder.example","name":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}`),
      400,
      'invalid_request',
      '',
    );
  });

  test('has a limited number of values, whatever is in its texts', async () => {
    for (const many of [
      `{"email":"a@alder.example",${Array.from({ length: 16_000 }, (_, i) => `"${i % 9}":1`).join()}}`,
      `{"csv":"x","columns":[${'[],'.repeat(16_000)}[]]}`,
      `{"csv":"\\\\","columns":[${'0,'.repeat(16_000)}0]}`,
    ]) {
      const preview = await fetch(`${app.url}/api/licensing/v1/pool/${SHARED_SQL}/bulk/preview`, {
        method: 'POST',
        headers: { authorization: `Bearer ${alice.token}`, 'content-type': 'application/json' },
        body: many,
      });
      assert.equal(preview.status, 400, many.slice(0, 60));
      assert.match(await preview.text(), /more than 15000 members and items/);
    }
    const csv = `email\na@alder.example${',[{"\\'.repeat(20_000)}`;
    const told = await alice.post(`/v1/pool/${SHARED_SQL}/bulk/preview`, { csv });
    assert.doesNotMatch(told.text, /members and items/);
  });

  test('is not asked of DELETE, even where its type is named', async () => {
    const type = { 'content-type': 'application/json' };
    const variants: [Record<string, string>, string[]][] = [
      [{}, []],
      [type, []],
      [{ ...type, 'content-length': '0' }, []],
      [{ 'content-type': 'text/plain; charset=utf-8', 'content-length': '0' }, []],
      [{ 'content-type': 'application/x-www-form-urlencoded' }, []],
      [{ 'content-length': '0' }, []],
      [{ ...type, 'content-length': '2' }, ['{}']],
    ];
    for (const [headers, chunks] of variants) {
      const { id } = (await post({ email: email() })).body;
      const answer = await send('DELETE', `/v1/license/${id}`, headers, chunks);
      assert.deepEqual([answer.status, answer.body.active], [200, false], JSON.stringify([headers, chunks]));
    }
  });

  test('is asked of PATCH: one date and nothing else', async () => {
    const { id } = (await post({ email: email() })).body;
    const wrong: [unknown, string][] = [
      [{}, '/endDate'],
      [{ endDate: null }, '/endDate'],
      [{ endDate: '2024-13-01' }, '/endDate'],
      [{ endDate: '2023-02-29' }, '/endDate'],
      [{ endDate: '2024-6-1' }, '/endDate'],
      [{ endDate: ' 2024-06-01' }, '/endDate'],
      [{ endDate: '2024-06-01', recycle: true }, '/recycle'],
      ['', ''],
    ];
    for (const [body, pointer] of wrong) {
      const answer = await alice.call('PATCH', `/v1/license/${id}`, body);
      assert.deepEqual([answer.status, pointers(answer)], [400, [pointer]], answer.text);
    }
    assert.equal((await alice.get(`/v1/license/${id}`)).body.end, '2025-01-01T00:00:00+00:00');
  });
});
