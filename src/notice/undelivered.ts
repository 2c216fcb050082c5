import { sql } from 'kysely';
import type { Context } from '../context.ts';
import { prepare } from '../db/prepare.ts';
import { DAY } from '../rules/time.ts';
import { tellMembers } from './members.ts';

const MAX_READ = 200;
const MAX_NAMED = 20;

/** Mails to managers themselves are left out: a failure of theirs is not told by another one. */
const failed = prepare((db, p: { since: number }) =>
  db
    .selectFrom('outbox')
    .innerJoin('event', 'event.id', 'outbox.event_id')
    .select(['outbox.recipient', 'outbox.failed_at', sql<number>`event.manager_id`.as('manager_id')])
    .where('outbox.failed_at', '>', p.since)
    .where('event.manager_id', 'is not', null)
    .where('outbox.kind', 'not like', 'manager%')
    .orderBy('outbox.failed_at', 'desc')
    .limit(MAX_READ),
);

const toldToday = prepare((db, p: { managerId: number; period: string }) =>
  db
    .selectFrom('notice')
    .innerJoin('member', 'member.id', 'notice.member_id')
    .select('notice.member_id')
    .where('member.manager_id', '=', p.managerId)
    .where('notice.pool_id', '=', 0)
    .where('notice.kind', '=', 'undelivered')
    .where('notice.period', '=', p.period)
    .limit(1),
);

/** Tells members, once a day, whom mails could not reach since the day before. */
export async function noticeFailures({ db }: Pick<Context, 'db'>, now: number): Promise<void> {
  const rows = await failed(db.read, { since: (now - DAY) * 1000 });
  const period = new Date(now * 1000).toISOString().slice(0, 10);
  for (const [managerId, lost] of Map.groupBy(rows, (row) => row.manager_id)) {
    if ((await toldToday(db.read, { managerId, period })).length > 0) continue;
    const addresses = [...new Set(lost.map(({ recipient }) => recipient))];
    const named = addresses.slice(0, MAX_NAMED);
    const payload = { addresses: named, more: addresses.length - named.length, page: `/m/${managerId}/users` };
    const told = { managerId, kind: 'undelivered', mail: 'manager_undelivered' } as const;
    await db.write((tx) => tellMembers(tx, { ...told, matters: [{ poolId: 0, period }], payload: () => payload }, now));
  }
}
