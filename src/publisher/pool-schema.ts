import { type Static, type TSchema, Type } from 'typebox';
import { PageQuery } from '../http/list.ts';
import { DateTime, IdNumber, IdText, orNull } from '../http/schema.ts';
import type { TitledPool } from '../pool/pool.ts';
import { assignedLicenses, availableLicenses, licensesNow, shrinkingTo } from '../rules/pool.ts';
import { isoTime } from '../rules/time.ts';
import { Search } from './manager-schema.ts';

const closed = { additionalProperties: false };
const optional = <T extends TSchema>(schema: T) => Type.Optional(orNull(schema));
const Moment = (description: string) =>
  Type.String({ maxLength: 40, description: `${description} A date-time with an offset.` });
const Licenses = Type.Integer({ minimum: 1, maximum: 1_000_000_000 });
const Order = Type.String({ maxLength: 200, description: 'The purchase it comes from, in words of your own.' });
export const Months = Type.Integer({ minimum: 1, maximum: 1200 });

/** An id as it is answered, as text; a number is taken too. */
export const GivenId = (of: string) =>
  Type.Union([Type.String({ pattern: '^[1-9]\\d{0,15}$', description: `The id of ${of}.` }), IdNumber(of)]);

const IdFilter = (description: string) => Type.Optional(Type.Integer({ minimum: 1, description }));

export const PoolsQuery = Type.Object({
  managerId: IdFilter('Only those of this license manager.'),
  courseId: IdFilter('Only those of this course.'),
  search: Search,
  ...PageQuery,
});

export const PublisherPool = Type.Object(
  {
    id: IdText('the pool'),
    managerId: IdText('the license manager'),
    course: Type.Object({ id: IdText('the course'), title: Type.String() }),
    transferable: Type.Boolean(),
    licenses: Type.Integer({ description: 'Licenses bought. A pool that shrinks loses those that come back.' }),
    assignedLicenses: Type.Integer(),
    availableLicenses: Type.Integer({ description: '0 before the start, from the end, and where it is closed.' }),
    start: DateTime('When the pool starts.'),
    end: DateTime('When the pool ends.'),
    order: orNull(Type.String()),
    closed: Type.Boolean({
      description: 'True: it gives no more licenses, `pool_closed`; those that are held run on.',
    }),
    shrinkTo: orNull(Type.Integer({ description: 'How many licenses it is to have, while it has more.' })),
  },
  { $id: 'PublisherPool', description: 'A purchase: licenses of one course for one license manager.' },
);

export const SellPool = Type.Object(
  {
    managerId: GivenId('the license manager'),
    courseId: GivenId('the course'),
    transferable: optional(Type.Boolean({ default: true })),
    licenses: Licenses,
    start: optional(Moment('By default now.')),
    end: optional(Moment('Or `months`.')),
    months: optional({ ...Months, description: 'From the start. By default, and without `end`, those of the course.' }),
    order: optional(Order),
  },
  { $id: 'NewPool', ...closed },
);

export const PoolChanges = Type.Object(
  {
    licenses: optional(
      Type.Integer({
        minimum: 0,
        maximum: 1_000_000_000,
        description: 'Fewer than are assigned are refused, `licenses_in_use`, or come by and by: see `whenInUse`.',
      }),
    ),
    end: optional(Moment('An earlier end cuts the licenses of the pool; a later one lengthens none.')),
    closed: optional(Type.Boolean()),
    order: optional(Order),
    whenInUse: optional(
      Type.Enum(['refuse', 'wait'], {
        type: 'string',
        default: 'refuse',
        description: '`wait`: the pool shrinks as licenses come back, and takes none from anybody.',
      }),
    ),
  },
  { $id: 'PoolChanges', ...closed },
);

export const RenewPool = Type.Object(
  {
    end: optional(Moment('Or `months`.')),
    months: optional({
      ...Months,
      description: 'From the end of this pool. By default, and without `end`, those of the course.',
    }),
    licenses: optional({ ...Licenses, description: 'By default as many as this pool has, or is to have.' }),
    order: optional(Order),
  },
  { $id: 'RenewPool', ...closed },
);

export const toPoolView = (pool: TitledPool, now: number): Static<typeof PublisherPool> => ({
  id: String(pool.id),
  managerId: String(pool.managerId),
  course: { id: String(pool.courseId), title: pool.title },
  transferable: pool.transferable,
  licenses: licensesNow(pool),
  assignedLicenses: assignedLicenses(pool),
  availableLicenses: availableLicenses(pool, now),
  start: isoTime(pool.start),
  end: isoTime(pool.end),
  order: pool.order,
  closed: pool.closed,
  shrinkTo: shrinkingTo(pool),
});
