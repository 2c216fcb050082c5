import { Type } from 'typebox';
import { DateTime, DateTimeOrNull, orNull } from '../http/schema.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import { actions, type PlannedRow } from './plan.ts';
import { MAX_COURSES, MAX_ROWS } from './read.ts';
import type { Plan, PlanState } from './store.ts';

const Count = Type.Integer({ minimum: 0 });
export const Counts = Type.Object(
  Object.fromEntries(actions.map((action) => [action, Count])) as Record<(typeof actions)[number], typeof Count>,
  {
    description: 'How many rows there are of each action.',
  },
);

const PlanRow = Type.Object({
  line: orNull(
    Type.Integer({
      description:
        'The line of the file where the row begins, in JSON its number, from 1; null for people whom the roster does not name.',
    }),
  ),
  action: Type.Enum([...actions], { type: 'string' }),
  student: Type.Object({
    id: orNull(Type.Integer({ description: 'Null for a student who is not known yet.' })),
    name: Type.String(),
    email: Type.String(),
  }),
  courseId: orNull(Type.String({ description: 'The id of the course; null where the row names none of yours.' })),
  course: orNull(Type.String({ description: 'What the row says of the course, where that is none of yours.' })),
  poolId: orNull(Type.Integer({ description: 'The pool whose license it is, or will be.' })),
  licenseId: orNull(Type.Integer({ description: 'The license that is kept, edited or revoked.' })),
  end: DateTimeOrNull('When the license ends, or will end.'),
  code: orNull(Type.String({ description: 'Why the row is refused, or the license is kept: a code of the problems.' })),
  detail: orNull(Type.String({ description: 'The same in words.' })),
});

const RosterRow = Type.Object(
  {
    email: Type.String(),
    name: Type.Optional(orNull(Type.String())),
    courseId: Type.String({ description: 'The id of the course.' }),
    endDate: Type.Optional(
      orNull(Type.String({ description: 'YYYY-MM-DD; without it a license that is held keeps its end.' })),
    ),
  },
  { additionalProperties: false },
);

/** How a roster is written; it is read by `read.ts`. */
export const RosterBody = {
  content: {
    'application/json': {
      schema: Type.Object(
        {
          rows: Type.Array(RosterRow, { minItems: 1, maxItems: MAX_ROWS }),
          courses: Type.Optional(
            orNull(
              Type.Array(Type.String(), {
                maxItems: MAX_COURSES,
                description: 'The courses that it is about; without it those of its rows.',
              }),
            ),
          ),
        },
        { additionalProperties: false },
      ),
    },
    'text/csv': {
      schema: Type.String({
        description:
          'With titles for the address, the course (its cells are ids or titles) and, if there are, name and end date.',
        examples: ['email,course,endDate\nanna@sqlbi.com,DAX Fundamentals,2027-06-30'],
      }),
    },
  },
};

export const RosterPlan = Type.Object(
  {
    id: Type.String({ description: 'The id of the plan.' }),
    made: DateTime('When it was made.'),
    expires: DateTime('Until when it can be applied.'),
    state: Type.Enum(['ready', 'applied', 'outdated', 'expired'], { type: 'string' }),
    counts: Counts,
    rows: Type.Array(PlanRow, { description: 'A page of its rows.' }),
  },
  {
    $id: 'RosterPlan',
    description: 'What would have to happen so that exactly the people of a roster hold its courses.',
  },
);

export const RosterApplied = Type.Object(
  { state: Type.Enum(['applied'], { type: 'string' }), counts: Counts },
  { $id: 'RosterApplied', description: 'What was done.' },
);

export const ApplyRosterBody = orNull(
  Type.Object(
    {
      allowRevocations: Type.Optional(
        orNull(
          Type.Integer({
            minimum: 0,
            description:
              'The exact number of licenses that the plan revokes, where it is more than 20 percent and at least 5.',
          }),
        ),
      ),
    },
    { additionalProperties: false },
  ),
);

const toRowView = ({ endDate: _, end, courseId, ...row }: PlannedRow) => ({
  ...row,
  courseId: courseId === null ? null : String(courseId),
  end: isoTimeOrNull(end),
});

export const toPlanView = ({ id, made, expires, counts }: Plan, state: PlanState, rows: readonly PlannedRow[]) => ({
  id,
  made: isoTime(made),
  expires: isoTime(expires),
  state,
  counts,
  rows: rows.map(toRowView),
});
