import type { Collected } from './collect.ts';

/** One thing that two servers tell differently. */
export interface Difference {
  kind: string;
  /** What it is about, by what both servers call it: titles, addresses, times. */
  which: string;
  member: string;
  here: string;
  there: string;
}

/** All that is asked of a server. */
export interface Told extends Collected {
  /** What the lists have without `includeInactive`. */
  activeLicenses: Collected['licenses'];
  activeStudents: Collected['students'];
}

type Record = { [member: string]: unknown };
type Records = Map<string, Record>;

/** Records by their name; of two with one name the second gets a number, in the order of their ids. */
function byName<T extends { id: string | number }>(
  items: readonly T[],
  name: (item: T) => string,
  record: (item: T) => Record,
): { names: Map<string, string>; records: Records } {
  const names = new Map<string, string>();
  const records: Records = new Map();
  for (const item of items.toSorted((a, b) => Number(a.id) - Number(b.id))) {
    const first = name(item);
    let unique = first;
    for (let n = 2; records.has(unique); n++) unique = `${first} (${n})`;
    names.set(String(item.id), unique);
    records.set(unique, record(item));
  }
  return { names, records };
}

type License = Told['licenses'][number];
type Student = Told['students'][number];
/** How things are called without their ids. */
interface Names {
  course(id: string): string;
  pool(id: string | number): string;
}

const licenseWith =
  ({ course, pool }: Names) =>
  ({ id, poolId, courseId, student, ...rest }: License): Record => ({
    ...rest,
    pool: pool(poolId),
    course: course(courseId),
    name: student.name,
    email: student.email,
  });

const studentWith =
  ({ course, pool }: Names, license: (id: number) => string) =>
  ({ id, courses: held, ...rest }: Student): Record => ({
    ...rest,
    courses: held
      .map(({ id: courseId, poolId, licenseId, ...about }) => ({
        ...about,
        course: course(courseId),
        pool: pool(poolId),
        license: license(licenseId),
      }))
      .sort((a, b) => (a.license < b.license ? -1 : 1)),
  });

const kindOf = (transferable: boolean) => (transferable ? 'transferable' : 'untransferable');

/** What a server tells, without its ids: every reference by the name of what it refers to. */
function withoutIds(told: Told): { [kind: string]: Records } {
  const { id: _, ...me } = told.me;
  const courses = byName(
    told.courses,
    ({ title }) => title,
    ({ id, pools, ...rest }) => ({ ...rest, pools: pools.length }),
  );
  const course = (id: string) => courses.names.get(id) ?? `course ${id}`;
  const pools = byName(
    told.pools,
    (pool) => `${course(pool.course.id)}, ${kindOf(pool.transferable)}, ${pool.start} to ${pool.end}`,
    ({ id, course: of, ...rest }) => ({ ...rest, course: course(of.id) }),
  );
  const pool = (id: string | number) => pools.names.get(String(id)) ?? `pool ${id}`;
  const names = { course, pool };
  const listLicenses = (list: License[]) =>
    byName(list, ({ student, poolId, start }) => `${student.email} from ${start}, ${pool(poolId)}`, licenseWith(names));
  const licenses = listLicenses(told.licenses);
  const student = studentWith(names, (id) => licenses.names.get(String(id)) ?? `license ${id}`);
  const students = (list: Student[]) => byName(list, ({ email }) => email, student).records;
  const inCourses = told.courses.flatMap(({ pools: own }) => own);
  return {
    me: new Map([['me', me]]),
    course: courses.records,
    pool: pools.records,
    'pool of a course': byName(
      inCourses,
      ({ id }) => pool(id),
      ({ id, ...rest }) => rest,
    ).records,
    license: licenses.records,
    'license, active': listLicenses(told.activeLicenses).records,
    student: students(told.students),
    'student, active': students(told.activeStudents),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function differencesOf(kind: string, here: Records, there: Records): Difference[] {
  return [...new Set([...here.keys(), ...there.keys()])].flatMap((which) => {
    const [a, b] = [here.get(which), there.get(which)];
    const only = { kind, which, member: '', here: a ? 'there is one' : 'none', there: b ? 'there is one' : 'none' };
    if (!a || !b) return [only];
    return Object.keys({ ...a, ...b })
      .filter((member) => text(a[member]) !== text(b[member]))
      .map((member) => ({ kind, which, member, here: text(a[member]), there: text(b[member]) }));
  });
}

/** What two servers tell differently, ids aside. */
export function compareTold(here: Told, there: Told): Difference[] {
  const [a, b] = [withoutIds(here), withoutIds(there)];
  return Object.keys(a).flatMap((kind) => differencesOf(kind, a[kind] ?? new Map(), b[kind] ?? new Map()));
}
