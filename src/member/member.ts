import { randomBytes, randomUUID } from 'node:crypto';
import { type Quota, spend } from '../auth/quota.ts';
import { sha256 } from '../crypto.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import type { Role } from '../db/tables.ts';
import { notFound, Refusal } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import type { Language } from '../rules/language.ts';
import { mailboxOf } from '../rules/mailbox.ts';
import { quotableName } from '../rules/name.ts';
import { DAY, HOUR } from '../rules/time.ts';
import { deleteTokensOf } from '../token/token.ts';

/** Who works for a license manager, or is asked to. */
export interface Member {
  id: string;
  name: string;
  email: string;
  role: Role;
  joined: boolean;
  since: number;
  /** The account; null of an invitation. */
  personId: string | null;
  /** What became of the mail of an invitation, with what the mail server said of it; null where that is not known any more, and of members. */
  mail: { state: 'waiting' | 'sent' | 'failed'; error: string | null } | null;
  /** When the invitation runs out; null of members. */
  expires: number | null;
}

const INVITED_SECONDS = 7 * DAY;

const columns = [
  'member.id',
  'member.email',
  'member.role',
  'member.person_id',
  'member.since',
  'member.code_expires_at',
  'member.mail_id',
  'person.name',
  'outbox.done_at',
  'outbox.failed_at',
  'outbox.answer',
] as const;

const list = prepare((db, p: { managerId: number }) =>
  db
    .selectFrom('member')
    .leftJoin('person', 'person.id', 'member.person_id')
    .leftJoin('outbox', 'outbox.id', 'member.mail_id')
    .select(columns)
    .where('member.manager_id', '=', p.managerId)
    .orderBy('member.email'),
);

const byId = prepare((db, p: { managerId: number; id: string }) =>
  db
    .selectFrom('member')
    .leftJoin('person', 'person.id', 'member.person_id')
    .leftJoin('outbox', 'outbox.id', 'member.mail_id')
    .select(columns)
    .where('member.manager_id', '=', p.managerId)
    .where('member.id', '=', p.id),
);

const byPerson = prepare((db, p: { managerId: number; personId: string }) =>
  db.selectFrom('member').select('id').where('manager_id', '=', p.managerId).where('person_id', '=', p.personId),
);

const otherOwners = prepare((db, p: { managerId: number; id: string }) =>
  db
    .selectFrom('member')
    .innerJoin('person', 'person.id', 'member.person_id')
    .select('member.id')
    .where('member.manager_id', '=', p.managerId)
    .where('member.role', '=', 'owner')
    .where('member.id', '<>', p.id)
    .where('person.disabled_at', 'is', null)
    .limit(1),
);

const lockManager = prepare((db, p: { id: number }, engine) =>
  locked(db.selectFrom('manager').select('id').where('id', '=', p.id), engine),
);

interface NewMember {
  id: string;
  managerId: number;
  email: string;
  role: Role;
  personId: string | null;
  codeHash: string | null;
  expires: number | null;
  now: number;
}

/** An invitation may be sent again; somebody who has joined stays as they are. */
const insert = prepare((db, p: NewMember) => {
  const state = {
    role: p.role,
    person_id: p.personId,
    code_hash: p.codeHash,
    code_expires_at: p.expires,
    since: p.now,
  };
  return db
    .insertInto('member')
    .values({ id: p.id, manager_id: p.managerId, email: p.email, ...state })
    .onConflict((conflict) =>
      conflict.columns(['manager_id', 'email']).doUpdateSet(state).where('member.person_id', 'is', null),
    )
    .returning('id');
});

const setRole = prepare((db, p: { id: string; role: Role }) =>
  db.updateTable('member').set({ role: p.role }).where('id', '=', p.id),
);

const remove = prepare((db, p: { id: string }) => db.deleteFrom('member').where('id', '=', p.id));

type Row = Awaited<ReturnType<typeof list>>[number];

function mailOf({ person_id, mail_id, done_at, failed_at, answer }: Row): Member['mail'] {
  if (person_id !== null || mail_id === null) return null;
  if (failed_at !== null) return { state: 'failed', error: answer };
  return { state: done_at === null ? 'waiting' : 'sent', error: done_at === null ? answer : null };
}

const toMember = (row: Row): Member => ({
  id: row.id,
  name: row.name ?? '',
  email: row.email,
  role: row.role,
  joined: row.person_id !== null,
  since: row.since,
  personId: row.person_id,
  mail: mailOf(row),
  expires: row.person_id === null ? row.code_expires_at : null,
});

export const listMembers = async (db: Queries, managerId: number): Promise<Member[]> =>
  (await list(db, { managerId })).map(toMember);

/** Locks the members of a manager: changes to them are made one at a time. Throws `not_found`. */
async function lockMembers(tx: Transaction, managerId: number): Promise<void> {
  const [manager] = await lockManager(tx, { id: managerId });
  if (!manager) throw notFound();
}

async function getMember(tx: Transaction, managerId: number, id: string): Promise<Member> {
  const [row] = await byId(tx, { managerId, id });
  if (!row) throw notFound();
  return toMember(row);
}

const pending = prepare((db, p: { managerId: number; email: string }) =>
  db
    .selectFrom('member')
    .select('id')
    .where('manager_id', '=', p.managerId)
    .where('email', '=', p.email)
    .where('person_id', 'is', null),
);

const noteMail = prepare((db, p: { id: string; mailId: string }) =>
  db.updateTable('member').set({ mail_id: p.mailId }).where('id', '=', p.id),
);

/** What one person may ask for, what leaves a license manager, and what one mailbox has to bear, by whatever address. */
const inviteQuotas = (managerId: number, email: string, by: Actor): Quota[] => [
  ...(by.kind !== 'person'
    ? []
    : [
        { subject: `invite-by:${by.id}`, most: 20, seconds: HOUR },
        { subject: `invite-by-day:${by.id}`, most: 60, seconds: DAY },
      ]),
  { subject: `invite-from:${managerId}`, most: 100, seconds: DAY },
  { subject: `invite-to:${sha256(`${managerId} ${mailboxOf(email)}`)}`, most: 5, seconds: DAY },
  { subject: `invite-to-all:${sha256(mailboxOf(email))}`, most: 10, seconds: DAY },
];

/**
 * Invites an address by mail, or again with a new link. The code is in the mail and nowhere else; before it stands the
 * id of the invitation, by which it is known once it was accepted. Throws `already_member`, `not_found` or
 * `rate_limited`.
 */
export async function invite(
  tx: Transaction,
  asked: { managerId: number; email: string; role: Role; publicUrl: string; language?: Language | null },
  by: Actor,
  now: number,
): Promise<Member> {
  const { managerId, email, role } = asked;
  await lockMembers(tx, managerId);
  const [earlier] = await pending(tx, { managerId, email });
  const id = earlier?.id ?? randomUUID();
  const code = `${id}_${randomBytes(24).toString('base64url')}`;
  const expires = now + INVITED_SECONDS;
  const row = { id, managerId, email, role, personId: null, codeHash: sha256(code), expires, now };
  const [invited] = await insert(tx, row);
  if (!invited) throw new Refusal('already_member');
  await spend(tx, inviteQuotas(managerId, email, by), now);
  const payload = {
    url: `${asked.publicUrl}/invitation/${code}`,
    role,
    by: quotableName(by.label),
    inviter: asked.language,
  };
  const event = { managerId, at: now, kind: 'member.invited', by, after: { email, role } } as const;
  const mailId = randomUUID();
  record(tx, event, { id: mailId, kind: 'invitation', to: email, payload });
  await noteMail(tx, { id: invited.id, mailId });
  return getMember(tx, managerId, invited.id);
}

/** Sends an invitation again, with a new link. Throws `not_found`, `already_member` or `rate_limited`. */
export async function inviteAgain(
  tx: Transaction,
  asked: { managerId: number; id: string; publicUrl: string; language?: Language | null },
  by: Actor,
  now: number,
): Promise<Member> {
  const { managerId, id, ...rest } = asked;
  await lockMembers(tx, managerId);
  const { email, role, joined } = await getMember(tx, managerId, id);
  if (joined) throw new Refusal('already_member');
  return invite(tx, { managerId, email, role, ...rest }, by, now);
}

/**
 * Makes a person a member, in the place of an invitation, or gives a member another role. False where they are that
 * already. Throws `not_found` or `last_owner`.
 */
export async function join(
  tx: Transaction,
  asked: { managerId: number; personId: string; email: string; role: Role },
  by: Actor,
  now: number,
): Promise<boolean> {
  const { managerId, role } = asked;
  await lockMembers(tx, managerId);
  const [own] = await byPerson(tx, asked);
  if (own) return (await changeRole(tx, { managerId, id: own.id, role }, by, now)).changed;
  const [joined] = await insert(tx, { ...asked, id: randomUUID(), codeHash: null, expires: null, now });
  if (!joined) return false;
  const after = { email: asked.email, role };
  record(tx, { managerId, at: now, kind: 'member.joined', by, after });
  return true;
}

/** True where somebody besides this member owns the license manager, and can sign in. */
export const anotherOwner = async (db: Queries, managerId: number, id: string): Promise<boolean> =>
  (await otherOwners(db, { managerId, id })).length > 0;

async function keepAnOwner(tx: Transaction, managerId: number, member: Member): Promise<void> {
  if (!member.joined || member.role !== 'owner') return;
  if (!(await anotherOwner(tx, managerId, member.id))) throw new Refusal('last_owner');
}

/** Throws `not_found` or `last_owner`. */
export async function changeRole(
  tx: Transaction,
  asked: { managerId: number; id: string; role: Role },
  by: Actor,
  now: number,
): Promise<{ member: Member; changed: boolean }> {
  const { managerId, role } = asked;
  await lockMembers(tx, managerId);
  const member = await getMember(tx, managerId, asked.id);
  if (member.role === role) return { member, changed: false };
  await keepAnOwner(tx, managerId, member);
  await setRole(tx, { id: member.id, role });
  const { email } = member;
  const [before, after] = [
    { email, role: member.role },
    { email, role },
  ];
  record(tx, { managerId, at: now, kind: 'member.role_changed', by, before, after });
  return { member: { ...member, role }, changed: true };
}

/**
 * Removes a member, or takes an invitation back: with the commit they see nothing any more, and neither do the API
 * tokens that they made, unless those are to be kept. Throws `not_found` or `last_owner`.
 */
export async function removeMember(
  tx: Transaction,
  asked: { managerId: number; id: string; deleteTokens?: boolean },
  by: Actor,
  now: number,
): Promise<Member> {
  const { managerId } = asked;
  await lockMembers(tx, managerId);
  const member = await getMember(tx, managerId, asked.id);
  await keepAnOwner(tx, managerId, member);
  await remove(tx, { id: member.id });
  const { personId } = member;
  if (asked.deleteTokens !== false && personId !== null) await deleteTokensOf(tx, { personId, managerId }, by, now);
  const before = { email: member.email, role: member.role };
  record(tx, { managerId, at: now, kind: 'member.removed', by, before });
  return member;
}
