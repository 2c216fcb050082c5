import { randomUUID } from 'node:crypto';
import type { Context } from '../context.ts';
import type { Transaction } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import { makePlayerToken } from '../player/token.ts';
import { type LaunchMethod, parseLaunchUrl, withParameter } from '../rules/launch.ts';
import { isoTime } from '../rules/time.ts';
import { ALGORITHM, signingKey, TOKEN_SECONDS } from '../signing/keys.ts';
import { openCmi5 } from '../xapi/cmi5-open.ts';
import type { Opening } from './opening.ts';

/** Where a course opens for a student, and until when that address does; in seconds. */
export interface Opened {
  url: string;
  expires: number | null;
}

type Launcher = Pick<Context, 'db' | 'keys' | 'clock' | 'config'>;

/** Runs a change, or, in a dry run, undoes it. */
export type Write = <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>;

/** When a course opens, in seconds, and what keeps what has to be kept for that. */
interface Launch {
  now: number;
  write: Write;
}

/** Makes the address that a course opens at. It is asked only where the license is active and the course has a `url`. */
type Opener = (context: Launcher, opening: Opening, url: string, launch: Launch) => Promise<Opened>;

const openLink: Opener = async (_context, _opening, url) => ({ url, expires: null });

/** The claims of the token that a course is opened with. Ids are texts. */
function claimsOf({ student, course, license, manager }: Opening, progress: string) {
  return {
    email: student.email,
    name: student.name,
    locale: student.language,
    course: { id: String(course.id), title: course.title },
    license: { id: String(license.id), end: isoTime(license.end) },
    manager: { id: String(manager.id), name: manager.name },
    progress,
  };
}

const openWithToken: Opener = async (context, opening, url, { now }) => {
  const { SignJWT } = await import('jose'); // a start needs nothing of it
  const key = await signingKey(context);
  const { origin } = new URL(url);
  const progress = makePlayerToken(context.keys, { licenseId: opening.license.id, origin, madeAt: now });
  const expires = now + TOKEN_SECONDS;
  const token = new SignJWT(claimsOf(opening, progress))
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: key.id })
    .setIssuer(context.config.publicUrl)
    .setAudience(origin)
    .setSubject(String(opening.student.id))
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(expires);
  return { url: withParameter(url, 'carrel_token', await key.sign(token)), expires };
};

const openUnit: Opener = (context, opening, url, { now, write }) =>
  write((tx) => openCmi5(tx, context, opening, url, now));

/** How each method opens a course; null: it does not. */
const openers: Record<LaunchMethod, Opener | null> = {
  none: null,
  link: openLink,
  token: openWithToken,
  cmi5: openUnit,
};

/** Whether a course can be opened from here at all. */
export const isLaunchable = ({ method, url }: Pick<Opening['course'], 'method' | 'url'>): boolean =>
  openers[method] !== null && url !== null;

/** Opens a course for a student whose license is active; throws `not_launchable`. */
export async function open(context: Launcher, opening: Opening, launch: Launch): Promise<Opened> {
  const { method, url } = opening.course;
  const opener = openers[method];
  if (!opener || url === null || parseLaunchUrl(url) === null) throw new Refusal('not_launchable');
  return opener(context, opening, url, launch);
}
