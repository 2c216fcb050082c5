import { Type } from 'typebox';
import { IdNumber, orNull } from '../http/schema.ts';

const Moment = Type.String({ maxLength: 40, description: 'ISO 8601, with an offset.' });

export const ProgressReports = Type.Object(
  {
    reports: Type.Array(
      Type.Object(
        {
          studentId: Type.Optional(orNull(IdNumber('the student'))),
          email: Type.Optional(orNull(Type.String({ maxLength: 320 }))),
          courseId: Type.Union([IdNumber('the course'), Type.String({ maxLength: 40 })]),
          percent: Type.Optional(orNull(Type.Integer({ minimum: 0, maximum: 100 }))),
          completed: Type.Optional(orNull(Moment)),
          lastAccess: Type.Optional(orNull(Moment)),
          reportedAt: Type.Optional(orNull(Moment)),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  { $id: 'ProgressReports', additionalProperties: false },
);

export const ProgressTaken = Type.Object(
  {
    taken: Type.Integer({ description: 'Reports that count.' }),
    older: Type.Integer({ description: 'Reports that a newer one had replaced; only a completion in them counts.' }),
  },
  { $id: 'ProgressTaken' },
);
