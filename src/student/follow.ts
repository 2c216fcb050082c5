import type { Queries } from '../db/database.ts';
import { type Email, parseEmail } from '../rules/email.ts';
import { movedAddresses } from './student.ts';

/**
 * What an address of a list stands for: where it was that of a student who was merged, the address of whom it finds
 * now, so that nobody stands in the list twice. The domain stays that of the address as it was written.
 */
export type Follow = <E extends Email | null>(email: E) => E;

/** Looks up the addresses of the rows of a list. */
export async function followAddresses(db: Queries, rows: readonly { email?: unknown }[]): Promise<Follow> {
  const keys = rows.flatMap(({ email }) => (typeof email === 'string' ? (parseEmail(email)?.key ?? []) : []));
  const moved = await movedAddresses(db, keys);
  return (email) => (email ? { ...email, ...moved.get(email.key) } : email);
}
