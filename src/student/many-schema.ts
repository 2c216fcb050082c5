import { type Static, Type } from 'typebox';
import { IdNumber, orNull, ref } from '../http/schema.ts';
import type { Student } from './list.ts';
import { HeldLicense, toHeldLicense } from './search-schema.ts';

/** How many students one request may mail. */
const MAX_REMINDED = 50;

const who = { id: IdNumber('the student'), name: Type.String(), email: Type.String() };

export const StudentName = Type.Object(who, { $id: 'StudentName', description: 'Who a student is.' });

export const RenameBody = Type.Object(
  { name: Type.String({ description: '1 to 200 characters, none of them a control character.' }) },
  { $id: 'RenameStudent', additionalProperties: false },
);

export const StudentHoldings = Type.Object(
  { student: Type.Object(who), courses: Type.Array(ref(HeldLicense)) },
  { $id: 'StudentHoldings', description: 'A student with those licenses that match.' },
);

export const toHoldings = (student: Student, now: number): Static<typeof StudentHoldings> => ({
  student: { id: student.id, name: student.name, email: student.email },
  courses: student.enrollments.map((enrollment) => toHeldLicense(enrollment, now)),
});

export const RemindBody = Type.Object(
  {
    ids: Type.Array(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), {
      minItems: 1,
      maxItems: MAX_REMINDED,
    }),
  },
  { $id: 'RemindStudents', additionalProperties: false },
);

export const Reminded = Type.Object(
  {
    results: Type.Array(
      Type.Object({
        id: IdNumber('the student'),
        outcome: Type.Enum(['reminded', 'refused'], { type: 'string' }),
        code: orNull(Type.String({ description: 'Why not: a code of the problems.' })),
        detail: orNull(Type.String({ description: 'The same in words.' })),
      }),
    ),
  },
  { $id: 'RemindedStudents', description: 'What became of each student.' },
);
