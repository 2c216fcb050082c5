import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import { before, test } from 'node:test';
import { system } from '#event/record.ts';
import { createToken, deleteToken, listTokens } from '#token/token.ts';
import { type Answer, type Client, onBothEngines, request, startApp, type TestApp } from '../../test/support/app.ts';
import { ALICE, CHARLIE, cast } from '../../test/support/cast.ts';
import { managerScope, publisherScope, type Scope } from '../principal.ts';

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString());

/** The body in the one answer for every reason: the request's own id is in the headers alone. */
const UNAUTHORIZED = {
  type: '/api/licensing/problems/unauthorized',
  title: 'Unauthorized',
  status: 401,
  detail: 'A valid API token is required: send it as “Authorization: Bearer <token>”.',
};

onBothEngines('a bearer token', (engine) => {
  let app: TestApp;
  let alice: Client;
  let secret: Buffer;

  before(async () => {
    app = await startApp(engine, { world: cast() });
    alice = await app.client(ALICE);
    secret = app.context.config.secretKey;
  });

  const me = (headers: Record<string, string>): Promise<Answer> =>
    request(`${app.url}/api/licensing/v1/me`, { headers });
  const refused = async (answer: Answer, what: string) => {
    assert.equal(answer.status, 401, what);
    assert.equal(answer.headers.get('www-authenticate'), 'Bearer', what);
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/, what);
    assert.deepEqual(answer.body, { ...UNAUTHORIZED, instance: '/api/licensing/v1/me', code: 'unauthorized' }, what);
  };
  const sign = (header: string, claims: string, key: Buffer | string = secret, hash = 'sha256') =>
    `${header}.${claims}.${createHmac(hash, key).update(`${header}.${claims}`).digest('base64url')}`;
  /** Alice's token, with other claims or another header, signed with the server's own key. */
  const forge = (changes: object, headerChanges: object = {}) => {
    const [header, claims] = alice.token.split('.');
    return sign(encode({ ...decode(header), ...headerChanges }), encode({ ...decode(claims), ...changes }));
  };

  test('has the header and the claims of the contract, and is accepted', async () => {
    const [header, claims] = alice.token.split('.');
    assert.equal(Buffer.from(header ?? '', 'base64url').toString(), '{"typ":"JWT","alg":"HS256"}');
    const { key, ...others } = decode(claims);
    const iat = Date.parse('2024-04-19T06:36:10Z') / 1000;
    const iss = app.context.config.publicUrl;
    assert.deepEqual(others, { iss, aud: 'video-licensing/v1', iat, sub: ALICE });
    assert.match(key, /^[0-9a-f-]{36}$/);
    assert.equal((await me({ authorization: `Bearer ${alice.token}` })).body.id, ALICE);
  });

  test('is named by a scheme in any case (RFC 9110)', async () => {
    for (const scheme of ['bearer', 'BEARER', 'Bearer ']) {
      assert.equal((await me({ authorization: `${scheme} ${alice.token}` })).status, 200, scheme);
    }
  });

  test('still counts after the server changed its address', async () => {
    const asked = { scope: managerScope(ALICE), name: 'old', permission: 'read' as const };
    const issuer = { url: 'https://old.example', secret };
    const { text } = await app.context.db.write((tx) => createToken(tx, asked, issuer, system, 0));
    assert.equal(decode(text.split('.')[1]).iss, 'https://old.example');
    assert.equal((await app.withToken(text).get('/v1/me')).status, 200);
  });

  test('is not one in any other spelling, and not forged by the key of the server alone', async () => {
    const { token } = alice;
    const [header = '', claims = '', signature = ''] = token.split('.');
    const last = signature.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const sameBytes = alphabet[alphabet.indexOf(last) ^ 1] ?? '';
    const respelled = signature.slice(0, -1) + sameBytes;
    assert.deepEqual(
      Buffer.from(respelled, 'base64url'),
      Buffer.from(signature, 'base64url'),
      'another spelling of the same bytes',
    );
    const charlies = (await app.client(CHARLIE)).token.split('.');
    const forged: Record<string, string> = {
      nothing: '',
      'no token': 'x',
      'dots alone': '..',
      'the last character changed, and decoding the same': `${header}.${claims}.${respelled}`,
      padding: `${token}=`,
      'padding of the header': `${header}=.${claims}.${signature}`,
      'a trailing dot': `${token}.`,
      'a fourth part': `${token}.${signature}`,
      'no signature': `${header}.${claims}.`,
      'a signature cut short': token.slice(0, -1),
      'a comma after it': `${token},`,
      'a space in it': `${header}. ${claims}.${signature}`,
      'another case': token.toUpperCase(),
      'base64 rather than base64url': token.replaceAll('-', '+').replaceAll('_', '/') + (/[-_]/.test(token) ? '' : '+'),
      'claims of another': `${header}.${charlies[1]}.${signature}`,
      'signature of another': `${header}.${claims}.${charlies[2]}`,
      'another key': sign(header, claims, 'another key of 32 bytes or more, as good as ours'),
      'an empty key': sign(header, claims, ''),
      'alg none': `${encode({ typ: 'JWT', alg: 'none' })}.${claims}.`,
      'alg none, signed': forge({}, { alg: 'none' }),
      'alg None, signed': forge({}, { alg: 'None' }),
      'alg HS512': sign(encode({ typ: 'JWT', alg: 'HS512' }), claims, secret, 'sha512'),
      'alg HS512, signed by HS256': forge({}, { alg: 'HS512' }),
      'alg RS256': forge({}, { alg: 'RS256' }),
      'alg in lower case': forge({}, { alg: 'hs256' }),
      'another typ': forge({}, { typ: 'at+jwt' }),
      'a header with more': forge({}, { kid: '1' }),
      'a header in another order': sign(encode({ alg: 'HS256', typ: 'JWT' }), claims),
      'a header that is null': sign(encode(null), claims),
      'a header that is no JSON': sign(Buffer.from('{').toString('base64url'), claims),
      'claims that are null': sign(header, encode(null)),
      'claims that are a list': sign(header, encode([])),
      'another audience': forge({ aud: 'video-licensing/v2' }),
      'a list of audiences': forge({ aud: ['video-licensing/v1'] }),
      'another manager': forge({ sub: CHARLIE }),
      'a manager as text': forge({ sub: String(ALICE) }),
      'no manager': forge({ sub: null }),
      'an unknown key id': forge({ key: randomUUID() }),
      'a key id of another type': forge({ key: 1 }),
      'a key id with SQL in it': forge({ key: `' or '1'='1` }),
      'a key id with NUL in it': forge({ key: '\0' }),
      'another time of issue': forge({ iat: 1 }),
      'another issuer': forge({ iss: 'https://else.example' }),
      'one claim more': forge({ admin: true }),
      'very long': `${header}.${claims}.${signature}${'A'.repeat(4000)}`,
    };
    for (const [what, text] of Object.entries(forged)) {
      await refused(await me({ authorization: `Bearer ${text}` }), what);
    }
  });

  test('is not sent otherwise', async () => {
    const { token } = alice;
    const ways: Record<string, string>[] = [
      {},
      { authorization: token },
      { authorization: `Token ${token}` },
      { authorization: `Bearer${token}` },
      { authorization: `Bearer\t${token}` },
      { authorization: `Bearer "${token}"` },
      { authorization: `Bearer token=${token}` },
      { authorization: `Bearer x, Bearer ${token}` },
      { authorization: `Basic ${Buffer.from(`token:${token}`).toString('base64')}` },
      { 'x-api-key': token },
      { cookie: `token=${token}; access_token=${token}` },
    ];
    for (const headers of ways) await refused(await me(headers), JSON.stringify(headers).slice(0, 40));
    for (const query of [`access_token=${token}`, `token=${token}`, `authorization=Bearer%20${token}`]) {
      await refused(await request(`${app.url}/api/licensing/v1/me?${query}`, {}), query.slice(0, 20));
    }
  });

  test('is given once: two Authorization headers are none', async () => {
    const send = (...values: string[]) =>
      new Promise<{ status: number | undefined; body: string }>((resolve, reject) => {
        const sent = httpRequest(`${app.url}/api/licensing/v1/me`, { headers: { authorization: values } as never });
        sent.on('error', reject);
        sent.on('response', async (answer) => resolve({ status: answer.statusCode, body: await text(answer) }));
        sent.end();
      });
    const good = `Bearer ${alice.token}`;
    assert.equal((await send(good)).status, 200);
    for (const pair of [
      [good, 'Bearer x'],
      ['Bearer x', good],
      [good, good],
    ]) {
      const { status, body } = await send(...pair);
      assert.equal(status, 401);
      assert.deepEqual(JSON.parse(body), { ...UNAUTHORIZED, instance: '/api/licensing/v1/me', code: 'unauthorized' });
    }
  });

  test('is asked for before anything else is told', async () => {
    const nobody = app.withToken('');
    const answers = [
      await nobody.get('/v1/nothing-here'),
      await nobody.get('/v1/license/no-id'),
      await nobody.get('/v1/licenses?page=no-number'),
      await nobody.call('PUT', '/v1/me', {}),
      await nobody.post('/v1/pool/21/license', '{ no json', { 'content-type': 'text/plain' }),
      await nobody.post('/v1/pool/21/license', 'x'.repeat(70_000)),
    ];
    assert.deepEqual(
      answers.map((answer) => [answer.status, answer.body.code, answer.body.detail]),
      answers.map(() => [401, 'unauthorized', UNAUTHORIZED.detail]),
    );
  });

  test('of the publisher is known, and opens nothing here', async () => {
    const { context } = app;
    const asked = { scope: publisherScope, name: 'publisher', permission: 'write' as const };
    const issuer = { url: context.config.publicUrl, secret };
    const { id, text } = await context.db.write((tx) => createToken(tx, asked, issuer, system, 0));
    const { aud, sub, key } = decode(text.split('.')[1]);
    assert.deepEqual([aud, sub, key], ['publisher/v1', 'publisher', id]);
    await refused(await me({ authorization: `Bearer ${text}` }), 'of the publisher');
    const [header, claims] = text.split('.');
    for (const changes of [{ aud: 'video-licensing/v1' }, { aud: 'video-licensing/v1', sub: ALICE }]) {
      const forged = sign(header ?? '', encode({ ...decode(claims), ...changes }));
      await refused(await me({ authorization: `Bearer ${forged}` }), JSON.stringify(changes));
    }
    await refused(
      await me({ authorization: `Bearer ${forge({ aud: 'publisher/v1', sub: 'publisher' })}` }),
      'a forged one',
    );
    const listed = async (scope: Scope) => (await listTokens(context.db.read, scope)).map((token) => token.id);
    assert.deepEqual(await listed(publisherScope), [id]);
    assert.equal((await listed(managerScope(ALICE))).includes(id), false);
    const notHers = context.db.write((tx) => deleteToken(tx, { scope: managerScope(ALICE), id }, system, 0));
    await assert.rejects(notHers, { code: 'not_found' });
    await context.db.write((tx) => deleteToken(tx, { scope: publisherScope, id }, system, 0));
    const kinds = await context.db.read.kysely
      .selectFrom('event')
      .select('kind')
      .where('manager_id', 'is', null)
      .execute();
    assert.deepEqual(
      kinds.map(({ kind }) => kind).filter((kind) => kind.startsWith('token.')),
      ['token.created', 'token.deleted'],
    );
  });

  test('is dead as soon as it is deleted', async () => {
    const other = await app.client(ALICE);
    assert.equal((await other.get('/v1/me')).status, 200);
    const { key } = decode(other.token.split('.')[1]);
    const { kysely } = app.context.db.read;
    await app.context.db.write((tx) => deleteToken(tx, { scope: managerScope(ALICE), id: key }, system, 0));
    await refused(await other.get('/v1/me'), 'deleted');
    assert.equal((await alice.get('/v1/me')).status, 200, 'the others live on');
    assert.deepEqual(await kysely.selectFrom('token').selectAll().where('id', '=', key).execute(), []);
  });

  test('is kept as a hash and its last ten characters', async () => {
    const { key } = decode(alice.token.split('.')[1]);
    const row = await app.context.db.read.kysely
      .selectFrom('token')
      .selectAll()
      .where('id', '=', key)
      .executeTakeFirst();
    assert.equal(row?.last_ten, alice.token.slice(-10));
    assert.ok(!JSON.stringify(row).includes(alice.token.slice(-30)));
  });
});
