import { type Fault, invalid } from '../errors.ts';
import { emailFault, parseEmail } from '../rules/email.ts';
import { nameFault, parseName } from '../rules/name.ts';
import type { RecyclePolicy, RecycleTerms } from '../rules/recycle.ts';
import { startOfDay } from '../rules/time.ts';

/** Who shall get a license, as it was written. */
export interface Written {
  email: string;
  name?: string | null | undefined;
  endDate?: string | null | undefined;
}

/** Reads what the schema cannot: addresses, names and real dates. Throws `invalid_request` with all that is wrong. */
export function readAssignment(body: Written) {
  const faults: Fault[] = [];
  const email = parseEmail(body.email);
  const name = body.name == null ? 'Student' : parseName(body.name);
  const endDate = body.endDate == null ? null : startOfDay(body.endDate);
  if (!email) faults.push({ pointer: '/email', ...emailFault(body.email) });
  if (!name) faults.push({ pointer: '/name', ...nameFault(body.name ?? '') });
  if (body.endDate != null && endDate === null)
    faults.push({ pointer: '/endDate', reason: 'date', detail: 'must be a date, YYYY-MM-DD' });
  if (!email || !name || faults.length > 0) throw invalid(...faults);
  return { email, name, endDate };
}

/** What a request says about taking licenses back. */
export interface RecycleAsked {
  recycle?: boolean | null | undefined;
  recyclePolicy?: RecyclePolicy | null | undefined;
  minHeldDays?: number | null | undefined;
}

/**
 * Reads whose licenses may be taken back; `asked` tells whether anything in the request asks for it. Throws
 * `invalid_request` where the terms have nothing to speak of.
 */
export function readRecycleTerms(body: RecycleAsked, asked: boolean): RecycleTerms {
  const idle = (['recyclePolicy', 'minHeldDays'] as const).filter((name) => !asked && body[name] != null);
  if (idle.length > 0)
    throw invalid(...idle.map((name) => ({ pointer: `/${name}`, detail: 'has a meaning only where recycle is true' })));
  return { policy: body.recyclePolicy ?? 'oldest', minHeldDays: body.minHeldDays ?? 0 };
}
