import { createHmac, randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { sha256 } from '../crypto.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { TokenTable } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { managerScope, type Owner, publisherScope, type Scope } from '../principal.ts';
import { fingerprintOf } from '../seal.ts';

/** Which API the tokens of an owner open: their claim `aud`. */
export const AUDIENCES = { manager: 'video-licensing/v1', publisher: 'publisher/v1' } as const;

export type Audience = (typeof AUDIENCES)[keyof typeof AUDIENCES];

export type Permission = 'read' | 'write';

/** What a signed token says; whether it still counts, its row says. */
export interface Claims {
  iss: string;
  aud: Audience;
  iat: number;
  key: string;
  /** The id of the license manager, or `publisher`. */
  sub: number | 'publisher';
}

/** Of which API and of whom a token of this scope tells. */
const claimsOf = ({ managerId }: Scope): Pick<Claims, 'aud' | 'sub'> =>
  managerId === null ? { aud: AUDIENCES.publisher, sub: 'publisher' } : { aud: AUDIENCES.manager, sub: managerId };

/** Whose token it is that says this, or null where no token does. */
export function scopeOf({ aud, sub }: Partial<Record<keyof Claims, unknown>>): Scope | null {
  if (aud === AUDIENCES.publisher) return sub === 'publisher' ? publisherScope : null;
  return aud === AUDIENCES.manager && Number.isSafeInteger(sub) ? managerScope(sub as number) : null;
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
  owner: p.owner,
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

const list = prepare((db, p: { owner: Owner }) =>
  db.selectFrom('token').select(tokenColumns).where('owner', '=', p.owner).orderBy('created_at').orderBy('id'),
);

const remove = prepare((db, p: { owner: Owner; id: string }) =>
  db.deleteFrom('token').where('id', '=', p.id).where('owner', '=', p.owner).returning(tokenColumns),
);

const removeMadeBy = prepare((db, p: { personId: string }) =>
  db.deleteFrom('token').where('maker_id', '=', p.personId).returning(['id', 'manager_id', 'name']),
);

const removeMadeHere = prepare((db, p: { personId: string; owner: Owner }) =>
  db
    .deleteFrom('token')
    .where('maker_id', '=', p.personId)
    .where('owner', '=', p.owner)
    .returning(['id', 'manager_id', 'name']),
);

const managerById = prepare((db, p: { id: number }) => db.selectFrom('manager').select('id').where('id', '=', p.id));

/** Makes a token of a license manager or of the publisher. Its text is in the answer and nowhere else. Throws `not_found`. */
export async function createToken(
  tx: Transaction,
  { scope, name, permission }: { scope: Scope; name: string; permission: Permission },
  issuer: { url: string; secret: Buffer },
  by: Actor,
  now: number,
): Promise<{ id: string; text: string }> {
  const { owner, managerId } = scope;
  if (managerId !== null && (await managerById(tx, { id: managerId })).length === 0) throw notFound();
  const id = randomUUID();
  const text = sign({ iss: issuer.url, iat: now, key: id, ...claimsOf(scope) }, issuer.secret);
  await insert(tx, {
    id,
    owner,
    manager_id: managerId,
    name,
    hash: sha256(text),
    last_ten: text.slice(-10),
    permission,
    created_at: now,
    last_used_at: null,
    maker: by.label,
    maker_id: by.kind === 'person' ? by.id : null,
    made_with: fingerprintOf(issuer.secret),
  });
  record(tx, { managerId, at: now, kind: 'token.created', by, after: { name, permission } });
  return { id, text };
}

export const listTokens = (db: Queries, { owner }: Scope) => list(db, { owner });

/** Deletes a token, which is dead with the commit, and answers what it was. Throws `not_found`. */
export async function deleteToken(
  tx: Transaction,
  { scope, id }: { scope: Scope; id: string },
  by: Actor,
  now: number,
) {
  const [token] = await remove(tx, { owner: scope.owner, id });
  if (!token) throw notFound();
  record(tx, { managerId: scope.managerId, at: now, kind: 'token.deleted', by, before: { name: token.name } });
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
    managerId === undefined
      ? await removeMadeBy(tx, { personId })
      : await removeMadeHere(tx, { personId, owner: managerScope(managerId).owner });
  for (const { manager_id, name } of tokens) {
    record(tx, { managerId: manager_id, at: now, kind: 'token.deleted', by, before: { name } });
  }
  return tokens.length;
}
