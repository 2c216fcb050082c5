import { type Static, Type } from 'typebox';
import { DateTime, IdNumber, IdText, orNull } from '../http/schema.ts';
import { isActive } from '../rules/license.ts';
import { recyclePolicies } from '../rules/recycle.ts';
import { isoTime } from '../rules/time.ts';
import type { License as LicenseFacts } from './license.ts';

const states = {
  start: DateTime('The moment of assignment.'),
  end: DateTime('When it runs out, or when it was ended.'),
  active: Type.Boolean(),
  revokable: Type.Boolean({ description: 'Active and transferable.' }),
  editable: Type.Boolean({ description: 'Active and transferable.' }),
};

export const License = Type.Object(
  {
    id: IdText('the license'),
    poolId: IdText('the pool'),
    courseId: IdText('the course'),
    ...states,
    student: Type.Object({ id: IdText('the student'), name: Type.String(), email: Type.String() }),
  },
  { $id: 'License', description: 'A license of a student.' },
);

export const AssignedLicense = Type.Object(
  {
    id: IdNumber('the license'),
    poolId: IdNumber('the pool'),
    courseId: IdText('the course'),
    ...states,
    student: Type.Object({ id: IdNumber('the student'), name: Type.String(), email: Type.String() }),
  },
  {
    $id: 'AssignedLicense',
    description: 'A license as it is answered when it is assigned: the ids are numbers, but the course’s.',
  },
);

const EndDate = (description: string) => Type.String({ format: 'date', description, examples: ['2027-05-01'] });

export const Recycle = Type.Optional(
  orNull(
    Type.Boolean({ description: 'Where no license is available, revoke one of the pool. Transferable pools only.' }),
  ),
);

/** What a request says about taking licenses back. */
export const RecycleMembers = {
  recycle: Recycle,
  recyclePolicy: Type.Optional(
    orNull(
      Type.Enum([...recyclePolicies], {
        type: 'string',
        description:
          'Whose license is revoked: `oldest` (default) by start; `idle`, the longest not opened; `completed`, the oldest of those who have completed; `unstarted`, the oldest of those who never opened it.',
      }),
    ),
  ),
  minHeldDays: Type.Optional(
    orNull(
      Type.Integer({
        minimum: 0,
        maximum: 36_500,
        description: 'Licenses that were held for fewer days of 24 hours are not revoked; 0 by default.',
      }),
    ),
  ),
};

export const AssignBody = Type.Object(
  {
    email: Type.String({ description: 'Where the student is unknown, one is made.', examples: ['student@sqlbi.com'] }),
    name: Type.Optional(orNull(Type.String({ description: 'For a new student; `Student` without it.' }))),
    endDate: Type.Optional(
      orNull(EndDate('The license ends at 00:00 UTC of this date, or with its pool if that is earlier.')),
    ),
    ...RecycleMembers,
    wait: Type.Optional(
      orNull(
        Type.Boolean({
          description:
            'Where no license is available, put the student on the waiting list of the pool: 202 with the entry, also where they stand on it already.',
        }),
      ),
    ),
  },
  { $id: 'AssignLicense', additionalProperties: false },
);

export const EditBody = Type.Object(
  { endDate: EndDate('Today or earlier ends the license at once, for good. Cut to the end of the pool.') },
  { $id: 'EditLicense', additionalProperties: false },
);

function toStates(license: LicenseFacts, now: number) {
  const active = isActive(license, now);
  const changeable = active && license.transferable;
  return {
    start: isoTime(license.start),
    end: isoTime(license.end),
    active,
    revokable: changeable,
    editable: changeable,
  };
}

export const toLicenseView = (license: LicenseFacts, now: number): Static<typeof License> => ({
  id: String(license.id),
  poolId: String(license.poolId),
  courseId: String(license.courseId),
  ...toStates(license, now),
  student: { id: String(license.student.id), name: license.student.name, email: license.student.email },
});

export const toAssignedView = (license: LicenseFacts, now: number): Static<typeof AssignedLicense> => ({
  id: license.id,
  poolId: license.poolId,
  courseId: String(license.courseId),
  ...toStates(license, now),
  student: license.student,
});
