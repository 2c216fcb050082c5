import { setImmediate as nextTurn } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Clock } from '../context.ts';
import type { Engine, Transaction } from '../db/database.ts';
import { idsIn, textsIn } from '../db/dialect.ts';
import { isOneOf } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import { endAll, insertLater, takeIds } from '../db/sets.ts';
import { Refusal } from '../errors.ts';
import { type Actor, type Fact, ofLicense, recordAll } from '../event/record.ts';
import { due, type LockedPool, lockPool } from '../pool/pool.ts';
import { withdrawAll } from '../request/request.ts';
import { type BulkDecision, type Holding, simulateAssignments } from '../rules/bulk.ts';
import { domainSet } from '../rules/email.ts';
import { isActive, isDue } from '../rules/license.ts';
import { availableLicenses } from '../rules/pool.ts';
import { isoTime } from '../rules/time.ts';
import { isOffered } from '../rules/waiting.ts';
import { holdStudents, newStudentRow } from '../student/student.ts';
import { type Entry, liveEntries } from '../waiting/entry.ts';
import { enrolled } from '../waiting/finish.ts';
import type { Assigned, Assignment } from './assign.ts';
import { expire, factOfEnd, sweepPool } from './end.ts';
import { type License, licenseColumns, toLicense } from './license.ts';
import { type Recyclable, recyclableIn } from './recycle.ts';
import { settlePool } from './settle.ts';

/** One row of many; a person stands at most once among the rows of a course. */
export type RowAsked = Omit<Assignment, 'managerId' | 'spared'>;

const students = prepare((db, p: { keys: string }, engine: Engine) =>
  db
    .selectFrom('student_by_address as student')
    .select(['id', 'name', 'email', 'email_key'])
    .select(
      sql<number | null>`(select min(waiting.id) from waiting where waiting.student_id = student.id
      and waiting.state in ('waiting', 'offered'))`.as('entry'),
    )
    .select(
      sql<number | null>`(select min(request.id) from request where request.student_id = student.id
      and request.state = 'requested')`.as('request'),
    )
    .where(isOneOf('email_key', textsIn(p.keys, engine), engine)),
);

/** Licenses that are not ended, of the courses that some pools are of. */
const held = prepare((db, p: { keys: string; pools: string }, engine: Engine) =>
  db
    .selectFrom('student_by_address as student')
    .innerJoin('license', 'license.student_id', 'student.id')
    .select([...licenseColumns, 'license.ahead', 'student.email_key'])
    .where(isOneOf('student.email_key', textsIn(p.keys, engine), engine))
    .where('license.ended_at', 'is', null)
    .where(
      isOneOf(
        'license.course_id',
        db
          .selectFrom('pool')
          .select('course_id')
          .where(isOneOf('pool.id', idsIn(p.pools, engine), engine)),
        engine,
      ),
    ),
);

const domains = prepare((db, p: { managerId: number }) =>
  db.selectFrom('manager').select('allowed_domains').where('manager.id', '=', p.managerId),
);

const firstEnd = sql<number | null>`(select min(end_at) from license where pool_id = pool.id and ended_at is null)`;
const poolState = prepare((db, p: { poolId: number }) =>
  db
    .selectFrom('pool')
    .select(['last_seat', firstEnd.as('next_end')])
    .where('pool.id', '=', p.poolId),
);
const dueInPool = prepare((db, p: { poolId: number; now: number }) =>
  db.selectFrom('pool').select(due(p.now)).where('pool.id', '=', p.poolId),
);
const freeSeats = prepare((db, p: { poolId: number; limit: number }) =>
  db.selectFrom('free_seat').select('seat').where('pool_id', '=', p.poolId).orderBy('seat').limit(p.limit),
);

type PoolState = Awaited<ReturnType<typeof poolState>>[number];
const NO_STATE: PoolState = { last_seat: 0, next_end: null };

interface Person {
  id: number;
  name: string;
  email: string;
}

type Pool = LockedPool & { due: number };
type Candidate = Holding & { license: License };

/** What is known of the rows once their pools are locked. */
interface Facts {
  now: number;
  pools: Map<number, Pool>;
  lastSeats: Map<number, number>;
  domains: ReadonlySet<string>;
  /** By the key of the address. */
  people: Map<string, Person>;
  /** Licenses that are not ended, by the key of the address. */
  held: Map<string, (License & { ahead: boolean })[]>;
  /** Where they wait for a course of the pools, or were offered it. */
  entries: Entry[];
  /** The students who have asked for something by a link. */
  asking: ReadonlySet<number>;
}

/** Where people who wait for something at all wait for the courses of some pools. */
const entriesOf = async (tx: Transaction, students: readonly number[], pools: Iterable<Pool>): Promise<Entry[]> => {
  const courses = new Set([...pools].map(({ courseId }) => courseId));
  return (await Promise.all([...courses].map((courseId) => liveEntries(tx, students, courseId)))).flat();
};

/** A locked pool once what time has freed was offered to who waits for it, its last seat, and what has run out. */
async function settled(tx: Transaction, locked: LockedPool, state: PoolState | undefined, now: number) {
  const pool = await settlePool(tx, locked, now);
  const [{ last_seat: lastSeat, next_end: nextEnd } = NO_STATE] =
    pool === locked ? [state] : await poolState(tx, { poolId: pool.id });
  const [counted] = nextEnd !== null && nextEnd <= now ? await dueInPool(tx, { poolId: pool.id, now }) : [];
  return { pool: { ...pool, due: counted?.due ?? 0 }, lastSeat };
}

async function lockFacts(tx: Transaction, managerId: number, rows: readonly RowAsked[], clock: Clock): Promise<Facts> {
  const poolIds = [...new Set(rows.map(({ poolId }) => poolId))].sort((a, b) => a - b);
  const keys = JSON.stringify(rows.map(({ email }) => email.key));
  const [locks, states, known, licenses, [manager]] = await Promise.all([
    Promise.all(poolIds.map((id) => lockPool(tx, managerId, id))),
    Promise.all(poolIds.map((poolId) => poolState(tx, { poolId }))),
    students(tx, { keys }),
    held(tx, { keys, pools: JSON.stringify(poolIds) }),
    domains(tx, { managerId }),
  ]);
  const now = clock(); // after waiting for the locks: whoever had them may have ended a license a moment ago
  const pools = new Map<number, Pool>();
  const lastSeats = new Map<number, number>();
  for (const [n, locked] of locks.entries()) {
    const { pool, lastSeat } = await settled(tx, locked, states[n]?.[0], now);
    pools.set(pool.id, pool);
    lastSeats.set(pool.id, lastSeat);
  }
  const waiting = known.filter(({ entry }) => entry !== null).map(({ id }) => id);
  return {
    now,
    pools,
    lastSeats,
    asking: new Set(known.filter(({ request }) => request !== null).map(({ id }) => id)),
    entries: waiting.length > 0 ? await entriesOf(tx, waiting, pools.values()) : [],
    domains: domainSet(JSON.parse(manager?.allowed_domains ?? '[]')),
    people: new Map(known.map(({ email_key, entry: _, request: __, ...person }) => [email_key, person])),
    held: Map.groupBy(
      licenses.map((row) => ({ ...toLicense(row), ahead: row.ahead === 1, key: row.email_key })),
      ({ key }) => key,
    ),
  };
}

const poolIn = (facts: Facts, id: number): Pool => {
  const pool = facts.pools.get(id);
  if (!pool) throw new Error('a pool is not locked');
  return pool;
};

/** The entry by which a seat of the pool is held for a student. */
const offerOf = ({ people, entries, now }: Facts, key: string, poolId: number): Entry | undefined =>
  entries.find((entry) => entry.poolId === poolId && entry.student.id === people.get(key)?.id && isOffered(entry, now));

/** Licenses of a pool that may have to give up their seats, as many as there are rows that ask for it. */
async function candidatesIn(
  tx: Transaction,
  pool: Pool,
  rows: readonly RowAsked[],
  spared: readonly number[],
  now: number,
): Promise<Recyclable[]> {
  const asking = rows.filter(({ recycle }) => recycle !== null);
  const [terms] = asking.map(({ recycle }) => recycle);
  if (!terms || !pool.transferable || availableLicenses(pool, now) >= rows.length) return [];
  return recyclableIn(tx, pool.id, { terms, spared, limit: asking.length }, now);
}

type Decision = BulkDecision<Candidate>;

/** Decides the rows one after the other, each against what those before it leave. */
async function decide(
  tx: Transaction,
  facts: Facts,
  rows: readonly RowAsked[],
  spared: readonly number[],
): Promise<Decision[]> {
  const { now } = facts;
  const decisions: Decision[] = [];
  const deciders = new Map<number, (row: RowAsked) => Decision>();
  for (const [poolId, own] of Map.groupBy(rows, (row) => row.poolId)) {
    const pool = poolIn(facts, poolId);
    const recyclable = (await candidatesIn(tx, pool, own, spared, now)).map(
      ({ license, key }): Candidate => ({ id: license.id, key, license }),
    );
    const ofCourse = own.flatMap(({ email: { key } }) =>
      (facts.held.get(key) ?? [])
        .filter(({ courseId }) => courseId === pool.courseId)
        .map((license) => ({ id: license.id, key, license })),
    );
    const active = ofCourse.filter(({ license }) => isActive(license, now));
    const again = ofCourse.filter(({ license: { ahead, start } }) => !ahead && start > now);
    const beginsAgain = new Set(again.map(({ key }) => key));
    const offered = new Set(own.map(({ email }) => email.key).filter((key) => offerOf(facts, key, poolId)));
    const simulate = simulateAssignments(
      { pool, allowedDomains: facts.domains, held: active, recyclable, beginsAgain, offered },
      now,
    );
    deciders.set(poolId, (row) => simulate({ ...row, recycle: row.recycle !== null }));
  }
  for (const row of rows) decisions.push((deciders.get(row.poolId) as (row: RowAsked) => Decision)(row));
  return decisions;
}

/** A row that the rules let have a license. */
interface Grant {
  row: RowAsked;
  end: number;
  recycles: License | null;
  student: Person;
}

/** The students of the rows; those who are new are added, in the order of their addresses, as by whoever adds some too. */
async function addStudents(
  tx: Transaction,
  { people }: Facts,
  rows: readonly RowAsked[],
): Promise<Map<string, Person>> {
  const all = new Map(people);
  const fresh = new Map<string, RowAsked>();
  for (const row of rows) if (!people.has(row.email.key) && !fresh.has(row.email.key)) fresh.set(row.email.key, row);
  const ids = await takeIds(tx, 'student', fresh.size);
  const added = [...fresh.values()].map(({ email, name }, n) => newStudentRow(ids[n] as number, email, name));
  for (const { id, name, email, email_key } of added) all.set(email_key, { id, name, email });
  insertLater(
    tx,
    'student',
    added.sort((a, b) => (a.email_key < b.email_key ? -1 : 1)),
  );
  return all;
}

/** Ends what has run out and what gives up its seat; answers what history has to tell of it, license by license. */
async function makeRoom(
  tx: Transaction,
  facts: Facts,
  grants: readonly Grant[],
  by: Actor,
): Promise<Map<number, Fact>> {
  const { now } = facts;
  const told = new Map<number, Fact>();
  const poolIds = new Set(grants.map(({ row }) => row.poolId));
  for (const id of poolIds) if (poolIn(facts, id).due > 0) await sweepPool(tx, id, now);
  const due = staleOf(facts, grants);
  for (const { poolId: id, managerId } of due) tx.seatsChanged({ id, managerId });
  for (const fact of await expire(tx, due, now)) told.set((fact.event as { licenseId: number }).licenseId, fact);
  const recycled = grants.flatMap(({ recycles }) => recycles ?? []);
  const ended = await endAll(
    tx,
    'recycled',
    recycled.map(({ id }) => id),
    now,
  );
  for (const { recycles, student } of grants) {
    if (!recycles || !ended.has(recycles.id)) continue;
    told.set(recycles.id, factOfEnd(recycles, 'recycled', by, now, { for: student.id, full: 'pool' }));
  }
  return told;
}

/** What has run out of the licenses of those who get new ones: it would stand in the way. */
const staleOf = (facts: Facts, grants: readonly Grant[]): License[] =>
  grants.flatMap(({ row }) => staleOfRow(facts, row));

const staleOfRow = (facts: Facts, { email, poolId }: RowAsked): License[] =>
  (facts.held.get(email.key) ?? []).filter(
    (license) => license.courseId === poolIn(facts, poolId).courseId && isDue(license, facts.now),
  );

/** A seat for each grant: the one that is held for the student, the lowest that came back, then those that were never held. */
async function seatsFor(tx: Transaction, facts: Facts, grants: readonly Grant[]): Promise<number[]> {
  const seats = new Map<number, number[]>();
  const own = grants.map(({ row }) => offerOf(facts, row.email.key, row.poolId)?.seat ?? null);
  const others = grants.filter((_, n) => own[n] === null);
  for (const [poolId, { length: limit }] of Map.groupBy(others, ({ row }) => row.poolId)) {
    const free = (await freeSeats(tx, { poolId, limit })).map(({ seat }) => seat);
    const last = facts.lastSeats.get(poolId) ?? 0;
    const more = Array.from({ length: limit - free.length }, (_, n) => last + 1 + n);
    seats.set(poolId, [...free, ...more].reverse());
  }
  return grants.map(({ row }, n) => own[n] ?? (seats.get(row.poolId)?.pop() as number));
}

const columnsOf = (license: License, seat: number) => ({
  id: license.id,
  pool_id: license.poolId,
  manager_id: license.managerId,
  course_id: license.courseId,
  transferable: license.transferable ? 1 : 0,
  seat,
  student_id: license.student.id,
  ahead: 0,
  start_at: license.start,
  end_at: license.end,
  ended_at: null,
  ended_how: null,
});

const factOfAssignment = (license: License, by: Actor, now: number): Fact => ({
  event: {
    ...ofLicense(license),
    at: now,
    kind: 'license.assigned',
    by,
    after: { start: isoTime(now), end: isoTime(license.end), active: true },
  },
  mail: { kind: 'license_assigned', to: license.student.email, payload: { licenseId: license.id } },
});

function newLicense(facts: Facts, { row, end, student }: Grant, id: number): License {
  const { id: poolId, managerId, courseId, transferable } = poolIn(facts, row.poolId);
  const what = { id, poolId, managerId, courseId, linkId: null, student, transferable };
  return { ...what, start: facts.now, end, ended: null, endedHow: null };
}

/** Writes what was decided: what ends first, then students, licenses, and what history tells, row by row. */
async function giveAll(
  tx: Transaction,
  managerId: number,
  facts: Facts,
  granted: readonly Omit<Grant, 'student'>[],
  by: Actor,
): Promise<License[]> {
  const people = await addStudents(
    tx,
    facts,
    granted.map(({ row }) => row),
  );
  const grants = granted.map((one): Grant => ({ ...one, student: people.get(one.row.email.key) as Person }));
  const losing = grants.flatMap(({ recycles }) => recycles?.student.id ?? []);
  if (losing.length > 0) await holdStudents(tx, managerId, [...losing, ...grants.map(({ student }) => student.id)]);
  const ended = await makeRoom(tx, facts, grants, by);
  await nextTurn();
  const [ids, seats] = await Promise.all([takeIds(tx, 'license', grants.length), seatsFor(tx, facts, grants)]);
  const licenses = grants.map((grant, n) => newLicense(facts, grant, ids[n] as number));
  for (const license of facts.entries.length > 0 ? licenses : []) {
    const entries = facts.entries.filter(
      ({ student, courseId }) => student.id === license.student.id && courseId === license.courseId,
    );
    await enrolled(tx, entries, license, by, facts.now);
  }
  for (const { student, courseId } of licenses.filter(({ student }) => facts.asking.has(student.id)))
    await withdrawAll(tx, { studentId: student.id, courseId }, by, facts.now);
  const rows = licenses.map((license, n) => columnsOf(license, seats[n] as number));
  insertLater(
    tx,
    'license',
    rows.sort((a, b) => a.student_id - b.student_id), // as by whoever gives some of them a license of the course too
  );
  await nextTurn();
  const history = grants.flatMap(({ row, recycles }, n) => [
    ...staleOfRow(facts, row).flatMap(({ id }) => ended.get(id) ?? []),
    ...((recycles && [ended.get(recycles.id)]) ?? []),
    factOfAssignment(licenses[n] as License, by, facts.now),
  ]);
  recordAll(
    tx,
    history.filter((fact) => fact !== undefined),
  );
  return licenses;
}

/**
 * Assigns licenses to many rows at once, with the same outcome as one after the other: what the rules need is read for
 * all, each row is decided against what those before it leave, and what was decided is written for all; others get turns
 * between. Answers the
 * license of each row, or why it is refused. None takes back a license of `spared`, or of the rows.
 */
export async function assignMany(
  tx: Transaction,
  { managerId, rows, spared }: { managerId: number; rows: readonly RowAsked[]; spared: readonly number[] },
  by: Actor,
  clock: Clock,
): Promise<(Assigned | Refusal)[]> {
  if (rows.length === 0) return [];
  const facts = await lockFacts(tx, managerId, rows, clock);
  await nextTurn();
  const decisions = await decide(tx, facts, rows, spared);
  await nextTurn();
  const granted = decisions.flatMap((decision, n) => {
    if (decision.refused) return [];
    return [{ row: rows[n] as RowAsked, end: decision.end, recycles: decision.recycles?.license ?? null }];
  });
  const licenses = (granted.length > 0 ? await giveAll(tx, managerId, facts, granted, by) : []).values();
  return decisions.map((decision) =>
    decision.refused
      ? new Refusal(decision.refused)
      : { license: licenses.next().value as License, recycled: decision.recycles?.license ?? null },
  );
}
