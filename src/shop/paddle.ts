import { at, email, firstName, idOf, isoSeconds, items, type Json, text, whole } from './json.ts';
import { type Ignored, ignored, joined, type Link, type ShopEvent, type Told, type ToldLine, told } from './told.ts';

interface Period {
  from: number | null;
  until: number | null;
}

const FOR_GOOD: Period = { from: null, until: null };

const periodOf = (object: Json, name: string): Period => ({
  from: isoSeconds(at(object, name, 'starts_at')),
  until: isoSeconds(at(object, name, 'ends_at')),
});

/** The price of an item, and its product: by these it is looked up. */
function soldItem(item: Json, details: Json[], period: Period): ToldLine[] {
  const price = idOf(at(item, 'price')) ?? text(at(item, 'price_id'));
  const units = whole(at(item, 'quantity'));
  if (price === null || units === null) return [];
  const detail = details.find((one) => at(one, 'price_id') === price);
  const product =
    text(at(item, 'price', 'product_id')) ?? idOf(at(item, 'product')) ?? idOf(at(detail, 'product')) ?? null;
  const products = product === null ? [price] : [price, product];
  const recurs = at(item, 'price', 'billing_cycle') ?? (at(item, 'recurring') === true ? true : null);
  const once = at(item, 'price') !== undefined && recurs === null;
  return [{ line: price.slice(0, 100), basis: 'line', products, units, before: null, ...(once ? FOR_GOOD : period) }];
}

/** The changes of a subscription that are billed in between: they are told by the subscription itself. */
const isProration = (item: Json): boolean =>
  typeof at(item, 'proration') === 'object' && at(item, 'proration') !== null;

const buyerOf = (object: Json) => ({
  customer: text(at(object, 'customer_id')),
  email: email(at(object, 'custom_data', 'email')) ?? email(at(object, 'customer', 'email')),
  name: firstName(at(object, 'custom_data', 'name'), at(object, 'business', 'name'), at(object, 'customer', 'name')),
});

function transaction(object: Json): Told | Ignored {
  const id = idOf(object);
  if (id === null) return ignored('unreadable');
  if (at(object, 'status') !== undefined && at(object, 'status') !== 'completed') return ignored('not_paid');
  const origin = text(at(object, 'origin'));
  const subscription = origin === 'subscription_charge' ? null : text(at(object, 'subscription_id'));
  const amount =
    whole(at(object, 'details', 'totals', 'grand_total')) ?? whole(at(object, 'details', 'totals', 'total'));
  const links: Link[] = [{ key: id, parent: subscription, amount }];
  if (origin === 'subscription_payment_method_change') return told({ links });
  const details = items(at(object, 'details', 'line_items'));
  const sold = items(at(object, 'items')).filter((item) => !isProration(item));
  const period = subscription === null ? FOR_GOOD : periodOf(object, 'billing_period');
  const lines = sold.flatMap((item) => soldItem(item, details, period));
  if (lines.length === 0) return items(at(object, 'items')).some(isProration) ? told({ links }) : ignored('no_lines');
  const extending = origin === 'subscription_update';
  const facts = { reference: subscription ?? id, links, ...buyerOf(object), lines: joined(lines) };
  return told({ ...facts, paid: !extending, extends: extending });
}

function subscription(kind: string, object: Json, happened: number): Told | Ignored {
  const id = idOf(object);
  if (id === null) return ignored('unreadable');
  const first = text(at(object, 'transaction_id'));
  const facts = { reference: id, alias: first === null ? null : ([id, first] as const), ...buyerOf(object) };
  if (kind === 'subscription.canceled' || at(object, 'status') === 'canceled') {
    const endsAt =
      periodOf(object, 'current_billing_period').until ?? isoSeconds(at(object, 'canceled_at')) ?? happened;
    return told({ ...facts, endsAt });
  }
  const lines = items(at(object, 'items')).flatMap((item) => soldItem(item, [], FOR_GOOD));
  return told({ ...facts, lines: joined(lines) });
}

function adjustment(object: Json): Told | Ignored {
  const [id, paid] = [idOf(object), text(at(object, 'transaction_id'))];
  const amount = whole(at(object, 'totals', 'total')) ?? 0;
  if (id === null || paid === null) return ignored('unreadable');
  if (at(object, 'action') !== 'refund') return ignored('unknown_event');
  const status = at(object, 'status');
  const undone = status === 'rejected' || status === 'reversed';
  if (status !== 'approved' && !undone) return ignored('not_approved');
  const complete = at(object, 'type') === 'full';
  return told({ refund: { id, key: paid, amount, complete, undone } });
}

function person(customer: Json): Told | Ignored {
  const found = { customer: idOf(customer), email: email(at(customer, 'email')) };
  if (found.customer === null || found.email === null) return ignored('unreadable');
  return told({ ...found, name: firstName(at(customer, 'name')), person: true });
}

const SUBSCRIPTIONS = new Set(
  ['created', 'activated', 'updated', 'canceled', 'imported', 'resumed', 'trialing', 'past_due', 'paused'].map(
    (what) => `subscription.${what}`,
  ),
);

function tell(kind: string, object: Json, happened: number): Told | Ignored {
  if (kind === 'transaction.completed') return transaction(object);
  if (SUBSCRIPTIONS.has(kind)) return subscription(kind, object, happened);
  if (kind === 'adjustment.created' || kind === 'adjustment.updated') return adjustment(object);
  if (/^customer\.(?:created|updated|imported)$/.test(kind)) return person(object);
  return ignored('unknown_event');
}

/** Reads an event of Paddle Billing; null where it is none. */
export function readPaddle(event: Json): ShopEvent | null {
  const [id, kind] = [text(at(event, 'event_id')), text(at(event, 'event_type'))];
  const happened = isoSeconds(at(event, 'occurred_at'));
  const object = at(event, 'data');
  if (id === null || kind === null || happened === null || object === undefined) return null;
  return { id, kind: kind.slice(0, 100), at: happened, told: tell(kind, object, happened) };
}
