import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Database, Engine } from '../db/database.ts';
import { lockedUnlessTaken } from '../db/dialect.ts';
import { isOneOf } from '../db/planner-hints.ts';
import { prepare } from '../db/prepare.ts';
import type { Tables } from '../db/tables.ts';
import { deleteOldFailures } from '../launch/failures.ts';
import { deleteExpiredPlans } from '../roster/cleanup.ts';
import { HOUR } from '../rules/time.ts';
import { deleteOldArrivals } from '../shop/delivery.ts';
import { deleteOldDeliveries } from '../webhook/delivery.ts';
import { deleteOldStatements } from '../xapi/retention.ts';

const DAY = 24 * HOUR;

/** How long is kept what nobody needs any more. In seconds; docs/privacy.md tells of each. */
export interface Limits {
  /** Mails that were sent: to whom and when, for their texts are gone with the sending. */
  sentMails: number;
  /** Statements of xAPI; 0: for good. */
  statements: number;
}

export const LIMITS: Limits = { sentMails: 30 * DAY, statements: 0 };
/** Mails that failed wait this long for somebody to look at them. */
const FAILED_MAILS = 90 * DAY;
/** Answers are remembered for 24 hours; the hour more is for servers whose clocks differ. */
const FIRST_ANSWERS = 25 * HOUR;
/** Deliveries to webhooks, delivered or failed. */
const DELIVERIES = 30 * DAY;
/** What shops sent, as it came. */
const ARRIVALS = 90 * DAY;
/** Plans of rosters and of agents, after they expired. */
const PLANS = 7 * DAY;
/** An invitation that ran out can be seen, and sent again, this long. */
const INVITATIONS = 30 * DAY;
/** Why somebody could not open a course. */
const LAUNCH_FAILURES = 30 * DAY;
/** The longest that a hashed address of somebody who signed in counts as known. */
const ATTEMPTS = 90 * DAY;
/** A browser is known this long after it was last used. */
const DEVICES = 180 * DAY;
/** The longest time that is counted over. */
const QUOTAS = DAY;
/** What ran out a moment ago may still be read by a request. */
const GRACE = HOUR;
const MAX_AT_ONCE = 500;

/** A batch of rows that are kept no longer: those whose `age` is before a moment. */
function batch<T extends keyof Tables>(
  table: T,
  age: keyof Tables[T] & string,
  { key = 'id', only }: { key?: string; only?: RawBuilder<SqlBool> } = {},
) {
  return prepare((db, p: { before: number | string; most: number }, engine: Engine) => {
    const old = lockedUnlessTaken(
      db
        .selectFrom(table as 'outbox')
        .select(sql<string>`${sql.ref(key)}`.as('chosen'))
        .where(sql<SqlBool>`${sql.ref(age)} < ${p.before}`)
        .$if(only !== undefined, (query) => query.where(only as RawBuilder<SqlBool>))
        .orderBy(sql.ref(age))
        .limit(p.most),
      engine,
    );
    return db
      .with('old', () => old)
      .deleteFrom(table as 'outbox')
      .where((eb) => isOneOf(key, eb.selectFrom('old' as never).select('old.chosen' as never), engine))
      .returning(sql<number>`1`.as('one'));
  });
}

const deleteAnswers = prepare((db, p: { before: number; most: number }, engine) =>
  db
    .with('old', (cte) =>
      lockedUnlessTaken(
        cte
          .selectFrom('idempotency')
          .select(['idempotency.owner', 'idempotency.key'])
          .where('idempotency.created_at', '<', p.before)
          .orderBy('idempotency.created_at')
          .limit(p.most),
        engine,
      ),
    )
    .deleteFrom('idempotency')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(refTuple('owner', 'key'), 'in', selectFrom('old').select(['old.owner', 'old.key']).$asTuple('owner', 'key')),
    )
    .returning('key'),
);

const deleteSentMails = batch('outbox', 'done_at', { only: sql<SqlBool>`done_at is not null` });
const deleteFailedMails = batch('outbox', 'failed_at', { only: sql<SqlBool>`failed_at is not null` });
const deleteSessions = batch('session', 'expires_at');
const deleteVerifications = batch('verification', 'expires_at');
const deleteInvitations = batch('member', 'code_expires_at', { only: sql<SqlBool>`person_id is null` });
const deleteAttempts = batch('attempt', 'last_at', { key: 'subject', only: sql<SqlBool>`subject <> 'setup'` });
const deleteQuotas = batch('quota', 'since', { key: 'subject' });
const deleteDevices = batch('device', 'last_used_at');
const deleteAgentPlans = batch('agent_plan', 'expires_at');
const deleteHistory = batch('security_event', 'keep_until');

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

type Batch = (tx: Parameters<Parameters<Database['write']>[0]>[0], most: number) => Promise<object[]>;

const batches = (now: number, limits: Limits): Batch[] => [
  (tx, most) => deleteSentMails(tx, { before: (now - limits.sentMails) * 1000, most }),
  (tx, most) => deleteFailedMails(tx, { before: (now - FAILED_MAILS) * 1000, most }),
  (tx, most) => deleteAnswers(tx, { before: now - FIRST_ANSWERS, most }),
  (tx, most) => deleteSessions(tx, { before: iso(now - GRACE), most }),
  (tx, most) => deleteVerifications(tx, { before: iso(now - GRACE), most }),
  (tx, most) => deleteInvitations(tx, { before: now - INVITATIONS, most }),
  (tx, most) => deleteAttempts(tx, { before: now - ATTEMPTS, most }),
  (tx, most) => deleteQuotas(tx, { before: now - QUOTAS, most }),
  (tx, most) => deleteDevices(tx, { before: now - DEVICES, most }),
  (tx, most) => deleteAgentPlans(tx, { before: now - PLANS, most }),
  (tx, most) => deleteHistory(tx, { before: now, most }),
  (tx, most) => deleteOldFailures(tx, { before: now - LAUNCH_FAILURES, most }),
];

/** Deletes, in one small batch of each kind, what is kept no longer; answers whether there may be more. */
export async function cleanUp(db: Database, now: number, limits = LIMITS): Promise<boolean> {
  let more = await db.write((tx) => deleteOldDeliveries(tx, (now - DELIVERIES) * 1000, MAX_AT_ONCE));
  if (await db.write((tx) => deleteExpiredPlans(tx, now - PLANS, MAX_AT_ONCE))) more = true;
  const { statements } = limits;
  if (statements > 0 && (await db.write((tx) => deleteOldStatements(tx, (now - statements) * 1000, MAX_AT_ONCE))))
    more = true;
  if (await db.write((tx) => deleteOldArrivals(tx, now - ARRIVALS, MAX_AT_ONCE))) more = true;
  for (const one of batches(now, limits)) {
    const deleted = await db.write((tx) => one(tx, MAX_AT_ONCE));
    if (deleted.length === MAX_AT_ONCE) more = true;
  }
  return more;
}
