import { type Static, Type } from 'typebox';
import { DateTime, IdText } from '../http/schema.ts';
import { assignedLicenses, availableLicenses, licensesNow } from '../rules/pool.ts';
import { isoTime } from '../rules/time.ts';
import type { Pool as PoolFacts, TitledPool } from './pool.ts';

/** What every view of a pool tells of its seats, in the order of the contract. */
export const seats = {
  start: DateTime('When the pool starts.'),
  end: DateTime('When the pool ends; from then on it is not running.'),
  transferable: Type.Boolean(),
  licenses: Type.Integer({ description: 'Licenses bought.' }),
  assignedLicenses: Type.Integer(),
  availableLicenses: Type.Integer({
    description: '0 before the start and from the end of the pool, and where the publisher has closed it.',
  }),
};

export const Pool = Type.Object(
  { id: IdText('the pool'), course: Type.Object({ id: IdText('the course'), title: Type.String() }), ...seats },
  { $id: 'Pool', description: 'A purchase: licenses of one course, all transferable or all untransferable.' },
);

export const toSeats = (pool: PoolFacts, now: number) => ({
  start: isoTime(pool.start),
  end: isoTime(pool.end),
  transferable: pool.transferable,
  licenses: licensesNow(pool),
  assignedLicenses: assignedLicenses(pool),
  availableLicenses: availableLicenses(pool, now),
});

export const toPoolView = (pool: TitledPool, now: number): Static<typeof Pool> => ({
  id: String(pool.id),
  course: { id: String(pool.courseId), title: pool.title },
  ...toSeats(pool, now),
});
