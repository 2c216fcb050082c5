import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { idsIn, lockedUnlessTaken } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { ofLicense, record, system } from '../event/record.ts';
import { licenseColumns, toLicense } from '../license/license.ts';
import { DAY, isoTime } from '../rules/time.ts';

const MAX_AT_ONCE = 50;

const takeDue = prepare((db, p: { now: number; horizon: number; most: number }, engine) =>
  db
    .with('due', (cte) =>
      lockedUnlessTaken(
        cte
          .selectFrom('license')
          .select('license.id')
          .where('license.ended_at', 'is', null)
          .where(sql<boolean>`license.reminded = 0`)
          .where('license.end_at', '>', p.now)
          .where('license.end_at', '<=', p.horizon)
          .where('license.start_at', '<=', p.now)
          .orderBy('license.end_at')
          .limit(p.most),
        engine,
      ),
    )
    .updateTable('license')
    .set({ reminded: 1 })
    .where('id', 'in', (eb) => eb.selectFrom('due').select('due.id'))
    .returning('id'),
);

const withStudents = prepare((db, p: { ids: string }, engine) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(licenseColumns)
    .where('license.id', 'in', idsIn(p.ids, engine))
    .orderBy('license.id'),
);

/**
 * Tells the students of licenses that end within the period; once per end (a trigger marks a license whose end moves
 * as not told of).
 * Who was given a license less than a day ago knows when it ends. Answers how many licenses were looked at: at most 50.
 */
export async function remind(context: Pick<Context, 'db' | 'config'>, now: number): Promise<number> {
  const { db, config } = context;
  if (config.expiryReminderDays === 0) return 0;
  const horizon = now + config.expiryReminderDays * DAY;
  return db.write(async (tx) => {
    const due = await takeDue(tx, { now, horizon, most: MAX_AT_ONCE });
    if (due.length === 0) return 0;
    const rows = await withStudents(tx, { ids: JSON.stringify(due.map(({ id }) => id)) });
    for (const license of rows.map(toLicense)) {
      if (license.start > now - DAY) continue;
      record(
        tx,
        {
          ...ofLicense(license),
          at: now,
          kind: 'license.expires_soon',
          by: system,
          after: { end: isoTime(license.end), active: true },
        },
        { kind: 'license_expires_soon', to: license.student.email, payload: { end: license.end } },
      );
    }
    return due.length;
  });
}
