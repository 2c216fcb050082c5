import { Type } from 'typebox';
import { DateTime, orNull } from '../http/schema.ts';

const Percent = Type.Integer({ minimum: 0, maximum: 100, description: 'Whole percent of the course.' });

export const PlayerAccess = Type.Object(
  { access: Type.Boolean(), until: DateTime('When the license ends.') },
  { $id: 'PlayerAccess', description: 'Whether the student may watch.' },
);

export const PlayerReport = Type.Object(
  {
    percent: Type.Optional(orNull(Percent)),
    completed: Type.Optional(
      orNull(Type.Boolean({ description: 'True: completed now. False: not completed, also at 100 percent.' })),
    ),
  },
  { $id: 'PlayerReport', additionalProperties: false },
);

export const PlayerProgress = Type.Object(
  { percent: Percent, completed: Type.Boolean() },
  { $id: 'PlayerProgress', description: 'What is known after the report.' },
);
