import { createHmac } from 'node:crypto';
import { createAuth } from '../../src/auth/better-auth/options.ts';
import { createPerson } from '../../src/auth/person.ts';
import { type Context, now } from '../../src/context.ts';
import type { Role } from '../../src/db/tables.ts';
import { system } from '../../src/event/record.ts';
import { join } from '../../src/member/member.ts';
import { parseEmail } from '../../src/rules/email.ts';

export interface Person {
  email: string;
  name?: string;
  publisher?: boolean;
  roles?: Record<number, Role>;
}

/** Makes an account; answers its id. */
export async function makePerson(context: Context, person: Person): Promise<string> {
  const email = parseEmail(person.email);
  const { name = 'Somebody', publisher = false, roles = {} } = person;
  return context.db.write(async (tx) => {
    const at = now(context);
    const id = email && (await createPerson(tx, { name, email, passwordHash: null, publisher }, at));
    if (!id) throw new Error(`no account was made for ${person.email}`);
    for (const [managerId, role] of Object.entries(roles))
      await join(tx, { managerId: Number(managerId), personId: id, email: email.key, role }, system, at);
    return id;
  });
}

/** Headers of a browser in which a person is signed in, as a page of the server sends them. */
export async function signedIn(context: Context, personId: string): Promise<Record<string, string>> {
  const accounts = await createAuth(context).$context;
  const { token } = await accounts.internalAdapter.createSession(personId);
  const signature = createHmac('sha256', accounts.secret).update(token).digest('base64');
  const { name } = accounts.authCookies.sessionToken;
  return { cookie: `${name}=${encodeURIComponent(`${token}.${signature}`)}`, 'sec-fetch-site': 'same-origin' };
}

/** A new account in a browser of its own. */
export const newVisitor = async (context: Context, person: Person): Promise<Record<string, string>> =>
  signedIn(context, await makePerson(context, person));
