import { at, email, firstName, idOf, items, type Json, seconds, text, whole } from './json.ts';
import { type Ignored, ignored, joined, type Link, type ShopEvent, type Told, type ToldLine, told } from './told.ts';

/*
 * Both shapes of Stripe's API are read: since 2025-03-31 (“basil”) an invoice names its subscription below `parent`, a
 * line its price below `pricing`, and a subscription's periods stand in its items.
 */

type Product = Pick<ToldLine, 'line' | 'products'>;

/** The price of a line, and its product: by these it is looked up. */
function productOf(line: Json): Product | null {
  const price = at(line, 'price') ?? at(line, 'pricing', 'price_details', 'price') ?? at(line, 'plan');
  const product =
    at(price, 'product') ?? at(line, 'pricing', 'price_details', 'product') ?? at(line, 'plan', 'product');
  const products = [idOf(price), idOf(product)].filter((id) => id !== null);
  return products[0] === undefined ? null : { line: products[0].slice(0, 100), products };
}

const quantityOf = (line: Json): number | null =>
  at(line, 'quantity') === undefined ? 1 : whole(at(line, 'quantity'));

function soldLine(line: Json, period: { from: number | null; until: number | null }): ToldLine[] {
  const product = productOf(line);
  const units = quantityOf(line);
  return product === null || units === null ? [] : [{ ...product, basis: 'line', units, before: units, ...period }];
}

/** `metadata.product` and `metadata.licenses`, for shops that make sessions by themselves; 0 where they do not say how many. */
function metadataLine(metadata: Json): ToldLine {
  const product = text(at(metadata, 'product'));
  const units = whole(at(metadata, 'licenses')) ?? 0;
  const basis = product === null ? 'none' : 'metadata';
  return {
    line: '1',
    basis,
    products: product === null ? [] : [product],
    units,
    before: units,
    from: null,
    until: null,
  };
}

const PAID = new Set(['paid', 'no_payment_required']);

function checkoutSession(session: Json): Told | Ignored {
  const id = idOf(session);
  if (id === null) return ignored('unreadable');
  if (!PAID.has(String(at(session, 'payment_status'))) || at(session, 'mode') === 'setup') return ignored('not_paid');
  const [subscription, invoice] = [idOf(at(session, 'subscription')), idOf(at(session, 'invoice'))];
  const reference = subscription ?? invoice ?? id;
  const amount = whole(at(session, 'amount_total'));
  const payment = idOf(at(session, 'payment_intent'));
  const links: Link[] = [];
  if (reference !== id) links.push({ key: id, parent: reference });
  if (subscription && invoice) links.push({ key: invoice, parent: subscription });
  links.push({ key: invoice ?? id, parent: (invoice ?? id) === reference ? null : reference, amount });
  if (payment) links.push({ key: payment, parent: invoice ?? id });
  const lines = items(at(session, 'line_items', 'data')).flatMap((line) => soldLine(line, { from: null, until: null }));
  return told({
    ...{ reference, links, paid: true },
    customer: idOf(at(session, 'customer')),
    email: email(at(session, 'customer_details', 'email')) ?? email(at(session, 'customer_email')),
    name: firstName(
      at(session, 'customer_details', 'business_name'),
      at(session, 'collected_information', 'business_name'),
      at(session, 'customer_details', 'name'),
      at(session, 'customer_details', 'individual_name'),
    ),
    lines: lines.length > 0 ? joined(lines) : [metadataLine(at(session, 'metadata'))],
  });
}

const isProration = (line: Json): boolean =>
  [
    at(line, 'proration'),
    at(line, 'parent', 'subscription_item_details', 'proration'),
    at(line, 'parent', 'invoice_item_details', 'proration'),
  ].includes(true);

const isOfSubscription = (line: Json): boolean =>
  at(line, 'type') === 'subscription' || at(line, 'parent', 'type') === 'subscription_item_details';

const subscriptionOf = (invoice: Json): string | null =>
  idOf(at(invoice, 'subscription')) ?? idOf(at(invoice, 'parent', 'subscription_details', 'subscription'));

function invoiceLines(invoice: Json, subscription: string | null): ToldLine[] {
  const own = items(at(invoice, 'lines', 'data')).filter((line) => !isProration(line));
  return own.flatMap((line) => {
    const runs = subscription !== null && (isOfSubscription(line) || at(line, 'subscription') !== undefined);
    const [from, until] = [seconds(at(line, 'period', 'start')), seconds(at(line, 'period', 'end'))];
    return soldLine(line, runs && until !== from ? { from, until } : { from: null, until: null });
  });
}

function paidInvoice(invoice: Json): Told | Ignored {
  const id = idOf(invoice);
  if (id === null) return ignored('unreadable');
  const subscription = subscriptionOf(invoice);
  const reference = subscription ?? id;
  const lines = invoiceLines(invoice, subscription);
  const [payment, charge] = [idOf(at(invoice, 'payment_intent')), idOf(at(invoice, 'charge'))];
  const links: Link[] = [{ key: id, parent: subscription, amount: whole(at(invoice, 'amount_paid')) }];
  if (payment) links.push({ key: payment, parent: id });
  if (charge) links.push({ key: charge, parent: payment ?? id });
  const buyer = {
    customer: idOf(at(invoice, 'customer')),
    email: email(at(invoice, 'customer_email')),
    name: firstName(at(invoice, 'customer_name')),
  };
  if (lines.length > 0 && at(invoice, 'billing_reason') === 'subscription_update')
    return told({ reference, links, ...buyer, extends: true, lines: joined(lines) });
  if (lines.length > 0) return told({ reference, links, ...buyer, paid: true, lines: joined(lines) });
  const without = items(at(invoice, 'lines', 'data')).some(isProration) ? 'proration' : 'no_lines';
  return links.length > 1 || subscription ? told({ links }) : ignored(without);
}

function invoicePayment(payment: Json): Told | Ignored {
  const invoice = idOf(at(payment, 'invoice'));
  const paidBy = [at(payment, 'payment', 'payment_intent'), at(payment, 'payment', 'charge')].map(idOf);
  const links = paidBy.flatMap((key) => (key && invoice ? [{ key, parent: invoice }] : []));
  return links.length > 0 ? told({ links }) : ignored('unreadable');
}

/** When the period that a subscription is in ends: its own, or the last of its items'. */
const periodEnd = (subscription: Json): number | null =>
  seconds(at(subscription, 'current_period_end')) ??
  (Math.max(
    0,
    ...items(at(subscription, 'items', 'data')).map((item) => seconds(at(item, 'current_period_end')) ?? 0),
  ) ||
    null);

/** How many of an item there were before the event; null where the event does not say. */
function quantityBefore(event: Json, item: Json, units: number): number | null {
  const before = at(event, 'data', 'previous_attributes');
  if (before === undefined) return null;
  const same = items(at(before, 'items', 'data')).find((one) => idOf(one) === idOf(item));
  return whole(at(same, 'quantity')) ?? whole(at(before, 'quantity')) ?? units;
}

function subscription(event: Json, object: Json, ended: boolean): Told | Ignored {
  const id = idOf(object);
  if (id === null) return ignored('unreadable');
  const customer = idOf(at(object, 'customer'));
  if (ended || at(object, 'status') === 'canceled') {
    const endsAt = periodEnd(object) ?? seconds(at(object, 'ended_at')) ?? seconds(at(event, 'created'));
    return told({ reference: id, customer, endsAt });
  }
  const lines = items(at(object, 'items', 'data')).flatMap((item) =>
    soldLine(item, { from: null, until: null }).map((line) => ({
      ...line,
      before: quantityBefore(event, item, line.units),
    })),
  );
  return lines.length > 0 ? told({ reference: id, customer, lines: joined(lines) }) : ignored('no_lines');
}

function refundedCharge(charge: Json): Told | Ignored {
  const [id, amount] = [idOf(charge), whole(at(charge, 'amount_refunded'))];
  if (id === null || amount === null) return ignored('unreadable');
  const [payment, invoice] = [idOf(at(charge, 'payment_intent')), idOf(at(charge, 'invoice'))];
  const links: Link[] = [{ key: id, parent: payment ?? invoice, amount: whole(at(charge, 'amount')) }];
  if (payment && invoice) links.push({ key: payment, parent: invoice });
  const complete = at(charge, 'refunded') === true;
  return told({ links, refund: { id, key: id, amount, complete, undone: false } });
}

function refund(object: Json): Told | Ignored {
  const [id, amount] = [idOf(object), whole(at(object, 'amount'))];
  const [charge, payment] = [idOf(at(object, 'charge')), idOf(at(object, 'payment_intent'))];
  const key = charge ?? payment;
  if (id === null || amount === null || key === null) return ignored('unreadable');
  const status = at(object, 'status') ?? 'succeeded';
  const undone = status === 'failed' || status === 'canceled';
  if (status !== 'succeeded' && !undone) return ignored('not_approved');
  const links: Link[] = charge && payment ? [{ key: charge, parent: payment }] : [];
  return told({ links, refund: { id, key, amount, complete: false, undone } });
}

function person(customer: Json): Told | Ignored {
  const found = { customer: idOf(customer), email: email(at(customer, 'email')) };
  if (found.customer === null || found.email === null) return ignored('unreadable');
  return told({ ...found, name: firstName(at(customer, 'name')), person: true });
}

function tell(kind: string, event: Json, object: Json): Told | Ignored {
  switch (kind) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      return checkoutSession(object);
    case 'invoice.paid':
    case 'invoice.payment_succeeded':
      return paidInvoice(object);
    case 'invoice_payment.paid':
      return invoicePayment(object);
    case 'customer.subscription.created':
    case 'customer.subscription.updated':
    case 'customer.subscription.deleted':
      return subscription(event, object, kind.endsWith('deleted'));
    case 'charge.refunded':
      return refundedCharge(object);
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated':
      return refund(object);
    case 'customer.created':
    case 'customer.updated':
      return person(object);
    default:
      return ignored('unknown_event');
  }
}

/** Reads an event of Stripe; null where it is none. */
export function readStripe(event: Json): ShopEvent | null {
  const [id, kind, created] = [text(at(event, 'id')), text(at(event, 'type')), seconds(at(event, 'created'))];
  const object = at(event, 'data', 'object');
  if (id === null || kind === null || created === null || object === undefined) return null;
  return { id, kind: kind.slice(0, 100), at: created, told: tell(kind, event, object) };
}
