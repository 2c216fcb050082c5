import { Type } from 'typebox';
import { EmailText } from '../auth/schema.ts';
import { IdNumber, orNull } from '../http/schema.ts';

const closed = { additionalProperties: false };
const DateTime = Type.String({ maxLength: 40 });

export const Imported = Type.Object({
  managers: Type.Integer(),
  courses: Type.Integer(),
  pools: Type.Integer(),
  students: Type.Integer(),
  licenses: Type.Integer(),
  progress: Type.Integer(),
});
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
