import { sha256 } from '../crypto.ts';
import { at, email, firstName, idOf, isoSeconds, items, type Json, text, whole } from './json.ts';
import { type Ignored, ignored, joined, type ShopEvent, type Told, type ToldLine, told } from './told.ts';

/** The ids of variations and products are numbers; 0 is none. */
const positive = (value: Json): string | null => (whole(value) ? String(whole(value)) : null);

/** The variation of a line, its product and its SKU: by these it is looked up. */
function soldLine(item: Json, until: number | null): ToldLine[] {
  const units = whole(at(item, 'quantity'));
  const products = [positive(at(item, 'variation_id')), positive(at(item, 'product_id')), text(at(item, 'sku'))].filter(
    (id) => id !== null,
  );
  const [first] = products;
  if (units === null || first === undefined) return [];
  return [{ line: first.slice(0, 100), basis: 'line', products, units, before: null, from: null, until }];
}

const linesOf = (object: Json, until: number | null): ToldLine[] =>
  joined(items(at(object, 'line_items')).flatMap((item) => soldLine(item, until)));

const gmt = (object: Json, name: string): number | null =>
  isoSeconds(at(object, `${name}_gmt`)) ?? isoSeconds(at(object, name));

const buyerOf = (object: Json) => ({
  customer: positive(at(object, 'customer_id')),
  email: email(at(object, 'billing', 'email')),
  name: firstName(
    at(object, 'billing', 'company'),
    [text(at(object, 'billing', 'first_name')), text(at(object, 'billing', 'last_name'))].filter(Boolean).join(' '),
  ),
});

/** An amount of money such as `12.50` or `-12.50`, in thousandths. */
function money(value: Json): number {
  const amount = Math.round(Math.abs(Number(text(value) ?? 0)) * 1000);
  return Number.isSafeInteger(amount) ? amount : 0;
}

const isOver = (status: string | null): boolean => status === 'cancelled' || status === 'expired';

/** The subscription that an order renews, as WooCommerce Subscriptions notes it. */
const renewed = (order: Json): string | null => {
  const note = items(at(order, 'meta_data')).find((one) => at(one, 'key') === '_subscription_renewal');
  return text(at(note, 'value'));
};

const PAID = new Set(['processing', 'completed']);

function order(object: Json): Told | Ignored {
  const [id, status] = [text(at(object, 'id')), text(at(object, 'status'))];
  if (id === null || status === null) return ignored('unreadable');
  const subscription = renewed(object);
  const [total, refunds] = [money(at(object, 'total')), items(at(object, 'refunds'))];
  const back = refunds.reduce<number>((sum, refund) => sum + money(at(refund, 'total')), 0);
  const complete = status === 'refunded' || status === 'cancelled' || (back > 0 && back >= total);
  const refund = { id, key: id, amount: back, complete, undone: !complete && back === 0 };
  const parent = subscription === null ? null : `subscription-${subscription}`;
  const links = [{ key: id, parent, amount: total }];
  if (subscription !== null) return told({ links, refund });
  const paid = PAID.has(status) || status === 'refunded' || gmt(object, 'date_paid') !== null;
  if (!paid && !complete) return ignored('not_paid');
  const lines = linesOf(object, null);
  if (lines.length === 0) return ignored('no_lines');
  return told({ reference: id, links, ...buyerOf(object), paid, lines, refund });
}

function subscription(object: Json, happened: number): Told | Ignored {
  const [id, status] = [text(at(object, 'id')), text(at(object, 'status'))];
  if (id === null || status === null) return ignored('unreadable');
  const key = `subscription-${id}`;
  const parent = positive(at(object, 'parent_id'));
  const facts = { reference: parent ?? key, links: [{ key, parent }], ...buyerOf(object) };
  const end = gmt(object, 'end_date') ?? null;
  if (isOver(status)) return told({ ...facts, endsAt: end ?? happened });
  const until = status === 'pending-cancel' ? end : gmt(object, 'next_payment_date');
  const active = status === 'active' || status === 'pending-cancel';
  return told({ ...facts, paid: active, lines: linesOf(object, active ? until : null) });
}

/**
 * Reads an order or a subscription of WooCommerce as it was sent; null where it is none. What it is shows in itself: the
 * headers that name its topic are not signed. What was deleted is told by its id alone, and changes nothing.
 */
export function readWooCommerce(body: Json, bytes: Buffer): ShopEvent | null {
  const id = idOf(body);
  if (id === null) return null;
  const happened = gmt(body, 'date_modified') ?? gmt(body, 'date_created');
  const event = sha256(bytes.toString('base64'));
  if (happened === null) return { id: event, kind: 'deleted', at: 0, told: ignored('unknown_event') };
  if (at(body, 'billing_period') !== undefined)
    return { id: event, kind: 'subscription', at: happened, rank: 1, told: subscription(body, happened) };
  if (at(body, 'line_items') === undefined)
    return { id: event, kind: 'other', at: happened, told: ignored('unknown_event') };
  return { id: event, kind: `order.${text(at(body, 'status')) ?? ''}`.slice(0, 100), at: happened, told: order(body) };
}
