import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { MailKind, NewMail } from '../event/record.ts';

const MAX_STAFF = 50;

const staff = prepare((db, p: { most: number }) =>
  db
    .selectFrom('person')
    .select('email')
    .where('publisher', '=', 1)
    .where('disabled_at', 'is', null)
    .orderBy('email')
    .limit(p.most),
);

/** A mail for everybody of the publisher's staff. */
export async function tellStaff(db: Queries, kind: MailKind, payload: object): Promise<NewMail[]> {
  const people = await staff(db, { most: MAX_STAFF });
  return people.map(({ email }) => ({ kind, to: email, payload: { ...payload, page: '/publisher/orders' } }));
}
