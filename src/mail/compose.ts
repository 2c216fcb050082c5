import type { Context } from '../context.ts';
import type { Queries } from '../db/database.ts';
import { prepare } from '../db/prepare.ts';
import type { MailKind } from '../outbox/event.ts';
import type { Claimed } from '../outbox/queue.ts';
import { parseEmail } from '../rules/email.ts';
import { letterHtml, letterText } from './layout.ts';
import { type Letter, type LicenseFacts, type LinkFacts, licenseLetters, linkLetters } from './letters.ts';
import { isNotice, notices } from './notices.ts';
import { codeLetter } from './security-letters.ts';

/** A mail to one person, ready to be sent. */
export interface Mail {
  /** Fixed when the mail was written: it becomes the Message-ID of every attempt. */
  id: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** What it followed from. `at` in milliseconds. */
  event: { id: number; at: number };
}

/** This mail can never be sent, whatever is tried. The message is for the operator and holds no secret. */
export class Undeliverable extends Error {}

/** Nothing is left to tell: the mail is done without being sent. */
export class Pointless extends Error {}

const licenseById = prepare((db, p: { id: number }) =>
  db
    .selectFrom('license')
    .innerJoin('course', 'course.id', 'license.course_id')
    .innerJoin('manager', 'manager.id', 'license.manager_id')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select([
      'course.title',
      'manager.name as manager',
      'student.name as student',
      'license.transferable',
      'license.end_at',
      'license.ended_at',
      'license.ended_how',
    ])
    .where('license.id', '=', p.id),
);

async function licenseFacts(queries: Queries, id: number | null, publicUrl: string): Promise<LicenseFacts> {
  const [row] = id === null ? [] : await licenseById(queries, { id });
  if (!row) throw new Undeliverable('there is no such license');
  return {
    course: row.title,
    manager: row.manager,
    student: row.student,
    transferable: row.transferable === 1,
    end: row.end_at,
    ended: row.ended_at,
    endedHow: row.ended_how,
    home: `${publicUrl}/my`,
  };
}

/** True of the kinds whose payload holds a code or a link that signs in or changes an account. */
export const holdsSecret = (kind: string): boolean => kind in linkLetters || kind === 'mailed_code';

function linkFacts(payload: string, now: number): LinkFacts {
  const { expires, ...facts } = JSON.parse(payload) as LinkFacts & { expires?: number };
  if (!facts.url || !/^https?:$/.test(URL.parse(facts.url)?.protocol ?? '')) {
    throw new Undeliverable('its link is gone; whoever needs it has to ask for a new one');
  }
  if (expires !== undefined && expires <= now) throw new Undeliverable('its link expired before it could be sent');
  return facts;
}

function codeIn(payload: string, now: number): string {
  const { code, expires } = JSON.parse(payload) as { code?: string; expires?: number };
  if (!code || (expires !== undefined && expires <= now)) {
    throw new Undeliverable(
      'its code expired before it could be sent, or is gone; whoever needs it asks for a new one',
    );
  }
  return code;
}

async function letterFor({ config, db }: Pick<Context, 'config' | 'db'>, job: Claimed, now: number): Promise<Letter> {
  if (job.kind in linkLetters) {
    return linkLetters[job.kind as keyof typeof linkLetters](linkFacts(job.payload, now));
  }
  if (isNotice(job.kind)) return notices[job.kind](JSON.parse(job.payload), config.publicUrl);
  if (job.kind === 'mailed_code') return codeLetter(codeIn(job.payload, now));
  if (!(job.kind in licenseLetters)) throw new Undeliverable(`there is no text for a mail of the kind ${job.kind}`);
  const facts = await licenseFacts(db.read, job.license_id, config.publicUrl);
  const whileItRuns = job.kind === 'license_expires_soon' || job.kind === 'license_unopened';
  if (whileItRuns && (facts.ended !== null || facts.end <= now)) {
    throw new Pointless('the license had ended by then');
  }
  return licenseLetters[job.kind as Extract<MailKind, `license_${string}`>](facts);
}

/** What ends a header line, or a string in another program, has no place in a header. */
function headerText(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new Undeliverable('its subject would hold a control character');
  return text;
}

/** Writes the mail from what is true now. Throws `Undeliverable` or `Pointless`. Times in seconds. */
export async function compose(context: Pick<Context, 'config' | 'db'>, job: Claimed, now: number): Promise<Mail> {
  const to = parseEmail(job.recipient);
  if (!to || ![to.address, to.key].includes(job.recipient))
    throw new Undeliverable('its address is not an email address');
  const letter = await letterFor(context, job, now);
  return {
    id: job.id,
    to: to.address,
    subject: headerText(letter.subject),
    html: letterHtml(letter),
    text: letterText(letter),
    event: { id: job.event_id ?? 0, at: job.created_at },
  };
}
