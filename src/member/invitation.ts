import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { Role } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { hashOf } from '../token/token.ts';

/** What the holder of a code is asked to join. */
export interface Invitation {
  managerId: number;
  manager: string;
  email: string;
  role: Role;
  expires: number;
}

const byCode = prepare((db, p: { hash: string }) =>
  db
    .selectFrom('member')
    .innerJoin('manager', 'manager.id', 'member.manager_id')
    .select(['member.manager_id', 'manager.name', 'member.email', 'member.role', 'member.code_expires_at'])
    .where('member.code_hash', '=', p.hash),
);

/** The invitation behind a code, open or expired; throws `not_found`. */
export async function findInvitation(db: Queries, code: string): Promise<Invitation> {
  const [row] = await byCode(db, { hash: hashOf(code) });
  if (!row) throw notFound();
  return {
    managerId: row.manager_id,
    manager: row.name,
    email: row.email,
    role: row.role,
    expires: row.code_expires_at ?? 0,
  };
}
