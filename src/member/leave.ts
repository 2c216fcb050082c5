import type { Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { anotherOwner } from './member.ts';

const managersOf = prepare((db, p: { personId: string }, engine) =>
  locked(
    db
      .selectFrom('manager')
      .select(['id', 'name'])
      .where('id', 'in', (eb) => eb.selectFrom('member').select('manager_id').where('person_id', '=', p.personId))
      .orderBy('id'),
    engine,
  ),
);

const memberships = prepare((db, p: { personId: string }) =>
  db.selectFrom('member').select(['id', 'manager_id', 'email', 'role']).where('person_id', '=', p.personId),
);

const removeAll = prepare((db, p: { personId: string }) => db.deleteFrom('member').where('person_id', '=', p.personId));

/**
 * Takes a person out of every license manager. Throws `last_owner` where one would be left without an owner who can
 * sign in, unless that is asked for.
 */
export async function leaveManagers(
  tx: Transaction,
  { personId, evenLastOwner }: { personId: string; evenLastOwner: boolean },
  by: Actor,
  now: number,
): Promise<void> {
  const managers = await managersOf(tx, { personId });
  const members = await memberships(tx, { personId });
  for (const { id, manager_id, email, role } of members) {
    const alone = role === 'owner' && !(await anotherOwner(tx, manager_id, id));
    if (alone && !evenLastOwner) {
      const name = managers.find((manager) => manager.id === manager_id)?.name;
      const detail = `This is the last owner of ${name} (${manager_id}). Let somebody else become an owner first.`;
      throw new Refusal('last_owner', { detail });
    }
    record(tx, { managerId: manager_id, at: now, kind: 'member.removed', by, before: { email, role } });
  }
  await removeAll(tx, { personId });
}
