import { randomBytes, randomUUID } from 'node:crypto';
import type { Queries, Transaction } from '../db/database.ts';
import { locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import type { Role } from '../db/tables.ts';
import { notFound, Refusal } from '../errors.ts';
import { type Actor, record } from '../outbox/event.ts';
import { deleteTokensOf, hashOf } from '../token/token.ts';

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
}

const INVITED_SECONDS = 7 * 24 * 60 * 60;

const columns = [
  'member.id',
  'member.email',
  'member.role',
  'member.person_id',
  'member.since',
  'person.name',
] as const;

const list = prepare((db, p: { managerId: number }) =>
  db
    .selectFrom('member')
    .leftJoin('person', 'person.id', 'member.person_id')
    .select(columns)
    .where('member.manager_id', '=', p.managerId)
    .orderBy('member.email'),
);

const byId = prepare((db, p: { managerId: number; id: string }) =>
  db
    .selectFrom('member')
    .leftJoin('person', 'person.id', 'member.person_id')
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
  locked(db.selectFrom('manager').select(['id', 'name']).where('id', '=', p.id), engine),
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

const toMember = (row: Row): Member => ({
  id: row.id,
  name: row.name ?? '',
  email: row.email,
  role: row.role,
  joined: row.person_id !== null,
  since: row.since,
  personId: row.person_id,
});

export const listMembers = async (db: Queries, managerId: number): Promise<Member[]> =>
  (await list(db, { managerId })).map(toMember);

/** The manager's name, with its members under lock: changes to them are made one at a time. Throws `not_found`. */
async function lockMembers(tx: Transaction, managerId: number): Promise<string> {
  const [manager] = await lockManager(tx, { id: managerId });
  if (!manager) throw notFound();
  return manager.name;
}

async function getMember(tx: Transaction, managerId: number, id: string): Promise<Member> {
  const [row] = await byId(tx, { managerId, id });
  if (!row) throw notFound();
  return toMember(row);
}

/**
 * Invites an address by mail, or again with a new link. The code is in the mail and nowhere else.
 * Throws `already_member` or `not_found`.
 */
export async function invite(
  tx: Transaction,
  asked: { managerId: number; email: string; role: Role; publicUrl: string },
  by: Actor,
  now: number,
): Promise<Member> {
  const { managerId, email, role } = asked;
  const manager = await lockMembers(tx, managerId);
  const code = randomBytes(24).toString('base64url');
  const expires = now + INVITED_SECONDS;
  const row = { id: randomUUID(), managerId, email, role, personId: null, codeHash: hashOf(code), expires, now };
  const [invited] = await insert(tx, row);
  if (!invited) throw new Refusal('already_member');
  const payload = { url: `${asked.publicUrl}/invitation/${code}`, manager, role, by: by.label };
  const event = { managerId, at: now, kind: 'member.invited', by, after: { email, role } };
  record(tx, event, { kind: 'invitation', to: email, payload });
  return getMember(tx, managerId, invited.id);
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
