import { sql } from 'kysely';
import type { Database, Queries } from '../db/database.ts';
import { feedPosition, positionEvents, unpositioned } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { type EventFact, eventColumns, toFact } from './list.ts';

/** How many events get their positions in one transaction. */
const POSITIONS_BATCH = 5000;

const feedState = prepare((db, _: object, engine) =>
  db
    .selectFrom('event')
    .select([sql<number | null>`max(${feedPosition(engine)})`.as('newest'), unpositioned(engine).as('unpositioned')]),
);

const afterOfAll = prepare((db, p: { after: number; limit: number }, engine) =>
  db
    .selectFrom('event')
    .leftJoin('student', 'student.id', 'event.student_id')
    .leftJoin('course', 'course.id', 'event.course_id')
    .select(eventColumns)
    .select(feedPosition(engine).as('position'))
    .where(feedPosition(engine), '>', p.after)
    .orderBy(feedPosition(engine))
    .limit(p.limit),
);

const after = prepare((db, p: { managerId: number; after: number; limit: number }, engine) =>
  db
    .selectFrom('event')
    .leftJoin('student', 'student.id', 'event.student_id')
    .leftJoin('course', 'course.id', 'event.course_id')
    .select(eventColumns)
    .select(feedPosition(engine).as('position'))
    .where('event.manager_id', '=', p.managerId)
    .where(feedPosition(engine), '>', p.after)
    .orderBy(feedPosition(engine))
    .limit(p.limit),
);

/** The position of the newest event, 0 where there is none. Events committed before the call are all in the feed then. */
export async function advanceFeed(db: Database): Promise<number> {
  const [state] = await feedState(db.read, {});
  if (!state?.unpositioned) return state?.newest ?? 0;
  while (await db.write((tx) => positionEvents(tx, POSITIONS_BATCH)));
  const [positioned] = await feedState(db.read, {});
  return positioned?.newest ?? 0;
}

export interface FeedPage {
  events: EventFact[];
  /** The position to go on from. */
  next: number;
  /** True where there are more events already. */
  more: boolean;
}

/** The events of a manager, or of all, after a position of the feed, oldest first, at most `limit`. */
export async function readFeed(
  db: Queries,
  { managerId, after: position, limit }: { managerId: number | null; after: number; limit: number },
): Promise<FeedPage> {
  const asked = { after: position, limit: limit + 1 };
  const rows = await (managerId === null ? afterOfAll(db, asked) : after(db, { managerId, ...asked }));
  const page = rows.slice(0, limit);
  return { events: page.map(toFact), next: page.at(-1)?.position ?? position, more: rows.length > limit };
}
