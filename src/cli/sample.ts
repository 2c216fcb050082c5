import type { ImportFile, ImportLicense, ImportPool } from '../import/schema.ts';
import { DAY, isoTime, isoTimeOrNull } from '../rules/time.ts';
import { seededChance } from './sample/chance.ts';
import { courses, managers, pools as plans } from './sample/data.ts';
import { distributeLicenses, type Held, type Pool, startOfDay } from './sample/licenses.ts';
import { samplePeople } from './sample/people.ts';
import { reportProgress } from './sample/progress.ts';

const FIRST_POOL = 21;
const FIRST_LICENSE = 5001;
const SEED = 20_260;

/**
 * The world of the quick start: three managers with their pools, and students at every stage. Chance has a fixed seed,
 * so the same `now` gives the same world; all times are counted from `now`, so the world is always current.
 */
export function sampleWorld(now: Date): Required<ImportFile> {
  const seconds = Math.floor(now.getTime() / 1000);
  const chance = seededChance(SEED);
  const pools = poolsAround(seconds);
  const people = samplePeople();
  const licenses = distributeLicenses(pools, people, seconds, chance);
  const licensed = new Set(licenses.map(({ student }) => student));
  return {
    managers,
    courses,
    pools: pools.map(poolRecord),
    students: people.filter((person) => licensed.has(person)).map(({ id, name, email }) => ({ id, name, email })),
    licenses: licenses.map(licenseRecord),
    progress: reportProgress(licenses, seconds, chance),
  };
}

/** Pools begin in the course of a day, and end at midnight. */
function poolsAround(now: number): Pool[] {
  const today = startOfDay(now);
  const oldestFirst = plans.toSorted((a, b) => a.from - b.from);
  return oldestFirst.map((plan, index) => {
    const hour = 8 + (index % 9);
    return {
      ...plan,
      id: FIRST_POOL + index,
      start: today + plan.from * DAY + hour * 3600 + ((index * 427) % 3600),
      end: today + plan.to * DAY,
    };
  });
}

const poolRecord = ({ id, managerId, courseId, transferable, licenses, start, end, order }: Pool): ImportPool => {
  return { id, managerId, courseId, transferable, licenses, start: isoTime(start), end: isoTime(end), order };
};

const licenseRecord = ({ pool, student, start, end, revoked }: Held, index: number): ImportLicense => ({
  id: FIRST_LICENSE + index,
  poolId: pool.id,
  studentId: student.id,
  start: isoTime(start),
  end: isoTime(end),
  revoked: isoTimeOrNull(revoked),
});
