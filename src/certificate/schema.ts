import { Type } from 'typebox';
import { DateTime, DateTimeOrNull, IdNumber, IdText, orNull } from '../http/schema.ts';

export const CertificateView = Type.Object(
  {
    id: IdText('the certificate'),
    url: Type.String({ description: 'Its public page, which verifies it.' }),
    student: Type.Object({ id: IdNumber('the student'), name: Type.String(), email: Type.String() }),
    course: Type.Object({ id: IdText('the course'), title: Type.String({ description: 'As it was then.' }) }),
    completed: DateTime('When the course was completed.'),
    issued: DateTime('When the certificate was made.'),
    revoked: DateTimeOrNull('When it was revoked.'),
    reason: orNull(Type.String({ description: 'Why it was revoked.' })),
  },
  { $id: 'Certificate', description: 'That a student completed a course.' },
);

export const RevokeCertificateBody = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 1000, description: 'Shown on the public page.' }) },
  { $id: 'RevokeCertificate', additionalProperties: false },
);
