import { Type } from 'typebox';
import { DateTimeOrNull, IdNumber, orNull, RowFaults, ref } from '../http/schema.ts';
import { columnUses } from '../rules/list-titles.ts';
import { isoTimeOrNull } from '../rules/time.ts';
import type { Assigned } from './assign.ts';
import { MAX_ROWS_AT_ONCE, MAX_SPARED } from './bulk.ts';
import { type ListPreview, MAX_ROWS } from './bulk-preview.ts';
import { AssignedLicense, Recycle, RecycleMembers, toAssignedView } from './schema.ts';

const code = orNull(Type.String({ description: 'Why it is refused: a code of the problems.' }));
const detail = orNull(Type.String({ description: 'The same in words.' }));
const student = Type.Object({ id: IdNumber('the student'), name: Type.String(), email: Type.String() });

const Use = Type.Union([Type.Enum([...columnUses], { type: 'string' }), Type.Null()]);

export const BulkPreviewBody = Type.Object(
  {
    csv: Type.String({
      description: `A list of people, up to ${MAX_ROWS} rows: CSV with commas, semicolons or tabs, or addresses as mail programs write them. A first line of titles in English, Italian, German, French, Spanish, Portuguese or Dutch may name the columns in any order; without it their order is address, name, end date.`,
      examples: ['email,name,endDate\nanna@sqlbi.com,Anna,2027-06-30'],
    }),
    columns: Type.Optional(
      orNull(
        Type.Array(Use, {
          minItems: 1,
          maxItems: 200,
          description: 'What the columns are to be taken for, from the first on, whatever their titles say.',
        }),
      ),
    ),
    ...RecycleMembers,
  },
  { $id: 'BulkPreviewRequest', additionalProperties: false },
);

export const BulkPreview = Type.Object(
  {
    rows: Type.Array(
      Type.Object({
        row: Type.Integer({ description: 'As `line`.' }),
        line: Type.Integer({
          description: 'The line of the list on which the row begins, from 1; CRLF is one line end.',
        }),
        email: Type.String(),
        name: orNull(Type.String()),
        endDate: orNull(Type.String({ description: 'As it is written.' })),
        outcome: Type.Enum(['assign', 'refused'], { type: 'string' }),
        code,
        detail,
        errors: RowFaults,
        end: DateTimeOrNull('When the license would end; null where the row is refused.'),
        recycles: orNull(student),
      }),
    ),
    assign: Type.Integer({ description: 'How many rows would be assigned a license.' }),
    refused: Type.Integer({ description: 'How many would be refused.' }),
    columns: Type.Array(
      Type.Object({
        title: orNull(Type.String({ description: 'Null in a list without titles.' })),
        as: Use,
        compared: Type.Boolean({ description: 'Its cells must name the course of the pool.' }),
      }),
      { description: 'What each column is taken for; null: it is not read.' },
    ),
    losing: Type.Array(
      Type.Object({
        student,
        licenseId: IdNumber('the license'),
        progress: Type.Integer({ description: 'Percent.' }),
        lastAccess: DateTimeOrNull('The last access to the course.'),
      }),
      { description: 'Everybody who would lose a license, in the order of the rows.' },
    ),
    skipped: Type.Integer({ description: 'How many lines have no content.' }),
  },
  {
    $id: 'BulkPreview',
    description: 'What a list would come to, each row after those before it. Nothing was changed.',
  },
);

export const toPreviewView = ({ rows, columns, losing, skipped }: ListPreview) => {
  const assign = rows.filter(({ outcome }) => outcome === 'assign').length;
  return {
    rows: rows.map((row) => ({ row: row.line, ...row, end: isoTimeOrNull(row.end) })),
    assign,
    refused: rows.length - assign,
    columns,
    losing: losing.map((one) => ({ ...one, lastAccess: isoTimeOrNull(one.lastAccess) })),
    skipped,
  };
};

export const BulkAssignBody = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        {
          email: Type.String(),
          name: Type.Optional(orNull(Type.String())),
          endDate: Type.Optional(orNull(Type.String({ description: 'YYYY-MM-DD' }))),
          recycle: Type.Optional(
            orNull(Type.Boolean({ description: 'For this row; without it as the request says.' })),
          ),
        },
        { additionalProperties: false },
      ),
      {
        minItems: 1,
        maxItems: MAX_ROWS_AT_ONCE,
        description: 'A row of another shape is refused by itself, as one with a wrong address is.',
      },
    ),
    ...RecycleMembers,
    recycle: Recycle,
    mode: Type.Optional(
      orNull(
        Type.Enum(['each', 'all'], {
          type: 'string',
          description: '`each` (default): every row is done or refused by itself. `all`: the first refusal undoes all.',
        }),
      ),
    ),
    spare: Type.Optional(
      orNull(
        Type.Array(IdNumber('a license'), {
          maxItems: MAX_SPARED,
          description: 'Licenses that are not taken back: those that earlier parts of the same list gave.',
        }),
      ),
    ),
  },
  { $id: 'BulkAssign', additionalProperties: false },
);

const Recycled = Type.Object({ licenseId: IdNumber('the license'), student });

export const BulkAssigned = Type.Object(
  {
    results: Type.Array(
      Type.Object({
        row: Type.Integer({ description: 'Its place in the request, from 1.' }),
        outcome: Type.Enum(['assigned', 'refused'], { type: 'string' }),
        code,
        detail,
        errors: RowFaults,
        license: orNull(ref(AssignedLicense)),
        recycled: orNull(Recycled),
      }),
    ),
  },
  { $id: 'BulkAssigned', description: 'What became of each row.' },
);

/** What a row says that was assigned. */
export const toRowView = ({ license, recycled }: Assigned, now: number) => ({
  outcome: 'assigned' as const,
  code: null,
  detail: null,
  license: toAssignedView(license, now),
  recycled: recycled && { licenseId: recycled.id, student: recycled.student },
});
