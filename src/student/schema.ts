import { type Static, Type } from 'typebox';
import { DateTime, DateTimeOrNull, IdNumber, IdText } from '../http/schema.ts';
import { isActive } from '../rules/license.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import type { Enrollment, Student as StudentFacts } from './list.ts';

const StudentCourse = Type.Object({
  id: IdText('the course'),
  title: Type.String(),
  poolId: IdNumber('the pool'),
  licenseId: IdNumber('the license'),
  licenseActive: Type.Boolean(),
  licenseRevokable: Type.Boolean(),
  licenseEditable: Type.Boolean(),
  start: DateTime('The start of the license.'),
  end: DateTime('The end of the license.'),
  progress: Type.Integer({ minimum: 0, maximum: 100, description: 'Percent of the course, whoever gave the license.' }),
  completed: DateTimeOrNull('When the course was completed.'),
});

export const Student = Type.Object(
  { id: IdNumber('the student'), name: Type.String(), email: Type.String(), courses: Type.Array(StudentCourse) },
  { $id: 'Student', description: 'A student, with one entry per license of this license manager.' },
);

function toCourse(enrollment: Enrollment, now: number): Static<typeof StudentCourse> {
  const active = isActive(enrollment, now);
  return {
    id: String(enrollment.courseId),
    title: enrollment.title,
    poolId: enrollment.poolId,
    licenseId: enrollment.licenseId,
    licenseActive: active,
    licenseRevokable: active && enrollment.transferable,
    licenseEditable: active && enrollment.transferable,
    start: isoTime(enrollment.start),
    end: isoTime(enrollment.end),
    progress: enrollment.percent,
    completed: isoTimeOrNull(enrollment.completed),
  };
}

export const toStudentView = (student: StudentFacts, now: number): Static<typeof Student> => ({
  id: student.id,
  name: student.name,
  email: student.email,
  courses: student.enrollments.map((enrollment) => toCourse(enrollment, now)),
});
