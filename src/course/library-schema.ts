import { type Static, Type } from 'typebox';
import { DateTime, IdNumber, IdText, orNull } from '../http/schema.ts';
import type { Pool } from '../pool/pool.ts';
import { assignedLicenses, availableLicenses, poolState } from '../rules/pool.ts';
import { isoTime } from '../rules/time.ts';
import type { Course } from './course.ts';

const seats = {
  licenses: Type.Integer({ description: 'Licenses bought.' }),
  assigned: Type.Integer({ description: 'Licenses that hold a seat; of untransferable ones, all ever assigned.' }),
  available: Type.Integer({ description: '0 before the start and from the end of a pool.' }),
};

const Seats = (description: string) => orNull(Type.Object(seats, { description }));

export const CourseCard = Type.Object(
  {
    id: IdText('the course'),
    title: Type.String(),
    transferable: Seats('The sum over the running transferable pools; null where none runs.'),
    untransferable: Seats('The sum over the running untransferable pools; null where none runs.'),
    pools: Type.Array(
      Type.Object({
        id: IdNumber('the pool'),
        transferable: Type.Boolean(),
        ...seats,
        start: DateTime('When the pool starts.'),
        end: DateTime('When the pool ends.'),
        order: orNull(Type.String({ description: 'The purchase that it came from.' })),
        state: Type.Enum(['future', 'running', 'ended'], { type: 'string' }),
      }),
    ),
  },
  { $id: 'CourseCard', description: 'A course with what the license manager bought of it, by kind and by purchase.' },
);

const toSeats = (pool: Pool, now: number) => ({
  licenses: pool.licenses,
  assigned: assignedLicenses(pool),
  available: availableLicenses(pool, now),
});

function sum(pools: Pool[], now: number) {
  if (pools.length === 0) return null;
  const parts = pools.map((pool) => toSeats(pool, now));
  const of = (name: keyof (typeof parts)[number]) => parts.reduce((total, part) => total + part[name], 0);
  return { licenses: of('licenses'), assigned: of('assigned'), available: of('available') };
}

const runningOf = (pools: Pool[], transferable: boolean, now: number) =>
  pools.filter((pool) => pool.transferable === transferable && poolState(pool, now) === 'running');

/** What has ended or has not begun is told by pool only: nobody can be given a license of it. */
export const toCourseCard = ({ id, title, pools }: Course, now: number): Static<typeof CourseCard> => ({
  id: String(id),
  title,
  transferable: sum(runningOf(pools, true, now), now),
  untransferable: sum(runningOf(pools, false, now), now),
  pools: pools.map((pool) => ({
    id: pool.id,
    transferable: pool.transferable,
    ...toSeats(pool, now),
    start: isoTime(pool.start),
    end: isoTime(pool.end),
    order: pool.order,
    state: poolState(pool, now),
  })),
});
