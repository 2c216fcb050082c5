import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { MailKind, NewMail } from '../event/record.ts';

const MAX_OWNERS = 50;

const owners = prepare((db, p: { managerId: number; most: number }) =>
  db
    .selectFrom('member')
    .innerJoin('person', 'person.id', 'member.person_id')
    .select('person.email')
    .where('member.manager_id', '=', p.managerId)
    .where('member.role', '=', 'owner')
    .where('person.disabled_at', 'is', null)
    .orderBy('person.email')
    .limit(p.most),
);

const address = prepare((db, p: { managerId: number }) =>
  db.selectFrom('manager').select('email').where('id', '=', p.managerId),
);

const withoutOwner = prepare((db, p: { most: number }) =>
  db
    .selectFrom('manager')
    .select('manager.id')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('member')
            .innerJoin('person', 'person.id', 'member.person_id')
            .select('member.id')
            .whereRef('member.manager_id', '=', 'manager.id')
            .where('member.role', '=', 'owner')
            .where('person.disabled_at', 'is', null),
        ),
      ),
    )
    .orderBy('manager.id', 'desc')
    .limit(p.most),
);

const MAX_WITHOUT = 1000;

/** The license managers that nobody owns who can sign in, the newest first, at most a thousand. */
export const managersWithoutOwner = async (db: Queries): Promise<number[]> =>
  (await withoutOwner(db, { most: MAX_WITHOUT })).map(({ id }) => id);

/** A mail for each owner of a license manager; without any, for the manager's own address. */
export async function tellOwners(db: Queries, managerId: number, kind: MailKind, payload: object): Promise<NewMail[]> {
  const known = await owners(db, { managerId, most: MAX_OWNERS });
  const to = known.length > 0 ? known : await address(db, { managerId });
  return to.map(({ email }) => ({ kind, to: email, payload }));
}
