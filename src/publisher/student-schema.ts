import { type Static, Type } from 'typebox';
import { EmailText } from '../auth/schema.ts';
import { DateTime, DateTimeOrNull, IdNumber, IdText, orNull } from '../http/schema.ts';
import type { Merged } from '../person/merge.ts';
import { isActive } from '../rules/license.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import type { HeldLicense, StudentDetail, StudentRecord } from './student.ts';

const closed = { additionalProperties: false };

const facts = {
  id: IdNumber('the student'),
  name: Type.String(),
  email: Type.String({ description: 'Empty, where the student was erased.' }),
  activeLicenses: Type.Integer({ description: 'Active licenses, of all license managers.' }),
  managers: Type.Integer({ description: 'License managers of whom the student has or had a license.' }),
};

export const PublisherStudent = Type.Object(facts, {
  $id: 'PublisherStudent',
  description: 'A student, across all license managers.',
});

const StudentLicense = Type.Object({
  licenseId: IdNumber('the license'),
  manager: Type.Object({ id: IdText('the license manager'), name: Type.String() }),
  course: Type.Object({ id: IdText('the course'), title: Type.String() }),
  poolId: IdNumber('the pool'),
  transferable: Type.Boolean(),
  start: DateTime('The start of the license.'),
  end: DateTime('The end of the license.'),
  active: Type.Boolean(),
  ended: DateTimeOrNull('When it was ended or ran out; null while it has not.'),
  endedHow: orNull(Type.String({ description: 'Why it is over.' })),
  progress: Type.Integer({ minimum: 0, maximum: 100 }),
  completed: DateTimeOrNull('When the course was completed.'),
  lastAccess: DateTimeOrNull('When the student was last seen in the course.'),
});

const details = {
  ...facts,
  otherAddresses: Type.Array(Type.String(), {
    description: 'Addresses of students who were merged into this one: they find this one.',
  }),
  account: Type.Boolean({ description: 'True: somebody signs in with the address.' }),
  licenses: Type.Array(StudentLicense, { description: 'Those that are over too, newest first, up to 1,000.' }),
};

export const PublisherStudentDetail = Type.Object(details, {
  $id: 'PublisherStudentDetail',
  description: 'A student with all licenses.',
});

export const StudentChanges = Type.Object(
  {
    name: Type.Optional(orNull(Type.String({ maxLength: 400 }))),
    email: Type.Optional(orNull(EmailText)),
  },
  { $id: 'StudentChanges', ...closed },
);

export const MergeBody = Type.Object(
  { into: IdNumber('the student who takes all over, and keeps name and address') },
  { $id: 'MergeStudent', ...closed },
);

export const MergedStudent = Type.Object(
  {
    ...details,
    merged: Type.Object({
      id: IdNumber('the student who was merged'),
      name: Type.String(),
      email: Type.String(),
      licenses: Type.Array(
        Type.Object({
          licenseId: IdNumber('a license that had not ended'),
          courseId: IdText('the course'),
          managerId: IdText('the license manager'),
          end: DateTime('The end that it had.'),
          transferable: Type.Boolean(),
          becomes: Type.Enum(['moved', 'kept', 'ended'], {
            type: 'string',
            description:
              '`moved`: the other student holds it now; `kept`: that student held it before; `ended`: it is over, because the other license is enough.',
          }),
          keeps: orNull(IdNumber('the license of the same course that stays')),
        }),
      ),
    }),
  },
  { $id: 'MergedStudent', description: 'The student who took all over, and what became of each license.' },
);

export const ErasedStudent = Type.Object(
  {
    ...facts,
    endedLicenses: Type.Integer({ description: 'Licenses that were ended for it.' }),
    accountBecame: orNull(
      Type.Enum(['deleted', 'kept'], {
        type: 'string',
        description:
          'What became of the account with the address: `kept`, where the person works for a license manager or the publisher; null where there was none.',
      }),
    ),
  },
  { $id: 'ErasedStudent', description: 'What is left of a student: the licenses, and nobody’s name.' },
);

export const PersonData = Type.Unsafe<object>({
  $id: 'PersonData',
  type: 'object',
  additionalProperties: true,
  description: 'All that is kept of a person: a list for each kind of record. docs/privacy.md tells what each is.',
});

export const studentSchemas = [
  PublisherStudent,
  PublisherStudentDetail,
  StudentChanges,
  MergeBody,
  MergedStudent,
  ErasedStudent,
  PersonData,
];

export const toStudentRecordView = (record: StudentRecord): Static<typeof PublisherStudent> => ({
  id: record.id,
  name: record.name,
  email: record.email,
  activeLicenses: record.active,
  managers: record.managers,
});

const toLicenseView = (license: HeldLicense, now: number): Static<typeof StudentLicense> => ({
  licenseId: license.id,
  manager: { id: String(license.managerId), name: license.manager },
  course: { id: String(license.courseId), title: license.title },
  poolId: license.poolId,
  transferable: license.transferable,
  start: isoTime(license.start),
  end: isoTime(license.end),
  active: isActive(license, now),
  ended: isoTimeOrNull(license.ended),
  endedHow: license.endedHow,
  progress: license.percent,
  completed: isoTimeOrNull(license.completed),
  lastAccess: isoTimeOrNull(license.lastAccess),
});

export const toStudentDetailView = (student: StudentDetail, now: number): Static<typeof PublisherStudentDetail> => ({
  ...toStudentRecordView(student),
  otherAddresses: student.otherAddresses,
  account: student.account,
  licenses: student.licenses.map((license) => toLicenseView(license, now)),
});

export const toMergedView = (
  student: StudentDetail,
  { from, licenses }: Merged,
  now: number,
): Static<typeof MergedStudent> => ({
  ...toStudentDetailView(student, now),
  merged: {
    id: from.id,
    name: from.name,
    email: from.email,
    licenses: licenses.map(({ license, becomes, keeps }) => ({
      licenseId: license.id,
      courseId: String(license.courseId),
      managerId: String(license.managerId),
      end: isoTime(license.end),
      transferable: license.transferable,
      becomes,
      keeps,
    })),
  },
});
