import { type Static, Type } from 'typebox';
import { DateTime, DateTimeOrNull, IdNumber, IdText, orNull } from '../http/schema.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import type { LicenseRequest as Facts } from './request.ts';

export const requestStates = ['requested', 'approved', 'declined', 'withdrawn', 'expired'] as const;

export const Message = Type.String({ maxLength: 1000 });

export const LicenseRequest = Type.Object(
  {
    id: IdText('the request'),
    linkId: IdText('the link'),
    poolId: IdNumber('the pool'),
    courseId: IdText('the course'),
    student: Type.Object({ id: IdNumber('the student'), name: Type.String(), email: Type.String() }),
    message: orNull(Type.String({ description: 'What the student wrote.' })),
    state: Type.Enum([...requestStates], { type: 'string' }),
    since: DateTime('When it was made.'),
    decided: DateTimeOrNull('When it was decided, taken back, or expired.'),
    decidedBy: orNull(Type.String({ description: 'Who did that; null where it expired.' })),
    reason: orNull(Type.String({ description: 'Why it was declined.' })),
    licenseId: orNull(IdNumber('the license that came of it')),
    waitingId: orNull(IdText('the place on the waiting list that came of it')),
  },
  { $id: 'LicenseRequest', description: 'What a student asked a link for that gives after approval.' },
);

export const ApproveBody = orNull(
  Type.Object(
    {
      endDate: Type.Optional(
        orNull(Type.String({ format: 'date', description: 'Instead of the validity of the link.' })),
      ),
    },
    { additionalProperties: false },
  ),
);

export const DeclineBody = orNull(
  Type.Object({ reason: Type.Optional(orNull(Message)) }, { additionalProperties: false }),
);

export const toRequestView = (request: Facts): Static<typeof LicenseRequest> => ({
  id: String(request.id),
  linkId: String(request.linkId),
  poolId: request.poolId,
  courseId: String(request.courseId),
  student: { id: request.student.id, name: request.student.name, email: request.student.email },
  message: request.message,
  state: request.state,
  since: isoTime(request.since),
  decided: isoTimeOrNull(request.decided),
  decidedBy: request.decidedBy,
  reason: request.reason,
  licenseId: request.licenseId,
  waitingId: request.waitingId === null ? null : String(request.waitingId),
});
