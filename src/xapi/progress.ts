import { sql } from 'kysely';
import type { Transaction } from '../db/database.ts';
import { idsIn, textsIn } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import type { Actor } from '../event/record.ts';
import { type ProgressReport, takeProgress } from '../progress/report.ts';
import { parseEmail } from '../rules/email.ts';
import { type Told, toldOf } from '../rules/xapi/progress.ts';

interface Place {
  publicUrl: string;
  now: number;
  by: Actor;
}

const coursesByActivity = prepare((db, p: { activities: string; ids: string }, engine) =>
  db
    .selectFrom('course')
    .select(['id', 'activity_id'])
    .where((eb) =>
      eb.or([
        eb('activity_id', 'in', (from) =>
          from.selectFrom(textsIn(p.activities, engine).as('given')).select(sql<string>`value`.as('value')),
        ),
        eb.and([eb('id', 'in', idsIn(p.ids, engine)), eb('activity_id', 'is', null)]),
      ]),
    ),
);

const studentsByKey = prepare((db, p: { keys: string }, engine) =>
  db
    .selectFrom('student_by_address')
    .select(['id', 'email_key'])
    .where('email_key', 'in', (eb) =>
      eb.selectFrom(textsIn(p.keys, engine).as('given')).select(sql<string>`value`.as('value')),
    ),
);

const studentsById = prepare((db, p: { ids: string }, engine) =>
  db
    .selectFrom('student')
    .select(['id', 'merged_into'])
    .where('id', 'in', idsIn(p.ids, engine))
    .where('erased_at', 'is', null),
);

/** What a course is called by xAPI where it has no name of its own there. */
export const defaultActivity = (publicUrl: string, courseId: number): string => `${publicUrl}/xapi/course/${courseId}`;

const wholeOf = (text: string): number | null => (/^[1-9]\d{0,14}$/.test(text) ? Number(text) : null);

/** The courses that these activities are, by the activity. */
async function coursesOf(tx: Transaction, told: readonly Told[], publicUrl: string): Promise<Map<string, number>> {
  const start = defaultActivity(publicUrl, 0).slice(0, -1);
  const activities = [...new Set(told.map(({ activity }) => activity))];
  const ids = activities
    .filter((activity) => activity.startsWith(start))
    .flatMap((activity) => wholeOf(activity.slice(start.length)) ?? []);
  const rows = await coursesByActivity(tx, { activities: JSON.stringify(activities), ids: JSON.stringify(ids) });
  return new Map(rows.map((row) => [row.activity_id ?? defaultActivity(publicUrl, row.id), row.id]));
}

const keyOf = ({ who }: Told): string | null => ('address' in who ? (parseEmail(who.address)?.key ?? null) : null);

const idOf = ({ who }: Told, publicUrl: string): number | null =>
  'homePage' in who && who.homePage.replace(/\/+$/, '') === publicUrl ? wholeOf(who.name) : null;

/** Finds the student of whom something is told. */
async function studentFinder(
  tx: Transaction,
  told: readonly Told[],
  publicUrl: string,
): Promise<(one: Told) => number | undefined> {
  const keys = told.map(keyOf).filter((key) => key !== null);
  const ids = told.map((one) => idOf(one, publicUrl)).filter((id) => id !== null);
  const byKey = new Map(
    (await studentsByKey(tx, { keys: JSON.stringify(keys) })).map((row) => [row.email_key, row.id]),
  );
  const known = new Map(
    (await studentsById(tx, { ids: JSON.stringify(ids) })).map((row) => [row.id, row.merged_into ?? row.id]),
  );
  return (one) => known.get(idOf(one, publicUrl) ?? 0) ?? byKey.get(keyOf(one) ?? '');
}

function reportOf({ at, percent, opened }: Told, now: number): Omit<ProgressReport, 'studentId' | 'courseId'> {
  const moment = at ?? now;
  if (opened) return { lastAccess: moment, reportedAt: null };
  return { percent, reportedAt: moment, ...(percent === 100 ? { completed: moment } : {}) };
}

/** Moves the progress of students in courses by what new statements say of it. */
export async function moveProgress(
  tx: Transaction,
  statements: readonly Record<string, unknown>[],
  { publicUrl, now, by }: Place,
): Promise<void> {
  const told = statements.map(toldOf).filter((one) => one !== null);
  if (told.length === 0) return;
  const courses = await coursesOf(tx, told, publicUrl);
  const about = told.filter(({ activity }) => courses.has(activity));
  if (about.length === 0) return;
  const find = await studentFinder(tx, about, publicUrl);
  const reports = about.flatMap((one) => {
    const [studentId, courseId] = [find(one), courses.get(one.activity)];
    return studentId === undefined || courseId === undefined ? [] : [{ ...reportOf(one, now), studentId, courseId }];
  });
  await takeProgress(tx, reports, by, now);
}
