import { type Context, now } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../outbox/event.ts';
import { isoTime } from '../rules/time.ts';
import { ownRefusal, refusedRow } from './bulk.ts';
import { changeEnd } from './change.ts';

/** Moves the ends of licenses to a date; each is edited, ended where the date is not in the future, or refused. */
export async function editMany(
  context: Context,
  asked: { managerId: number; ids: string[]; endDate: number },
  by: Actor,
  one: (index: number, work: (tx: Transaction) => Promise<object>) => Promise<object>,
): Promise<object[]> {
  const { managerId, endDate } = asked;
  const results: object[] = [];
  for (const [index, text] of asked.ids.entries()) {
    const id = Number(text);
    const done = await one(index, async (tx) => {
      if (!Number.isSafeInteger(id)) throw new Refusal('not_found');
      const license = await changeEnd(tx, { managerId, id, endDate }, by, () => now(context));
      const outcome = license.ended === null ? 'edited' : 'ended';
      return { outcome, end: isoTime(license.end), code: null, detail: null };
    }).catch((error: unknown) => refusedRow(ownRefusal(error)));
    results.push({ row: index + 1, id: text, ...done });
  }
  return results;
}
