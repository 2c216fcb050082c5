import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { MailKind, NewMail } from '../outbox/event.ts';

const MOST_OWNERS = 50;

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

/** A mail for each owner of a license manager; without any, for the manager's own address. */
export async function tellOwners(db: Queries, managerId: number, kind: MailKind, payload: object): Promise<NewMail[]> {
  const known = await owners(db, { managerId, most: MOST_OWNERS });
  const to = known.length > 0 ? known : await address(db, { managerId });
  return to.map(({ email }) => ({ kind, to: email, payload }));
}
