/** Inserts the rows of an import file into an empty database of the product: bare node:sqlite, one transaction. */
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { ImportFile } from '../../src/import/schema.ts';

const { path, file } = JSON.parse(process.argv[2] as string) as { path: string; file: string };
const {
  managers = [],
  courses = [],
  pools = [],
  students = [],
  licenses = [],
} = JSON.parse(readFileSync(file, 'utf8')) as ImportFile;
const db = new DatabaseSync(path);
db.exec(
  'pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -32000; pragma recursive_triggers = on',
);
const seconds = (text: string) => Date.parse(text) / 1000;

const startedAt = performance.now();
db.exec('begin immediate');
const manager = db.prepare('insert into manager (id, name, email, allowed_domains) values (?, ?, ?, ?)');
for (const m of managers) manager.run(m.id, m.name, m.email, JSON.stringify(m.allowedDomains));
const course = db.prepare('insert into course (id, title) values (?, ?)');
for (const c of courses) course.run(c.id, c.title);
const pool = db.prepare(
  'insert into pool (id, manager_id, course_id, transferable, licenses, start_at, end_at) values (?, ?, ?, ?, ?, ?, ?)',
);
for (const p of pools)
  pool.run(p.id, p.managerId, p.courseId, Number(p.transferable), p.licenses, seconds(p.start), seconds(p.end));
const student = db.prepare('insert into student (id, name, email, email_key, search_key) values (?, ?, ?, ?, ?)');
for (const s of students) student.run(s.id, s.name, s.email, s.email, `${s.name.toLowerCase()}\n${s.email}`);
const license =
  db.prepare(`insert into license (id, pool_id, manager_id, course_id, transferable, seat, student_id, start_at, end_at)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
const poolById = new Map(pools.map((p) => [p.id, { ...p, given: 0 }]));
for (const l of licenses) {
  const of = poolById.get(l.poolId);
  if (!of) throw new Error(`no pool ${l.poolId}`);
  const seat = ++of.given;
  license.run(
    l.id,
    l.poolId,
    of.managerId,
    of.courseId,
    Number(of.transferable),
    seat,
    l.studentId,
    seconds(l.start),
    seconds(l.end),
  );
}
db.exec('commit');
process.send?.({ seconds: (performance.now() - startedAt) / 1000, residentKiB: process.resourceUsage().maxRSS });
process.disconnect?.();
