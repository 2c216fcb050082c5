import { Type } from 'typebox';
import { DateTime, orNull } from '../http/schema.ts';
import { MOST_AT_ONCE } from './bulk.ts';

export const BulkEditBody = Type.Object(
  {
    ids: Type.Array(Type.String({ pattern: '^[1-9]\\d{0,15}$' }), { minItems: 1, maxItems: MOST_AT_ONCE }),
    endDate: Type.String({
      description: 'YYYY-MM-DD, 00:00 UTC. Cut to the end of the pool; today or earlier ends the licenses, for good.',
      examples: ['2027-06-30'],
    }),
  },
  { $id: 'BulkEdit', additionalProperties: false },
);

export const BulkEdited = Type.Object(
  {
    results: Type.Array(
      Type.Object({
        row: Type.Integer({ description: 'Its place in the request, from 1.' }),
        id: Type.String({ description: 'The id of the license.' }),
        outcome: Type.Enum(['edited', 'ended', 'refused'], { type: 'string' }),
        end: Type.Optional(DateTime('The end that the license now has, where it was changed.')),
        code: orNull(Type.String({ description: 'Why it is refused: a code of the problems.' })),
        detail: orNull(Type.String({ description: 'The same in words.' })),
      }),
    ),
  },
  { $id: 'BulkEdited', description: 'What became of each license.' },
);
