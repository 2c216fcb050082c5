import { type Static, Type } from 'typebox';
import { DateTime, DateTimeOrNull, IdNumber, IdText, orNull } from '../http/schema.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import type { PlacedEntry } from './list.ts';

export const entryStates = ['waiting', 'offered', 'accepted', 'lapsed', 'left', 'removed', 'closed'] as const;

export const WaitingEntry = Type.Object(
  {
    id: IdText('the entry'),
    poolId: IdNumber('the pool'),
    courseId: IdText('the course'),
    linkId: orNull({ ...IdText('the link by which they joined') }),
    student: Type.Object({ id: IdNumber('the student'), name: Type.String(), email: Type.String() }),
    state: Type.Enum([...entryStates], {
      type: 'string',
      description:
        '`waiting`; `offered`: a seat is held for them; `accepted`: they have a license; `lapsed`: they did not accept in time; `left`: the student left, or has the course from elsewhere; `removed` by the manager; `closed`: the pool ended or was closed.',
    }),
    position: orNull(Type.Integer({ description: 'The place in the line, from 1, while it waits.' })),
    since: DateTime('When they joined.'),
    offeredUntil: DateTimeOrNull('Until when the seat is held for them; from then on it goes to the next.'),
    expected: DateTimeOrNull('A guess of when a seat comes free for them.'),
    licenseId: orNull(IdNumber('the license that came of it')),
  },
  { $id: 'WaitingEntry', description: 'A place on the waiting list of a pool.' },
);

export const toEntryView = (entry: PlacedEntry): Static<typeof WaitingEntry> => ({
  id: String(entry.id),
  poolId: entry.poolId,
  courseId: String(entry.courseId),
  linkId: entry.linkId === null ? null : String(entry.linkId),
  student: { id: entry.student.id, name: entry.student.name, email: entry.student.email },
  state: entry.state,
  position: entry.position,
  since: isoTime(entry.since),
  offeredUntil: entry.state === 'offered' ? isoTimeOrNull(entry.offeredUntil) : null,
  expected: isoTimeOrNull(entry.expected),
  licenseId: entry.licenseId,
});
