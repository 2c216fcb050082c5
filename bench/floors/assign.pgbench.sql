\set pool random(1, 100)
\set number random(1, 1000000000000)
begin;
select id, manager_id, course_id, transferable, licenses, start_at, end_at, order_ref, held
  from pool where id = :pool and manager_id = 1 for no key update;
select student.id, student.name, student.email, license.start_at, license.end_at,
  (select count(*) from license as other where pool_id = :pool and ended_at is null and other.end_at <= 1700000000) as due,
  (select allowed_domains from manager where manager.id = 1) as domains
  from (select 1) as one
  left join student on student.email_key = 'p.' || cast(:number as bigint) || '@example.com'
  left join license on license.student_id = student.id and license.course_id = 1 and license.ended_at is null;
insert into student (name, email, email_key)
  values ('Student', 'p.' || cast(:number as bigint) || '@example.com', 'p.' || cast(:number as bigint) || '@example.com')
  on conflict (email_key) do nothing returning id as student \gset
insert into license (pool_id, manager_id, course_id, transferable, seat, student_id, start_at, end_at)
  select id, manager_id, course_id, transferable, coalesce((select min(seat) from free_seat where pool_id = pool.id), last_seat + 1),
    cast(:student as bigint), start_at, end_at from pool where id = :pool returning id as license \gset
insert into event (manager_id, at, kind, actor_kind, actor_id, actor_label, student_id, course_id, pool_id, license_id, details)
  values (1, 1, 'license.assigned', 'token', 'benchmark', 'Benchmark', :student, 1, :pool, :license,
    '{"after": {"start": "2026-01-01 00.00.00 UTC", "end": "2027-01-01 00.00.00 UTC", "active": true}}') returning id as event \gset
insert into outbox (id, event_id, license_id, channel, kind, recipient, payload, created_at, run_at)
  values (gen_random_uuid()::text, :event, :license, 'mail', 'license_assigned', 'p.' || cast(:number as bigint) || '@example.com', '{}', 1, 1);
commit;
