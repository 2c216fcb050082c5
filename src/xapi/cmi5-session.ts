import { randomUUID } from 'node:crypto';
import type { Queries, Transaction } from '../db/database.ts';
import { isActiveAt } from '../db/predicates.ts';
import { prepare } from '../db/prepare.ts';
import type { MoveOn, Said, Session, Verb } from '../rules/xapi/cmi5.ts';

/** One launch, as the tables keep it. Times in seconds. */
interface Row {
  id: string;
  license_id: number;
  student_id: number;
  activity_id: string;
  launch_url: string;
  move_on: string;
  said: string;
  launched_at: number;
  last_at: number;
  registration: string;
  completed: 0 | 1;
  passed: 0 | 1;
  satisfied: 0 | 1;
}

const columns = [
  'xapi_session.id',
  'xapi_session.license_id',
  'xapi_session.student_id',
  'xapi_session.activity_id',
  'xapi_session.launch_url',
  'xapi_session.move_on',
  'xapi_session.said',
  'xapi_session.launched_at',
  'xapi_session.last_at',
  'xapi_registration.id as registration',
  'xapi_registration.completed',
  'xapi_registration.passed',
  'xapi_registration.satisfied',
] as const;

/** A launch with what was said in it. */
export interface Launch extends Session {
  licenseId: number;
  launchedAt: number;
  lastAt: number;
  said: Said;
  satisfied: boolean;
}

const toLaunch = (row: Row, publicUrl: string): Launch => ({
  id: row.id,
  licenseId: row.license_id,
  registration: row.registration,
  activityId: row.activity_id,
  actor: actorOf(row.student_id, publicUrl),
  launchUrl: row.launch_url,
  moveOn: row.move_on as MoveOn,
  launchedAt: row.launched_at,
  lastAt: row.last_at,
  said: { session: JSON.parse(row.said) as Verb[], completed: row.completed === 1, passed: row.passed === 1 },
  satisfied: row.satisfied === 1,
});

/** How statements of a launch name a student: by the id, and by nothing else of the person. */
export const actorOf = (studentId: number, publicUrl: string) => ({
  objectType: 'Agent',
  account: { homePage: publicUrl, name: String(studentId) },
});

/** Sessions whose license is active, and that have not ended longer ago than their units may take to say goodbye. */
const alive = prepare((db, p: { id: string; now: number; grace: number }) =>
  db
    .selectFrom('xapi_session')
    .innerJoin('xapi_registration', 'xapi_registration.license_id', 'xapi_session.license_id')
    .innerJoin('license', 'license.id', 'xapi_session.license_id')
    .select([...columns, 'xapi_session.secret_hash'])
    .where('xapi_session.id', '=', p.id)
    .where((eb) => eb.or([eb('xapi_session.ended_at', 'is', null), eb('xapi_session.ended_at', '>', p.grace)]))
    .where(isActiveAt(p.now)),
);

/** For how many seconds after its end a session may be read, and keep its state. */
const GRACE = 60;

/** A session that may sign in, with the hash of its secret. It is dead with its license. */
export async function aliveSession(
  queries: Queries,
  id: string,
  publicUrl: string,
  now: number,
): Promise<{ launch: Launch; hash: string } | null> {
  const [row] = await alive(queries, { id, now, grace: now - GRACE });
  return row?.secret_hash ? { launch: toLaunch(row as Row, publicUrl), hash: row.secret_hash } : null;
}

const byId = prepare((db, p: { id: string }) =>
  db
    .selectFrom('xapi_session')
    .innerJoin('xapi_registration', 'xapi_registration.license_id', 'xapi_session.license_id')
    .select(columns)
    .where('xapi_session.id', '=', p.id)
    .where('xapi_session.ended_at', 'is', null),
);

const openOf = prepare((db, p: { licenseId: number; most: number }) =>
  db
    .selectFrom('xapi_session')
    .innerJoin('xapi_registration', 'xapi_registration.license_id', 'xapi_session.license_id')
    .select(columns)
    .where('xapi_session.license_id', '=', p.licenseId)
    .where('xapi_session.ended_at', 'is', null)
    .limit(p.most),
);

const idle = prepare((db, p: { before: number; most: number }) =>
  db
    .selectFrom('xapi_session')
    .innerJoin('xapi_registration', 'xapi_registration.license_id', 'xapi_session.license_id')
    .select(columns)
    .where('xapi_session.last_at', '<', p.before)
    .where('xapi_session.ended_at', 'is', null)
    .orderBy('xapi_session.last_at')
    .limit(p.most),
);

const MOST_OPEN = 100;

/** A session that has not ended, as it is now. */
export async function openSession(tx: Transaction, id: string, publicUrl: string): Promise<Launch | null> {
  const [row] = await byId(tx, { id });
  return row ? toLaunch(row as Row, publicUrl) : null;
}

/** The sessions of a license that have not ended. */
export const openSessions = async (tx: Transaction, licenseId: number, publicUrl: string): Promise<Launch[]> =>
  (await openOf(tx, { licenseId, most: MOST_OPEN })).map((row) => toLaunch(row as Row, publicUrl));

/** Sessions that have not ended, and of which nothing was heard since a moment. */
export const idleSessions = async (
  tx: Transaction,
  before: number,
  most: number,
  publicUrl: string,
): Promise<Launch[]> => (await idle(tx, { before, most })).map((row) => toLaunch(row as Row, publicUrl));

const addRegistration = prepare((db, p: { licenseId: number; id: string }) =>
  db
    .insertInto('xapi_registration')
    .values({ license_id: p.licenseId, id: p.id })
    .onConflict((conflict) => conflict.doNothing()),
);

interface NewSession {
  id: string;
  licenseId: number;
  studentId: number;
  activityId: string;
  launchUrl: string;
  moveOn: MoveOn;
  fetchHash: string;
  now: number;
}

const addSession = prepare((db, p: NewSession) =>
  db.insertInto('xapi_session').values({
    id: p.id,
    license_id: p.licenseId,
    student_id: p.studentId,
    activity_id: p.activityId,
    launch_url: p.launchUrl,
    move_on: p.moveOn,
    fetch_hash: p.fetchHash,
    secret_hash: null,
    launched_at: p.now,
    last_at: p.now,
    ended_at: null,
  }),
);

/** Begins a session, and with the first the registration of the license. */
export async function beginSession(
  tx: Transaction,
  session: Omit<NewSession, 'id'>,
  publicUrl: string,
): Promise<Launch> {
  const id = randomUUID();
  await addRegistration(tx, { licenseId: session.licenseId, id: randomUUID() });
  await addSession(tx, { ...session, id });
  return (await openSession(tx, id, publicUrl)) as Launch;
}

const takeFetch = prepare((db, p: { fetchHash: string; secretHash: string; now: number; oldest: number }) =>
  db
    .updateTable('xapi_session')
    .set({ fetch_hash: null, secret_hash: p.secretHash, last_at: p.now })
    .where('fetch_hash', '=', p.fetchHash)
    .where('ended_at', 'is', null)
    .where('launched_at', '>', p.oldest)
    .returning('id'),
);

/** Gives a session its secret, once; answers its id, or null where the code was used, is too old or never was. */
export async function fetchOnce(
  tx: Transaction,
  asked: { fetchHash: string; secretHash: string; now: number; oldest: number },
): Promise<string | null> {
  const [row] = await takeFetch(tx, asked);
  return row?.id ?? null;
}

const putSaid = prepare((db, p: { id: string; said: string; now: number; ended: number | null }) =>
  db.updateTable('xapi_session').set({ said: p.said, last_at: p.now, ended_at: p.ended }).where('id', '=', p.id),
);

const putRegistration = prepare((db, p: { licenseId: number; completed: 0 | 1; passed: 0 | 1; satisfied: 0 | 1 }) =>
  db
    .updateTable('xapi_registration')
    .set({ completed: p.completed, passed: p.passed, satisfied: p.satisfied })
    .where('license_id', '=', p.licenseId),
);

/** Keeps what a session said, and that it was terminated. */
export async function keepSaid(
  tx: Transaction,
  { id, licenseId, said, satisfied }: Launch,
  now: number,
): Promise<void> {
  const ended = said.session.includes('terminated') ? now : null;
  await putSaid(tx, { id, said: JSON.stringify(said.session), now, ended });
  await putRegistration(tx, {
    licenseId,
    completed: said.completed ? 1 : 0,
    passed: said.passed ? 1 : 0,
    satisfied: satisfied ? 1 : 0,
  });
}

const end = prepare((db, p: { id: string; now: number }) =>
  db
    .updateTable('xapi_session')
    .set({ ended_at: p.now, secret_hash: null, fetch_hash: null })
    .where('id', '=', p.id)
    .where('ended_at', 'is', null),
);

/** Ends a session that its unit did not: what it signs in with is dead at once. */
export const endSession = async (tx: Transaction, id: string, now: number): Promise<void> => {
  await end(tx, { id, now });
};
