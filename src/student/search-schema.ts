import { type Static, Type } from 'typebox';
import { DateTime, DateTimeOrNull, IdNumber, IdText, orNull } from '../http/schema.ts';
import { isActive, isDue } from '../rules/license.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import type { Enrollment } from './list.ts';
import type { StudentSummary as Summary } from './search.ts';

const Percent = (description: string) => Type.Integer({ minimum: 0, maximum: 100, description });

export const StudentSummary = Type.Object(
  {
    id: IdNumber('the student'),
    name: Type.String(),
    email: Type.String(),
    active: Type.Boolean({ description: 'Holds at least one active license of this license manager.' }),
    licenses: Type.Integer({ minimum: 0, description: 'Active licenses of this license manager.' }),
    progress: Percent('The mean over the licenses held or, where none is active, over all that were.'),
    lastAccess: DateTimeOrNull('When the student was last seen in one of these courses.'),
    enrolled: DateTime('The start of the first license.'),
    expires: DateTime('The end of the last license.'),
  },
  { $id: 'StudentSummary', description: 'A student in one line.' },
);

export const HeldLicense = Type.Object(
  {
    licenseId: IdNumber('the license'),
    courseId: IdText('the course'),
    title: Type.String({ description: 'The title of the course.' }),
    poolId: IdNumber('the pool'),
    transferable: Type.Boolean(),
    start: DateTime('The moment of assignment.'),
    end: DateTime('When it runs out, or when it was ended.'),
    active: Type.Boolean(),
    revokable: Type.Boolean({ description: 'Active and transferable.' }),
    editable: Type.Boolean({ description: 'Active and transferable.' }),
    ended: DateTimeOrNull('When it was ended or ran out; null while it has not.'),
    endedHow: orNull(
      Type.Enum(['revoked', 'returned', 'recycled', 'edited', 'expired', 'merged', 'erased'], {
        type: 'string',
        description: 'Why it is over; `edited`: its end date was changed to a past one.',
      }),
    ),
    progress: Percent('Percent of the course, whoever gave the license.'),
    completed: DateTimeOrNull('When the course was completed.'),
    lastAccess: DateTimeOrNull('When the student was last seen in the course.'),
  },
  {
    $id: 'HeldLicense',
    description: 'A license that a student holds or held, with its course and the progress in it.',
  },
);

export const toStudentSummary = (student: Summary): Static<typeof StudentSummary> => ({
  id: student.id,
  name: student.name,
  email: student.email,
  active: student.licenses > 0,
  licenses: student.licenses,
  progress: student.progress,
  lastAccess: isoTimeOrNull(student.lastAccess),
  enrolled: isoTime(student.enrolled),
  expires: isoTime(student.expires),
});

/** A license that has run out says so at once, whether it was swept or not. */
export function toHeldLicense(enrollment: Enrollment, now: number): Static<typeof HeldLicense> {
  const active = isActive(enrollment, now);
  const changeable = active && enrollment.transferable;
  const ranOut = isDue(enrollment, now) || enrollment.endedHow === 'expired';
  return {
    licenseId: enrollment.licenseId,
    courseId: String(enrollment.courseId),
    title: enrollment.title,
    poolId: enrollment.poolId,
    transferable: enrollment.transferable,
    start: isoTime(enrollment.start),
    end: isoTime(enrollment.end),
    active,
    revokable: changeable,
    editable: changeable,
    ended: isoTimeOrNull(ranOut ? enrollment.end : enrollment.ended),
    endedHow: ranOut ? 'expired' : enrollment.endedHow,
    progress: enrollment.percent,
    completed: isoTimeOrNull(enrollment.completed),
    lastAccess: isoTimeOrNull(enrollment.lastAccess),
  };
}
