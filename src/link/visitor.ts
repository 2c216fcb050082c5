import type { Queries } from '../db/database.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import type { Manager } from '../manager/manager.ts';
import { domainAllowed, type Email } from '../rules/email.ts';
import type { EnrollRefusal } from '../rules/link.ts';
import type { Link } from './link.ts';
import { seemsToShareMailbox } from './mailbox.ts';

/** What somebody who is signed in has of the course of a link, and why the link gives nothing to this address. */
export interface VisitorOfLink {
  /** The active license of the course; `end` in seconds. */
  held: { courseId: number; manager: string; end: number } | null;
  refusal: Extract<EnrollRefusal, 'domain_not_allowed' | 'mailbox_enrolled'> | null;
}

const heldOf = prepare((db, p: { key: string; courseId: number; now: number }) =>
  db
    .selectFrom('student_by_address as student')
    .innerJoin('license', 'license.student_id', 'student.id')
    .innerJoin('manager', 'manager.id', 'license.manager_id')
    .select(['license.course_id', 'license.end_at', 'manager.name'])
    .where('student.email_key', '=', p.key)
    .where('license.course_id', '=', p.courseId)
    .where(isActiveAt(p.now))
    .limit(1),
);

/** What the page of a link tells a visitor before they ask for a license. */
export async function visitorOfLink(
  db: Queries,
  { link, manager, email }: { link: Link; manager: Manager; email: Email },
  now: number,
): Promise<VisitorOfLink> {
  const courseId = link.course.id;
  const [row] = await heldOf(db, { key: email.key, courseId, now });
  if (row) return { held: { courseId: row.course_id, manager: row.name, end: row.end_at }, refusal: null };
  if (link.transferable && !domainAllowed(email.domain, manager.allowedDomains))
    return { held: null, refusal: 'domain_not_allowed' };
  const shares = await seemsToShareMailbox(db, { managerId: manager.id, courseId, email }, now);
  return { held: null, refusal: shares ? 'mailbox_enrolled' : null };
}
