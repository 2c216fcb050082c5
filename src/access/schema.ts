import { Type } from 'typebox';
import { DateTimeOrNull, IdNumber, orNull } from '../http/schema.ts';

const CourseId = Type.String({ minLength: 1, maxLength: 40, description: 'The id of the course.' });
const GivenCourse = Type.Union([CourseId, IdNumber('the course')]);
const Email = Type.String({ maxLength: 320, description: 'The address of the student.' });

export const AccessQuery = Type.Object({
  courseId: CourseId,
  email: Type.Optional(Email),
  studentId: Type.Optional(Type.Integer({ minimum: 1, description: 'The id of the student.' })),
});

export const Access = Type.Object(
  {
    courseId: Type.String(),
    student: orNull(Type.Object({ id: IdNumber('the student'), name: Type.String(), email: Type.String() })),
    access: Type.Boolean({ description: 'Whether the student may watch the course at this moment.' }),
    licenseId: orNull(IdNumber('the license')),
    managerId: orNull(Type.String({ description: 'Who gave it.' })),
    until: DateTimeOrNull('When the license ends.'),
  },
  { $id: 'Access', description: 'Whether a student may watch a course. Who is unknown has no access.' },
);

export const AccessChecks = Type.Object(
  {
    checks: Type.Array(
      Type.Object(
        {
          courseId: GivenCourse,
          email: Type.Optional(orNull(Email)),
          studentId: Type.Optional(orNull(IdNumber('the student'))),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  { $id: 'AccessChecks', additionalProperties: false },
);

export const Accesses = Type.Object(
  { results: Type.Array(Type.Object(Access.properties)) },
  { $id: 'Accesses', description: 'In the order in which they were asked.' },
);
