import { Type } from 'typebox';
import { EmailText } from '../auth/schema.ts';
import { PageQuery } from '../http/list.ts';
import { IdNumber, orNull } from '../http/schema.ts';

const closed = { additionalProperties: false };
const Text = Type.String({ maxLength: 400 });
const DateTime = Type.String({ maxLength: 40 });
const Licenses = Type.Integer({ minimum: 1, maximum: 1_000_000_000 });

export const SearchQuery = Type.Object({
  search: Type.Optional(Type.String({ maxLength: 200, default: '' })),
  ...PageQuery,
});

export const NewCourse = Type.Object({ title: Text }, closed);
export const NewPoolBody = Type.Object(
  {
    managerId: IdNumber('the license manager'),
    courseId: Type.Union([IdNumber('the course'), Type.String({ pattern: '^[1-9]\\d{0,15}$' })]),
    transferable: Type.Boolean(),
    licenses: Licenses,
    start: DateTime,
    end: DateTime,
    order: Type.Optional(orNull(Type.String({ maxLength: 200 }))),
  },
  closed,
);
export const Course = Type.Object({ id: Type.String(), title: Type.String() });
export const Pool = Type.Object({
  id: Type.Integer(),
  manager: Type.Object({ id: Type.Integer(), name: Type.String() }),
  course: Course,
  transferable: Type.Boolean(),
  licenses: Type.Integer(),
  assigned: Type.Integer(),
  available: Type.Integer(),
  start: Type.String(),
  end: Type.String(),
  order: orNull(Type.String()),
});
/** How many records of each kind were new. */
export const Imported = Type.Object({
  managers: Type.Integer(),
  courses: Type.Integer(),
  pools: Type.Integer(),
  students: Type.Integer(),
  licenses: Type.Integer(),
  progress: Type.Integer(),
});
export const MoreLicenses = Type.Object({ licenses: Licenses }, closed);

export const Reports = Type.Array(
  Type.Object(
    {
      studentId: Type.Optional(IdNumber('the student')),
      email: Type.Optional(EmailText),
      courseId: IdNumber('the course'),
      percent: Type.Integer({ minimum: 0, maximum: 100 }),
      completed: Type.Optional(orNull(DateTime)),
      lastAccess: Type.Optional(orNull(DateTime)),
      reportedAt: Type.Optional(orNull(DateTime)),
    },
    closed,
  ),
  { minItems: 1, maxItems: 1000 },
);
