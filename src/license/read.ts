import type { Static } from 'typebox';
import { type Fault, invalid } from '../errors.ts';
import { parseEmail } from '../rules/email.ts';
import { parseName } from '../rules/name.ts';
import { startOfDay } from '../rules/time.ts';
import type { AssignBody } from './schema.ts';

/** Reads what the schema cannot: addresses, names and real dates. Throws `invalid_request` with all that is wrong. */
export function readAssignment(body: Static<typeof AssignBody>) {
  const faults: Fault[] = [];
  const email = parseEmail(body.email);
  const name = body.name == null ? 'Student' : parseName(body.name);
  const endDate = body.endDate == null ? null : startOfDay(body.endDate);
  if (!email) faults.push({ pointer: '/email', detail: 'must be an email address such as student@example.com' });
  if (!name)
    faults.push({ pointer: '/name', detail: 'must have 1 to 200 characters, none of them a control character' });
  if (body.endDate != null && endDate === null)
    faults.push({ pointer: '/endDate', detail: 'must be a date, YYYY-MM-DD' });
  if (!email || !name || faults.length > 0) throw invalid(...faults);
  return { email, name, endDate, recycle: body.recycle ?? false };
}
