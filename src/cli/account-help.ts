import { type Account, allAccounts } from '../account/account.ts';
import {
  deleteAccount,
  disableAccount,
  enableAccount,
  endAllSessions,
  resetSecondFactor,
  setStaff,
} from '../account/manage.ts';
import { commandActor } from '../actor.ts';
import { type Context, now } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../event/record.ts';
import { parseEmail } from '../rules/email.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import { UsageError } from './usage.ts';

export interface HelpOptions {
  email: string;
  tokens?: boolean;
  last?: boolean;
  remove?: boolean;
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const plain = (text: string) => text.replace(/\p{Cc}+/gu, ' ');

const staffWords = ({ staff }: Account): string =>
  staff === null ? '-' : staff === 'owner' ? 'staff' : `staff (${staff})`;

const toLine = (account: Account): string =>
  [
    account.email,
    plain(account.name),
    staffWords(account),
    account.roles.map(({ id, role }) => `${role} of ${id}`).join(', ') || '-',
    `second factor ${account.secondFactor ? 'on' : 'off'}`,
    account.disabledAt === null ? 'enabled' : `disabled ${isoTime(account.disabledAt)}`,
    account.lastSignInAt === null ? 'never signed in' : `last sign-in ${isoTime(account.lastSignInAt)}`,
  ].join('\t');

const toObject = ({ roles, ...account }: Account) => ({
  email: account.email,
  name: account.name,
  staff: account.staff !== null,
  staffRole: account.staff,
  managers: roles,
  secondFactor: account.secondFactor,
  disabled: isoTimeOrNull(account.disabledAt),
  lastSignIn: isoTimeOrNull(account.lastSignInAt),
  created: isoTime(account.createdAt),
});

/** Prints every account: a line of fields with tabs between them, or of JSON. */
export async function listAccountsCommand(context: Context, { json = false }: { json?: boolean }): Promise<void> {
  for await (const account of allAccounts(context.db.read)) {
    print(json ? JSON.stringify(toObject(account)) : toLine(account));
  }
}

type Asked = { who: { email: string }; by: Actor; now: number };

const LAST = 'with --last it is done all the same';

/** Changes the account with this address; what is refused is told in one line. */
async function change(
  context: Context,
  command: string,
  address: string,
  work: (tx: Transaction, asked: Asked) => Promise<Account>,
): Promise<Account> {
  const email = parseEmail(address);
  if (!email) throw new UsageError(`--email must be an email address, not “${address}”`);
  await migrate(context.db, now(context));
  const by = commandActor(`account ${command}`);
  return context.db
    .write((tx) => work(tx, { who: { email: email.key }, by, now: now(context) }))
    .catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      if (error.code === 'not_found') throw new Error(`there is no account ${email.key}`);
      const last = error.code === 'last_staff' || error.code === 'last_owner';
      throw last ? new Error(`${error.message.replace(/\.$/, '')}; ${LAST}`) : error;
    });
}

export async function disableAccountCommand(context: Context, { email, ...options }: HelpOptions): Promise<void> {
  const account = await change(context, 'disable', email, (tx, asked) => disableAccount(tx, asked, options));
  print(`${account.email} is disabled: nobody signs in with it, and its sessions have ended`);
}

export async function enableAccountCommand(context: Context, { email }: HelpOptions): Promise<void> {
  const account = await change(context, 'enable', email, enableAccount);
  print(`${account.email} is enabled`);
}

export async function deleteAccountCommand(context: Context, { email, ...options }: HelpOptions): Promise<void> {
  const account = await change(context, 'delete', email, (tx, asked) => deleteAccount(tx, asked, options));
  print(`deleted the account ${account.email}`);
}

export async function staffCommand(context: Context, { email, remove = false, ...options }: HelpOptions) {
  const work = (tx: Transaction, asked: Asked) => setStaff(tx, asked, remove ? null : 'owner', options);
  const account = await change(context, remove ? 'staff --remove' : 'staff', email, work);
  print(`${account.email} is ${remove ? 'no longer' : 'now'} staff of the publisher`);
}

export async function resetSecondFactorCommand(context: Context, { email }: HelpOptions): Promise<void> {
  const account = await change(context, 'reset-second-factor', email, resetSecondFactor);
  print(`${account.email} has no second factor now, and signs in with the password or a mailed link alone`);
}

export async function endSessionsCommand(context: Context, { email }: HelpOptions): Promise<void> {
  const account = await change(context, 'end-sessions', email, endAllSessions);
  print(`${account.email} is signed out everywhere`);
}
