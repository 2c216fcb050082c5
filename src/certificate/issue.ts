import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Transaction } from '../db/database.ts';
import { idsIn } from '../db/dialect.ts';
import { isOneOf } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import { overRows } from '../db/rows.ts';
import { type NewEvent, recordMany, system } from '../event/record.ts';
import { type Holding, holdingsOf, type Place, placeKey } from '../license/holdings.ts';
import { isoTime } from '../rules/time.ts';

/** A course that a student completed; in seconds. */
export interface Completion extends Place {
  completed: number;
  /** True where no event is to tell of the certificate. */
  untold: boolean;
}

/** 128 bits: nobody finds a certificate without having been given its address. */
const CODE_BYTES = 16;

const certifying = prepare((db, p: { ids: string }, engine) =>
  db
    .selectFrom('course')
    .select(['id', 'title'])
    .where(isOneOf('id', idsIn(p.ids, engine), engine))
    .where('certificates', '=', 1),
);

interface Made extends Place {
  id: number;
  completed_at: number;
}

const insert = overRows<Made>(({ rows }, engine) => {
  const columns = sql`code, student_id, course_id, title, completed_at, issued_at`;
  const values =
    engine === 'postgres'
      ? sql`select ${columns} from json_populate_recordset(null::certificate, ${rows}::json)`
      : sql`select value ->> 'code', value ->> 'student_id', value ->> 'course_id', value ->> 'title',
          value ->> 'completed_at', value ->> 'issued_at' from json_each(${rows}) where true`;
  return sql`insert into certificate (${columns}) ${values} on conflict (student_id, course_id) do nothing
    returning id, student_id, course_id, completed_at`;
});

function eventOf(made: Made, holding: Holding | undefined, now: number): NewEvent {
  return {
    kind: 'certificate.issued',
    managerId: holding?.manager_id ?? null,
    studentId: made.student_id,
    courseId: made.course_id,
    ...(holding ? { poolId: holding.pool_id, licenseId: holding.license_id } : {}),
    at: now,
    by: system,
    after: { certificate: String(made.id), completed: isoTime(made.completed_at) },
  };
}

const inOrder = (one: Place, other: Place): number =>
  one.student_id - other.student_id || one.course_id - other.course_id;

/** Makes the certificates of courses that have some, one for a student and a course, whoever completes it how often. */
export async function issueCertificates(
  tx: Transaction,
  completions: readonly Completion[],
  now: number,
): Promise<void> {
  if (completions.length === 0) return;
  const ids = [...new Set(completions.map(({ course_id }) => course_id))];
  const titles = new Map((await certifying(tx, { ids: JSON.stringify(ids) })).map(({ id, title }) => [id, title]));
  const due = completions.filter(({ course_id }) => titles.has(course_id)).sort(inOrder);
  if (due.length === 0) return;
  const rows = due.map(({ student_id, course_id, completed }) => ({
    code: randomBytes(CODE_BYTES).toString('base64url'),
    ...{ student_id, course_id, title: titles.get(course_id) },
    ...{ completed_at: completed, issued_at: now },
  }));
  const made = await insert(tx, { rows: JSON.stringify(rows) });
  const untold = new Set(due.filter((one) => one.untold).map(placeKey));
  const told = made.filter((one) => !untold.has(placeKey(one)));
  const found = await holdingsOf(tx, told);
  await recordMany(
    tx,
    told.map((one) => eventOf(one, found.get(placeKey(one)), now)),
  );
}
