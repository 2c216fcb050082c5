import { Type } from 'typebox';
import { Faults, orNull } from '../http/schema.ts';
import { MOST_AT_ONCE } from './bulk.ts';
import { MOST_ROWS } from './bulk-csv.ts';

const Recycle = Type.Optional(
  orNull(
    Type.Boolean({
      description: 'Where no license is available, revoke the oldest of the pool. Transferable pools only.',
    }),
  ),
);
const code = orNull(Type.String({ description: 'Why it is refused: a code of the problems.' }));
const detail = orNull(Type.String({ description: 'The same in words.' }));

export const BulkPreviewBody = Type.Object(
  {
    csv: Type.String({
      description: `A list of people, up to ${MOST_ROWS} rows: CSV with commas, semicolons or tabs. A first line of titles may name the columns \`email\`, \`name\` and \`endDate\` in any order; without it this is their order.`,
      examples: ['email,name,endDate\nanna@sqlbi.com,Anna,2027-06-30'],
    }),
    recycle: Recycle,
  },
  { $id: 'BulkPreviewRequest', additionalProperties: false },
);

export const BulkPreview = Type.Object(
  {
    rows: Type.Array(
      Type.Object({
        row: Type.Integer({ description: 'Its line in the list.' }),
        email: Type.String(),
        name: orNull(Type.String()),
        endDate: orNull(Type.String()),
        outcome: Type.Enum(['assign', 'refused'], { type: 'string' }),
        code,
        detail,
        errors: Faults,
      }),
    ),
    assign: Type.Integer({ description: 'How many rows would be assigned a license.' }),
    refused: Type.Integer({ description: 'How many would be refused.' }),
  },
  {
    $id: 'BulkPreview',
    description: 'What a list would come to, each row after those before it. Nothing was changed.',
  },
);

export const BulkAssignBody = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          email: Type.String(),
          name: Type.Optional(orNull(Type.String())),
          endDate: Type.Optional(orNull(Type.String({ description: 'YYYY-MM-DD' }))),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: MOST_AT_ONCE },
    ),
    recycle: Recycle,
  },
  { $id: 'BulkAssign', additionalProperties: false },
);

export const BulkAssigned = Type.Object(
  {
    results: Type.Array(
      Type.Object({
        row: Type.Integer({ description: 'Its place in the request, from 1.' }),
        email: Type.String(),
        outcome: Type.Enum(['assigned', 'refused'], { type: 'string' }),
        licenseId: orNull(Type.String({ description: 'The id of the license.' })),
        code,
        detail,
        errors: Faults,
      }),
    ),
  },
  { $id: 'BulkAssigned', description: 'What became of each row.' },
);

export const BulkRevokeBody = Type.Object(
  { ids: Type.Array(Type.String({ pattern: '^[1-9]\\d{0,15}$' }), { minItems: 1, maxItems: MOST_AT_ONCE }) },
  { $id: 'BulkRevoke', additionalProperties: false },
);

export const BulkRevoked = Type.Object(
  {
    results: Type.Array(
      Type.Object({
        id: Type.String({ description: 'The id of the license.' }),
        outcome: Type.Enum(['revoked', 'refused'], { type: 'string' }),
        code,
        detail,
      }),
    ),
  },
  { $id: 'BulkRevoked', description: 'What became of each license.' },
);
