import { sql } from 'kysely';
import type { Database, Queries } from './database.ts';
import { databaseClock, enginesOwnChecks } from './dialect.ts';

/** A query whose rows are the places where something that must hold does not; `:now` stands for the time in seconds. */
export interface Check {
  name: string;
  rows: string;
}

const held = (of: string) => `(${of}.transferable = 0 or ${of}.ended_at is null)`;

/** The seats of a pool that are held for those whom they were offered to. */
const offers = (pool: string) =>
  `(select count(*) from waiting o where o.pool_id = ${pool}.id and o.state = 'offered')`;

const seats: Check[] = [
  {
    name: 'a pool has given more seats than it has',
    rows: `select 'pool ' || c.id || ' has ' || c.licenses || ' and gave ' || c.held_ || ', with ' || c.offers || ' offered' as place
      from (select p.id, p.licenses, count(l.id) as held_, ${offers('p')} as offers from pool p
        left join license l on l.pool_id = p.id and ${held('l')} group by p.id, p.licenses) c where c.held_ + c.offers > c.licenses`,
  },
  {
    name: 'a seat is held twice',
    rows: `select 'pool ' || pool_id || ', seat ' || seat as place from license l where ${held('l')} group by pool_id, seat having count(*) > 1`,
  },
  {
    name: 'a student has two licenses of a course',
    rows: `select 'student ' || student_id || ', course ' || course_id as place from license where ended_at is null and ahead = 0
      group by student_id, course_id having count(*) > 1`,
  },
  {
    name: 'an untransferable license went to a second person',
    rows: `select 'pool ' || pool_id || ', seat ' || seat as place from license where transferable = 0
      group by pool_id, seat having count(distinct student_id) > 1`,
  },
  {
    name: 'a license does not fit its pool',
    rows: `select 'license ' || l.id as place from license l left join pool p on p.id = l.pool_id
      where p.id is null or p.manager_id <> l.manager_id or p.course_id <> l.course_id or p.transferable <> l.transferable
      or (l.seat > p.licenses and l.seat > p.last_seat) or l.end_at > p.end_at or l.end_at < l.start_at or (l.ended_at is null) <> (l.ended_how is null)`,
  },
];

const perPool = `select p.id, p.issued, p.held - ${offers('p')} as held, ${offers('p')} as offers, p.live, p.last_seat, count(l.id) as issued_, count(l.id) filter (where ${held('l')}) as held_, count(l.id) filter (where l.ended_at is null) as live_,
  coalesce(max(l.seat) filter (where ${held('l')}), 0) as top, (select max(o.seat) from waiting o where o.pool_id = p.id) as offered_top
  from pool p left join license l on l.pool_id = p.id group by p.id, p.issued, p.held, p.live, p.last_seat`;

/** Rows of `counted` in which a column differs from what was counted beside it, under the same name with a `_`. */
const difference = (place: string, columns: string[], counted: string) =>
  `select ${place} as place from (${counted}) k where ${columns.map((name) => `k.${name} is distinct from k.${name}_`).join(' or ')}`;

const counters: Check[] = [
  {
    name: 'the counters of a pool are wrong',
    rows: `select 'pool ' || c.id as place from (${perPool}) c
      where c.issued <> c.issued_ or c.held <> c.held_ or c.live <> c.live_ or c.last_seat < c.top or c.last_seat < c.offered_top`,
  },
  {
    name: 'the free seats of a pool are wrong',
    rows: `select 'pool ' || c.id as place from (${perPool}) c
      where c.last_seat <> c.held_ + c.offers + (select count(*) from free_seat f where f.pool_id = c.id and f.seat between 1 and c.last_seat)
      or exists (select 1 from free_seat f where f.pool_id = c.id and f.seat > c.last_seat)
      or exists (select 1 from free_seat f join license l on l.pool_id = f.pool_id and l.seat = f.seat
        and ${held('l')} where f.pool_id = c.id)`,
  },
  {
    name: 'the licenses of a student are counted wrongly',
    rows: difference(
      `'manager ' || k.manager_id || ', student ' || k.student_id`,
      ['issued', 'live'],
      `select l.manager_id, l.student_id, m.issued, m.live, count(*) as issued_, count(*) filter (where l.ended_at is null) as live_
        from license l left join manager_student m on m.manager_id = l.manager_id and m.student_id = l.student_id
        group by l.manager_id, l.student_id, m.issued, m.live
        union all select m.manager_id, m.student_id, m.issued, m.live, 0, 0 from manager_student m
        where not exists (select 1 from license l where m.manager_id = l.manager_id and m.student_id = l.student_id)`,
    ),
  },
  {
    name: 'a student is found by another name than the own',
    rows: `select 'manager ' || m.manager_id || ', student ' || m.student_id as place
      from manager_student m join student s on s.id = m.student_id where s.search_key <> m.search_key`,
  },
  {
    name: 'the pools of a course are counted wrongly',
    rows: difference(
      `'manager ' || k.manager_id || ', course ' || k.course_id`,
      ['pools'],
      `select p.manager_id, p.course_id, m.pools, count(*) as pools_
        from pool p left join manager_course m on m.manager_id = p.manager_id and m.course_id = p.course_id
        group by p.manager_id, p.course_id, m.pools
        union all select m.manager_id, m.course_id, m.pools, 0 from manager_course m
        where not exists (select 1 from pool p where m.manager_id = p.manager_id and m.course_id = p.course_id)`,
    ),
  },
  {
    name: 'the totals of a license manager are wrong',
    rows: difference(
      `'manager ' || k.id`,
      [
        'pools',
        'courses',
        'transferable_licenses',
        'untransferable_licenses',
        'issued',
        'live',
        'held',
        'students',
        'live_students',
      ],
      `select m.id, t.pools, t.courses, t.transferable_licenses, t.untransferable_licenses, t.issued, t.live, t.held, t.students, t.live_students,
        (select count(*) from pool p where p.manager_id = m.id) as pools_,
        (select count(distinct p.course_id) from pool p where p.manager_id = m.id) as courses_,
        (select coalesce(sum(p.licenses), 0) from pool p where p.manager_id = m.id and p.transferable = 1) as transferable_licenses_,
        (select coalesce(sum(p.licenses), 0) from pool p where p.manager_id = m.id and p.transferable = 0) as untransferable_licenses_,
        (select count(*) from license l where l.manager_id = m.id) as issued_,
        (select count(*) from license l where l.manager_id = m.id and l.ended_at is null) as live_,
        (select count(*) from license l where l.manager_id = m.id and ${held('l')}) + (select count(*) from waiting o where o.manager_id = m.id and o.state = 'offered') as held_,
        (select count(distinct l.student_id) from license l where l.manager_id = m.id) as students_,
        (select count(distinct l.student_id) from license l where l.manager_id = m.id and l.ended_at is null) as live_students_
        from manager m left join tally t on t.manager_id = m.id`,
    ),
  },
  {
    name: 'what the publisher has is counted wrongly',
    rows: `select k.noun as place from (
        select 'manager' as noun, count(*) as rows_ from manager union all select 'course', count(*) from course
        union all select 'archived_course', count(*) from course where archived_at is not null
        union all select 'pool', count(*) from pool
        union all select 'student', count(*) from student where merged_into is null and erased_at is null) k
      where k.rows_ <> (select sum(t.rows) from total t where t.noun = k.noun)`,
  },
  {
    name: 'orders are counted wrongly',
    rows: `select source || ' ' || state as place from order_tally t where orders <>
      (select count(*) from order_line o where o.source = t.source and o.state = t.state)`,
  },
  {
    name: 'the licenses of a link are counted wrongly',
    rows: `select 'link ' || k.id as place from link k where k.issued <> (select count(*) from license l where l.link_id = k.id)
      or k.live <> (select count(*) from license l where l.link_id = k.id and l.ended_at is null)`,
  },
];

const SERVES = `w.state = 'waiting' and p.end_at > :now and p.start_at <= :now and p.closed_at is null and p.held < p.licenses
  and (k.id is null or k.deleted_at is null and k.paused_at is null
    and k.licenses > k.offered + case when p.transferable = 1 then k.live else k.issued end)
  and not exists (select 1 from waiting o where o.student_id = w.student_id and o.course_id = w.course_id and o.state = 'offered')`;

const lists: Check[] = [
  {
    name: 'a seat is offered and held by a license',
    rows: `select 'pool ' || w.pool_id || ', seat ' || w.seat as place from waiting w
      join license l on l.pool_id = w.pool_id and l.seat = w.seat and ${held('l')} where w.state = 'offered'`,
  },
  {
    name: 'a seat is free while somebody waits whom it serves',
    rows: `select 'pool ' || p.id || ', student ' || min(w.student_id) as place from waiting w join pool p on p.id = w.pool_id
      left join link k on k.id = w.link_id where ${SERVES} group by p.id`,
  },
  {
    name: 'a student waits for a course and has it',
    rows: `select 'entry ' || w.id as place from waiting w join license l on l.student_id = w.student_id
      and l.course_id = w.course_id and l.ended_at is null and l.ahead = 0 and l.end_at > :now
      where w.state in ('waiting', 'offered')`,
  },
  {
    name: 'an entry of a waiting list does not fit its pool, link or license',
    rows: `select 'entry ' || w.id as place from waiting w join pool p on p.id = w.pool_id left join link k on k.id = w.link_id
      left join license l on l.id = w.license_id where p.manager_id <> w.manager_id or p.course_id <> w.course_id
      or k.pool_id <> w.pool_id or (w.state = 'accepted' and (l.id is null or l.pool_id <> w.pool_id))`,
  },
  {
    name: 'who waits for a pool is counted wrongly',
    rows: `select 'pool ' || p.id as place from pool p where p.offered <> ${offers('p')}
      or p.waiting <> (select count(*) from waiting w where w.pool_id = p.id and w.state = 'waiting')`,
  },
  {
    name: 'who waits by a link is counted wrongly',
    rows: `select 'link ' || k.id as place from link k
      where k.waiting <> (select count(*) from waiting w where w.link_id = k.id and w.state = 'waiting')
      or k.offered <> (select count(*) from waiting w where w.link_id = k.id and w.state = 'offered')`,
  },
];

const people: Check[] = [
  {
    name: 'a student who was merged or erased is somebody still',
    rows: `select 'student ' || s.id as place from student s
      where (s.merged_into is not null and (exists (select 1 from license l where l.student_id = s.id)
          or exists (select 1 from manager_student m where m.student_id = s.id) or exists (select 1 from progress p where p.student_id = s.id)
          or exists (select 1 from student o where o.id = s.merged_into and o.merged_into is not null)))
        or (s.erased_at is not null and (s.email <> '' or s.name <> 'Erased person' or s.mailbox is not null
          or exists (select 1 from license l where l.student_id = s.id and l.ended_at is null)))`,
  },
  {
    name: 'an erasure was left open, and history can be changed',
    rows: `select 'student ' || student_id as place from erasure where open = 1`,
  },
];

const history: Check[] = [
  {
    name: 'a license has no event that tells of its end',
    rows: `select 'license ' || l.id as place from license l join event a on a.license_id = l.id and a.kind = 'license.assigned'
      where l.ended_at is not null and not exists (select 1 from event e where e.license_id = l.id and e.kind <> 'license.assigned')`,
  },
  {
    name: 'an event tells of a license that does not exist',
    rows: `select 'event ' || e.id as place from event e where e.kind = 'license.assigned'
      and not exists (select 1 from license l where l.id = e.license_id and l.student_id = e.student_id and l.pool_id = e.pool_id)`,
  },
];

/** What must hold in every database, whatever happened to it. */
export const checks: readonly Check[] = [...seats, ...counters, ...lists, ...people, ...history];

const MAX_TOLD = 20;

async function failures(db: Queries, check: Check, now: number): Promise<string[]> {
  const asked = check.rows.replaceAll(':now', String(now));
  const { rows } = await sql.raw<{ place: string }>(`${asked} limit ${MAX_TOLD + 1}`).execute(db.kysely);
  const told = rows.slice(0, MAX_TOLD).map((row) => `${row.place}: ${check.name}`);
  return rows.length > MAX_TOLD ? [...told, `${check.name} in more places`] : told;
}

/**
 * Looks at the whole database as it was at one moment; answers one line per problem. A server may run meanwhile. `now` in
 * seconds, by default as the database tells it.
 */
export function inspect(db: Pick<Database, 'snapshot'>, now?: number): Promise<string[]> {
  return db.snapshot(async (queries) => {
    const problems = await enginesOwnChecks(queries);
    const at = now ?? Math.floor((await databaseClock(queries)) / 1000);
    for (const check of checks) problems.push(...(await failures(queries, check, at)));
    return problems;
  });
}
