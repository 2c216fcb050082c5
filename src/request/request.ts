import { sql } from 'kysely';
import type { Queries, Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import { notFound, Refusal } from '../errors.ts';
import { type Actor, type NewMail, record, system } from '../event/record.ts';
import { tellOwners } from '../member/owners.ts';
import { REQUEST_OPEN, type RequestState, requestStateAt } from '../rules/request.ts';

/** What a student asked a link for that gives after approval. Times in seconds. */
export interface LicenseRequest {
  id: number;
  managerId: number;
  linkId: number;
  poolId: number;
  courseId: number;
  student: { id: number; name: string; email: string };
  message: string | null;
  state: RequestState;
  since: number;
  decided: number | null;
  /** The label of who decided; null where nobody did. */
  decidedBy: string | null;
  reason: string | null;
  licenseId: number | null;
  waitingId: number | null;
}

const columns = [
  'request.id',
  'request.manager_id',
  'request.link_id',
  'request.pool_id',
  'request.course_id',
  'request.student_id',
  'request.message',
  'request.state',
  'request.since',
  'request.decided_at',
  'request.decided_by',
  'request.reason',
  'request.license_id',
  'request.waiting_id',
  'student.name',
  'student.email',
  'pool.end_at',
  'pool.closed_at',
] as const;

const joined = (db: Queries['kysely']) =>
  db
    .selectFrom('request')
    .innerJoin('student', 'student.id', 'request.student_id')
    .innerJoin('pool', 'pool.id', 'request.pool_id')
    .select(columns);

const byId = prepare((db, p: { managerId: number; id: number }) =>
  joined(db).where('request.id', '=', p.id).where('request.manager_id', '=', p.managerId),
);

const openOf = prepare((db, p: { linkId: number; studentId: number }) =>
  joined(db)
    .where('request.link_id', '=', p.linkId)
    .where('request.student_id', '=', p.studentId)
    .where('request.state', '=', 'requested'),
);

const openOfCourse = prepare((db, p: { studentId: number; courseId: number }) =>
  joined(db)
    .where('request.student_id', '=', p.studentId)
    .where('request.course_id', '=', p.courseId)
    .where('request.state', '=', 'requested'),
);

const openByLink = prepare((db, p: { linkId: number; limit: number }) =>
  joined(db).where('request.link_id', '=', p.linkId).where('request.state', '=', 'requested').limit(p.limit),
);

/** Open requests that time has decided. */
const outdated = prepare((db, p: { now: number; before: number; limit: number }) =>
  joined(db)
    .where('request.state', '=', 'requested')
    .where((eb) =>
      eb.or([
        eb('request.since', '<=', p.before),
        eb('pool.end_at', '<=', p.now),
        eb('pool.closed_at', 'is not', null),
      ]),
    )
    .orderBy('request.since')
    .limit(p.limit),
);

const ofStudent = prepare((db, p: { email: string; limit: number }) =>
  joined(db)
    .where('request.student_id', 'in', (eb) =>
      eb.selectFrom('student_by_address as found').select('found.id').where('found.email_key', '=', p.email),
    )
    .orderBy('request.id', 'desc')
    .limit(p.limit),
);

interface NewRow {
  managerId: number;
  linkId: number;
  poolId: number;
  courseId: number;
  studentId: number;
  message: string | null;
  now: number;
}

const insert = prepare((db, p: NewRow) =>
  db
    .insertInto('request')
    .values({
      manager_id: p.managerId,
      link_id: p.linkId,
      pool_id: p.poolId,
      course_id: p.courseId,
      student_id: p.studentId,
      message: p.message,
      state: 'requested',
      since: p.now,
    })
    .returning('id'),
);

const lockById = prepare((db, p: { id: number }, engine) =>
  locked(db.selectFrom('request').select('state').where('id', '=', p.id), engine),
);

interface Decision {
  id: number;
  state: RequestState;
  now: number;
  by: string | null;
  reason: string | null;
}

const decide = prepare((db, p: Decision) =>
  db
    .updateTable('request')
    .set({ state: p.state, decided_at: p.now, decided_by: p.by, reason: p.reason })
    .where('id', '=', p.id)
    .where('state', '=', 'requested')
    .returning('id'),
);

const outcome = prepare((db, p: { id: number; licenseId: number | null; waitingId: number | null }) =>
  db.updateTable('request').set({ license_id: p.licenseId, waiting_id: p.waitingId }).where('id', '=', p.id),
);

type Row = Awaited<ReturnType<typeof byId>>[number];

const asItIs = (row: Row): LicenseRequest => ({
  id: row.id,
  managerId: row.manager_id,
  linkId: row.link_id,
  poolId: row.pool_id,
  courseId: row.course_id,
  student: { id: row.student_id, name: row.name, email: row.email },
  message: row.message,
  state: row.state,
  since: row.since,
  decided: row.decided_at,
  decidedBy: row.decided_by,
  reason: row.reason,
  licenseId: row.license_id,
  waitingId: row.waiting_id,
});

/** What time has made of it, swept or not. */
function atTime(row: Row, now: number): LicenseRequest {
  const request = asItIs(row);
  const pool = { end: row.end_at, closed: row.closed_at !== null };
  const state = requestStateAt(request, pool, now);
  if (state === request.state) return request;
  return { ...request, state, decided: Math.min(request.since + REQUEST_OPEN, row.end_at, row.closed_at ?? now) };
}

/** A request to the manager; throws `not_found`. */
export async function getRequest(db: Queries, managerId: number, id: number, now: number): Promise<LicenseRequest> {
  const [row] = await byId(db, { managerId, id });
  if (!row) throw notFound();
  return atTime(row, now);
}

/** The same under a lock. Throws `not_found`, or `request_decided` where it is not open. */
export async function lockRequest(
  tx: Transaction,
  managerId: number,
  id: number,
  now: number,
): Promise<LicenseRequest> {
  await lockById(tx, { id });
  const request = await getRequest(tx, managerId, id, now);
  if (request.state !== 'requested') throw new Refusal('request_decided');
  return request;
}

const MAX_OWN = 100;

/** The latest requests of the student with this address. */
export const requestsOf = async (db: Queries, email: string, now: number): Promise<LicenseRequest[]> =>
  (await ofStudent(db, { email, limit: MAX_OWN })).map((row) => atTime(row, now));

/** The requests to a manager, the newest first, of one state or of all. */
export async function listRequests(
  db: Queries,
  { managerId, state }: { managerId: number; state: RequestState | null },
  { limit, offset }: Slice,
  now: number,
): Promise<{ total: number; requests: LicenseRequest[] }> {
  const over = sql<boolean>`(request.since <= ${now - REQUEST_OPEN} or pool.end_at <= ${now} or pool.closed_at is not null)`;
  const filtered = joined(db.kysely)
    .where('request.manager_id', '=', managerId)
    .$if(state !== null && state !== 'expired', (query) => query.where('request.state', '=', state as RequestState))
    .$if(state === 'requested', (query) => query.where(({ not }) => not(over)))
    .$if(state === 'expired', (query) =>
      query.where(sql<boolean>`(request.state = 'expired' or (request.state = 'requested' and ${over}))`),
    );
  const [rows, [counted]] = await Promise.all([
    filtered.orderBy('request.id', 'desc').limit(limit).offset(offset).execute(),
    filtered
      .clearSelect()
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .execute(),
  ]);
  return { total: Number(counted?.count ?? 0), requests: rows.map((row) => atTime(row, now)) };
}

const ofRequest = ({ managerId, courseId, poolId, linkId, student }: LicenseRequest) => ({
  managerId,
  courseId,
  poolId,
  linkId,
  studentId: student.id,
});

/** What a student asks for; asking again while that is open answers it. The owners of the manager are told of a new one. */
export async function makeRequest(
  tx: Transaction,
  asked: Omit<NewRow, 'studentId' | 'now'> & { student: LicenseRequest['student'] },
  by: Actor,
  now: number,
): Promise<LicenseRequest> {
  const { student, message, ...where } = asked;
  const [open] = await openOf(tx, { linkId: asked.linkId, studentId: student.id });
  if (open && atTime(open, now).state === 'requested') return asItIs(open);
  if (open) await endRequest(tx, asItIs(open), 'expired', { by: system, reason: null }, now);
  const [row] = await insert(tx, { ...where, message, studentId: student.id, now });
  if (!row) throw new Error('no request was made');
  const undecided = { state: 'requested', since: now, decided: null, decidedBy: null, reason: null } as const;
  const request: LicenseRequest = {
    id: row.id,
    ...where,
    student,
    message,
    ...undecided,
    licenseId: null,
    waitingId: null,
  };
  const page = `/m/${request.managerId}/requests`;
  const mails = await tellOwners(tx, request.managerId, 'request_made', { request: row.id, words: message, page });
  const after = { request: row.id, state: 'requested' } as const;
  record(tx, { ...ofRequest(request), at: now, kind: 'request.made', by, after }, ...mails);
  return request;
}

/** How a request is decided; where nobody did, the label is not kept. */
interface Deciding {
  by: Actor;
  reason: string | null;
  mail?: NewMail;
}

/** Decides an open request, and tells history. Answers it as it now is; null where it was decided a moment ago. */
export async function endRequest(
  tx: Transaction,
  request: LicenseRequest,
  state: Exclude<RequestState, 'requested'>,
  { by, reason, mail }: Deciding,
  now: number,
): Promise<LicenseRequest | null> {
  const label = state === 'expired' ? null : by.label;
  const [done] = await decide(tx, { id: request.id, state, now, by: label, reason });
  if (!done) return null;
  const [before, after] = [
    { request: request.id, state: 'requested' as const },
    { request: request.id, state },
  ];
  record(tx, { ...ofRequest(request), at: now, kind: `request.${state}`, by, before, after }, ...(mail ? [mail] : []));
  return { ...request, state, decided: now, decidedBy: label, reason };
}

/** What an approved request came to. */
export const noteOutcome = (
  tx: Transaction,
  asked: { id: number; licenseId: number | null; waitingId: number | null },
) => void outcome(tx.deferred, asked);

/** Takes back what a student asked for of a course that they get otherwise. */
export async function withdrawAll(
  tx: Transaction,
  asked: { studentId: number; courseId: number },
  by: Actor,
  now: number,
): Promise<void> {
  for (const row of await openOfCourse(tx, asked))
    await endRequest(tx, asItIs(row), 'withdrawn', { by, reason: null }, now);
}

const MAX_AT_ONCE = 200;

/** Ends the open requests of a link that is deleted. */
export async function expireByLink(tx: Transaction, linkId: number, now: number): Promise<void> {
  for (;;) {
    const rows = await openByLink(tx, { linkId, limit: MAX_AT_ONCE });
    for (const row of rows) await endRequest(tx, asItIs(row), 'expired', { by: system, reason: null }, now);
    if (rows.length < MAX_AT_ONCE) return;
  }
}

/** Ends some requests that time has decided; answers whether there may be more. */
export async function expireRequests(tx: Transaction, now: number): Promise<boolean> {
  const rows = await outdated(tx, { now, before: now - REQUEST_OPEN, limit: MAX_AT_ONCE });
  for (const row of rows) await endRequest(tx, asItIs(row), 'expired', { by: system, reason: null }, now);
  return rows.length === MAX_AT_ONCE;
}
