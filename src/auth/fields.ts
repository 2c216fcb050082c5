import { invalid } from '../errors.ts';
import { type Email, emailFault, parseEmail } from '../rules/email.ts';
import { nameFault, parseName, parsePersonName } from '../rules/name.ts';

/** The address in a body; accounts go by its key. Throws `invalid_request`. */
export function readEmail(text: unknown, pointer = '/email'): Email {
  const email = parseEmail(String(text));
  if (!email) throw invalid({ pointer, ...emailFault(String(text)) });
  return email;
}

/** The name in a body. Throws `invalid_request`. */
export function readName(text: unknown, pointer = '/name'): string {
  const name = parseName(String(text));
  if (!name) throw invalid({ pointer, ...nameFault(String(text)) });
  return name;
}

/** The name that somebody gives for themselves, and that mails to others may bear. Throws `invalid_request`. */
export function readPersonName(text: unknown, pointer = '/name'): string {
  const name = parsePersonName(String(text));
  if (!name) throw invalid({ pointer, detail: 'must be a name of 1 to 100 characters, without web or mail addresses' });
  return name;
}
