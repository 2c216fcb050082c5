import { randomBytes, randomUUID } from 'node:crypto';
import { sha256 } from '../crypto.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { notFound } from '../errors.ts';

const insert = prepare((db, p: { id: string; name: string; hash: string; now: number }) =>
  db.insertInto('xapi_credential').values({ id: p.id, name: p.name, secret_hash: p.hash, created_at: p.now }),
);

const list = prepare((db) =>
  db.selectFrom('xapi_credential').select(['id', 'name', 'created_at']).orderBy('created_at').orderBy('id').limit(1000),
);

const remove = prepare((db, p: { id: string }) =>
  db.deleteFrom('xapi_credential').where('id', '=', p.id).returning(['id', 'name']),
);

/** Makes credentials of the publisher for the learning record store. The secret is in the answer and nowhere else. */
export async function createCredential(
  tx: Transaction,
  { name }: { name: string },
  now: number,
): Promise<{ id: string; secret: string }> {
  const secret = randomBytes(32).toString('base64url');
  const id = randomUUID();
  await insert(tx, { id, name, hash: sha256(secret), now });
  return { id, secret };
}

export const listCredentials = (queries: Queries) => list(queries, {});

/** Deletes credentials, which are dead with the commit. Throws `not_found`. */
export async function deleteCredential(tx: Transaction, id: string): Promise<void> {
  const [row] = await remove(tx, { id });
  if (!row) throw notFound();
}
