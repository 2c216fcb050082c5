import type { Static } from 'typebox';
import { readEmail, readName } from '../auth/fields.ts';
import { invalid } from '../errors.ts';
import { asciiDomain } from '../rules/email.ts';
import { trimUnseen } from '../rules/text.ts';
import { parseTime } from '../rules/time.ts';
import type { ManagerTerms } from './manager.ts';
import type { ManagerChanges } from './manager-schema.ts';
import type { NewPool } from './records.ts';
import type { NewPoolBody } from './schema.ts';

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

export function readPool(body: Static<typeof NewPoolBody>): NewPool {
  const [start, end] = [readTime(body.start, '/start'), readTime(body.end, '/end')];
  if (end <= start) throw invalid({ pointer: '/end', detail: 'must be after the start' });
  return { ...body, courseId: Number(body.courseId), start, end, order: body.order?.trim() || null };
}
