import { sql } from 'kysely';
import type { Queries, Transaction } from '../db/database.ts';
import { takeLock } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { invalid } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { invite } from '../member/member.ts';
import { createManager } from '../publisher/manager.ts';
import { parseEmail } from '../rules/email.ts';
import type { Buyer } from './order.ts';

const byId = prepare((db, p: { id: number }) => db.selectFrom('manager').select('id').where('id', '=', p.id));

const byEmail = prepare((db, p: { key: string; address: string }) =>
  db
    .selectFrom('manager')
    .select('id')
    .where(sql<string>`lower(email)`, 'in', [p.key, p.address])
    .orderBy('id')
    .limit(1),
);

/** Throws `invalid_request` where there is no such license manager. */
export async function assertManager(db: Queries, id: number): Promise<void> {
  if (!(await byId(db, { id }))[0]) throw invalid({ pointer: '/manager/id', detail: 'is no license manager' });
}

/** The license manager with this address, the first where there are several; null where there is none. */
export async function managerWithEmail(db: Queries, email: string): Promise<number | null> {
  const key = parseEmail(email)?.key ?? email.toLowerCase();
  const [found] = await byEmail(db, { key, address: email.toLowerCase() });
  return found?.id ?? null;
}

/**
 * The license manager with the address of a buyer, made where there is none; then its owner is invited. Two orders of
 * one new buyer at once wait for each other here.
 */
export async function findOrMakeManager(
  tx: Transaction,
  buyer: Buyer,
  { publicUrl, by, now }: { publicUrl: string; by: Actor; now: number },
): Promise<number> {
  const known = await managerWithEmail(tx, buyer.email);
  if (known !== null) return known;
  await takeLock(tx, 'buyers');
  const meanwhile = await managerWithEmail(tx, buyer.email);
  if (meanwhile !== null) return meanwhile;
  const { email, name, allowedDomains, ownerEmail } = buyer;
  const id = await createManager(tx, { name: name ?? email, email, allowedDomains }, by, now);
  const inviter = { ...by, id: null }; // a sale is no invitation that somebody writes: no limit of theirs may stop it
  const owner = parseEmail(ownerEmail)?.key ?? ownerEmail;
  await invite(tx, { managerId: id, email: owner, role: 'owner', publicUrl }, inviter, now);
  return id;
}
