import { createPerson, endSessionsOf, forgetSecrets } from '../auth/person.ts';
import type { Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import type { Flag, Instant, StaffRole } from '../db/tables.ts';
import { Refusal } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { leaveManagers } from '../member/leave.ts';
import type { Email } from '../rules/email.ts';
import { deleteTokensOf } from '../token/token.ts';
import { type Account, lockAccount } from './account.ts';

/** Whose account, and by whose hand. */
interface Asked {
  who: { id: string } | { email: string };
  by: Actor;
  now: Instant;
}

/** What an operator may insist on, and nobody else. */
interface Insisting {
  /** Also where no staff, or no owner of a license manager, is left. */
  last?: boolean;
}

const setDisabled = prepare((db, p: { id: string; at: Instant | null }) =>
  db.updateTable('person').set({ disabled_at: p.at }).where('id', '=', p.id),
);
const setStaffFlag = prepare((db, p: { id: string; publisher: Flag; role: StaffRole }) =>
  db.updateTable('person').set({ publisher: p.publisher, staff_role: p.role }).where('id', '=', p.id),
);
const staff = prepare((db, _: object, engine) =>
  locked(
    db.selectFrom('person').select(['id', 'disabled_at', 'staff_role']).where('publisher', '=', 1).orderBy('id'),
    engine,
  ),
);
const withoutFactor = prepare((db, p: { id: string }) => db.deleteFrom('two_factor').where('user_id', '=', p.id));
const unmarkFactor = prepare((db, p: { id: string }) =>
  db.updateTable('person').set({ two_factor_enabled: null }).where('id', '=', p.id),
);
const remove = prepare((db, p: { id: string }) => db.deleteFrom('person').where('id', '=', p.id));

type HelpedBy =
  | 'deleted'
  | 'disabled'
  | 'enabled'
  | 'second_factor_reset'
  | 'sessions_ended'
  | 'staff_added'
  | 'staff_changed'
  | 'staff_removed';

/** What is told of a change to an account: in history, and to the person. */
function tell(tx: Transaction, { email }: Account, { by, now }: Asked, what: HelpedBy, role?: StaffRole): void {
  const told = { managerId: null, at: now, by, before: { email } };
  const event = role
    ? ({ ...told, kind: `account.${what as 'staff_added' | 'staff_changed'}`, after: { role } } as const)
    : ({ ...told, kind: `account.${what as Exclude<HelpedBy, 'staff_added' | 'staff_changed'>}` } as const);
  record(tx, event, { kind: 'account_notice', to: email, payload: { what, by: by.label } });
}

/**
 * Refuses to leave the publisher without an owner who can sign in. All staff are locked, so that two who remove each
 * other at once do it one after the other.
 */
async function keepStaff(tx: Transaction, who: Asked['who'], { last = false }: Insisting): Promise<Account> {
  const all = await staff(tx, {});
  const account = await lockAccount(tx, who);
  const others = all.filter((one) => one.id !== account.id && one.disabled_at === null && one.staff_role === 'owner');
  const leaves = account.staff === 'owner' && account.disabledAt === null && others.length === 0;
  if (leaves && !last) throw new Refusal('last_staff');
  return account;
}

/** Nobody shuts themselves out by a slip of the hand. */
function refuseOneself({ id }: Account, by: Actor): void {
  if (by.kind === 'person' && by.id === id) throw new Refusal('own_account');
}

async function endEverything(tx: Transaction, personId: string): Promise<void> {
  await endSessionsOf(tx, personId);
  await forgetSecrets(tx, personId);
}

/**
 * Ends all sessions of a person and lets nobody sign in with the account, by whatever way. API tokens go on working
 * unless `tokens` is set. Throws `not_found`, `last_staff` or `own_account`.
 */
export async function disableAccount(
  tx: Transaction,
  asked: Asked,
  options: Insisting & { tokens?: boolean } = {},
): Promise<Account> {
  const account = await keepStaff(tx, asked.who, options);
  refuseOneself(account, asked.by);
  await endEverything(tx, account.id);
  if (options.tokens) await deleteTokensOf(tx, { personId: account.id }, asked.by, asked.now);
  if (account.disabledAt !== null) return account;
  await setDisabled(tx, { id: account.id, at: asked.now });
  tell(tx, account, asked, 'disabled');
  return { ...account, disabledAt: asked.now };
}

/** Lets a person sign in again. Throws `not_found`. */
export async function enableAccount(tx: Transaction, asked: Asked): Promise<Account> {
  const account = await lockAccount(tx, asked.who);
  if (account.disabledAt === null) return account;
  await setDisabled(tx, { id: account.id, at: null });
  tell(tx, account, asked, 'enabled');
  return { ...account, disabledAt: null };
}

/**
 * Deletes an account with all that belongs to it alone. What it did stays in history under its name, and licenses of a
 * student with the same address stay theirs. Throws `not_found`, `last_staff`, `last_owner` or `own_account`.
 */
export async function deleteAccount(
  tx: Transaction,
  asked: Asked,
  options: Insisting & { tokens?: boolean } = {},
): Promise<Account> {
  const account = await keepStaff(tx, asked.who, options);
  refuseOneself(account, asked.by);
  await endEverything(tx, account.id);
  if (options.tokens) await deleteTokensOf(tx, { personId: account.id }, asked.by, asked.now);
  await leaveManagers(tx, { personId: account.id, evenLastOwner: options.last ?? false }, asked.by, asked.now);
  tell(tx, account, asked, 'deleted');
  await remove(tx, { id: account.id });
  return account;
}

/**
 * Makes a person staff of the publisher with a role, or, with null, takes that away. Throws `not_found` or
 * `last_staff`.
 */
export async function setStaff(
  tx: Transaction,
  asked: Asked,
  role: StaffRole | null,
  options: Insisting = {},
): Promise<Account> {
  const account = role === 'owner' ? await lockAccount(tx, asked.who) : await keepStaff(tx, asked.who, options);
  if (account.staff === role) return account;
  await setStaffFlag(tx, { id: account.id, publisher: role === null ? 0 : 1, role: role ?? 'owner' });
  const what = role === null ? 'staff_removed' : account.staff === null ? 'staff_added' : 'staff_changed';
  tell(tx, account, asked, what, role ?? undefined);
  return { ...account, staff: role };
}

/**
 * Makes the person with an address staff of the publisher: with an account made for it if need be, which has no
 * password, so that only who gets its mail can open it. Throws `last_staff`.
 */
export async function addStaff(
  tx: Transaction,
  asked: { email: Email; name: string; role: StaffRole; by: Actor; now: Instant },
): Promise<Account> {
  const { email, name, role, by, now } = asked;
  const id = await createPerson(tx, { name, email, passwordHash: null }, now);
  if (id) record(tx, { managerId: null, at: now, kind: 'account.created', by, after: { email: email.key } });
  return setStaff(tx, { who: { email: email.key }, by, now }, role);
}

/**
 * Takes the second factor of a person away, who then signs in with the password alone and may set up a new one.
 * Sessions and trusted devices end with it. Throws `not_found`.
 */
export async function resetSecondFactor(tx: Transaction, asked: Asked): Promise<Account> {
  const account = await lockAccount(tx, asked.who);
  await withoutFactor(tx, { id: account.id });
  if (!account.secondFactor) return account;
  await unmarkFactor(tx, { id: account.id });
  await endEverything(tx, account.id);
  tell(tx, account, asked, 'second_factor_reset');
  return { ...account, secondFactor: false };
}

/** Ends all sessions of a person, trusted devices and links to sign in among them. Throws `not_found`. */
export async function endAllSessions(tx: Transaction, asked: Asked): Promise<Account> {
  const account = await lockAccount(tx, asked.who);
  await endEverything(tx, account.id);
  tell(tx, account, asked, 'sessions_ended');
  return account;
}
