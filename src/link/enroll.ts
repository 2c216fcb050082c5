import { linkActor } from '../actor.ts';
import type { Clock } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import { give, lockSituation, type Situation, studentOf, waitFor } from '../license/assign.ts';
import type { License } from '../license/license.ts';
import { refuseSuspended } from '../manager/manager.ts';
import { type LicenseRequest, makeRequest } from '../request/request.ts';
import type { Email } from '../rules/email.ts';
import { decideEnroll, type EnrollDecision } from '../rules/link.ts';
import { joinsInstead } from '../rules/waiting.ts';
import type { Entry } from '../waiting/entry.ts';
import { findLink, getLink, type Link, reassignableOf } from './link.ts';
import { sharesMailbox } from './mailbox.ts';
import { noteTakenBack } from './taken-back.ts';

/** Who wants a license by a link. The address must have been proved. */
export interface Enrollment {
  /** Its code, or its number where the student is shown it without. */
  link: { code: string } | { managerId: number; id: number };
  email: Email;
  /** For a student who is not known yet. */
  name: string;
  /** For a link that gives after approval. */
  message: string | null;
}

/** What came of it: a license, a place on the waiting list, or a request. */
export type Enrolled =
  | { license: License; waits: null; asks: null }
  | { license: null; waits: Entry; asks: null }
  | { license: null; waits: null; asks: LicenseRequest };

const linkOf = (tx: Transaction, asked: Enrollment['link'], now: number): Promise<Link> =>
  'code' in asked ? findLink(tx, asked.code, now) : getLink(tx, asked.managerId, asked.id, now);

/** What a link would take back goes to those who wait by it first, unless nobody else does. */
export function reassignableFor(link: Link, { entry }: Pick<Situation, 'entry'>): boolean {
  const own = entry?.linkId === link.id && entry.state === 'waiting' ? 1 : 0;
  return link.waiting <= own;
}

/** A link as it is for this student: the seat that is held for them by it is free to them. */
export const linkFor = (link: Link, { offer }: Pick<Situation, 'offer'>): Link =>
  offer?.linkId === link.id ? { ...link, offered: link.offered - 1 } : link;

interface Decided {
  facts: Situation;
  link: Link;
  decision: EnrollDecision;
  reassignable: License | null;
}

async function decide(tx: Transaction, asked: Enrollment, clock: Clock): Promise<Decided> {
  const { managerId, poolId } = await linkOf(tx, asked.link, clock());
  await refuseSuspended(tx, managerId);
  const facts = await lockSituation(tx, { managerId, poolId, email: asked.email }, clock);
  const { now } = facts;
  const link = await linkOf(tx, asked.link, now); // deleted, or used, by whoever held the lock before
  const reassignable = reassignableFor(link, facts) ? await reassignableOf(tx, link, now) : null;
  const who = { managerId, courseId: facts.pool.courseId, email: asked.email };
  const mailboxEnrolled = await sharesMailbox(tx, who, now);
  const own = linkFor(link, facts);
  const decision = decideEnroll({ ...facts, link: own, mailboxEnrolled, reassignable: reassignable !== null }, now);
  return { facts, link, decision, reassignable };
}

/**
 * Gives a license of the link's pool, from now on: locked, decided, made and told of as every assignment is; or a place on
 * the waiting list, where none is left and the link lets people wait; or, where it gives after approval, a request. A
 * refused request changes nothing. Throws `not_found`, `manager_suspended` or the refusals of `decideEnroll`, in their order.
 */
export async function enroll(tx: Transaction, asked: Enrollment, clock: Clock): Promise<Enrolled> {
  const { facts, link, decision, reassignable } = await decide(tx, asked, clock);
  const { email, name, message } = asked;
  const by = linkActor(link);
  const next = joinsInstead(decision.refused, link, { offered: facts.offer !== null, waits: facts.entry !== null });
  if (next === 'request') {
    const { id: poolId, managerId, courseId } = facts.pool;
    const student = studentOf(tx, facts, email, name);
    const what = { managerId, linkId: link.id, poolId, courseId, student, message };
    return { license: null, waits: null, asks: await makeRequest(tx, what, by, facts.now) };
  }
  if (next === 'wait')
    return {
      license: null,
      waits: await waitFor(tx, facts, { email, name, endDate: null, linkId: link.id }, by),
      asks: null,
    };
  if (decision.refused) throw new Refusal(decision.refused);
  const recycles = decision.reassigns ? reassignable : null;
  if (recycles) await noteTakenBack(tx, link, facts.now);
  const grant = { email, name, end: decision.end, linkId: link.id, recycles, full: decision.full };
  return { license: await give(tx, facts, grant, by), waits: null, asks: null };
}
