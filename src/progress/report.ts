import { issueCertificates } from '../certificate/issue.ts';
import type { Transaction } from '../db/database.ts';
import { type Actor, type NewEvent, recordMany } from '../event/record.ts';
import { type Holding, holdingsOf, type Place, placeKey } from '../license/holdings.ts';
import { NO_PROGRESS, type Progress, type Report, sameProgress, type Tie, takeReport } from '../rules/progress.ts';
import { HOUR, isoTimeOrNull } from '../rules/time.ts';
import { holdProgress, type ProgressRow, putProgress } from './store.ts';

/** A report about a student in a course, both of which are known to exist. */
export interface ProgressReport extends Report {
  studentId: number;
  courseId: number;
  /** True where no event is to tell of it, as of what comes with the records of somebody new. */
  untold?: boolean | undefined;
}

export interface Taken {
  /** Reports that count, and those that a newer one had replaced. */
  taken: number;
  older: number;
  /** Students in courses of whom something else is known than before. */
  changed: number;
  /** What is known after the reports, one for each, in their order. */
  progress: Progress[];
}

/** One student in one course while reports are taken. */
interface State {
  place: Place;
  before: Progress;
  progress: Progress;
  toldAt: number | null;
  untold: boolean;
}

/** Between two events about a student in a course, where nothing was completed. In seconds. */
const QUIET = HOUR;

const keyOf = (studentId: number, courseId: number): string => `${studentId}/${courseId}`;

const toProgress = (row: ProgressRow): Progress => ({
  percent: row.percent,
  completed: row.completed_at,
  lastAccess: row.last_access_at,
  reportedAt: row.reported_at,
});

const toRow = ({ place, progress, toldAt }: State): ProgressRow => ({
  ...place,
  percent: progress.percent,
  completed_at: progress.completed,
  last_access_at: progress.lastAccess,
  reported_at: progress.reportedAt,
  told_at: toldAt,
});

async function load(tx: Transaction, reports: readonly ProgressReport[]): Promise<Map<string, State>> {
  const places = new Map(
    reports.map(({ studentId, courseId }) => [
      keyOf(studentId, courseId),
      { student_id: studentId, course_id: courseId },
    ]),
  );
  const rows = new Map((await holdProgress(tx, [...places.values()])).map((row) => [placeKey(row), row]));
  return new Map(
    [...places].map(([key, place]) => {
      const row = rows.get(key);
      const before = row ? toProgress(row) : NO_PROGRESS;
      return [key, { place, before, progress: before, toldAt: row?.told_at ?? null, untold: false }];
    }),
  );
}

const facts = ({ percent, completed, lastAccess }: Progress) => ({
  percent,
  completed: isoTimeOrNull(completed),
  lastAccess: isoTimeOrNull(lastAccess),
});

const hasCompleted = ({ before, progress }: State): boolean => before.completed === null && progress.completed !== null;

const isChanged = ({ before, progress }: State): boolean => before === NO_PROGRESS || !sameProgress(before, progress);

/** A completion is always told, anything else once in a while: somebody who watches makes a report each minute. */
const isToTell = (state: State, now: number): boolean =>
  !state.untold &&
  !sameProgress(state.before, state.progress) &&
  (hasCompleted(state) || state.toldAt === null || now - state.toldAt >= QUIET);

function eventOf(state: State, holding: Holding | undefined, by: Actor, now: number): NewEvent {
  return {
    kind: hasCompleted(state) ? 'progress.completed' : 'progress.reported',
    managerId: holding?.manager_id ?? null,
    studentId: state.place.student_id,
    courseId: state.place.course_id,
    ...(holding ? { poolId: holding.pool_id, licenseId: holding.license_id } : {}),
    at: now,
    by,
    before: facts(state.before),
    after: facts(state.progress),
  };
}

/** Tells of the changes in the history of whoever gave the license; in the publisher's, where there is none any more. */
async function tell(tx: Transaction, states: readonly State[], by: Actor, now: number): Promise<void> {
  if (states.length === 0) return;
  const found = await holdingsOf(
    tx,
    states.map(({ place }) => place),
  );
  await recordMany(
    tx,
    states.map((state) => eventOf(state, found.get(placeKey(state.place)), by, now)),
  );
}

const inOrder = (one: ProgressRow, other: ProgressRow): number =>
  one.student_id - other.student_id || one.course_id - other.course_id;

/**
 * Takes reports of progress, whoever makes them: the one place that writes it. The newest `reportedAt` counts, a completion
 * keeps its first date (rules/progress.ts); times after `now` count as `now`. Each change becomes an event: `progress.completed`
 * always, `progress.reported` at most once an hour for a student in a course. The students and courses must exist;
 * up to some thousand reports at a time. Nothing is said of who may report: that is for the caller to know.
 *
 *     const { progress: [after] } = await takeProgress(tx, [{ studentId, courseId, percent: 40, reportedAt }], by, now);
 *
 * `percent` (0 to 100, whole), `completed` and `lastAccess` may each be left out. `percent: 100` without `completed` is
 * a completion, `completed` without `percent` is 100. `reportedAt: null` only moves the last access forward.
 */
export async function takeProgress(
  tx: Transaction,
  reports: readonly ProgressReport[],
  by: Actor,
  now: number,
  tie: Tie = 'later',
): Promise<Taken> {
  if (reports.length === 0) return { taken: 0, older: 0, changed: 0, progress: [] };
  const states = await load(tx, reports);
  let older = 0;
  const touched = reports.map((report) => {
    const state = states.get(keyOf(report.studentId, report.courseId)) as State;
    const result = takeReport(state.progress, report, now, tie);
    state.progress = result.progress;
    state.untold = report.untold ?? false;
    if (result.older) older++;
    return state;
  });
  const all = [...states.values()];
  const telling = all.filter((state) => isToTell(state, now));
  for (const state of telling) state.toldAt = now;
  const written = all.filter((state) => isChanged(state) || state.before.reportedAt !== state.progress.reportedAt);
  await putProgress(tx, written.map(toRow).sort(inOrder));
  await tell(tx, telling, by, now);
  const completed = all.filter(hasCompleted).map(({ place, progress, untold }) => ({
    ...place,
    completed: progress.completed ?? now,
    untold,
  }));
  await issueCertificates(tx, completed, now);
  return {
    taken: reports.length - older,
    older,
    changed: all.filter(isChanged).length,
    progress: touched.map((state) => state.progress),
  };
}
