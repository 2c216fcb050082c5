import { createHmac, randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { sha256 } from '../crypto.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { TokenTable } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { fingerprintOf } from '../seal.ts';

export const AUDIENCE = 'video-licensing/v1';

export type Permission = 'read' | 'write';

/** What a signed token says; whether it still counts, its row says. */
export interface Claims {
  iss: string;
  aud: string;
  iat: number;
  key: string;
  sub: number;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = encode({ typ: 'JWT', alg: 'HS256' });

/** A JSON Web Token, HS256 (RFC 7519, RFC 7515), with the claims of the contract. */
export function sign(claims: Claims, secret: Buffer): string {
  const body = `${HEADER}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

type NewRow = Selectable<TokenTable>;

const insert = prepare((db, p: NewRow) => db.insertInto('token').values({ ...columnsOf(p) }));

const columnsOf = (p: NewRow) => ({
  id: p.id,
  manager_id: p.manager_id,
  name: p.name,
  hash: p.hash,
  last_ten: p.last_ten,
  permission: p.permission,
  created_at: p.created_at,
  maker: p.maker,
  maker_id: p.maker_id,
  made_with: p.made_with,
});

const tokenColumns = [
  'id',
  'name',
  'last_ten',
  'permission',
  'created_at',
  'last_used_at',
  'maker',
  'made_with',
] as const;

const list = prepare((db, p: { managerId: number }) =>
  db.selectFrom('token').select(tokenColumns).where('manager_id', '=', p.managerId).orderBy('created_at').orderBy('id'),
);

const remove = prepare((db, p: { managerId: number; id: string }) =>
  db.deleteFrom('token').where('id', '=', p.id).where('manager_id', '=', p.managerId).returning(tokenColumns),
);

const removeMadeBy = prepare((db, p: { personId: string }) =>
  db.deleteFrom('token').where('maker_id', '=', p.personId).returning(['id', 'manager_id', 'name']),
);

const removeMadeHere = prepare((db, p: { personId: string; managerId: number }) =>
  db
    .deleteFrom('token')
    .where('maker_id', '=', p.personId)
    .where('manager_id', '=', p.managerId)
    .returning(['id', 'manager_id', 'name']),
);

const managerById = prepare((db, p: { id: number }) => db.selectFrom('manager').select('id').where('id', '=', p.id));

/** Makes a token of a manager. Its text is in the answer and nowhere else. Throws `not_found`. */
export async function createToken(
  tx: Transaction,
  asked: { managerId: number; name: string; permission: Permission },
  issuer: { url: string; secret: Buffer },
  by: Actor,
  now: number,
): Promise<{ id: string; text: string }> {
  const [manager] = await managerById(tx, { id: asked.managerId });
  if (!manager) throw notFound();
  const id = randomUUID();
  const text = sign({ iss: issuer.url, aud: AUDIENCE, iat: now, key: id, sub: asked.managerId }, issuer.secret);
  await insert(tx, {
    id,
    manager_id: asked.managerId,
    name: asked.name,
    hash: sha256(text),
    last_ten: text.slice(-10),
    permission: asked.permission,
    created_at: now,
    last_used_at: null,
    maker: by.label,
    maker_id: by.kind === 'person' ? by.id : null,
    made_with: fingerprintOf(issuer.secret),
  });
  const after = { name: asked.name, permission: asked.permission };
  record(tx, { managerId: asked.managerId, at: now, kind: 'token.created', by, after });
  return { id, text };
}

export const listTokens = (db: Queries, managerId: number) => list(db, { managerId });

/** Deletes a token, which is dead with the commit, and answers what it was. Throws `not_found`. */
export async function deleteToken(tx: Transaction, asked: { managerId: number; id: string }, by: Actor, now: number) {
  const [token] = await remove(tx, asked);
  if (!token) throw notFound();
  record(tx, { managerId: asked.managerId, at: now, kind: 'token.deleted', by, before: { name: token.name } });
  return token;
}

/** Deletes the tokens that a person made: those of one license manager, or all. Answers how many. */
export async function deleteTokensOf(
  tx: Transaction,
  { personId, managerId }: { personId: string; managerId?: number },
  by: Actor,
  now: number,
): Promise<number> {
  const tokens =
    managerId === undefined ? await removeMadeBy(tx, { personId }) : await removeMadeHere(tx, { personId, managerId });
  for (const { manager_id, name } of tokens) {
    record(tx, { managerId: manager_id, at: now, kind: 'token.deleted', by, before: { name } });
  }
  return tokens.length;
}
