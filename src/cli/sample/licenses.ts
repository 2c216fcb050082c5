import { DAY, HOUR } from '../../rules/time.ts';
import type { Chance } from './chance.ts';
import type { PoolPlan } from './data.ts';
import type { Person } from './people.ts';

/** A pool with its times in seconds. */
export interface Pool extends PoolPlan {
  id: number;
  start: number;
  end: number;
}

/** A license in somebody's hands. */
export interface Held {
  pool: Pool;
  student: Person;
  start: number;
  end: number;
  revoked: number | null;
}

/** When a license gives its seat back, or would. */
export const endOf = ({ end, revoked }: Held): number => revoked ?? end;

export const startOfDay = (time: number): number => time - (time % DAY);

/** Gives the licenses of every pool to people, each of whom gets a course once, or again when the first has expired. */
export function distributeLicenses(pools: Pool[], people: Person[], now: number, chance: Chance): Held[] {
  const all: Held[] = [];
  const pickStudent = (pool: Pool): Person => leastLicensed(eligible(people, pool, all), all, chance);
  for (const pool of pools) {
    const { taken = 0, past = 0, coming = 0 } = pool;
    for (let seat = 0; seat < Math.max(taken, past); seat++) {
      const earlier = seat < past ? pastLicense(pool, pickStudent(pool), now, chance) : undefined;
      if (earlier) all.push(earlier);
      if (seat >= taken) continue;
      const renews = earlier?.revoked === null && chance.happens(0.2);
      const student = renews ? earlier.student : pickStudent(pool);
      all.push(
        pool.transferable
          ? currentLicense(pool, student, earlier, now, chance)
          : keptLicense(pool, student, now, chance),
      );
    }
    for (let seat = 0; seat < coming; seat++) all.push(comingLicense(pool, pickStudent(pool), now, chance));
  }
  return all.sort((a, b) => a.start - b.start || a.student.id - b.student.id);
}

/** Those who may be given a license of the pool and never held its course. */
function eligible(people: Person[], { managerId, courseId, transferable }: Pool, all: Held[]): Person[] {
  const enrolled = new Set(all.filter(({ pool }) => pool.courseId === courseId).map(({ student }) => student));
  return people.filter((person) => {
    const fits = person.home === managerId || (person.home === null && !transferable);
    return fits && !enrolled.has(person);
  });
}

/** Of three by chance the one with the fewest licenses: nearly everybody gets one, and some get several. */
function leastLicensed(people: Person[], all: Held[], chance: Chance): Person {
  const count = (person: Person) => all.filter(({ student }) => student === person).length;
  const drawn = [chance.pick(people), chance.pick(people), chance.pick(people)];
  return drawn.reduce((best, person) => (count(person) < count(best) ? person : best));
}

/** Came back to its pool: expired, or revoked before its time. */
function pastLicense(pool: Pool, student: Person, now: number, chance: Chance): Held {
  const latest = Math.min(startOfDay(now), pool.end);
  const span = latest - pool.start;
  const start = daytime(chance.between(pool.start, pool.start + span * 0.4), pool.start);
  if (chance.happens(0.4)) {
    const revoked = daytime(chance.between(start + span * 0.1, latest - span * 0.2), start + DAY);
    return { pool, student, start, end: pool.end, revoked };
  }
  const end =
    pool.end <= now && chance.happens(0.6)
      ? pool.end
      : startOfDay(chance.between(start + span * 0.2, latest - span * 0.2));
  return { pool, student, start, end, revoked: null };
}

/** Holds a transferable seat now, after whoever held it before. */
function currentLicense(pool: Pool, student: Person, earlier: Held | undefined, now: number, chance: Chance): Held {
  const free = earlier ? endOf(earlier) : pool.start;
  const start = Math.min(daytime(chance.between(free, now), free), now - 1);
  const early = Math.max(startOfDay(now) + 10 * DAY, start + 30 * DAY);
  const end = chance.happens(0.3) ? startOfDay(chance.between(early, pool.end)) : pool.end;
  return { pool, student, start, end: Math.min(end, pool.end), revoked: null };
}

/** An untransferable license, which keeps its seat even when it expires. */
function keptLicense(pool: Pool, student: Person, now: number, chance: Chance): Held {
  const latest = Math.min(now - 1, pool.end - 60 * DAY);
  const start = Math.min(daytime(chance.between(pool.start, latest), pool.start), latest);
  const end = chance.happens(0.2) ? startOfDay(chance.between(start + 30 * DAY, pool.end)) : pool.end;
  return { pool, student, start, end, revoked: null };
}

/** Assigned ahead of its start. */
function comingLicense(pool: Pool, student: Person, now: number, chance: Chance): Held {
  const from = Math.max(startOfDay(now) + DAY, pool.start);
  const start = startOfDay(chance.between(from, from + 30 * DAY));
  return { pool, student, start: Math.max(start, from), end: pool.end, revoked: null };
}

/** The same day between 7 and 19 o'clock, but not before `earliest`. */
function daytime(time: number, earliest: number): number {
  const day = startOfDay(time);
  return Math.max(day + 7 * HOUR + Math.floor((time - day) / 2), earliest);
}
