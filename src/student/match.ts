import { fold } from '../rules/search.ts';
import { DAY } from '../rules/time.ts';
import { at, type ColumnLicense, type StudentColumns, valuesOf, WIDTH } from './columns.ts';

export const statuses = ['active', 'inactive', 'all'] as const;

/** Students with an active license of the manager, those who have none any more, and both. */
export type Status = (typeof statuses)[number];

export const progresses = ['none', 'started', 'completed'] as const;

/** What one license must be like. */
export interface LicenseFilter {
  courseId?: number | undefined;
  poolId?: number | undefined;
  linkId?: number | undefined;
  /** `completed`: there is a date of it; `started`: not that, but more than 0 percent. */
  progress?: (typeof progresses)[number] | undefined;
  /** The student was never seen in the course. */
  opened?: 'never' | undefined;
  /** It is not over, and will be in so many days. */
  endsWithin?: number | undefined;
}

/** Which students of a manager are meant: `status` asks for active licenses among those that are like `license`. */
export interface StudentFilter {
  managerId: number;
  /** A part of the name or the address; empty: everybody. */
  text: string;
  status: Status;
  license?: LicenseFilter | undefined;
  /** Only some of these. */
  ids?: number[] | undefined;
}

const ANY = -1;

/** Text as it is looked for: folded, and empty where it says nothing. */
export const wantedText = (text: string): string => fold(text.trim());

/** True where everybody is meant, but for the status: then nothing has to be looked through. */
export const isPlain = ({ text, license, ids }: StudentFilter): boolean =>
  wantedText(text) === '' && ids === undefined && Object.values(license ?? {}).every((value) => value === undefined);

/** The filter as numbers, ANY where it asks nothing, for a loop that looks at every license. */
function compile({ courseId, poolId, linkId, progress, opened, endsWithin }: LicenseFilter = {}) {
  const stage = progress === undefined ? ANY : progresses.indexOf(progress);
  const within = endsWithin === undefined ? ANY : endsWithin * DAY;
  return {
    course: courseId ?? ANY,
    pool: poolId ?? ANY,
    link: linkId ?? ANY,
    stage,
    unopened: opened !== undefined,
    within,
  };
}

type Compiled = ReturnType<typeof compile>;

const stageOf = (values: Float64Array, i: number): number =>
  values[i + at.completed] ? 2 : (values[i + at.percent] as number) > 0 ? 1 : 0;

/** Whether the license at a place is like the filter, whether it is active or not. */
function isLike(values: Float64Array, i: number, wanted: Compiled, now: number): boolean {
  if (wanted.course !== ANY && values[i + at.course] !== wanted.course) return false;
  if (wanted.pool !== ANY && values[i + at.pool] !== wanted.pool) return false;
  if (wanted.link !== ANY && values[i + at.link] !== wanted.link) return false;
  if (wanted.stage !== ANY && stageOf(values, i) !== wanted.stage) return false;
  if (wanted.unopened && values[i + at.access] !== 0) return false;
  if (wanted.within === ANY) return true;
  const end = values[i + at.end] as number;
  return values[i + at.live] === 1 && end > now && end <= now + wanted.within;
}

export const isActiveAt = (values: Float64Array, i: number, now: number): boolean =>
  values[i + at.live] === 1 && (values[i + at.start] as number) <= now && (values[i + at.end] as number) > now;

/** Tells whether one license of a student who matches is among those that are meant. */
export function licenseMatcher(
  { license, status }: StudentFilter,
  now: number,
): (one: Omit<ColumnLicense, 'ended' | 'completed'> & { ended: number | null; completed: number | null }) => boolean {
  const wanted = compile(license);
  return (one) => {
    const values = Float64Array.from(
      valuesOf({ ...one, ended: one.ended !== null, completed: one.completed !== null }),
    );
    return isLike(values, 0, wanted, now) && (status !== 'active' || isActiveAt(values, 0, now));
  };
}

/** Calls back with the rows among which all that match are: as few as an index tells. */
function candidates(columns: StudentColumns, { text, license, ids }: StudentFilter, take: (row: number) => void): void {
  const known = (['courseId', 'poolId', 'linkId'] as const).flatMap((by) => {
    const id = license?.[by];
    return id === undefined ? [] : [columns.holders[by].get(id) ?? []];
  });
  if (ids) known.push([...new Set(ids)].flatMap((id) => columns.rowOf(id) ?? []));
  const [fewest] = known.sort((a, b) => a.length - b.length);
  const wanted = wantedText(text);
  if (!fewest) {
    if (wanted !== '') columns.find(wanted, take);
    else for (let row = 0; row < columns.size; row++) take(row);
    return;
  }
  const chosen = ids && new Set(ids);
  for (const row of fewest) {
    if (chosen && !chosen.has(columns.ids[row] as number)) continue;
    if (wanted === '' || columns.searchKeys[row]?.includes(wanted)) take(row);
  }
}

/** The rows of the students that match, in no order. */
export function match(columns: StudentColumns, filter: StudentFilter, now: number): number[] {
  const wanted = compile(filter.license);
  const rows: number[] = [];
  candidates(columns, filter, (row) => {
    if (hasStatus(columns, row, wanted, filter.status, now)) rows.push(row);
  });
  return rows;
}

function hasStatus(
  { values, first, count }: StudentColumns,
  row: number,
  wanted: Compiled,
  status: Status,
  now: number,
) {
  const from = first[row] as number;
  const to = from + (count[row] as number) * WIDTH;
  let any = false;
  for (let i = from; i < to; i += WIDTH) {
    if (!isLike(values, i, wanted, now)) continue;
    if (status === 'all') return true;
    if (isActiveAt(values, i, now)) return status === 'active';
    any = true;
  }
  return status === 'inactive' && any;
}

/** The next moment at which time alone may change what matches, or in which order; `days` are those of `endsWithin`. */
export function nextMoment({ values, first, count }: StudentColumns, days: number | undefined, now: number): number {
  const horizon = now + (days ?? 0) * DAY;
  let next = Number.POSITIVE_INFINITY;
  for (let row = 0; row < first.length; row++) {
    const from = first[row] as number;
    for (let i = from; i < from + (count[row] as number) * WIDTH; i += WIDTH) {
      if (values[i + at.live] !== 1) continue;
      const [start, end] = [values[i + at.start] as number, values[i + at.end] as number];
      if (start > now && start < next) next = start;
      if (end > now && end < next) next = end;
      if (days !== undefined && end > horizon && end - days * DAY < next) next = end - days * DAY;
    }
  }
  return next;
}
