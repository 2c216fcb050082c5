import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import { parseEmail } from '../rules/email.ts';
import { isLanguage, type Language } from '../rules/language.ts';

const licenseById = prepare((db, p: { id: number }) =>
  db
    .selectFrom('license')
    .innerJoin('course', 'course.id', 'license.course_id')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select([
      'course.title',
      'student.name as student',
      'license.manager_id',
      'license.course_id',
      'license.link_id',
      'license.transferable',
      'license.start_at',
      'license.end_at',
      'license.ended_at',
    ])
    .where('license.id', '=', p.id),
);

const waitingOfEvent = prepare((db, p: { id: number; entry: number }) =>
  db
    .selectFrom('event')
    .innerJoin('course', 'course.id', 'event.course_id')
    .innerJoin('student', 'student.id', 'event.student_id')
    .leftJoin('waiting', (join) => join.on('waiting.id', '=', p.entry))
    .select(['course.title', 'student.name', 'student.email', 'waiting.state', 'waiting.offered_until'])
    .where('event.id', '=', p.id),
);

const managerById = prepare((db, p: { id: number }) =>
  db.selectFrom('manager').select(['name', 'email', 'language', 'time_zone']).where('id', '=', p.id),
);

const managerOfEvent = prepare((db, p: { id: number }) =>
  db.selectFrom('event').select('manager_id').where('id', '=', p.id),
);

const personByEmail = prepare((db, p: { email: string }) =>
  db.selectFrom('person').select(['language', 'time_zone']).where('email', '=', p.email),
);

const neverByMail = prepare((db, p: { email: string }) =>
  db
    .selectFrom('person')
    .select('id')
    .where('email', '=', p.email)
    .where((eb) => eb.or([eb('publisher', '=', 1), eb('disabled_at', 'is not', null)])),
);

const laterReminder = prepare((db, p: { licenseId: number; eventId: number }) =>
  db
    .selectFrom('outbox')
    .select('id')
    .where('license_id', '=', p.licenseId)
    .where('event_id', '>', p.eventId)
    .where('kind', '=', 'license_expires_soon')
    .where('done_at', 'is', null)
    .where('failed_at', 'is', null)
    .limit(1),
);

/** A license as it is now. Times in seconds. */
export async function findLicense(queries: Queries, id: number) {
  const [row] = await licenseById(queries, { id });
  return row && { ...row, transferable: row.transferable === 1, byLink: row.link_id !== null };
}

/** What a mail about a waiting list or a request is about, and how the entry of the list is now. */
export const findWaiting = async (queries: Queries, eventId: number, entry: number) =>
  (await waitingOfEvent(queries, { id: eventId, entry }))[0];

/** True where the student is about to be told of the end of the license by a later mail. */
export const isRemindedLater = async (queries: Queries, licenseId: number, eventId: number): Promise<boolean> =>
  (await laterReminder(queries, { licenseId, eventId })).length > 0;

/** The license manager in whose history the event is, or null. */
export const managerIdOfEvent = async (queries: Queries, id: number): Promise<number | null> =>
  (await managerOfEvent(queries, { id }))[0]?.manager_id ?? null;

/** The license manager in whose name a mail comes, and to which the reader can write. */
export async function findManager(queries: Queries, id: number) {
  const [row] = await managerById(queries, { id });
  return row && { ...row, email: parseEmail(row.email)?.address ?? null };
}

/** False of staff, whose account a mail that lies around must not open, and where nobody may sign in. */
export const entersByMail = async (queries: Queries, email: string): Promise<boolean> =>
  (await neverByMail(queries, { email })).length === 0;

type Preferences = { language: string | null; time_zone: string | null };

/**
 * In which language and time zone somebody reads: as they asked, else as their account says, else as the license
 * manager does, else as whoever invites them; of the languages that the publisher offers, else in the first of these.
 */
export async function readerOf(
  queries: Queries,
  email: string,
  asked: { language?: unknown; inviter?: unknown },
  manager: Preferences | undefined,
  offered: readonly Language[],
): Promise<{ language: Language; timeZone: string }> {
  const [person] = await personByEmail(queries, { email });
  const wishes = [asked.language, person?.language, manager?.language, asked.inviter];
  const isOffered = (wish: unknown): wish is Language => isLanguage(wish) && offered.includes(wish);
  return {
    language: wishes.find(isOffered) ?? offered[0] ?? 'en',
    timeZone: person?.time_zone ?? manager?.time_zone ?? 'UTC',
  };
}
