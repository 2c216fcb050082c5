import { createHmac } from 'node:crypto';
import { now } from '../../src/context.ts';
import { system } from '../../src/event/record.ts';
import { managerScope } from '../../src/principal.ts';
import { deleteToken } from '../../src/token/token.ts';
import { Chance } from '../support/chance.ts';
import { startFleet } from '../support/fleet.ts';
import { type House, inHouse, load, newHouse, newToken, worldWith } from '../support/house.ts';
import { API } from '../support/http.ts';
import { both, Failures, type Proof } from '../support/proof.ts';

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

interface Parts {
  header: string;
  claims: string;
  signature: string;
}

function signed(header: unknown, claims: unknown, key: Buffer | string, hash = 'sha256'): string {
  const body = `${encode(header)}.${encode(claims)}`;
  return `${body}.${createHmac(hash, key).update(body).digest('base64url')}`;
}

/** Other headers and claims, some of them with the server's own key: a stolen key alone must open nothing. */
function forged(claims: Record<string, unknown>, key: Buffer): string[] {
  const head = { typ: 'JWT', alg: 'HS256' };
  const without = (name: string) => Object.fromEntries(Object.entries(claims).filter(([each]) => each !== name));
  const heads = [
    { ...head, alg: 'none' },
    { ...head, alg: 'None' },
    { ...head, alg: 'HS512' },
    { ...head, alg: 'RS256' },
    { alg: 'HS256' },
    { ...head, typ: 'jwt' },
    { ...head, kid: '../../dev/null' },
    { ...head, jwk: { kty: 'oct', k: '' } },
    { ...head, crit: ['exp'] },
    { alg: 'HS256', typ: 'JWT' },
    [],
    'x',
    null,
    5,
  ];
  const others = [
    ...['aud', 'key', 'sub', 'iat', 'iss'].map(without),
    { ...claims, aud: 'other' },
    { ...claims, aud: [claims.aud] },
    { ...claims, sub: String(claims.sub) },
    { ...claims, sub: 2 },
    { ...claims, sub: -1 },
    { ...claims, key: '' },
    { ...claims, key: 'no-such-key' },
    { ...claims, key: 7 },
    { ...claims, key: null },
    { ...claims, key: "' or 1=1 --" },
    { ...claims, iat: 0 },
    { ...claims, exp: 9_999_999_999 },
    { ...claims, admin: true },
    { ...claims, iss: 'http://elsewhere' },
    [],
    'x',
    null,
  ];
  const none = `${encode({ ...head, alg: 'none' })}.${encode(claims)}.`;
  return [
    ...heads.map((each) => signed(each, claims, key)),
    ...heads.map((each) => signed(each, claims, '')),
    ...others.map((each) => signed(head, each, key)),
    ...others.map((each) => signed(head, each, 'another key of more than 32 bytes, surely')),
    signed(head, claims, key, 'sha512'),
    signed(head, claims, key, 'sha1'),
    signed(head, claims, Buffer.alloc(32)),
    none,
    `${none}.`,
    none.slice(0, -1),
  ];
}

/** The same bytes in another spelling, and texts that almost fit. */
function respelled({ header, claims, signature }: Parts, chance: Chance): string[] {
  const text = `${header}.${claims}.${signature}`;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const last = alphabet.indexOf(signature.at(-1) as string);
  const sameBytes = [...alphabet]
    .filter((_, n) => n !== last && n >> 2 === last >> 2)
    .map((letter) => text.slice(0, -1) + letter);
  const flips = Array.from({ length: 20 }, () => {
    const at = chance.whole(0, text.length - 1);
    return text[at] === '.' ? `${text}x` : text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1);
  });
  return [
    ...sameBytes,
    ...flips,
    `${text}=`,
    `${text}==`,
    `${header}=.${claims}.${signature}`,
    `${header}.${claims}=.${signature}`,
    `${header}.${claims}.${signature.slice(0, -1)}`,
    `${header}.${claims}.`,
    `${header}..${signature}`,
    `.${claims}.${signature}`,
    `${header}.${claims}`,
    `${text}.${signature}`,
    `${text}.`,
    `.${text}`,
    `${header}.${claims}.${Buffer.from(signature, 'base64url').toString('base64')}`,
    `${header}.${claims}.${Buffer.from(signature, 'base64url').toString('hex')}`,
    text.toUpperCase(),
    text.toLowerCase(),
    text.replace('.', '%2e'),
    `${text},${text}`,
    `"${text}"`,
    `${text};`,
    `${text}\t`,
    text.repeat(5),
  ].filter((each) => each !== text && each.trim() !== text);
}

/** The right token, shown in a wrong way. */
function misplaced(token: string): { path: string; headers: Record<string, string> }[] {
  const at = (headers: Record<string, string>, path = `${API}/me`) => ({ path, headers });
  return [
    at({ authorization: token }),
    at({ authorization: `Basic ${token}` }),
    at({ authorization: `Token ${token}` }),
    at({ authorization: `Bearer${token}` }),
    at({ authorization: `Bearer: ${token}` }),
    at({ authorization: `Bearer token=${token}` }),
    at({ cookie: `token=${token}` }),
    at({ 'x-authorization': `Bearer ${token}` }),
    at({}, `${API}/me?access_token=${token}`),
    at({}, `${API}/me?token=${token}`),
    at({ authorization: '' }),
    at({ authorization: 'Bearer' }),
    at({ authorization: 'Bearer ' }),
    at({ authorization: 'Bearer null' }),
    at({ authorization: 'Bearer ..' }),
    at({ authorization: `Bearer ${'a'.repeat(7000)}` }),
  ];
}

async function remove(house: House, token: string): Promise<void> {
  const { key, sub } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  await inHouse(house, (context) =>
    context.db.write((tx) => deleteToken(tx, { scope: managerScope(sub), id: key }, system, now(context))),
  );
}

export const tokens: Proof = {
  name: 'tokens',
  promise: 'only the exact text of a living token opens anything, and a deleted one is dead at once on every process',
  unit: 'deletions',
  engines: both,
  full: 200,
  short: 5,
  async run(trial) {
    const chance = new Chance(trial.seed);
    const failures = new Failures();
    const house = await newHouse(trial);
    await load(house, worldWith([{ id: 1, licenses: 10 }]));
    const token = await newToken(house, 1);
    const fleet = await startFleet(trial, house, 3);
    const [header = '', claims = '', signature = ''] = token.split('.');
    const known = JSON.parse(Buffer.from(claims, 'base64url').toString());
    const texts = [
      ...forged(known, Buffer.from(house.environment.SECRET_KEY ?? '')),
      ...respelled({ header, claims, signature }, chance),
    ];
    const asks = [
      ...texts.map((text) => ({ path: `${API}/me`, headers: { authorization: `Bearer ${text}` } })),
      ...misplaced(token),
    ];
    const bodies = new Set<string>();
    for (const ask of asks) {
      const reply = await fleet.send(0, ask);
      failures.unless(reply.status === 401, `${reply.status} for ${JSON.stringify(ask).slice(0, 300)}`);
      failures.unless(reply.headers['www-authenticate'] === 'Bearer', 'a 401 without WWW-Authenticate');
      bodies.add(reply.text);
    }
    failures.unless(bodies.size === 1, `${bodies.size} different bodies of 401`);
    const mine = await fleet.send(0, { path: `${API}/me`, token });
    failures.unless(mine.status === 200, `the real token is refused: ${mine.status}`);
    for (let n = 0; n < trial.n; n++) {
      const doomed = await newToken(house, 1);
      for (const process of fleet.servers.keys()) {
        const reply = await fleet.send(process, { path: `${API}/me`, token: doomed });
        failures.unless(reply.status === 200, `a new token is refused by process ${process}: ${reply.status}`);
      }
      await remove(house, doomed);
      const replies = await Promise.all(
        [...fleet.servers.keys()].map((process) => fleet.send(process, { path: `${API}/me`, token: doomed })),
      );
      failures.unless(
        replies.every((reply) => reply.status === 401),
        `a deleted token lives: ${replies.map((reply) => reply.status)}`,
      );
      trial.progress(n / trial.n);
    }
    return {
      n: trial.n,
      figure: `${asks.length} forged, re-spelled or misplaced tokens; ${failures.count} accepted or alive after deletion; ${fleet.servers.length} processes`,
      failures: failures.list(),
    };
  },
};
