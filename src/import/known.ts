import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Transaction } from '../db/database.ts';
import { idsIn, textsIn } from '../db/dialect.ts';
import type { Staging } from './staging.ts';

const CHUNK = 5000;

/** Parts of what may be more than fits into memory. Between them others get their turn. */
export async function* inChunks<T>(rows: Iterable<T>, size = CHUNK): AsyncGenerator<T[]> {
  let chunk: T[] = [];
  for (const row of rows) {
    chunk.push(row);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
    await nextTurn();
  }
  if (chunk.length > 0) yield chunk;
}

/** Ids that a query over the staging tables finds, as JSON arrays. */
export async function* idsOf(staging: Staging, query: string): AsyncGenerator<string> {
  for await (const rows of inChunks(staging.rows<{ id: number }>(query)))
    yield JSON.stringify(rows.map((row) => row.id));
}

export const kinds = ['manager', 'course', 'pool', 'student', 'license'] as const;

/** The ids that a file gives or refers to. */
const named = {
  manager: 'select id from managers union select manager_id from pools where manager_id is not null',
  course: `select id from courses union select course_id from pools where course_id is not null
    union select course_id from progress`,
  pool: 'select id from pools union select pool_id from licenses where pool_id is not null',
  student: `select id from students union select student_id from licenses where student_id is not null
    union select student_id from progress`,
  license: 'select id from licenses',
};

async function findKnown(tx: Transaction, staging: Staging): Promise<void> {
  for (const kind of kinds) {
    for await (const ids of idsOf(staging, named[kind])) {
      const query = tx.kysely.selectFrom(kind).select(`${kind}.id as id`);
      for (const { id } of await query.where(`${kind}.id`, 'in', idsIn(ids, tx.engine)).execute())
        staging.run('insert into known values (?, ?)', kind, id);
      if (kind === 'student') await findGone(tx, staging, ids);
    }
  }
}

/** What the file gives to students who were merged goes to those who took over all of theirs; who was erased gets nothing. */
async function findGone(tx: Transaction, staging: Staging, ids: string): Promise<void> {
  const gone = await tx.kysely
    .selectFrom('student')
    .leftJoin('student as other', 'other.id', 'student.merged_into')
    .select(['student.id', 'student.merged_into', 'student.erased_at', 'other.erased_at as other_erased_at'])
    .where('student.id', 'in', idsIn(ids, tx.engine))
    .where((eb) => eb.or([eb('student.merged_into', 'is not', null), eb('student.erased_at', 'is not', null)]))
    .execute();
  for (const { id, merged_into: other, erased_at, other_erased_at } of gone) {
    if (erased_at !== null || other_erased_at !== null) staging.run('insert or ignore into erased values (?)', id);
    if (other === null) continue;
    staging.run('insert or ignore into known values (?, ?)', 'student', other);
    for (const list of ['licenses', 'progress'])
      staging.run(`update or ignore ${list} set student_id = ? where student_id = ?`, other, id);
  }
}

/** The pools that licenses go to: as the database knows them, or as the file has them. */
async function findTargets(tx: Transaction, staging: Staging): Promise<void> {
  for await (const ids of idsOf(staging, "select id from known where kind = 'pool'")) {
    const pools = await tx.kysely
      .selectFrom('pool')
      .select(['id', 'manager_id', 'course_id', 'transferable', 'licenses', 'start_at', 'end_at', 'held', 'last_seat'])
      .where('id', 'in', idsIn(ids, tx.engine))
      .execute();
    for (const { id, manager_id, course_id, transferable, licenses, start_at, end_at, held, last_seat } of pools)
      staging.run(
        'insert into targets values (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)',
        ...[id, manager_id, course_id, transferable, licenses, start_at, end_at, held, last_seat],
      );
  }
  staging.run(`insert or ignore into targets
    select id, manager_id, course_id, transferable, licenses, start_at, end_at, 0, 0, 0 from pools
    where manager_id is not null`);
}

async function findOwners(tx: Transaction, staging: Staging): Promise<void> {
  const keys = staging.rows<{ email_key: string }>('select email_key from students where email_key is not null');
  for await (const rows of inChunks(keys)) {
    const among = textsIn(JSON.stringify(rows.map((row) => row.email_key)), tx.engine);
    const query = tx.kysely
      .selectFrom('student_by_address')
      .select(['id', 'email_key'])
      .where('email_key', 'in', among);
    for (const { id, email_key } of await query.execute())
      staging.run('insert or ignore into owners values (?, ?)', email_key, id);
  }
}

/**
 * The licenses that are new and have a pool. Those that have ended give the seat of a transferable pool back before
 * they get it; the others are numbered, pool by pool, in the order of the file.
 */
function placeLicenses(staging: Staging, now: number): void {
  staging.run(
    `insert into placed
    with fresh as (select l.place, l.id, l.pool_id, l.student_id, t.course_id, l.start_at, l.end_at, l.revoked_at,
        l.revoked_at is not null or l.end_at <= ? as ended, t.transferable
      from licenses l join targets t on t.id = l.pool_id
      where not exists (select 1 from known k where k.kind = 'license' and k.id = l.id)),
    seated as (select *, not (ended and transferable) as seated from fresh)
    select place, id, pool_id, student_id, course_id, start_at, end_at, revoked_at, ended, seated,
      row_number() over (partition by pool_id, seated order by place) from seated order by place`,
    now,
  );
  staging.script(
    'create index if not exists placed_of_student on placed (student_id, course_id, start_at, end_at) where ended = 0',
  );
}

/** What the students of new licenses hold already, in whatever course. */
async function findHoldings(tx: Transaction, staging: Staging): Promise<void> {
  const students = `select id from known k where kind = 'student'
    and exists (select 1 from placed p where p.student_id = k.id and p.ended = 0)`;
  for await (const ids of idsOf(staging, students)) {
    const held = await tx.kysely
      .selectFrom('license')
      .select(['id', 'student_id', 'course_id', 'start_at', 'end_at'])
      .where('student_id', 'in', idsIn(ids, tx.engine))
      .where('ended_at', 'is', null)
      .execute();
    for (const { id, student_id, course_id, start_at, end_at } of held)
      staging.run('insert into holdings values (?, ?, ?, ?, ?)', student_id, course_id, id, start_at, end_at);
  }
}

/** The seats that came back to the pools, as many as are needed. */
async function findReturned(tx: Transaction, staging: Staging): Promise<void> {
  const pools = staging.rows<{ id: number; needed: number }>(`select pool_id as id, max(nth) as needed
    from placed p join targets t on t.id = p.pool_id where seated and last_seat > held group by pool_id`);
  for (const { id, needed } of [...pools]) {
    let [nth, seat, found] = [0, 0, 0];
    do {
      const limit = Math.min(CHUNK, needed - nth);
      const query = tx.kysely.selectFrom('free_seat').select('seat').where('pool_id', '=', id).where('seat', '>', seat);
      const rows = await query.orderBy('seat').limit(limit).execute();
      for (const row of rows) staging.run('insert into returned values (?, ?, ?)', id, ++nth, (seat = row.seat));
      found = rows.length;
    } while (found === CHUNK);
    staging.run('update targets set returned = ? where id = ?', nth, id);
  }
}

/** Asks the database, as it is in this transaction, about everything that the records name. */
export async function lookUp(tx: Transaction, staging: Staging, now: number): Promise<void> {
  staging.forget();
  await findKnown(tx, staging);
  await findTargets(tx, staging);
  await findOwners(tx, staging);
  placeLicenses(staging, now);
  await findHoldings(tx, staging);
  await findReturned(tx, staging);
}
