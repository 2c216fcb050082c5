import { type Static, Type } from 'typebox';
import { DateTime, DateTimeOrNull, IdText, orNull } from '../http/schema.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import { channels, type Delivery, states } from './delivery.ts';

export const PublisherDelivery = Type.Object(
  {
    id: Type.String(),
    channel: Type.Enum([...channels], { type: 'string' }),
    kind: Type.String({ description: 'Of mail, such as `license_assigned`, or of event.' }),
    target: Type.String({ description: 'The address of a mail, or the URL of a webhook.' }),
    managerId: orNull(IdText('the license manager that it is about')),
    state: Type.Enum([...states], { type: 'string' }),
    attempts: Type.Integer(),
    error: orNull(Type.String({ description: 'Why the last attempt failed.' })),
    created: DateTime('When it was made.'),
    done: DateTimeOrNull('When it was sent, or failed for good.'),
    next: DateTimeOrNull('When it is tried next.'),
  },
  {
    $id: 'PublisherDelivery',
    description: 'A mail or an event on its way. What it says, and its secrets, are not told.',
  },
);

const seconds = (ms: number): number => Math.floor(ms / 1000);

export function toDeliveryView(row: Delivery): Static<typeof PublisherDelivery> {
  const done = row.delivered_at ?? row.failed_at;
  return {
    id: row.id,
    channel: row.channel,
    kind: row.kind,
    target: row.target,
    managerId: row.manager_id === null ? null : String(row.manager_id),
    state: row.delivered_at !== null ? 'delivered' : row.failed_at !== null ? 'failed' : 'waiting',
    attempts: row.attempts,
    error: row.error,
    created: isoTime(seconds(row.created_at)),
    done: isoTimeOrNull(done === null ? null : seconds(done)),
    next: done === null ? isoTime(seconds(Math.max(row.run_at, row.created_at))) : null,
  };
}
