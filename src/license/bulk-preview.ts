import { setImmediate as nextTurn } from 'node:timers/promises';
import { duplicateRow, orRefusal, refusedRow } from '../batch.ts';
import type { Engine, Queries } from '../db/database.ts';
import { idsIn, textsIn } from '../db/dialect.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import { catalogue, type Fault, invalid, Refusal } from '../errors.ts';
import { getManager } from '../manager/manager.ts';
import { getPool, type TitledPool } from '../pool/pool.ts';
import { type Holding, seenBefore, simulateAssignments } from '../rules/bulk.ts';
import { domainSet, parseEmail } from '../rules/email.ts';
import type { ListColumn, ListOptions, ListRow, PeopleList } from '../rules/list-rows.ts';
import type { ColumnUse } from '../rules/list-titles.ts';
import { readPeople } from '../rules/people-list.ts';
import type { RecycleTerms } from '../rules/recycle.ts';
import { type Follow, followAddresses } from '../student/follow.ts';
import type { License } from './license.ts';
import { readAssignment } from './read.ts';
import { recyclableIn } from './recycle.ts';

/** How many rows a list may have. */
export const MAX_ROWS = 5000;
const ROWS_PER_TURN = 100;

/** What would become of one row. Times in seconds. */
export interface PreviewRow extends Omit<ListRow, 'fault' | 'course'> {
  outcome: 'assign' | 'refused';
  code: string | null;
  detail: string | null;
  /** What the row itself has wrong, by pointers into it. */
  errors?: Fault[];
  /** When its license would end. */
  end: number | null;
  /** Whose license it would take. */
  recycles: License['student'] | null;
}

/** Somebody who would lose a license, and what they made of it. Times in seconds. */
export interface Losing {
  student: License['student'];
  licenseId: number;
  progress: number;
  lastAccess: number | null;
}

export interface ListPreview {
  rows: PreviewRow[];
  columns: ListColumn[];
  losing: Losing[];
  skipped: number;
}

const heldByKeys = prepare((db, p: { keys: string; courseId: number; now: number }, engine: Engine) =>
  db
    .selectFrom('student')
    .innerJoin('license', 'license.student_id', 'student.id')
    .select(['license.id', 'student.email_key as key'])
    .where('student.email_key', 'in', textsIn(p.keys, engine))
    .where('license.course_id', '=', p.courseId)
    .where(isActiveAt(p.now)),
);

const progressOf = prepare((db, p: { courseId: number; students: string }, engine: Engine) =>
  db
    .selectFrom('progress')
    .select(['student_id', 'percent', 'last_access_at'])
    .where('course_id', '=', p.courseId)
    .where('student_id', 'in', idsIn(p.students, engine)),
);

/** Reads the list of the people who shall get the pool's course; others get turns meanwhile. Throws `invalid_request`. */
async function readList(csv: string, options: ListOptions): Promise<PeopleList> {
  const reading = readPeople(csv, options);
  for (;;) {
    const { done, value } = reading.next();
    if (!done) await nextTurn();
    else if (value.list) return value.list;
    else throw unreadable(value.fault, value.columns);
  }
}

const unreadable = (fault: Omit<Fault, 'pointer'>, columns: ListColumn[]): Refusal => {
  const { errors = [], message: detail } = invalid({ pointer: '/csv', ...fault });
  return new Refusal('invalid_request', { detail, errors, members: columns.length > 0 ? { columns } : {} });
};

type Asked = ReturnType<typeof readAssignment>;
type Read = { row: ListRow; asked: Asked; refused: null } | { row: ListRow; asked: null; refused: Refusal };

function readRow(row: ListRow, place: ReturnType<typeof seenBefore>, follow: Follow): Read {
  const email = follow(parseEmail(row.email));
  const earlier = email && place(email.key, row.line);
  if (earlier) return { row, asked: null, refused: duplicateRow(earlier, 'line') };
  if (row.fault) {
    const code = row.fault.reason === 'list_ended' ? 'license_inactive' : 'invalid_request';
    return { row, asked: null, refused: new Refusal(code, { errors: [row.fault] }) };
  }
  const { value, refusal } = orRefusal(() => readAssignment(row));
  if (refusal) return { row, asked: null, refused: refusal };
  return { row, asked: { ...value, email: follow(value.email) }, refused: null };
}

async function readRows(db: Queries, rows: readonly ListRow[]): Promise<Read[]> {
  const place = seenBefore();
  const follow = await followAddresses(db, rows);
  const read: Read[] = [];
  for (const [index, row] of rows.entries()) {
    if (index % ROWS_PER_TURN === 0) await nextTurn();
    read.push(readRow(row, place, follow));
  }
  return read;
}

interface Candidate extends Holding {
  license: License;
}

async function factsFor(db: Queries, pool: TitledPool, asked: Asked[], terms: RecycleTerms | null, now: number) {
  const keys = JSON.stringify(asked.map(({ email }) => email.key));
  const { allowedDomains } = await getManager(db, pool.managerId);
  const held: Holding[] = await heldByKeys(db, { keys, courseId: pool.courseId, now });
  const search = terms && pool.transferable ? { terms, spared: [], limit: asked.length } : null;
  const found = search ? await recyclableIn(db, pool.id, search, now) : [];
  const recyclable = found.map(({ license, key }): Candidate => ({ id: license.id, key, license }));
  return { pool, allowedDomains: domainSet(allowedDomains), held, recyclable };
}

/** Who would lose a license, with what they made of it. */
async function losingOf(db: Queries, licenses: readonly License[]): Promise<Losing[]> {
  const [first] = licenses;
  if (!first) return [];
  const students = JSON.stringify(licenses.map(({ student }) => student.id));
  const known = await progressOf(db, { courseId: first.courseId, students });
  const byStudent = new Map(known.map((progress) => [progress.student_id, progress]));
  return licenses.map(({ id, student }) => {
    const progress = byStudent.get(student.id);
    return {
      student,
      licenseId: id,
      progress: progress?.percent ?? 0,
      lastAccess: progress?.last_access_at ?? null,
    };
  });
}

/** What is asked about a list. */
export interface ListAsked {
  managerId: number;
  poolId: number;
  csv: string;
  /** What its columns are to be taken for; null: as their titles say. */
  as: readonly (ColumnUse | null)[] | null;
  /** Whose license may be taken back; null: nobody's. */
  recycle: RecycleTerms | null;
}

/**
 * Tells what assigning the rows of a list one after the other would come to, without doing it. Throws `not_found`
 * where the pool is not the manager's, and `invalid_request` where the list cannot be read.
 */
export async function previewBulk(db: Queries, asked: ListAsked, now: number): Promise<ListPreview> {
  const pool = await getPool(db, asked.managerId, asked.poolId, now);
  const course = { id: pool.courseId, title: pool.title };
  const list = await readList(asked.csv, { as: asked.as, course, mostRows: MAX_ROWS });
  const read = await readRows(db, list.rows);
  const good = read.flatMap((row) => row.asked ?? []);
  const facts = await factsFor(db, pool, good, asked.recycle, now);
  const decide = simulateAssignments(facts, now);
  const lost: License[] = [];
  const rows: PreviewRow[] = [];
  for (const [index, { row, asked: assignment, refused }] of read.entries()) {
    if (index % ROWS_PER_TURN === 0) await nextTurn();
    const { fault: _, course: __, ...written } = row;
    const nothing = { end: null, recycles: null };
    if (refused) {
      rows.push({ ...written, ...refusedRow(refused), ...nothing } as PreviewRow);
      continue;
    }
    const decision = decide({ ...assignment, recycle: asked.recycle !== null });
    if (decision.refused) {
      const { refused: code } = decision;
      rows.push({ ...written, outcome: 'refused', code, detail: catalogue[code][1], ...nothing });
      continue;
    }
    const { end, recycles } = decision;
    if (recycles) lost.push(recycles.license);
    const student = recycles?.license.student ?? null;
    rows.push({ ...written, outcome: 'assign', code: null, detail: null, end, recycles: student });
  }
  return { rows, columns: list.columns, losing: await losingOf(db, lost), skipped: list.skipped };
}
