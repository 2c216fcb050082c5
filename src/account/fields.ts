import { invalid } from '../errors.ts';
import { type Email, parseEmail } from '../rules/email.ts';
import { parseName, parsePersonName } from '../rules/name.ts';

/** The address in a body; accounts go by its key. Throws `invalid_request`. */
export function readEmail(text: unknown, pointer = '/email'): Email {
  const email = parseEmail(String(text));
  if (!email) throw invalid({ pointer, detail: 'must be an email address such as student@example.com' });
  return email;
}

/** The name in a body. Throws `invalid_request`. */
export function readName(text: unknown, pointer = '/name'): string {
  const name = parseName(String(text));
  if (!name) throw invalid({ pointer, detail: 'must have 1 to 200 characters, none of them a control character' });
  return name;
}

/** The name that somebody gives for themselves, and that mails to others may bear. Throws `invalid_request`. */
export function readPersonName(text: unknown, pointer = '/name'): string {
  const name = parsePersonName(String(text));
  if (!name) throw invalid({ pointer, detail: 'must be a name of 1 to 100 characters, without web or mail addresses' });
  return name;
}
