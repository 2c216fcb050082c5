import type { RecyclePolicy } from '../api/types.ts';
import { isAddress } from '../ui/address.ts';
import { fold } from '../ui/fold.ts';
import { inputDay, lastInputDay } from '../ui/format.ts';
import type { CourseChoice, PoolChoice } from './poolChoices.ts';

/** A course and a pool of it, as far as they are chosen. */
export interface Chosen {
  courseId: string;
  poolId: string;
}

/** One course that a person shall get, as far as it is chosen. */
export interface CourseRow extends Chosen {
  key: number;
  /** Whether somebody else may lose a license for it, and who. */
  taking: boolean;
  /** Whether the person waits for a license where none is free. */
  waiting: boolean;
  policy: RecyclePolicy;
}

export interface Person {
  email: string;
  name: string;
  endDate: string;
}

/** A row with what it means. */
export interface Part {
  row: CourseRow;
  course: CourseChoice | undefined;
  pool: PoolChoice | undefined;
}

export const rowOf = (key: number, courseId = '', poolId = ''): CourseRow => ({
  key,
  courseId,
  poolId,
  taking: false,
  waiting: false,
  policy: 'oldest',
});

/** The chosen pool; without a choice one of the course's, where all are of one kind. */
function poolOf(course: CourseChoice, poolId: string): PoolChoice | undefined {
  const chosen = course.pools.find((p) => String(p.id) === poolId);
  const kinds = new Set(course.pools.map((p) => p.transferable));
  return chosen ?? (kinds.size === 1 ? (course.pools.find((p) => p.available > 0) ?? course.pools[0]) : undefined);
}

/** What is meant by a choice. */
export function meantBy({ courseId, poolId }: Chosen, courses: CourseChoice[]): Pick<Part, 'course' | 'pool'> {
  const course = courses.find((c) => c.id === courseId);
  return { course, pool: course && poolOf(course, poolId) };
}

export const partOf = (row: CourseRow, courses: CourseChoice[]): Part => ({ row, ...meantBy(row, courses) });

/** What is chosen at first: what the address names, or the only course that there is. */
export function firstChoice(courses: CourseChoice[], courseId?: string, poolId?: string): Chosen {
  const ofPool = courses.find((c) => c.pools.some((p) => String(p.id) === poolId));
  const only = courses.length === 1 ? courses[0] : undefined;
  return { courseId: ofPool?.id ?? courseId ?? only?.id ?? '', poolId: (ofPool && poolId) ?? '' };
}

export function firstRow(courses: CourseChoice[], courseId?: string, poolId?: string): CourseRow {
  const first = firstChoice(courses, courseId, poolId);
  return rowOf(0, first.courseId, first.poolId);
}

export const isTaking = ({ row, pool }: Part): boolean =>
  row.taking && pool?.transferable === true && pool.available === 0;

export const isWaiting = ({ row, pool }: Part): boolean => row.waiting && pool?.available === 0;

/** When the first of the pools ends: a license of it lasts no longer. */
export const earliestEnd = (parts: Part[]): string | undefined =>
  parts.flatMap(({ pool }) => pool?.end ?? []).toSorted()[0];

/** What is empty or wrong, by field; the names of the words for it. */
export interface Faults {
  courses: ReadonlyMap<number, 'assign.courseNeeded'>;
  pools: ReadonlyMap<number, 'assign.poolNeeded'>;
  email?: 'form.emailNeeded';
  name?: 'form.nameNeeded';
  endDate?: 'error.end_date_in_past' | 'assign.endBeyond';
}

export function faultsOf(parts: Part[], { email, name, endDate }: Person, isKnown: boolean): Faults {
  const end = earliestEnd(parts);
  const late = endDate !== '' && end !== undefined && endDate > lastInputDay(end);
  const past = endDate !== '' && endDate < inputDay(0);
  return {
    courses: new Map(parts.filter((p) => !p.course).map((p) => [p.row.key, 'assign.courseNeeded'])),
    pools: new Map(parts.filter((p) => p.course && !p.pool).map((p) => [p.row.key, 'assign.poolNeeded'])),
    ...(!isAddress(email) && { email: 'form.emailNeeded' }),
    ...(!isKnown && !name.trim() && { name: 'form.nameNeeded' }),
    ...(past ? { endDate: 'error.end_date_in_past' } : late && { endDate: 'assign.endBeyond' }),
  };
}

export const isFaultless = ({ courses, pools, email, name, endDate }: Faults): boolean =>
  courses.size === 0 && pools.size === 0 && !email && !name && !endDate;

/** The courses whose titles have the words, without regard to case and accents. */
export function matching(courses: CourseChoice[], text: string): CourseChoice[] {
  const wanted = fold(text.trim());
  return courses.filter(({ title }) => fold(title).includes(wanted));
}
