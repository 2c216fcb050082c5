import { randomBytes } from 'node:crypto';
import type { Context } from '../context.ts';
import { sha256 } from '../crypto.ts';
import type { Transaction } from '../db/database.ts';
import { takeStatementLock } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import { contextTemplate, launched, MOVE_ON } from '../rules/xapi/cmi5.ts';
import { abandon, stateSatisfied, storeOwn } from './cmi5-report.ts';
import { beginSession, keepSaid, type Launch, openSessions } from './cmi5-session.ts';
import { keepDocument } from './document.ts';
import { profilePlace, statePlace } from './documents.ts';
import { defaultActivity } from './progress.ts';

/** For how long the address that is answered may be opened, in seconds. */
export const FETCH_SECONDS = 600;

/** Whom a course opens for, and by which license. */
export interface Opening {
  student: { id: number; language: string | null };
  course: { id: number };
  license: { id: number };
}

const courseById = prepare((db, p: { id: number }) =>
  db.selectFrom('course').select(['id', 'activity_id', 'launch_move_on']).where('id', '=', p.id),
);

const moveOnOf = (text: string | null | undefined) => MOVE_ON.find((one) => one === text) ?? 'Completed';

/** What the unit reads before it begins (section 10 of cmi5). */
const launchData = (launch: Launch, publicUrl: string) => ({
  contextTemplate: contextTemplate(launch),
  launchMode: 'Normal',
  moveOn: launch.moveOn,
  returnURL: `${publicUrl}/my`,
});

async function keepLaunchData(tx: Transaction, launch: Launch, { student }: Opening, publicUrl: string, ms: number) {
  const place = statePlace(launch.activityId, launch.actor, launch.registration);
  await keepDocument(tx, place, 'LMS.LaunchData', launchData(launch, publicUrl), ms);
  const preferences = { languagePreference: student.language ?? 'en', audioPreference: 'on' };
  await keepDocument(tx, profilePlace(launch.actor), 'cmi5LearnerPreferences', preferences, ms, { unlessThere: true });
}

/** The address of the unit with the parameters of cmi5 (section 8.1), whatever it has of its own. */
function launchUrl(launch: Launch, code: string, publicUrl: string): string {
  const url = new URL(launch.launchUrl);
  const parameters = {
    endpoint: `${publicUrl}/api/xapi/`,
    fetch: `${publicUrl}/api/xapi/fetch/${code}`,
    actor: JSON.stringify(launch.actor),
    registration: launch.registration,
    activityId: launch.activityId,
  };
  const own = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  url.search = [url.search.slice(1), ...own].filter(Boolean).join('&');
  return url.href;
}

/**
 * Begins a session of a course for a student with an active license: sessions of the license that are open are
 * abandoned, the launch data are in the state, and the launch is stated. Times in seconds.
 */
export async function openCmi5(
  tx: Transaction,
  { config, clock }: Pick<Context, 'config' | 'clock'>,
  opening: Opening,
  url: string,
  now: number,
): Promise<{ url: string; expires: number }> {
  const { publicUrl } = config;
  const place = { publicUrl, ms: clock() };
  await takeStatementLock(tx);
  const [course] = await courseById(tx, { id: opening.course.id });
  await abandon(tx, await openSessions(tx, opening.license.id, publicUrl), place);
  const code = randomBytes(32).toString('base64url');
  const session = {
    licenseId: opening.license.id,
    studentId: opening.student.id,
    activityId: course?.activity_id ?? defaultActivity(publicUrl, opening.course.id),
    launchUrl: url,
    moveOn: moveOnOf(course?.launch_move_on),
    fetchHash: sha256(code),
    now,
  };
  const launch = await beginSession(tx, session, publicUrl);
  await keepLaunchData(tx, launch, opening, publicUrl, place.ms);
  await storeOwn(tx, launched(launch, new Date(place.ms).toISOString()), place);
  await keepSaid(tx, await stateSatisfied(tx, launch, place), now);
  return { url: launchUrl(launch, code, publicUrl), expires: now + FETCH_SECONDS };
}
