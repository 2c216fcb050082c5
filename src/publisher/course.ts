import { type Selectable, sql } from 'kysely';
import type { Engine, Queries, Transaction } from '../db/database.ts';
import { idsIn, locked } from '../db/dialect.ts';
import type { Slice } from '../db/page.ts';
import { prepare } from '../db/prepare.ts';
import type { CourseTable, Flag } from '../db/tables.ts';
import { invalid, notFound } from '../errors.ts';
import { type Actor, record } from '../event/record.ts';
import { fold } from '../rules/search.ts';
import { contains, either, type Found, idIn, keptTotal, newestIds, wordsOf } from './newest.ts';

export const moveOns = ['Passed', 'Completed', 'CompletedAndPassed', 'CompletedOrPassed', 'NotApplicable'] as const;

/** How a course opens; `moveOn`, when cmi5 takes it for done, is null for other ways. */
export interface Launch {
  method: Selectable<CourseTable>['launch_method'];
  url: string | null;
  moveOn: string | null;
}

/** What the publisher says of a course. */
export interface CourseTerms {
  title: string;
  description: string;
  kind: Selectable<CourseTable>['kind'];
  months: number;
  launch: Launch;
  /** Null: its address at this server. */
  activityId: string | null;
  certificates: boolean;
  archived: boolean;
}

export type SoldCourse = CourseTerms & {
  id: number;
  /** The name under which its picture is served. */
  cover: string | null;
};

/** What is asked to change; of how it opens those members that are given. */
export type CourseChanges = Partial<Omit<CourseTerms, 'launch'>> & { launch?: Partial<Launch> };

const columns = [
  'id',
  'title',
  'description',
  'kind',
  'months',
  'cover',
  'launch_method',
  'launch_url',
  'launch_move_on',
  'activity_id',
  'certificates',
  'archived_at',
] as const;

const byIds = prepare((db, p: { ids: string }, engine: Engine) =>
  db.selectFrom('course').select(columns).where('id', 'in', idsIn(p.ids, engine)).orderBy('id', 'desc'),
);

const lockById = prepare((db, p: { id: number }, engine: Engine) =>
  locked(db.selectFrom('course').select(columns).where('id', '=', p.id), engine),
);

const byActivity = prepare((db, p: { activityId: string; id: number }) =>
  db.selectFrom('course').select('id').where('activity_id', '=', p.activityId).where('id', '<>', p.id),
);

interface Row {
  title: string;
  description: string;
  kind: Selectable<CourseTable>['kind'];
  months: number;
  method: Launch['method'];
  url: string | null;
  moveOn: string | null;
  activityId: string | null;
  certificates: Flag;
  archivedAt: number | null;
  key: string;
}

const valuesOf = (p: Row) => ({
  title: p.title,
  description: p.description,
  kind: p.kind,
  months: p.months,
  launch_method: p.method,
  launch_url: p.url,
  launch_move_on: p.moveOn,
  activity_id: p.activityId,
  certificates: p.certificates,
  archived_at: p.archivedAt,
  search_key: p.key,
});

const insert = prepare((db, p: Row) => db.insertInto('course').values(valuesOf(p)).returning('id'));

const update = prepare((db, p: Row & { id: number }) =>
  db.updateTable('course').set(valuesOf(p)).where('id', '=', p.id),
);

const rowOf = ({ launch, certificates, ...terms }: CourseTerms, archivedAt: number | null): Row => ({
  ...{ title: terms.title, description: terms.description, kind: terms.kind, months: terms.months },
  ...{ activityId: terms.activityId, ...launch, certificates: certificates ? 1 : 0, archivedAt },
  key: fold(terms.title),
});

const toCourse = (row: Awaited<ReturnType<typeof byIds>>[number]): SoldCourse => ({
  id: row.id,
  title: row.title,
  description: row.description,
  kind: row.kind,
  months: row.months,
  cover: row.cover,
  launch: { method: row.launch_method, url: row.launch_url, moveOn: row.launch_move_on },
  activityId: row.activity_id,
  certificates: row.certificates === 1,
  archived: row.archived_at !== null,
});

const coursesWithIds = async (db: Queries, ids: readonly number[]): Promise<SoldCourse[]> =>
  (await byIds(db, { ids: JSON.stringify(ids) })).map(toCourse);

/** A course; throws `not_found`. */
export async function getSoldCourse(db: Queries, id: number): Promise<SoldCourse> {
  const [course] = await coursesWithIds(db, [id]);
  if (!course) throw notFound();
  return course;
}

async function keptOf(db: Queries, archived: boolean | undefined): Promise<number> {
  if (archived === true) return keptTotal(db, 'archived_course');
  const all = await keptTotal(db, 'course');
  return archived === undefined ? all : all - (await keptTotal(db, 'archived_course'));
}

/** The courses, newest first; of a search those whose title has all its words. */
export async function listSoldCourses(
  db: Queries,
  { search, archived }: { search?: string | undefined; archived?: boolean | undefined },
  slice: Slice,
): Promise<Found<SoldCourse>> {
  const words = wordsOf(search);
  const conditions = [
    ...(archived === undefined ? [] : [archived ? sql`archived_at is not null` : sql`archived_at is null`]),
    ...words.map((word) => either(contains('search_key', word), sql`id = ${idIn(word)}`)),
  ];
  const kept = words.length > 0 ? null : await keptOf(db, archived);
  const { total, items } = await newestIds(db, 'course', { conditions, kept, slice });
  return { total, items: await coursesWithIds(db, items) };
}

/** Throws `invalid_request` where the course cannot be opened so. */
function launchOf({ method, url, moveOn }: Launch): Launch {
  if (method === 'none') return { method, url: null, moveOn: null };
  if (url === null) throw invalid({ pointer: '/launch/url', detail: `is required where the method is ${method}` });
  return { method, url, moveOn: method === 'cmi5' ? (moveOn ?? 'Completed') : null };
}

async function refuseActivity(tx: Transaction, activityId: string | null, id: number): Promise<void> {
  if (activityId === null) return;
  const [other] = await byActivity(tx, { activityId, id });
  if (other) throw invalid({ pointer: '/activityId', detail: `is that of course ${other.id}` });
}

export async function createCourse(tx: Transaction, asked: CourseTerms, by: Actor, now: number): Promise<number> {
  await refuseActivity(tx, asked.activityId, 0);
  const terms = { ...asked, launch: launchOf(asked.launch) };
  const [row] = await insert(tx, rowOf(terms, asked.archived ? now : null));
  if (!row) throw new Error('no course was made');
  record(tx, { managerId: null, at: now, kind: 'course.created', by, courseId: row.id, after: { title: asked.title } });
  return row.id;
}

const told = ({ id: _, ...course }: SoldCourse) => course;

/** Changes what is given of a course. Throws `not_found` or `invalid_request`. */
export async function changeCourse(
  tx: Transaction,
  { id, changes }: { id: number; changes: CourseChanges },
  by: Actor,
  now: number,
): Promise<void> {
  const [row] = await lockById(tx, { id });
  if (!row) throw notFound();
  const before = toCourse(row);
  const after = { ...before, ...changes, launch: launchOf({ ...before.launch, ...changes.launch }) };
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  await refuseActivity(tx, after.activityId, id);
  await update(tx, { id, ...rowOf(after, after.archived ? (row.archived_at ?? now) : null) });
  record(tx, {
    ...{ managerId: null, courseId: id, at: now, kind: 'course.changed' as const, by },
    ...{ before: told(before), after: told(after) },
  });
}

const setCover = prepare((db, p: { id: number; name: string }) =>
  db.updateTable('course').set({ cover: p.name }).where('id', '=', p.id),
);

const putCover = prepare((db, p: { id: number; name: string; type: string; content: string; now: number }) =>
  db
    .insertInto('cover')
    .values({ course_id: p.id, name: p.name, type: p.type, content: p.content, made_at: p.now })
    .onConflict((conflict) =>
      conflict.column('course_id').doUpdateSet({ name: p.name, type: p.type, content: p.content, made_at: p.now }),
    ),
);

const coverByName = prepare((db, p: { name: string }) =>
  db.selectFrom('cover').select(['type', 'content']).where('name', '=', p.name),
);

/** A picture of a course. */
export interface Cover {
  /** Of its bytes and its course: another picture has another name. */
  name: string;
  type: string;
  /** Base64. */
  content: string;
}

/** Gives a course this picture. Throws `not_found`. */
export async function changeCover(
  tx: Transaction,
  { id, cover }: { id: number; cover: Cover },
  by: Actor,
  now: number,
): Promise<void> {
  const [row] = await lockById(tx, { id });
  if (!row) throw notFound();
  const before = toCourse(row);
  if (before.cover === cover.name) return;
  await putCover(tx, { id, ...cover, now });
  await setCover(tx, { id, name: cover.name });
  record(tx, {
    ...{ managerId: null, courseId: id, at: now, kind: 'course.changed' as const, by },
    ...{ before: told(before), after: told({ ...before, cover: cover.name }) },
  });
}

/** The picture of this name; throws `not_found`. */
export async function getCover(db: Queries, name: string): Promise<{ type: string; bytes: Buffer }> {
  const [row] = await coverByName(db, { name });
  if (!row) throw notFound();
  return { type: row.type, bytes: Buffer.from(row.content, 'base64') };
}
