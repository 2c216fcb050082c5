import type { Database } from '../db/database.ts';
import { isOneOf, lockedUnlessTaken } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { deleteOldDeliveries } from '../webhook/delivery.ts';

const HOUR = 60 * 60;
const DAY = 24 * HOUR;
/** Sent mails are kept this long; those that failed stay until somebody looks at them. */
const SENT_MAILS = 30 * DAY;
/** Answers are remembered for 24 hours; the hour more is for servers whose clocks differ. */
const FIRST_ANSWERS = 25 * HOUR;
/** Deliveries to webhooks, delivered or failed. */
const DELIVERIES = 30 * DAY;
const MOST_AT_ONCE = 500;

const deleteMails = prepare((db, p: { before: number; most: number }, engine) =>
  db
    .with('old', (cte) =>
      lockedUnlessTaken(
        cte
          .selectFrom('outbox')
          .select('outbox.id')
          .where('outbox.done_at', 'is not', null)
          .where('outbox.done_at', '<', p.before)
          .orderBy('outbox.done_at')
          .limit(p.most),
        engine,
      ),
    )
    .deleteFrom('outbox')
    .where((eb) => isOneOf('id', eb.selectFrom('old').select('old.id'), engine))
    .returning('id'),
);

const deleteAnswers = prepare((db, p: { before: number; most: number }, engine) =>
  db
    .with('old', (cte) =>
      lockedUnlessTaken(
        cte
          .selectFrom('idempotency')
          .select(['idempotency.manager_id', 'idempotency.key'])
          .where('idempotency.created_at', '<', p.before)
          .orderBy('idempotency.created_at')
          .limit(p.most),
        engine,
      ),
    )
    .deleteFrom('idempotency')
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple('manager_id', 'key'),
        'in',
        selectFrom('old').select(['old.manager_id', 'old.key']).$asTuple('manager_id', 'key'),
      ),
    )
    .returning('key'),
);

/** Deletes, in one small batch of each, what is kept no longer; answers whether there may be more. */
export async function cleanUp(db: Database, now: number): Promise<boolean> {
  const mails = await db.write((tx) => deleteMails(tx, { before: (now - SENT_MAILS) * 1000, most: MOST_AT_ONCE }));
  const answers = await db.write((tx) => deleteAnswers(tx, { before: now - FIRST_ANSWERS, most: MOST_AT_ONCE }));
  const deliveries = await db.write((tx) => deleteOldDeliveries(tx, (now - DELIVERIES) * 1000, MOST_AT_ONCE));
  return mails.length === MOST_AT_ONCE || answers.length === MOST_AT_ONCE || deliveries;
}
