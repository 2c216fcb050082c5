/**
 * Bare node:http that answers the first page of each list with the SQL of the product, written by hand, through
 * node:sqlite and JSON.stringify: for license manager 1, without asking who calls.
 */
import { createServer } from 'node:http';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** What the statements below answer; each only what it names. */
interface Row {
  total: number;
  courses: number;
  pools: number;
  id: number;
  pool_id: number;
  course_id: number;
  license_id: number;
  student_id: number;
  transferable: number;
  licenses: number;
  held: number;
  due: number;
  start_at: number;
  end_at: number;
  ended_at: number | null;
  percent: number | null;
  completed_at: number | null;
  title: string;
  name: string;
  email: string;
}

type Parameters = Record<string, string | number>;

const { port, path } = JSON.parse(process.argv[2] as string) as { port: number; path: string };
const db = new DatabaseSync(path);
db.exec('pragma query_only = on; pragma cache_size = -32000');

const manager = 1;
const due = `(select count(*) from license where pool_id = pool.id and ended_at is null and license.end_at <= :now) as due`;
const unswept = (column: string) => `select ${column} from license where manager_id = :manager and ended_at is null`;

const licenseTotal = db.prepare(`select live - (${unswept('count(*)')} and end_at <= :now)
  - (${unswept('count(*)')} and start_at > :now) as total from tally where manager_id = :manager`);
const licenses =
  db.prepare(`select l.id, l.pool_id, l.manager_id, l.course_id, l.link_id, l.transferable, l.start_at, l.end_at,
    l.ended_at, l.ended_how, l.student_id, s.name, s.email
  from (select id from license where manager_id = :manager and ended_at is null and +start_at <= :now and +end_at > :now
    order by id limit :limit offset 0) as slice
  join license as l on l.id = slice.id join student as s on s.id = l.student_id order by l.id`);

const waiting = `from (${unswept('student_id')} and end_at > 0 and end_at <= :now
    union all ${unswept('student_id')} and start_at > :now) as doubtful
  where not exists (select 1 from license where manager_id = :manager and student_id = doubtful.student_id
    and ended_at is null and +start_at <= :now and +end_at > :now)`;
const studentTotal = db.prepare(`select live_students - (select count(distinct student_id) ${waiting}) as total
  from tally where manager_id = :manager`);
const studentIds = db.prepare(`select student_id from manager_student where manager_id = :manager and live > 0
  and student_id not in (select student_id ${waiting}) order by student_id limit :limit offset 0`);
const enrollments =
  db.prepare(`select s.id as student_id, s.name, s.email, l.id as license_id, l.pool_id, l.course_id, c.title,
    l.transferable, l.start_at, l.end_at, l.ended_at, l.ended_how, p.percent, p.completed_at, p.last_access_at
  from license as l join student as s on s.id = l.student_id join course as c on c.id = l.course_id
  left join progress as p on p.student_id = l.student_id and p.course_id = l.course_id
  where l.manager_id = :manager and l.student_id in (select value from json_each(:ids)) order by l.student_id, l.id`);

const totals = db.prepare(
  'select * from manager join tally on tally.manager_id = manager.id where manager.id = :manager',
);
const poolColumns = `pool.id, pool.manager_id, pool.course_id, pool.transferable, pool.licenses, pool.start_at, pool.end_at,
  pool.order_ref, pool.held`;
const pools =
  db.prepare(`select ${poolColumns}, course.title, ${due} from pool join course on course.id = pool.course_id
  where pool.manager_id = :manager order by pool.id limit :limit offset 0`);
const courses =
  db.prepare(`select course.id, course.title from manager_course join course on course.id = manager_course.course_id
  where manager_course.manager_id = :manager order by manager_course.course_id limit :limit offset 0`);
const poolsOfCourses = db.prepare(`select ${poolColumns}, ${due} from pool where manager_id = :manager
  and course_id in (select value from json_each(:ids)) order by id`);

const one = (statement: StatementSync, parameters: Parameters) => statement.get(parameters) as unknown as Row;
const all = (statement: StatementSync, parameters: Parameters) => statement.all(parameters) as unknown as Row[];

const time = (seconds: number) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00`;
const isActive = (row: Row, now: number) => row.ended_at === null && row.start_at <= now && now < row.end_at;

function toLicense(row: Row, now: number) {
  const active = isActive(row, now);
  const changeable = active && row.transferable === 1;
  return {
    id: String(row.id),
    poolId: String(row.pool_id),
    courseId: String(row.course_id),
    start: time(row.start_at),
    end: time(row.end_at),
    active,
    revokable: changeable,
    editable: changeable,
    student: { id: String(row.student_id), name: row.name, email: row.email },
  };
}

function toCourseOfStudent(row: Row) {
  const changeable = row.transferable === 1;
  return {
    id: String(row.course_id),
    title: row.title,
    poolId: row.pool_id,
    licenseId: row.license_id,
    licenseActive: true,
    licenseRevokable: changeable,
    licenseEditable: changeable,
    start: time(row.start_at),
    end: time(row.end_at),
    progress: row.percent ?? 0,
    completed: row.completed_at === null ? null : time(row.completed_at),
  };
}

function toSeats(row: Row, now: number) {
  const assigned = row.transferable === 1 ? row.held - row.due : row.held;
  return {
    start: time(row.start_at),
    end: time(row.end_at),
    transferable: row.transferable === 1,
    licenses: row.licenses,
    assignedLicenses: assigned,
    availableLicenses: row.start_at <= now && now < row.end_at ? row.licenses - assigned : 0,
  };
}

const lists: Record<string, (limit: number, now: number) => [total: number, items: object[]]> = {
  licenses: (limit, now) => [
    one(licenseTotal, { manager, now }).total,
    all(licenses, { manager, now, limit }).map((row) => toLicense(row, now)),
  ],
  students: (limit, now) => {
    const { total } = one(studentTotal, { manager, now });
    const ids = all(studentIds, { manager, now, limit }).map((row) => row.student_id);
    const rows = all(enrollments, { manager, ids: JSON.stringify(ids) });
    const students = [...Map.groupBy(rows, (row) => row.student_id).values()].map((own) => ({
      id: own[0]?.student_id,
      name: own[0]?.name,
      email: own[0]?.email,
      courses: own.filter((row) => isActive(row, now)).map(toCourseOfStudent),
    }));
    return [total, students];
  },
  courses: (limit, now) => {
    const page = all(courses, { manager, limit });
    const rows = all(poolsOfCourses, { manager, now, ids: JSON.stringify(page.map((course) => course.id)) });
    const byCourse = Map.groupBy(rows, (row) => row.course_id);
    const items = page.map((course) => {
      const own = (byCourse.get(course.id) ?? []).map((row) => ({ id: row.id, ...toSeats(row, now) }));
      const sum = (of: 'licenses' | 'assignedLicenses' | 'availableLicenses') =>
        own.reduce((total, pool) => total + pool[of], 0);
      return {
        id: String(course.id),
        title: course.title,
        licenses: sum('licenses'),
        assignedLicenses: sum('assignedLicenses'),
        availableLicenses: sum('availableLicenses'),
        pools: own,
      };
    });
    return [one(totals, { manager }).courses, items];
  },
  pools: (limit, now) => [
    one(totals, { manager }).pools,
    all(pools, { manager, now, limit }).map((row) => ({
      id: String(row.id),
      course: { id: String(row.course_id), title: row.title },
      ...toSeats(row, now),
    })),
  ],
};

createServer((request, response) => {
  const [, name = '', limit = '10'] = /(\w+)\?pageSize=(\d+)$/.exec(request.url ?? '') ?? [];
  const list = lists[name];
  if (!list) return response.end();
  const [total, items] = list(Number(limit), Math.floor(Date.now() / 1000));
  const body = JSON.stringify(items);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-total-count': total,
  });
  response.end(body);
}).listen(port, '127.0.0.1');
