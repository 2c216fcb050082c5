import { linkActor } from '../actor.ts';
import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import { give, lockSituation } from '../license/assign.ts';
import type { License } from '../license/license.ts';
import { refuseSuspended } from '../manager/manager.ts';
import type { Email } from '../rules/email.ts';
import { decideEnroll } from '../rules/link.ts';
import { findLink, reassignableOf } from './link.ts';
import { sharesMailbox } from './mailbox.ts';
import { noteTakenBack } from './taken-back.ts';

/** Who wants a license by a link. The address must have been proved. */
export interface Enrollment {
  code: string;
  email: Email;
  /** For a student who is not known yet. */
  name: string;
}

/**
 * Gives a license of the link's pool, from now on: locked, decided, made and told of as every assignment is. A
 * refused request changes nothing. Throws `not_found`, `manager_suspended` or the refusals of `decideEnroll`, in their order.
 */
export async function enroll(tx: Transaction, asked: Enrollment, clock: Clock): Promise<License> {
  const { managerId, poolId } = await findLink(tx, asked.code, clock());
  await refuseSuspended(tx, managerId);
  const facts = await lockSituation(tx, { managerId, poolId, email: asked.email }, clock);
  const { now } = facts;
  const link = await findLink(tx, asked.code, now); // deleted, or used, by whoever held the lock before
  const reassignable = await reassignableOf(tx, link, now);
  const mailboxEnrolled = await sharesMailbox(
    tx,
    { managerId, courseId: facts.pool.courseId, email: asked.email },
    now,
  );
  const decision = decideEnroll({ ...facts, link, mailboxEnrolled, reassignable: reassignable !== null }, now);
  if (decision.refused) throw new Refusal(decision.refused);
  const recycles = decision.reassigns ? reassignable : null;
  if (recycles) await noteTakenBack(tx, link, now);
  const { email, name } = asked;
  return give(
    tx,
    facts,
    { email, name, end: decision.end, linkId: link.id, recycles, full: decision.full },
    linkActor(link),
  );
}
