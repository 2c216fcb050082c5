import { type Static, Type } from 'typebox';
import { PageQuery } from '../http/list.ts';
import { DateTime, DateTimeOrNull, IdText, orNull } from '../http/schema.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import type { Delivery } from './delivery.ts';

const STATES = ['done', 'ignored', 'waiting', 'failed'] as const;
const SHOPS = ['stripe', 'woocommerce', 'paddle'] as const;

export const ShopDeliveryQuery = Type.Object({
  source: Type.Optional(Type.Enum([...SHOPS], { type: 'string' })),
  state: Type.Optional(Type.Enum([...STATES], { type: 'string' })),
  ...PageQuery,
});

const facts = {
  id: IdText('the delivery'),
  source: Type.String(),
  event: Type.String({ description: 'The id that the shop gave it; for WooCommerce one of its content.' }),
  kind: Type.String(),
  state: Type.Enum([...STATES], {
    type: 'string',
    description: '`ignored`: nothing follows from it; `waiting`: it failed, and is tried again; `failed`: no more.',
  }),
  why: orNull(Type.String({ description: 'Why it was ignored or failed.' })),
  reference: orNull(Type.String({ description: 'Of the order that it is about.' })),
  times: Type.Integer({ description: 'How often it came.' }),
  attempts: Type.Integer({ description: 'How often it failed.' }),
  created: DateTime('When it came first.'),
  next: DateTimeOrNull('When it is tried again.'),
};

export const ShopDelivery = Type.Object(facts, { $id: 'ShopDelivery', description: 'What a shop sent.' });

export const ShopDeliveryDetails = Type.Object(
  { ...facts, body: Type.String({ description: 'As it came; bytes that are no text stand in Base64.' }) },
  { $id: 'ShopDeliveryDetails' },
);

export const toDeliveryView = (delivery: Delivery): Static<typeof ShopDelivery> => ({
  id: String(delivery.id),
  source: delivery.source,
  event: delivery.event,
  kind: delivery.kind,
  state: delivery.state,
  why: delivery.why,
  reference: delivery.reference,
  times: delivery.times,
  attempts: delivery.attempts,
  created: isoTime(delivery.created_at),
  next: isoTimeOrNull(delivery.run_at),
});
