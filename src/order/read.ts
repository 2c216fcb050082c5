import type { Static } from 'typebox';
import { readEmail, readName } from '../auth/fields.ts';
import { invalid } from '../errors.ts';
import { readManager } from '../publisher/fields.ts';
import { nameOf } from '../rules/text.ts';
import { parseTime } from '../rules/time.ts';
import type { Resolving } from './cancel.ts';
import type { Buyer } from './order.ts';
import type { AskedOrder } from './place.ts';
import { type OrderBody, type ResolveBody, SOURCE } from './schema.ts';

type Who = Static<typeof OrderBody>['manager'];

/** For whom an order is. Throws `invalid_request`. */
export function readBuyer(manager: Who): { managerId: number | null; buyer: Buyer | null } {
  if (manager.id != null) return { managerId: Number(manager.id), buyer: null };
  if (manager.email == null)
    throw invalid({ pointer: '/manager', detail: 'names nobody: give its id, or an email address' });
  const email = readEmail(manager.email, '/manager/email').address;
  const domains = readManager({ allowedDomains: manager.allowedDomains ?? [] }).allowedDomains ?? [];
  return {
    managerId: null,
    buyer: {
      email,
      name: manager.name == null ? null : readName(manager.name, '/manager/name'),
      allowedDomains: domains,
      ownerEmail: manager.ownerEmail == null ? email : readEmail(manager.ownerEmail, '/manager/ownerEmail').address,
    },
  };
}

function readTime(text: string | null | undefined, pointer: string): number | null {
  if (text == null) return null;
  const at = parseTime(text);
  if (at === null) throw invalid({ pointer, detail: 'must be an ISO 8601 date-time with an offset' });
  return at;
}

/** A name that a shop gives: without control characters, and with something to see. */
function readCode(text: string, pointer: string): string {
  const [control] = /[\p{Cc}\p{Cs}]/u.exec(text) ?? [];
  if (control) throw invalid({ pointer, detail: `contains the character ${nameOf(control)}` });
  if (text.trim() !== text) throw invalid({ pointer, detail: 'begins or ends with a blank' });
  return text;
}

/** The source in a path or a filter. Throws `invalid_request`. */
export function readSource(text: string): string {
  if (new RegExp(SOURCE).test(text)) return text;
  const detail = 'must have 1 to 40 of the characters a to z, 0 to 9 and -';
  throw invalid({ parameter: 'source', detail });
}

/** What a path names a product by. Throws `invalid_request`. */
export function readProductKey({ source, product }: { source: string; product: string }) {
  if (product === '' || product.trim() !== product || /[\p{Cc}\p{Cs}]/u.test(product))
    throw invalid({ parameter: 'product', detail: 'must be a text without control characters or blanks at its ends' });
  return { source: readSource(source), product };
}

const exactlyOne = (a: unknown, b: unknown): boolean => (a == null) !== (b == null);

/** What a body orders. Throws `invalid_request`. */
export function readOrder(body: Static<typeof OrderBody>): AskedOrder {
  const { courseId, product, end, months } = body;
  if (!exactlyOne(courseId, product))
    throw invalid({ pointer: '/courseId', detail: 'give either courseId or product, and not both' });
  if (end != null && months != null) throw invalid({ pointer: '/months', detail: 'give end or months, not both' });
  const times = { start: readTime(body.start, '/start'), end: readTime(end, '/end') };
  if (times.start !== null && times.end !== null && times.end <= times.start)
    throw invalid({ pointer: '/end', detail: 'must be after the start' });
  return {
    source: body.source,
    reference: readCode(body.reference, '/reference'),
    line: readCode(body.line ?? '1', '/line'),
    ...readBuyer(body.manager),
    courseId: courseId == null ? null : Number(courseId),
    products: product == null ? [] : [readCode(product, '/product')],
    transferable: body.transferable ?? null,
    units: body.licenses,
    ...times,
    months: months ?? null,
  };
}

/** What a body says of a parked order. Throws `invalid_request`. */
export function readResolving(id: number, body: Static<typeof ResolveBody>): Resolving {
  return {
    id,
    courseId: Number(body.courseId),
    transferable: body.transferable ?? null,
    months: body.months ?? null,
    ...(body.manager ? readBuyer(body.manager) : { managerId: null, buyer: null }),
  };
}
