import { type SqlBool, sql } from 'kysely';
import type { Engine, Queries, Transaction } from '../db/database.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { takeProgress } from '../progress/report.ts';
import type { Progress } from '../rules/progress.ts';

const activeById = prepare((db, p: { id: number; now: number }) =>
  db
    .selectFrom('license')
    .select(['license.id', 'license.student_id', 'license.course_id', 'license.end_at'])
    .where('license.id', '=', p.id)
    .where(isActiveAt(p.now)),
);

/** Addresses in the order of their bytes, as they are indexed. */
const urlOf = (engine: Engine) => (engine === 'postgres' ? sql`launch_url collate "C"` : sql`launch_url`);

const courseAt = prepare((db, p: { from: string; to: string }, engine) =>
  db
    .selectFrom('course')
    .select('id')
    .where('launch_url', 'is not', null)
    .where(sql<SqlBool>`${urlOf(engine)} >= ${p.from} and ${urlOf(engine)} < ${p.to}`)
    .limit(1),
);

const unauthorized = () =>
  new Refusal('unauthorized', {
    detail: 'The license that this token belongs to has ended, or the token is not valid. Open the course again.',
    headers: { 'www-authenticate': 'Bearer' },
  });

/** The license of a player's token while it is active; throws `unauthorized`. */
export async function playedLicense(db: Queries, id: number, now: number) {
  const [license] = await activeById(db, { id, now });
  if (!license) throw unauthorized();
  return { id: license.id, studentId: license.student_id, courseId: license.course_id, end: license.end_at };
}

/** Takes what a player reports of its license; throws `unauthorized` where that has ended. */
export async function reportPlayed(
  tx: Transaction,
  asked: { licenseId: number; percent?: number | undefined; completed?: boolean | undefined },
  by: Actor,
  now: number,
): Promise<Progress> {
  const { studentId, courseId } = await playedLicense(tx, asked.licenseId, now);
  const completed = asked.completed === undefined ? undefined : asked.completed ? now : null;
  const report = { studentId, courseId, percent: asked.percent, completed, lastAccess: now, reportedAt: now };
  const { progress } = await takeProgress(tx, [report], by, now);
  return progress[0] as Progress;
}

/** Whether a course is opened at an address of this origin. */
export async function isCourseOrigin(db: Queries, origin: string): Promise<boolean> {
  // every address of the origin begins with it and a slash, and nothing else is between those
  return (await courseAt(db, { from: `${origin}/`, to: `${origin}0` })).length > 0;
}
