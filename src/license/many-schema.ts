import { Type } from 'typebox';
import { orNull, ref } from '../http/schema.ts';
import { MAX_ROWS_AT_ONCE } from './bulk.ts';
import { License } from './schema.ts';

const Ids = Type.Array(
  Type.Union([
    Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    Type.String({ pattern: '^[1-9]\\d{0,15}$' }),
  ]),
  { minItems: 1, maxItems: MAX_ROWS_AT_ONCE, description: 'The ids of licenses, as numbers or as text of digits.' },
);

const Mode = Type.Optional(
  orNull(
    Type.Enum(['each', 'all'], {
      type: 'string',
      description:
        '`each` (default): every license is changed or refused by itself. `all`: the first refusal undoes all.',
    }),
  ),
);

export const BulkRevokeBody = Type.Object({ ids: Ids, mode: Mode }, { $id: 'BulkRevoke', additionalProperties: false });

export const BulkEditBody = Type.Object(
  {
    ids: Ids,
    endDate: Type.String({
      description: 'YYYY-MM-DD, 00:00 UTC. Cut to the end of the pool; today or earlier ends the licenses, for good.',
      examples: ['2027-06-30'],
    }),
    mode: Mode,
  },
  { $id: 'BulkEdit', additionalProperties: false },
);

const resultsOf = (outcomes: string[]) =>
  Type.Object({
    results: Type.Array(
      Type.Object({
        row: Type.Integer({ description: 'Its place in the request, from 1.' }),
        id: Type.Union([Type.Integer(), Type.String()], { description: 'The id of the license, as it was given.' }),
        outcome: Type.Enum([...outcomes, 'refused'], { type: 'string' }),
        code: orNull(Type.String({ description: 'Why it is refused: a code of the problems.' })),
        detail: orNull(Type.String({ description: 'The same in words.' })),
        license: orNull(ref(License)),
      }),
    ),
  });

export const BulkRevoked = Type.Object(resultsOf(['revoked']).properties, {
  $id: 'BulkRevoked',
  description: 'What became of each license.',
});

export const BulkEdited = Type.Object(resultsOf(['edited', 'ended']).properties, {
  $id: 'BulkEdited',
  description: 'What became of each license.',
});
