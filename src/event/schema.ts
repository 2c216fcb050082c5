import { type Static, Type } from 'typebox';
import { DateTime, IdNumber, IdText, orNull } from '../http/schema.ts';

const Facts = (description: string) => orNull(Type.Object({}, { additionalProperties: true, description }));

const members = {
  id: IdText('the event'),
  at: DateTime('When it happened.'),
  kind: Type.String({ description: 'What happened; new kinds may be added.', examples: ['license.assigned'] }),
  actor: Type.Object(
    {
      kind: Type.Enum(['token', 'person', 'link', 'command', 'system', 'agent'], { type: 'string' }),
      label: Type.String(),
    },
    { description: 'Who did it, by the name they had.' },
  ),
  student: orNull(Type.Object({ id: IdNumber('the student'), name: Type.String(), email: Type.String() })),
  course: orNull(Type.Object({ id: IdText('the course'), title: Type.String() })),
  poolId: orNull(IdNumber('the pool')),
  licenseId: orNull(IdNumber('the license')),
  before: Facts('What was.'),
  after: Facts('What is since.'),
  why: Facts('What else explains it.'),
};

export const Event = Type.Object(members, {
  $id: 'Event',
  description: 'One fact of the history, which is never changed.',
});

export const PublisherEvent = Type.Object(
  { ...members, managerId: orNull(IdText('the license manager whose history it stands in')) },
  { $id: 'PublisherEvent', description: 'One fact of the history, which is never changed.' },
);

export const Feed = Type.Object(
  {
    events: Type.Array(Type.Unsafe<Static<typeof Event>>({ $ref: 'Event#' }), { description: 'Oldest first.' }),
    next: Type.String({ description: 'The cursor to go on from: give it as `after`.' }),
    more: Type.Boolean({ description: 'Whether there is more already.' }),
  },
  { $id: 'EventFeed', description: 'A part of the history, in an order that never changes.' },
);

export const PublisherFeed = Type.Object(
  {
    ...Feed.properties,
    events: Type.Array(Type.Unsafe<Static<typeof PublisherEvent>>({ $ref: 'PublisherEvent#' }), {
      description: 'Oldest first.',
    }),
  },
  { $id: 'PublisherEventFeed', description: 'A part of the history, in an order that never changes.' },
);
