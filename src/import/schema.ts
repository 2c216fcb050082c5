import { type Static, Type } from 'typebox';
import { orNull } from '../http/schema.ts';

/** Ids are given by the file, up to this one; those made later by the server are larger. */
export const MAX_IMPORTED_ID = 9_000_000_000_000_000;

const Id = Type.Integer({ minimum: 1, maximum: MAX_IMPORTED_ID });
const Count = Type.Integer({ minimum: 1, maximum: 1_000_000_000 });
const Name = Type.String({ description: '1 to 200 characters, trimmed' });
const Email = Type.String({ description: 'an email address, trimmed' });
const DateTime = Type.String({ description: 'ISO 8601 with an offset' });

const closed = { additionalProperties: false };

/** A customer: buys pools, and assigns their licenses. */
export const ImportManager = Type.Object(
  {
    id: Id,
    name: Name,
    email: Email,
    allowedDomains: Type.Array(Type.String({ minLength: 1, maxLength: 253 }), {
      description: 'The only domains that transferable licenses may go to',
    }),
  },
  closed,
);
export type ImportManager = Static<typeof ImportManager>;

/** What is licensed: a course, or a subscription to several. */
export const ImportCourse = Type.Object({ id: Id, title: Name }, closed);
export type ImportCourse = Static<typeof ImportCourse>;

/** A purchase: a number of licenses of one course for one manager. */
export const ImportPool = Type.Object(
  {
    id: Id,
    managerId: Id,
    courseId: Id,
    transferable: Type.Boolean({ description: 'Whether its licenses come back and may go to another student' }),
    licenses: Count,
    start: DateTime,
    end: DateTime,
    order: Type.Optional(orNull(Type.String({ maxLength: 200, description: 'The purchase it came from' }))),
  },
  closed,
);
export type ImportPool = Static<typeof ImportPool>;

/** A person who holds or held licenses; one address is one person. */
export const ImportStudent = Type.Object({ id: Id, name: Name, email: Email }, closed);
export type ImportStudent = Static<typeof ImportStudent>;

/** A license of a pool in the hands of a student, within the time of its pool. */
export const ImportLicense = Type.Object(
  {
    id: Id,
    poolId: Id,
    studentId: Id,
    start: DateTime,
    end: DateTime,
    revoked: Type.Optional(orNull(DateTime)),
  },
  closed,
);
export type ImportLicense = Static<typeof ImportLicense>;

/** How far a student is in a course, whoever gave the license. */
export const ImportProgress = Type.Object(
  {
    studentId: Id,
    courseId: Id,
    percent: Type.Integer({ minimum: 0, maximum: 100 }),
    completed: orNull(DateTime),
    lastAccess: Type.Optional(orNull(DateTime)),
  },
  closed,
);
export type ImportProgress = Static<typeof ImportProgress>;

/** The import file. Every list is optional, and references may point into the file or the database. */
export const ImportFile = Type.Object(
  {
    managers: Type.Optional(Type.Array(ImportManager)),
    courses: Type.Optional(Type.Array(ImportCourse)),
    pools: Type.Optional(Type.Array(ImportPool)),
    students: Type.Optional(Type.Array(ImportStudent)),
    licenses: Type.Optional(Type.Array(ImportLicense)),
    progress: Type.Optional(Type.Array(ImportProgress)),
  },
  closed,
);
export type ImportFile = Static<typeof ImportFile>;
