import { setImmediate as nextTurn } from 'node:timers/promises';
import { duplicateRow, orRefusal, refusedRow } from '../batch.ts';
import type { Queries } from '../db/database.ts';
import { type Code, catalogue, type Fault, invalid, Refusal } from '../errors.ts';
import { readAssignment } from '../license/read.ts';
import { seenBefore } from '../rules/bulk.ts';
import { parseEmail } from '../rules/email.ts';
import {
  decideRoster,
  type Holding,
  leavers,
  placeOf,
  type RosterAsk,
  type RosterDecision,
  type RosterPool,
} from '../rules/roster.ts';
import { fold } from '../rules/search.ts';
import { type Follow, followAddresses } from '../student/follow.ts';
import { coursesOf, type KnownCourse, type KnownStudent, rosterFacts } from './facts.ts';
import { storable, type WrittenRoster, type WrittenRow } from './read.ts';

const ROWS_PER_TURN = 100;

export const actions = ['assign', 'revoke', 'edit', 'keep', 'refuse'] as const;
export type Action = (typeof actions)[number];

/** A row of a plan. Times in seconds. */
export interface PlannedRow {
  line: number | null;
  action: Action;
  student: { id: number | null; name: string; email: string };
  courseId: number | null;
  /** The course as the row names it, where it is none of the manager's. */
  course: string | null;
  poolId: number | null;
  licenseId: number | null;
  end: number | null;
  /** What the row itself asks for. */
  endDate: number | null;
  code: Code | null;
  detail: string | null;
}

export interface Planned {
  rows: PlannedRow[];
  courseIds: number[];
  pools: readonly RosterPool[];
  /** Active transferable licenses in scope. */
  transferable: number;
}

/** A row that was read: what it asks for, or why it is refused. */
interface ReadRow {
  written: WrittenRow;
  key: string | null;
  courseId: number | null;
  asked: (RosterAsk & { name: string }) | null;
  refused: Refusal | null;
}

/** Finds the course that a row names: by id, or by a title that only one course has. */
function courseFinder(known: readonly KnownCourse[]): (written: string) => number | null {
  const byId = new Map(known.map(({ id }) => [String(id), id]));
  const byTitle = Map.groupBy(known, ({ title }) => fold(title));
  return (written) => {
    const titled = byTitle.get(fold(written)) ?? [];
    return byId.get(written) ?? (titled.length === 1 ? (titled[0]?.id ?? null) : null);
  };
}

function scopeOf(courses: readonly string[], find: (written: string) => number | null): Set<number> {
  return new Set(
    courses.map((id, place) => {
      const found = find(id);
      if (found === null) throw invalid({ pointer: `/courses/${place}`, detail: 'is none of your courses' });
      return found;
    }),
  );
}

const atCourse = (detail: string) => invalid({ pointer: '/courseId', detail });

function readRow(
  written: WrittenRow,
  courseId: number | null,
  scope: ReadonlySet<number> | null,
  place: ReturnType<typeof seenBefore>,
  follow: Follow,
): ReadRow {
  const key = follow(parseEmail(written.email))?.key ?? null;
  const read = { written, key, courseId, asked: null };
  const earlier = key !== null && courseId !== null ? place(placeOf(courseId, key), written.line) : null;
  if (earlier) return { ...read, refused: duplicateRow(earlier, 'line') };
  if (written.faults.length > 0) return { ...read, refused: invalid(...(written.faults as Fault[])) };
  const { value, refusal } = orRefusal(() => readAssignment(written));
  if (refusal) return { ...read, refused: refusal };
  if (written.course === null) return { ...read, refused: atCourse('is required') };
  if (courseId === null) return { ...read, refused: new Refusal('unknown_course') };
  if (scope && !scope.has(courseId))
    return { ...read, refused: atCourse('is none of the courses that the roster is about') };
  return { ...read, asked: { ...value, email: follow(value.email), courseId }, refused: null };
}

async function readRows(
  db: Queries,
  written: readonly WrittenRow[],
  find: (text: string) => number | null,
  scope: ReadonlySet<number> | null,
): Promise<ReadRow[]> {
  const place = seenBefore();
  const follow = await followAddresses(db, written);
  const rows: ReadRow[] = [];
  for (const [index, row] of written.entries()) {
    if (index % ROWS_PER_TURN === 0) await nextTurn();
    rows.push(readRow(row, row.course === null ? null : find(row.course), scope, place, follow));
  }
  return rows;
}

const NOTHING = {
  courseId: null,
  course: null,
  poolId: null,
  licenseId: null,
  end: null,
  endDate: null,
  code: null,
  detail: null,
};

const ofLicense = (line: number | null, action: Action, held: Holding): PlannedRow => ({
  ...NOTHING,
  ...{ line, action, courseId: held.courseId, poolId: held.poolId, licenseId: held.id },
  student: { id: held.student.id, name: held.student.name, email: held.student.email },
});

function refusedPlan({ written, courseId }: ReadRow, refusal: Refusal, known: KnownStudent | undefined): PlannedRow {
  const student = known ?? { id: null, name: storable(written.name ?? ''), email: storable(written.email) };
  const course = courseId === null && written.course !== null ? storable(written.course) : null;
  const { code, detail } = refusedRow(refusal);
  return { ...NOTHING, line: written.line, action: 'refuse', student, courseId, course, code, detail };
}

/** What is planned for a row by the decision about it. */
function plannedRow(
  row: ReadRow,
  asked: NonNullable<ReadRow['asked']>,
  decision: RosterDecision,
  known: KnownStudent | undefined,
): PlannedRow {
  const { line } = row.written;
  const { endDate } = asked;
  if (decision.action === 'refuse') return refusedPlan(row, new Refusal(decision.code), known);
  if (decision.action === 'assign') {
    const student = known ?? { id: null, name: asked.name, email: asked.email.address };
    const { poolId, end } = decision;
    return { ...NOTHING, line, action: 'assign', student, courseId: asked.courseId, poolId, end, endDate };
  }
  const held = ofLicense(line, decision.action, decision.held);
  return decision.action === 'edit' ? { ...held, end: decision.end, endDate } : { ...held, end: decision.held.end };
}

const leaving = (decision: RosterDecision): PlannedRow[] => {
  if (decision.action === 'revoke') return [ofLicense(null, 'revoke', decision.held)];
  if (decision.action !== 'keep') return [];
  const { code, held } = decision;
  return [{ ...ofLicense(null, 'keep', held), end: held.end, code, detail: code && catalogue[code][1] }];
};

/**
 * Tells what would have to happen so that exactly the people of a roster hold its courses; changes nothing, and gives
 * others turns meanwhile. The rows come in the order of the roster, those whom it does not name after them. Throws
 * `invalid_request`.
 */
export async function planRoster(db: Queries, managerId: number, roster: WrittenRoster, now: number): Promise<Planned> {
  const find = courseFinder(await coursesOf(db, managerId));
  const scope = roster.courses && scopeOf(roster.courses, find);
  const read = await readRows(db, roster.rows, find, scope);
  const courseIds = [...(scope ?? new Set(read.flatMap(({ courseId }) => courseId ?? [])))];
  const keys = [...new Set(read.flatMap(({ key }) => key ?? []))];
  const facts = await rosterFacts(db, { managerId, courseIds, keys }, now);
  const present = new Set(
    read.flatMap(({ key, courseId }) => (key !== null && courseId !== null ? [placeOf(courseId, key)] : [])),
  );
  const decide = decideRoster(facts, present, now);
  const rows: PlannedRow[] = [];
  for (const [index, row] of read.entries()) {
    if (index % ROWS_PER_TURN === 0) await nextTurn();
    const known = row.key === null ? undefined : facts.students.get(row.key);
    rows.push(
      row.asked
        ? plannedRow(row, row.asked, decide(row.asked), known)
        : refusedPlan(row, row.refused as Refusal, known),
    );
  }
  rows.push(...leavers(facts.held, present).flatMap(leaving));
  const transferable = facts.held.filter((one) => one.transferable).length;
  return { rows, courseIds, pools: facts.pools, transferable };
}
