import { sql } from 'kysely';
import type { Transaction } from '../db/database.ts';
import { insertMany, latestEvent } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { insertLater, recordTogether } from '../db/sets.ts';
import type { ActorKind } from '../db/tables.ts';
import { orderedId } from '../ordered-id.ts';
import type { EventFacts, EventKind, OfLicense } from './catalogue.ts';

/** Who did it, as history tells it. */
export interface Actor {
  kind: ActorKind;
  id: string | null;
  /** The name that people read: a token's, a person's, a link's. */
  label: string;
}

export const system: Actor = { kind: 'system', id: null, label: 'Carrel' };

/** Which license, of whom: what every event of a license tells. */
export const ofLicense = (
  license: Omit<OfLicense, 'studentId' | 'licenseId'> & { id: number; student: { id: number } },
): OfLicense => ({
  managerId: license.managerId,
  studentId: license.student.id,
  courseId: license.courseId,
  poolId: license.poolId,
  licenseId: license.id,
  linkId: license.linkId,
});

/** A fact of one of these kinds, with what the catalogue says that it tells. Times in seconds. */
export type NewEvent<Kind extends EventKind = EventKind> = {
  [One in Kind]: { kind: One; at: number; by: Actor } & EventFacts[One];
}[Kind];

/** The same for whoever writes it down. */
interface AnyEvent {
  kind: EventKind;
  at: number;
  by: Actor;
  managerId: number | null;
  studentId?: number;
  courseId?: number;
  poolId?: number;
  licenseId?: number;
  linkId?: number | null;
  before?: object;
  after?: object;
  why?: object;
}

/** Every mail that Carrel sends; `mail/texts/` has a text for each, in every language. */
export type MailKind =
  | 'license_assigned'
  | 'license_revoked'
  | 'license_recycled'
  | 'license_ended'
  | 'license_shortened'
  | 'license_expires_soon'
  | 'license_unopened'
  | 'waiting_offered'
  | 'waiting_lapsed'
  | 'waiting_removed'
  | 'waiting_closed'
  | 'request_made'
  | 'request_approved'
  | 'request_declined'
  | 'invitation'
  | 'sign_in_link'
  | 'password_reset'
  | 'enroll_link'
  | 'account_notice'
  | 'link_takes_back_often'
  | 'webhook_disabled'
  | 'order_parked'
  | 'order_refunded'
  | 'manager_pools_nearly_full'
  | 'manager_pools_full'
  | 'manager_pools_end'
  | 'manager_new_pool'
  | 'manager_undelivered'
  | 'manager_digest'
  | 'security_notice'
  | 'mailed_code';

/** A mail that follows from an event. `payload` is what its template needs. */
export interface NewMail {
  kind: MailKind;
  to: string;
  payload: object;
  /** Its id in the outbox, where somebody wants to know what becomes of it. */
  id?: string;
}

const insertEvent = prepare((db, p: EventRow) => db.insertInto('event').values(toColumns(p)));
const insertMail = prepare((db, p: MailRow, engine) =>
  db.insertInto('outbox').values({
    id: p.id,
    event_id: sql<number>`${latestEvent(engine)} - ${p.eventsSince}`,
    channel: 'mail',
    kind: p.kind,
    recipient: p.recipient,
    payload: p.payload,
    license_id: p.licenseId,
    created_at: p.now,
    run_at: 0,
  }),
);

interface EventRow {
  managerId: number | null;
  at: number;
  kind: EventKind;
  actorKind: ActorKind;
  actorId: string | null;
  actorLabel: string;
  studentId: number | null;
  courseId: number | null;
  poolId: number | null;
  licenseId: number | null;
  linkId: number | null;
  details: string;
}

interface MailRow {
  id: string;
  kind: string;
  recipient: string;
  payload: string;
  licenseId: number | null;
  now: number;
  /** How many events this transaction inserted after the one that the mail follows from. */
  eventsSince: number;
}

function toColumns(p: EventRow) {
  return {
    manager_id: p.managerId,
    at: p.at,
    kind: p.kind,
    actor_kind: p.actorKind,
    actor_id: p.actorId,
    actor_label: p.actorLabel,
    student_id: p.studentId,
    course_id: p.courseId,
    pool_id: p.poolId,
    license_id: p.licenseId,
    link_id: p.linkId,
    details: p.details,
  };
}

const toRow = ({ before, after, why, ...event }: AnyEvent): EventRow => ({
  managerId: event.managerId,
  at: event.at,
  kind: event.kind,
  actorKind: event.by.kind,
  actorId: event.by.id,
  actorLabel: event.by.label,
  studentId: event.studentId ?? null,
  courseId: event.courseId ?? null,
  poolId: event.poolId ?? null,
  licenseId: event.licenseId ?? null,
  linkId: event.linkId ?? null,
  details: JSON.stringify({ before, after, why }),
});

/** Writes many facts of which nobody is told by mail. */
export const recordMany = (tx: Transaction, events: readonly NewEvent[]): Promise<void> =>
  insertMany(
    tx,
    'event',
    events.map((event) => toColumns(toRow(event))),
  );

/** The mail that follows from an event that this transaction inserted, `eventsSince` others after it. */
function mailRow(event: NewEvent, mail: NewMail, eventsSince: number): MailRow {
  return {
    id: mail.id ?? orderedId(),
    kind: mail.kind,
    recipient: mail.to,
    payload: JSON.stringify(mail.payload),
    licenseId: (event as AnyEvent).licenseId ?? null,
    now: event.at * 1000,
    eventsSince,
  };
}

/**
 * Writes one fact into the history, and the mails that follow from it, in the transaction of the change. Nobody waits
 * for them: they reach the database with what comes next, the commit at the latest.
 */
export function record(tx: Transaction, event: NewEvent, ...mails: NewMail[]): void {
  void insertEvent(tx.deferred, toRow(event));
  if (mails.length > 0) tx.afterCommit('mail');
  for (const mail of mails) void insertMail(tx.deferred, mailRow(event, mail, 0));
}

/** A fact with the mail that follows from it. */
export interface Fact {
  event: NewEvent;
  mail: NewMail | null;
}

/** Writes many facts with their mails into the history, in this order, as `record` does one. */
export function recordAll(tx: Transaction, facts: readonly Fact[]): void {
  const rows = facts.map(({ event, mail }, n) => ({
    event: toColumns(toRow(event)),
    mail: mail && mailRow(event, mail, facts.length - 1 - n),
    now: event.at * 1000,
  }));
  if (tx.engine === 'postgres') recordTogether(tx, rows);
  else {
    insertLater(
      tx,
      'event',
      rows.map(({ event }) => event),
    );
    for (const { mail } of rows) if (mail) void insertMail(tx.deferred, mail);
  }
  if (facts.some(({ mail }) => mail !== null)) tx.afterCommit('mail');
}
