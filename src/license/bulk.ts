import { type Context, now } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../outbox/event.ts';
import { assign } from './assign.ts';
import { refusedRow } from './bulk-preview.ts';
import { revoke } from './change.ts';
import { readAssignment } from './read.ts';

/** How many changes one request may ask for. */
export const MOST_AT_ONCE = 50;

export interface BulkRow {
  email: string;
  name?: string | null;
  endDate?: string | null;
}

/** Runs the change with this place in the request in a transaction of its own, and only the first time it is asked for. */
export type OneOfMany = (index: number, work: (tx: Transaction) => Promise<object>) => Promise<object>;

/** Refusals of one change are its own matter; whatever else goes wrong ends the request, which can be sent again. */
async function orRefused(work: () => Promise<object>): Promise<object> {
  try {
    return await work();
  } catch (error) {
    const own = error instanceof Refusal && (error.status === 400 || error.status === 404);
    if (!own || error.code === 'idempotency_key_reused') throw error;
    return refusedRow(error);
  }
}

/** Assigns a license of the pool to each row, one after the other; a row is done whole or refused. */
export async function assignMany(
  context: Context,
  asked: { managerId: number; poolId: number; rows: BulkRow[]; recycle: boolean },
  by: Actor,
  one: OneOfMany,
): Promise<object[]> {
  const { managerId, poolId, recycle } = asked;
  const clock = () => now(context);
  const results: object[] = [];
  for (const [index, row] of asked.rows.entries()) {
    const done = await orRefused(async () => {
      const assignment = { managerId, poolId, ...readAssignment({ ...row, recycle }) };
      return one(index, async (tx) => {
        const { id } = await assign(tx, assignment, by, clock);
        return { outcome: 'assigned', licenseId: String(id), code: null, detail: null };
      });
    });
    results.push({ row: index + 1, email: row.email, licenseId: null, ...done });
  }
  return results;
}

/** Revokes licenses one after the other; each is revoked or refused. */
export async function revokeMany(
  context: Context,
  asked: { managerId: number; ids: string[] },
  by: Actor,
  one: OneOfMany,
): Promise<object[]> {
  const clock = () => now(context);
  const results: object[] = [];
  for (const [index, text] of asked.ids.entries()) {
    const id = Number(text);
    const done = await orRefused(() =>
      one(index, async (tx) => {
        if (!Number.isSafeInteger(id)) throw new Refusal('not_found');
        await revoke(tx, { managerId: asked.managerId, id }, by, clock);
        return { outcome: 'revoked', code: null, detail: null };
      }),
    );
    results.push({ id: text, ...done });
  }
  return results;
}
