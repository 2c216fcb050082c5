import { randomBytes } from 'node:crypto';
import { text as readAll } from 'node:stream/consumers';
import { password as askPassword, isCancel } from '@clack/prompts';
import { setStaff } from '../account/manage.ts';
import { commandActor } from '../actor.ts';
import { createAuth } from '../auth/better-auth/options.ts';
import { hashPassword, LEAST_CHARACTERS, MAX_CHARACTERS } from '../auth/password.ts';
import { createPerson, findPerson, type Person } from '../auth/person.ts';
import { type Context, now } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import type { Role } from '../db/tables.ts';
import { Refusal } from '../errors.ts';
import { record } from '../event/record.ts';
import { parseWhole } from '../http/validate.ts';
import { join } from '../member/member.ts';
import { type Email, emailFault, parseEmail } from '../rules/email.ts';
import { nameFault, parseName } from '../rules/name.ts';
import { HOUR } from '../rules/time.ts';
import { UsageError } from './usage.ts';

const by = commandActor('account create');
const ROLES: readonly string[] = ['owner', 'manager', 'viewer'];
const LINK_SECONDS = HOUR;

export interface AccountOptions {
  email: string;
  name?: string;
  publisher?: boolean;
  manager?: string;
  role?: string;
}

interface Asked {
  email: Email;
  name: string;
  publisher: boolean;
  place: { managerId: number; role: Role } | null;
}

function readOptions({ email: address, name, publisher = false, manager, role = 'owner' }: AccountOptions): Asked {
  const email = parseEmail(address);
  if (!email)
    throw new UsageError(`--email must be an email address, not “${address}”: it ${emailFault(address).detail}`);
  const parsed = parseName(name ?? email.address);
  if (!parsed) throw new UsageError(`--name ${nameFault(name ?? '').detail}`);
  if (!ROLES.includes(role)) throw new UsageError(`--role must be owner, manager or viewer, not “${role}”`);
  const managerId = manager === undefined ? null : parseWhole(manager);
  if (manager !== undefined && managerId === null) {
    throw new UsageError(`--manager must be the id of a license manager, not “${manager}”`);
  }
  const place = managerId === null ? null : { managerId, role: role as Role };
  return { email, name: parsed, publisher, place };
}

/** From the prompt, or the first line of standard input; empty where a link shall be made instead. */
async function readPassword(): Promise<string> {
  if (process.stdin.isTTY) {
    const answer = await askPassword({ message: 'Password (leave it empty for a one-time link)' });
    if (isCancel(answer)) throw new Error('nothing was done');
    return answer ?? '';
  }
  return (await readAll(process.stdin)).split(/\r?\n/, 1)[0] ?? '';
}

interface Saved {
  personId: string;
  /** What was changed of an account that was there, in words. */
  changes: string[];
}

async function changeKnown(tx: Transaction, person: Person, asked: Asked, at: number): Promise<string[]> {
  const changes: string[] = [];
  if (asked.publisher && !person.publisher) {
    await setStaff(tx, { who: { id: person.id }, by, now: at }, 'owner');
    changes.push('is now staff of the publisher');
  }
  const place = asked.place && { ...asked.place, personId: person.id, email: asked.email.key };
  if (place && (await join(tx, place, by, at))) changes.push(`is now ${place.role} of ${place.managerId}`);
  return changes;
}

async function save(tx: Transaction, asked: Asked, passwordHash: string | null, at: number): Promise<Saved> {
  const known = await findPerson(tx, asked.email.key);
  if (known) return { personId: known.id, changes: await changeKnown(tx, known, asked, at) };
  const personId = await createPerson(tx, { ...asked, passwordHash }, at);
  if (!personId) throw new Error('the account was made by somebody else just now; try again');
  const after = { email: asked.email.key, publisher: asked.publisher };
  record(tx, { managerId: null, at, kind: 'account.created', by, after });
  if (asked.place) await join(tx, { ...asked.place, personId, email: asked.email.key }, by, at);
  return { personId, changes: [] };
}

/** A link to choose a password: as if the person had asked for a new one. */
async function oneTimeLink(context: Context, personId: string): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const { internalAdapter } = await createAuth(context).$context;
  const expiresAt = new Date(Date.now() + LINK_SECONDS * 1000);
  await internalAdapter.createVerificationValue({ identifier: `reset-password:${token}`, value: personId, expiresAt });
  return `${context.config.publicUrl}/reset?token=${token}`;
}

/** Makes an account, or changes the role and the staff of an existing one as asked. */
export async function createAccountCommand(context: Context, options: AccountOptions): Promise<void> {
  const { db } = context;
  const asked = readOptions(options);
  await migrate(db, now(context));
  const known = await findPerson(db.read, asked.email.key);
  const password = known ? '' : await readPassword();
  if (password && (password.length < LEAST_CHARACTERS || password.length > MAX_CHARACTERS)) {
    throw new UsageError(`the password must have ${LEAST_CHARACTERS} to ${MAX_CHARACTERS} characters`);
  }
  const hash = password ? await hashPassword(password) : null;
  const { personId, changes } = await db
    .write((tx) => save(tx, asked, hash, now(context)))
    .catch((error: unknown) => {
      const code = error instanceof Refusal ? error.code : null;
      if (code === 'not_found') throw new Error(`there is no license manager ${asked.place?.managerId}`);
      if (code === 'last_owner')
        throw new Error(`this is the last owner of ${asked.place?.managerId}: make another one first`);
      throw error;
    });
  if (known)
    process.stdout.write(
      `${asked.email.key} ${changes.join(' and ') || 'has this account already'}; the password stays\n`,
    );
  else if (password) process.stdout.write(`made an account for ${asked.email.key}\n`);
  else process.stdout.write(`${await oneTimeLink(context, personId)}\n`);
}
