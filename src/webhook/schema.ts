import { type Static, Type } from 'typebox';
import type { WebhookDeliveryTable, WebhookTable } from '../db/tables.ts';
import { DateTime, DateTimeOrNull, orNull } from '../http/schema.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';

const Format = Type.Enum(['standard', 'slack', 'teams'], {
  type: 'string',
  description: '`standard`: the event itself (Standard Webhooks). `slack`, `teams`: a message for a channel.',
});
const State = Type.Enum(['active', 'disabled'], { type: 'string' });
const Url = Type.String({ description: 'Where events are posted to: `https`, at a public address.' });
const Kinds = Type.Array(Type.String({ maxLength: 100 }), {
  minItems: 1,
  maxItems: 100,
  description: 'Event kinds such as `license.assigned`, or `["*"]` for all.',
});
const Description = Type.String({ maxLength: 500 });

const members = {
  id: Type.String(),
  url: Url,
  events: Kinds,
  description: Description,
  format: Format,
  state: State,
  disabledWhy: orNull(Type.String({ description: 'Why it is disabled.' })),
  created: DateTime('When it was made.'),
};

export const Webhook = Type.Object(members, { $id: 'Webhook', description: 'Where events are sent to.' });

export const NewWebhook = Type.Object(
  { ...members, secret: Type.String({ description: 'What deliveries are signed with. It is shown this once.' }) },
  { $id: 'NewWebhook', description: 'A webhook with its new secret.' },
);

export const CreateWebhookBody = Type.Object(
  {
    url: Url,
    events: Kinds,
    description: Type.Optional(orNull(Description)),
    format: Type.Optional(orNull(Format)),
  },
  { $id: 'CreateWebhook', additionalProperties: false },
);

export const EditWebhookBody = Type.Object(
  {
    url: Type.Optional(orNull(Url)),
    events: Type.Optional(orNull(Kinds)),
    description: Type.Optional(orNull(Description)),
    format: Type.Optional(orNull(Format)),
    state: Type.Optional(orNull(State)),
  },
  { $id: 'EditWebhook', additionalProperties: false },
);

export const ReplayBody = Type.Object(
  {
    since: Type.String({ description: 'A date-time with an offset: events from then on.' }),
    until: Type.Optional(orNull(Type.String({ description: 'Events before then; without it, until now.' }))),
  },
  { $id: 'ReplayWebhook', additionalProperties: false },
);

export const Replayed = Type.Object({ deliveries: Type.Integer({ description: 'How many deliveries were made.' }) });

export const WebhookDelivery = Type.Object(
  {
    id: Type.String(),
    event: orNull(Type.String({ description: 'The id of the event; null for a test.' })),
    type: Type.String({ description: 'The kind of the event, or `webhook.test`.' }),
    state: Type.Enum(['waiting', 'delivered', 'failed'], { type: 'string' }),
    attempts: Type.Integer(),
    status: orNull(Type.Integer({ description: 'The HTTP status of the last answer.' })),
    error: orNull(Type.String({ description: 'Why the last attempt failed.' })),
    created: DateTime('When it was made.'),
    done: DateTimeOrNull('When it was delivered, or failed for good.'),
    next: DateTimeOrNull('When it is tried next.'),
  },
  { $id: 'WebhookDelivery', description: 'One event on its way to one webhook.' },
);

export const toWebhookView = (row: WebhookTable): Static<typeof Webhook> => ({
  id: row.id,
  url: row.url,
  events: JSON.parse(row.kinds),
  description: row.description,
  format: row.format,
  state: row.disabled_why === null ? 'active' : 'disabled',
  disabledWhy: row.disabled_why,
  created: isoTime(row.created_at),
});

const inSeconds = (ms: number | null): string | null => isoTimeOrNull(ms === null ? null : Math.floor(ms / 1000));

export function toDeliveryView(row: WebhookDeliveryTable): Static<typeof WebhookDelivery> {
  const done = row.delivered_at ?? row.failed_at;
  return {
    id: row.id,
    event: row.event_id === null ? null : String(row.event_id),
    type: row.type,
    state: row.delivered_at !== null ? 'delivered' : row.failed_at !== null ? 'failed' : 'waiting',
    attempts: row.attempts,
    status: row.status,
    error: row.error,
    created: isoTime(Math.floor(row.created_at / 1000)),
    done: inSeconds(done),
    next: done === null ? inSeconds(Math.max(row.run_at, row.created_at)) : null,
  };
}
