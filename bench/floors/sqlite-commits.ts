/**
 * A loop of single durable commits in node:sqlite. `rows: 'assignment'` writes what an assignment writes (a student,
 * a license, an event and a mail, into the same tables), without asking anything; `'one'` writes one row of a table
 * without indexes. A message says which, and for how many seconds; the answer is how many commits a second.
 */
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

const { path } = JSON.parse(process.argv[2] as string) as { path: string };
const db = new DatabaseSync(path);
db.exec(
  `pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -32000; pragma recursive_triggers = on`,
);
db.exec('create table if not exists plain (id integer primary key, text text)');

const begin = db.prepare('begin immediate');
const commit = db.prepare('commit');
const plain = db.prepare('insert into plain (text) values (?)');
const student = db.prepare('insert into student (name, email, email_key) values (?, ?, ?) returning id');
const license =
  db.prepare(`insert into license (pool_id, manager_id, course_id, transferable, seat, student_id, start_at, end_at)
  select id, manager_id, course_id, transferable, last_seat + 1, ?, start_at, end_at from pool where id = ? returning id`);
const event =
  db.prepare(`insert into event (manager_id, at, kind, actor_kind, actor_id, actor_label, student_id, course_id, pool_id, license_id, details)
  values (1, 1, 'license.assigned', 'token', ?, 'Benchmark', ?, 1, ?, ?, ?) returning id`);
const mail =
  db.prepare(`insert into outbox (id, event_id, license_id, channel, kind, recipient, payload, created_at, run_at)
  values (?, ?, ?, 'mail', 'license_assigned', ?, '{}', 1, 1)`);

const token = randomUUID();
const details = JSON.stringify({
  after: { start: '2026-01-01T00:00:00+00:00', end: '2027-01-01T00:00:00+00:00', active: true },
});
let made = 0;

function assign(): void {
  const email = `floor.${process.pid}.${made}@example.com`;
  const pool = 1 + Math.floor(Math.random() * 100);
  const { id: studentId } = student.get('Student', email, email) as { id: number };
  const { id: licenseId } = license.get(studentId, pool) as { id: number };
  const { id: eventId } = event.get(token, studentId, pool, licenseId, details) as { id: number };
  mail.run(randomUUID(), eventId, licenseId, email);
}

process.on('message', ({ seconds, rows }: { seconds: number; rows: 'assignment' | 'one' }) => {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const from = made;
  while (performance.now() - startedAt < seconds * 1000) {
    begin.run();
    if (rows === 'assignment') assign();
    else plain.run('text');
    commit.run();
    made++;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  const count = made - from;
  process.send?.({ perSecond: count / ((performance.now() - startedAt) / 1000), cpu: (user + system) / 1e6 / count });
});
