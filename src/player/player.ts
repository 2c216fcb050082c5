import { type SqlBool, sql } from 'kysely';
import type { Engine, Queries, Transaction } from '../db/database.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { takeProgress } from '../progress/report.ts';
import { NO_PROGRESS, type Progress, type Report, takeReport } from '../rules/progress.ts';
import { HOUR } from '../rules/time.ts';
import { NO_LICENSE, type PlayerClaims } from './token.ts';

const activeById = prepare((db, p: { id: number; now: number }) =>
  db
    .selectFrom('license')
    .select(['license.student_id', 'license.course_id', 'license.end_at'])
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
async function playedLicense(db: Queries, id: number, now: number) {
  const [license] = await activeById(db, { id, now });
  if (!license) throw unauthorized();
  return { studentId: license.student_id, courseId: license.course_id, end: license.end_at };
}

/** So long a course that the publisher tries may be watched, in seconds. */
export const TRIAL_SECONDS = HOUR;

/** When the trial of a course ends; throws `unauthorized` where it has. */
function endOfTrial({ madeAt }: PlayerClaims, now: number): number {
  if (now >= madeAt + TRIAL_SECONDS) throw unauthorized();
  return madeAt + TRIAL_SECONDS;
}

/** Until when a player may go on; throws `unauthorized` where it may not. */
export async function playsUntil(db: Queries, player: PlayerClaims, now: number): Promise<number> {
  if (player.licenseId === NO_LICENSE) return endOfTrial(player, now);
  return (await playedLicense(db, player.licenseId, now)).end;
}

/** What a player says of how far somebody is. */
interface Played {
  percent?: number | null | undefined;
  completed?: boolean | null | undefined;
}

/** Takes what a player reports; throws `unauthorized` where it may not go on. A trial is answered, and nothing of it is kept. */
export async function reportPlayed(
  tx: Transaction,
  player: PlayerClaims,
  { percent, completed }: Played,
  by: Actor,
  now: number,
): Promise<{ percent: number; completed: boolean }> {
  const told = completed == null ? undefined : completed ? now : null;
  const report = { percent: percent ?? undefined, completed: told, lastAccess: now, reportedAt: now };
  const state =
    player.licenseId === NO_LICENSE
      ? tryReport(player, report, now)
      : await takeReportOf(tx, player.licenseId, report, by, now);
  return { percent: state.percent, completed: state.completed !== null };
}

function tryReport(player: PlayerClaims, report: Report, now: number): Progress {
  endOfTrial(player, now);
  return takeReport(NO_PROGRESS, report, now).progress;
}

async function takeReportOf(tx: Transaction, id: number, report: Report, by: Actor, now: number): Promise<Progress> {
  const { studentId, courseId } = await playedLicense(tx, id, now);
  const { progress } = await takeProgress(tx, [{ ...report, studentId, courseId }], by, now);
  return progress[0] as Progress;
}

/** Whether a course is opened at an address of this origin. */
export async function isCourseOrigin(db: Queries, origin: string): Promise<boolean> {
  // every address of the origin begins with it and a slash, and nothing else is between those
  return (await courseAt(db, { from: `${origin}/`, to: `${origin}0` })).length > 0;
}
