import type { Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { record, system } from '../event/record.ts';
import { tellOwners } from '../member/owners.ts';
import { DAY } from '../rules/time.ts';
import type { Link } from './link.ts';

/** With more than these in a day the license manager is told. */
const USUAL_A_DAY = 5;

const count = prepare((db, p: { id: number; now: number; old: number }) =>
  db
    .updateTable('link')
    .set((eb) => ({
      taken_back: eb
        .case()
        .when('taken_back_since', '<=', p.old)
        .then(eb.lit(1))
        .else(eb('taken_back', '+', eb.lit(1)))
        .end(),
      taken_back_since: eb
        .case()
        .when('taken_back_since', '<=', p.old)
        .then(eb.cast<number>(eb.val(p.now), 'bigint'))
        .else(eb.ref('taken_back_since'))
        .end(),
    }))
    .where('id', '=', p.id)
    .returning('taken_back'),
);

/**
 * Counts a license that a link takes back. The first one of a day that is more than usual is told to the owners:
 * somebody may be using the link against the people who learn by it.
 */
export async function noteTakenBack(tx: Transaction, link: Link, now: number): Promise<void> {
  const [counted] = await count(tx, { id: link.id, now, old: now - DAY });
  if (counted?.taken_back !== USUAL_A_DAY + 1) return;
  const where = { managerId: link.managerId, courseId: link.course.id, poolId: link.poolId, linkId: link.id };
  const event = { at: now, kind: 'link.takes_back_often', by: system, why: { inADay: USUAL_A_DAY + 1 } } as const;
  const payload = { course: link.course.title, link: link.name ?? `#${link.id}`, page: `/m/${link.managerId}/links` };
  record(tx, { ...where, ...event }, ...(await tellOwners(tx, link.managerId, 'link_takes_back_often', payload)));
}
