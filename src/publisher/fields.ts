import type { Static } from 'typebox';
import { readEmail, readName } from '../auth/fields.ts';
import { invalid } from '../errors.ts';
import { asciiDomain } from '../rules/email.ts';
import { trimUnseen } from '../rules/text.ts';
import { parseTime } from '../rules/time.ts';
import type { PoolChanges } from './change-pool.ts';
import type { NewPool } from './create-pool.ts';
import type { ManagerTerms } from './manager.ts';
import type { ManagerChanges } from './manager-schema.ts';
import type { PoolChanges as PoolChangesBody, RenewPool, SellPool } from './pool-schema.ts';
import type { Renewal } from './renew.ts';

const readDomains = (domains: string[]): string[] =>
  domains.map((text, i) => {
    const domain = trimUnseen(text);
    if (asciiDomain(domain)) return domain;
    throw invalid({ pointer: `/allowedDomains/${i}`, detail: 'must be a domain name such as example.com' });
  });

/** What is given of a license manager. Throws `invalid_request`. */
export function readManager(body: Static<typeof ManagerChanges>): Partial<ManagerTerms> {
  return {
    ...(body.name == null ? {} : { name: readName(body.name) }),
    ...(body.email == null ? {} : { email: readEmail(body.email).address }),
    ...(body.allowedDomains == null ? {} : { allowedDomains: readDomains(body.allowedDomains) }),
  };
}

function readTime(text: string, pointer: string): number {
  const at = parseTime(text);
  if (at === null) throw invalid({ pointer, detail: 'must be an ISO 8601 date-time with an offset' });
  return at;
}

const timeOrNull = (text: string | null | undefined, pointer: string) =>
  text == null ? null : readTime(text, pointer);

/** The end that is asked for, or the months. Throws `invalid_request` where both are. */
export function readTerm({ end, months }: { end?: string | null; months?: number | null }) {
  if (end != null && months != null) throw invalid({ pointer: '/months', detail: 'give either end or months' });
  return { end: timeOrNull(end, '/end'), months: months ?? null };
}

const orderOf = (order: string | null): string | null => order?.trim() || null;

/** What is sold; where the start is null, from now on. Throws `invalid_request`. */
export function readSale(body: Static<typeof SellPool>): Omit<NewPool, 'start'> & { start: number | null } {
  const start = timeOrNull(body.start, '/start');
  const term = readTerm(body);
  if (start !== null && term.end !== null && term.end <= start)
    throw invalid({ pointer: '/end', detail: 'must be after the start' });
  return {
    ...{ managerId: Number(body.managerId), courseId: Number(body.courseId) },
    ...{ transferable: body.transferable ?? true, licenses: body.licenses, start, ...term },
    order: orderOf(body.order ?? null),
  };
}

/** What is to be changed of a pool: an order that is null, or empty, is taken away. Throws `invalid_request`. */
export function readPoolChanges(body: Static<typeof PoolChangesBody>): Omit<PoolChanges, 'id'> {
  const { licenses, end, closed, order, whenInUse } = body;
  return {
    ...(licenses == null ? {} : { licenses }),
    ...(end == null ? {} : { end: readTime(end, '/end') }),
    ...(closed == null ? {} : { closed }),
    ...(order === undefined ? {} : { order: orderOf(order) }),
    ...(whenInUse == null ? {} : { whenInUse }),
  };
}

/** How a pool is renewed. Throws `invalid_request`. */
export function readRenewal(body: Static<typeof RenewPool>): Omit<Renewal, 'id'> {
  return { ...readTerm(body), licenses: body.licenses ?? null, order: orderOf(body.order ?? null) };
}
