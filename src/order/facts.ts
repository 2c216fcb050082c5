import type { OrderFacts } from '../event/catalogue.ts';
import { isoTimeOrNull } from '../rules/time.ts';
import type { Order } from './order.ts';

/** What history tells of an order. */
export const ofOrder = (order: Order): OrderFacts => ({
  order: String(order.id),
  source: order.source,
  reference: order.reference,
  line: order.line,
  state: order.state,
  product: order.product,
  licenses: order.units,
  end: isoTimeOrNull(order.end),
  why: order.why,
});
