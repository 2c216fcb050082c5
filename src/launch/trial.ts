import type { Context } from '../context.ts';
import { now } from '../context.ts';
import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { notFound, Refusal } from '../errors.ts';
import { TRIAL_SECONDS } from '../player/player.ts';
import { NO_LICENSE } from '../player/token.ts';
import { type Opened, open, type Write } from './open.ts';
import type { Opening } from './opening.ts';

const courseById = prepare((db, p: { id: number }) =>
  db.selectFrom('course').select(['id', 'title', 'launch_method', 'launch_url']).where('id', '=', p.id),
);

/** Nobody's address, by RFC 2606. */
const TEST_PERSON = { id: NO_LICENSE, name: 'Test Person', email: 'test.person@example.com', language: null };

async function trialOf(db: Queries, courseId: number, publisher: string, at: number): Promise<Opening> {
  const [course] = await courseById(db, { id: courseId });
  if (!course) throw notFound();
  return {
    student: TEST_PERSON,
    course: { id: course.id, title: course.title, method: course.launch_method, url: course.launch_url },
    license: { id: NO_LICENSE, poolId: NO_LICENSE, end: at + TRIAL_SECONDS },
    manager: { id: NO_LICENSE, name: publisher },
  };
}

/** Opens a course as a test person, who holds no license: nothing of it is kept. Throws `not_found`, `not_launchable`. */
export async function tryCourse(
  context: Pick<Context, 'db' | 'keys' | 'clock' | 'config'>,
  courseId: number,
  write: Write,
): Promise<Opened> {
  const at = now(context);
  const opening = await trialOf(context.db.read, courseId, context.config.publisherName, at);
  if (opening.course.method === 'cmi5')
    throw new Refusal('not_launchable', {
      detail:
        'What a unit of cmi5 reports belongs to a license: give one to an address of your own, and open it there.',
    });
  return open(context, opening, { now: at, write });
}
