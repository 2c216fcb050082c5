import { Type } from 'typebox';
import { DateTime, DateTimeOrNull, IdNumber, IdText } from '../http/schema.ts';

export const CourseIdBody = Type.String({ pattern: '^[1-9]\\d{0,14}$', description: 'The id of the course, as text.' });

export const LaunchBody = Type.Object({ courseId: CourseIdBody }, { $id: 'LaunchCourse', additionalProperties: false });

export const Launch = Type.Object(
  {
    url: Type.String({ description: 'Where the browser of the student goes.' }),
    expires: DateTimeOrNull('Until when it opens; null: it does not end.'),
  },
  { $id: 'Launch', description: 'Where a course opens for a student.' },
);

export const LaunchFailure = Type.Object(
  {
    student: Type.Object({ id: IdNumber('the student'), name: Type.String(), email: Type.String() }),
    course: Type.Object({ id: IdText('the course'), title: Type.String() }),
    why: Type.String({ description: 'The code of the refusal.' }),
    times: Type.Integer({ description: 'How often, for this student, course and reason.' }),
    first: DateTime('The first time.'),
    last: DateTime('The last time.'),
  },
  { $id: 'LaunchFailure', description: 'A course that a student could not open.' },
);
