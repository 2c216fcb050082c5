import type { Context } from '../context.ts';
import { sha256 } from '../crypto.ts';
import type { Queries, Transaction } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { Moment, Role, StaffRole } from '../db/tables.ts';
import { unavailable } from '../errors.ts';
import { decodeAddresses } from './address-encoding.ts';
import type { LazyAuth } from './better-auth/lazy.ts';
import { IDLE_SECONDS, LONGEST_SECONDS } from './constants.ts';
import { ownCookies } from './cookies.ts';
import { forgetDevice, forgetOtherDevices } from './device.ts';

/** The person behind a session. */
export interface Visitor {
  id: string;
  name: string;
  email: string;
  twoFactorEnabled: boolean;
  sessionId: string;
  /** When the session began, in milliseconds of the system's clock. */
  sessionBegan: number;
}

/** The end of a session is put off at most once in this time. */
const STEP_MS = 60_000;

const putOff = prepare((db, p: { id: string; end: string }) =>
  db.updateTable('session').set({ expires_at: p.end }).where('id', '=', p.id).where('expires_at', '<', p.end),
);

const list = prepare((db, p: { personId: string; now: string }) =>
  db
    .selectFrom('session')
    .select(['id', 'ip_address', 'user_agent', 'created_at', 'expires_at'])
    .where('user_id', '=', p.personId)
    .where('expires_at', '>', p.now)
    .orderBy('created_at', 'desc'),
);

const removeOne = prepare((db, p: { personId: string; id: string }) =>
  db.deleteFrom('session').where('user_id', '=', p.personId).where('id', '=', p.id).returning('device_id'),
);

const bind = prepare((db, p: { token: string; secret: string }) =>
  db
    .updateTable('session')
    .set((eb) => ({
      device_id: eb
        .selectFrom('device')
        .select('device.id')
        .whereRef('device.person_id', '=', 'session.user_id')
        .where('device.secret_hash', '=', p.secret),
    }))
    .where('token', '=', p.token),
);

const removeOthers = prepare((db, p: { personId: string; id: string }) =>
  db.deleteFrom('session').where('user_id', '=', p.personId).where('id', '<>', p.id),
);

const markSignIn = prepare((db, p: { id: string; at: number }) =>
  db.updateTable('person').set({ last_sign_in_at: p.at }).where('id', '=', p.id),
);

const removeExpired = prepare((db, p: { now: string }) => db.deleteFrom('session').where('expires_at', '<', p.now));

const roles = prepare((db, p: { personId: string }) =>
  db
    .selectFrom('member')
    .innerJoin('manager', 'manager.id', 'member.manager_id')
    .select(['manager.id', 'manager.name', 'member.role'])
    .where('member.person_id', '=', p.personId)
    .orderBy('manager.name')
    .orderBy('manager.id'),
);

const staff = prepare((db, p: { personId: string }) =>
  db.selectFrom('person').select('staff_role').where('id', '=', p.personId).where('publisher', '=', 1),
);

const iso = (ms: number) => new Date(ms).toISOString();
const ms = (moment: Moment) => new Date(moment).getTime();

/** Puts off the end of a session, and clears away those that are over. Where nothing can be written, reading goes on. */
async function prolong({ db, clock, log }: Context, id: string, end: number): Promise<void> {
  const work = db.write(async (tx) => {
    await putOff(tx, { id, end: iso(end) });
    await removeExpired(tx, { now: iso(clock()) });
  });
  await work.catch((error: unknown) => log.warn({ err: error }, 'the end of a session was not put off'));
}

/** A session counts as a sign-in once it is used: one that waits for a second factor never is. */
async function noteSignIn({ db, log }: Context, id: string, at: number): Promise<void> {
  const work = db.write(async (tx) => {
    await markSignIn(tx, { id, at });
  });
  await work.catch((error: unknown) => log.warn({ err: error }, 'the last sign-in was not written down'));
}

/** The visitor whom a cookie names, or null. Being here puts off the end of the session. */
export async function readSession(
  context: Context,
  auth: LazyAuth,
  header: string | undefined,
): Promise<Visitor | null> {
  const cookie = ownCookies(header, context.config);
  if (!cookie.includes('carrel.session_token=')) return null;
  const found = await (await auth()).api.getSession({ headers: new Headers({ cookie }) }).catch((error: unknown) => {
    const cause = (error as { cause?: unknown }).cause;
    throw unavailable(cause ?? error);
  });
  if (!found) return null;
  const { user, session } = found;
  if (user.disabledAt) return null; // for a session that was made in the moment of disabling
  const [age, left] = [Date.now() - ms(session.createdAt), ms(session.expiresAt) - Date.now()];
  if (!(left > 0 && age < LONGEST_SECONDS * 1000)) return null;
  const longest = Math.min(IDLE_SECONDS * 1000, LONGEST_SECONDS * 1000 - age);
  if (longest - left >= STEP_MS) await prolong(context, session.id, context.clock() + longest);
  const began = Math.floor((ms(session.createdAt) + context.clock() - Date.now()) / 1000);
  if ((user.lastSignInAt ?? 0) < began) await noteSignIn(context, user.id, began);
  const twoFactorEnabled = user.twoFactorEnabled === true;
  return {
    id: user.id,
    name: user.name,
    email: decodeAddresses(user.email),
    twoFactorEnabled,
    sessionId: session.id,
    sessionBegan: ms(session.createdAt),
  };
}

/** The license managers that the person works for. */
export const rolesOf = (db: Queries, personId: string): Promise<{ id: number; name: string; role: Role }[]> =>
  roles(db, { personId });

/** What the person may do as staff of the publisher; null of others. */
export const staffRoleOf = async (db: Queries, personId: string): Promise<StaffRole | null> =>
  (await staff(db, { personId }))[0]?.staff_role ?? null;

/** How long a session that was just read lasts: without a request, at least, and in any case. Seconds. */
export function termsOf({ sessionBegan }: Visitor): { idleSeconds: number; leftSeconds: number } {
  const leftSeconds = LONGEST_SECONDS - Math.floor((Date.now() - sessionBegan) / 1000);
  return { idleSeconds: IDLE_SECONDS - STEP_MS / 1000, leftSeconds: Math.max(0, leftSeconds) };
}

/** The open sessions of a person, the latest first. */
export async function listSessions({ db, clock }: Context, visitor: Visitor) {
  const rows = await list(db.read, { personId: visitor.id, now: iso(clock()) });
  return rows.map((row) => ({
    id: row.id,
    token: row.id,
    current: row.id === visitor.sessionId,
    userAgent: row.user_agent,
    ipAddress: row.ip_address,
    createdAt: iso(ms(row.created_at)),
    updatedAt: iso(Math.max(ms(row.created_at), ms(row.expires_at) - IDLE_SECONDS * 1000)),
  }));
}

/** Notes in which browser a session runs: the one that keeps this secret, where its person has used it. */
export async function bindSession(tx: Transaction, token: string, secret: string): Promise<void> {
  await bind(tx, { token: sha256(token), secret: sha256(secret) });
}

/** Ends the session that the visitor leaves by signing out. Its browser stays known, and trusted if it was. */
export async function leaveSession({ db }: Context, { id, sessionId }: Visitor): Promise<void> {
  await db.write((tx) => removeOne(tx, { personId: id, id: sessionId }));
}

/** Ends one session of the person, and forgets its browser; false where there is none. */
export async function endSession(tx: Transaction, visitor: Visitor, id: string): Promise<boolean> {
  const [ended] = await removeOne(tx, { personId: visitor.id, id });
  if (ended?.device_id) await forgetDevice(tx, visitor.id, ended.device_id);
  return ended !== undefined;
}

/** Ends all sessions of the person but this one, and forgets all browsers but the one with the secret `device`. */
export async function endOtherSessions(tx: Transaction, visitor: Visitor, device: string | null): Promise<void> {
  await removeOthers(tx, { personId: visitor.id, id: visitor.sessionId });
  await forgetOtherDevices(tx, visitor.id, device);
}
