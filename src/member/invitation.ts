import { sha256 } from '../crypto.ts';
import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { Role } from '../db/tables.ts';
import { notFound, Refusal } from '../errors.ts';

/** What somebody is asked to join. */
export interface Invitation {
  managerId: number;
  manager: string;
  email: string;
  role: Role;
  expires: number;
  /** True for the holder of the mailed code, who so has proven the address; the link that owners copy lacks the code. */
  proves: boolean;
}

const byHash = prepare((db, p: { hash: string }) =>
  db
    .selectFrom('member')
    .innerJoin('manager', 'manager.id', 'member.manager_id')
    .select(['member.manager_id', 'manager.name', 'member.email', 'member.role', 'member.code_expires_at'])
    .where('member.code_hash', '=', p.hash),
);

const byId = prepare((db, p: { id: string }) =>
  db
    .selectFrom('member')
    .innerJoin('manager', 'manager.id', 'member.manager_id')
    .select(['member.manager_id', 'manager.name', 'member.email', 'member.role', 'member.code_expires_at'])
    .select('member.person_id')
    .where('member.id', '=', p.id),
);

type Row = Awaited<ReturnType<typeof byHash>>[number];

const toInvitation = (row: Row, proves: boolean): Invitation => ({
  managerId: row.manager_id,
  manager: row.name,
  email: row.email,
  role: row.role,
  expires: row.code_expires_at ?? 0,
  proves,
});

/**
 * The invitation behind a code, open or expired. A code is the id of the invitation and a secret, which only the mail
 * has; owners hand out the id alone. Throws `not_found`, `invitation_accepted` or `invitation_replaced`.
 */
export async function findInvitation(db: Queries, code: string): Promise<Invitation> {
  const [proven] = await byHash(db, { hash: sha256(code) });
  if (proven) return toInvitation(proven, true);
  const [id = '', secret] = code.split('_', 2); // never a dot: what has one in its path is a file
  const [row] = await byId(db, { id });
  if (!row) throw notFound();
  if (row.person_id !== null) throw new Refusal('invitation_accepted');
  if (secret !== undefined) throw new Refusal('invitation_replaced');
  return toInvitation(row, false);
}
