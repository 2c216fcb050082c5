import type { Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';

/** How many of something may be done in a time that begins with the first of them. */
export interface Quota {
  /** Whose and of what. It holds no address in clear. */
  subject: string;
  most: number;
  seconds: number;
}

const add = prepare((db, p: { subject: string; now: number }) =>
  db
    .insertInto('quota')
    .values({ subject: p.subject, used: 0, since: p.now })
    .onConflict((conflict) => conflict.column('subject').doNothing()),
);
const read = prepare((db, p: { subject: string }, engine) =>
  locked(db.selectFrom('quota').select(['used', 'since']).where('subject', '=', p.subject), engine),
);
const write = prepare((db, p: { subject: string; used: number; since: number }) =>
  db.updateTable('quota').set({ used: p.used, since: p.since }).where('subject', '=', p.subject),
);

/**
 * Counts one more against each of the quotas, over all processes, in the transaction of what is counted: what is
 * refused or undone counts against none. Throws `rate_limited`.
 */
export async function spend(tx: Transaction, quotas: readonly Quota[], now: number): Promise<void> {
  const ordered = [...quotas].sort((a, b) => (a.subject < b.subject ? -1 : 1)); // so that two never wait for each other
  for (const { subject, most, seconds } of ordered) {
    await add(tx, { subject, now });
    const [row] = await read(tx, { subject });
    const over = !row || now - row.since >= seconds;
    const { used, since } = over ? { used: 0, since: now } : row;
    if (used >= most) {
      const wait = Math.max(1, since + seconds - now);
      throw new Refusal('rate_limited', { headers: { 'retry-after': String(wait) } });
    }
    await write(tx, { subject, used: used + 1, since });
  }
}
