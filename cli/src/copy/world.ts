import type { Collected } from './collect.ts';

type License = Collected['licenses'][number];
type Pool = Collected['pools'][number];

/** An import file, as docs of `carrel import` describe it. */
export interface World {
  managers: { id: number; name: string; email: string; allowedDomains: string[] }[];
  courses: { id: number; title: string }[];
  pools: {
    id: number;
    managerId: number;
    courseId: number;
    transferable: boolean;
    licenses: number;
    start: string;
    end: string;
  }[];
  students: { id: number; name: string; email: string }[];
  licenses: { id: number; poolId: number; studentId: number; start: string; end: string; revoked: string | null }[];
  progress: { studentId: number; courseId: number; percent: number; completed: string | null }[];
}

/**
 * When a license ends and whether it was taken back. The published API tells neither revocations nor the end that a license had before:
 * its end is then the moment. One that is over before its end was taken back by now.
 */
function endOf({ active, start, end }: License, pool: Pool | undefined, now: string) {
  const at = (time: string) => Date.parse(time);
  if (!active && at(end) <= at(start)) return { end: pool?.end ?? end, revoked: start };
  const takenBack = !active && at(start) <= at(now) && at(end) > at(now);
  return { end, revoked: takenBack ? now : null };
}

function studentsOf({ students, licenses }: Collected): World['students'] {
  const all = new Map<number, World['students'][number]>();
  for (const { id, name, email } of students) all.set(id, { id, name, email });
  for (const { student } of licenses) {
    const id = Number(student.id);
    if (!all.has(id)) all.set(id, { id, name: student.name, email: student.email });
  }
  return [...all.values()].filter(({ email }) => email !== '');
}

function progressOf({ students }: Collected): World['progress'] {
  const all = new Map<string, World['progress'][number]>();
  for (const { id, email, courses } of students)
    for (const course of courses)
      if (email !== '' && (course.progress > 0 || course.completed !== null))
        all.set(`${id} ${course.id}`, {
          studentId: id,
          courseId: Number(course.id),
          percent: course.progress,
          completed: course.completed,
        });
  return [...all.values()];
}

/** What was collected, as an import file. Ids stay what they are. */
export function worldOf(collected: Collected, now: string): World {
  const { me, courses, pools, licenses } = collected;
  const students = studentsOf(collected);
  const known = new Set(students.map(({ id }) => id));
  const poolOf = new Map(pools.map((pool) => [pool.id, pool]));
  return {
    managers: [{ id: me.id, name: me.name, email: me.email, allowedDomains: me.allowedDomainsForTransferableLicenses }],
    courses: courses.map(({ id, title }) => ({ id: Number(id), title })),
    pools: pools.map(({ id, course, transferable, licenses: bought, start, end }) => ({
      id: Number(id),
      managerId: me.id,
      courseId: Number(course.id),
      transferable,
      licenses: bought,
      start,
      end,
    })),
    students,
    licenses: licenses
      .filter(({ student }) => known.has(Number(student.id)))
      .map((license) => ({
        id: Number(license.id),
        poolId: Number(license.poolId),
        studentId: Number(license.student.id),
        start: license.start,
        ...endOf(license, poolOf.get(license.poolId), now),
      })),
    progress: progressOf(collected),
  };
}

/** Pools that count other licenses than were copied, in words: something changed while it was copied, or cannot be copied. */
export function gapsIn({ pools, licenses }: Collected, world: World, now: string): string[] {
  const kept = new Set(world.licenses.map(({ id }) => String(id)));
  const held = Map.groupBy(
    licenses.filter(({ id }) => kept.has(id)),
    ({ poolId }) => poolId,
  );
  return pools.flatMap(({ id, transferable, assignedLicenses }) => {
    const own = held.get(id) ?? [];
    const seated = own.filter(({ active, start }) => !transferable || active || Date.parse(start) > Date.parse(now));
    if (seated.length === assignedLicenses) return [];
    return [`Pool ${id} counts ${assignedLicenses} assigned licenses, ${seated.length} were copied.`];
  });
}
