import { keepMailToken } from '../auth/mail-link.ts';
import { signInUrl } from '../auth/sign-in-link.ts';
import { brandOf, findLogo } from '../brand/brand.ts';
import { ownText } from '../brand/mail-text.ts';
import type { Context } from '../context.ts';
import type { Queries } from '../db/database.ts';
import type { Claimed } from '../outbox/queue.ts';
import { parseEmail } from '../rules/email.ts';
import type { ImageType } from '../rules/image.ts';
import type { Language } from '../rules/language.ts';
import { datesIn } from './dates.ts';
import {
  entersByMail,
  findLicense,
  findManager,
  findWaiting,
  isRemindedLater,
  managerIdOfEvent,
  readerOf,
} from './facts.ts';
import { letterHtml, letterText } from './layout.ts';
import {
  answersTo,
  type Letter,
  type LinkOfLetter,
  licenseLetter,
  linkLetter,
  type NoticeOfLetter,
  noticeLetter,
  type Setting,
  waitingLetter,
} from './letters.ts';
import { headerName, named, plainText } from './names.ts';
import { type LicenseKind, type LinkKind, type NoticeKind, texts, type WaitingKind } from './texts/texts.ts';

/** A mail to one person, ready to be sent. */
export interface Mail {
  /** Fixed when the mail was written: it becomes the Message-ID of every attempt. */
  id: string;
  to: string;
  /** The name of the sender; the address is a setting. */
  from: string;
  /** Who gets the answers; null: nobody but the sender. */
  replyTo: { name: string; address: string } | null;
  language: Language;
  /** Where the reader switches such mails off; null where they cannot. */
  unsubscribe: string | null;
  subject: string;
  html: string;
  text: string;
  /** Shown in it, and sent with it. */
  logo: { type: ImageType; bytes: Buffer } | null;
  /** What it followed from. `at` in milliseconds. */
  event: { id: number; at: number };
}

/** This mail can never be sent, whatever is tried. The message is for the operator and holds no secret. */
export class Undeliverable extends Error {}

/** Nothing is left to tell: the mail is done without being sent. */
export class ObsoleteMailError extends Error {}

type Where = Pick<Context, 'config' | 'db' | 'keys'>;

/** What writers of mails may put into a payload; what else there is depends on the kind. */
interface Payload extends Partial<LinkOfLetter>, NoticeOfLetter {
  /** Where a notice leads: a path of the web app. */
  page?: string;
  /** The language of the request, where the reader made it. */
  language?: string;
  /** That of whoever invites, for readers of whom nothing is known. */
  inviter?: string;
  /** In whose name it comes, where the event is in nobody's history. */
  managerId?: number;
  /** When its link ends, in seconds. */
  expires?: number;
  /** The end that it tells of, in seconds. */
  end?: number;
  /** What was full, so that a license was passed on. */
  full?: 'pool' | 'link';
  /** The entry of a waiting list, or the request, that it is about. */
  entry?: number;
  request?: number;
  /** Until when a seat is held, in seconds. */
  until?: number;
  /** What was written with a request, or with its refusal. */
  words?: string | null;
  /** A request came to a license at once. */
  licensed?: boolean;
}

/** True of the kinds whose payload holds a code or a link that signs in or changes an account. */
export const holdsSecret = (kind: string): boolean => kind in texts.en.link || kind === 'mailed_code';

function linkFacts(payload: Payload, now: number): LinkOfLetter {
  const { url, expires } = payload;
  if (!url || !/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new Undeliverable('its link is gone; whoever needs it has to ask for a new one');
  }
  if (expires !== undefined && expires <= now) throw new Undeliverable('its link expired before it could be sent');
  return { ...payload, url };
}

function refuseStaleCode({ code, expires }: Payload, now: number): void {
  if (code && (expires === undefined || expires > now)) return;
  throw new Undeliverable('its code expired before it could be sent, or is gone; whoever needs it asks for a new one');
}

/** The page of the web app that a notice leads to. */
const pageOf = (kind: string, { page }: Payload): string => page ?? (kind === 'security_notice' ? '/account' : '');

/** Mails that say nothing once the license has ended. */
const WHILE_IT_RUNS = new Set(['license_expires_soon', 'license_shortened', 'license_unopened']);

type FoundLicense = NonNullable<Awaited<ReturnType<typeof findLicense>>>;

/** A mail that tells of an end says nothing once the license has another one, or has ended. */
async function stillTrue(queries: Queries, job: Claimed, license: FoundLicense, told: Payload, now: number) {
  if (!WHILE_IT_RUNS.has(job.kind)) return;
  if (license.ended_at !== null || license.end_at <= now) throw new ObsoleteMailError('the license had ended by then');
  if (told.end !== undefined && told.end !== license.end_at)
    throw new ObsoleteMailError('the license ends at another time');
  if (job.kind !== 'license_expires_soon' || job.license_id === null || job.event_id === null) return;
  if (await isRemindedLater(queries, job.license_id, job.event_id))
    throw new ObsoleteMailError('a later reminder waits');
}

/** Mails whose button leads to My licenses. */
const LEADS_IN = new Set([...WHILE_IT_RUNS, 'license_assigned']);

/** Where the button leads: to the course among the reader's licenses, signed in where the mail may do that. */
async function wayIn(
  where: Where,
  job: Claimed,
  { email, student, course_id }: FoundLicense & { email: string },
  now: number,
): Promise<{ url: string; signsIn: boolean }> {
  const next = `/my?course=${course_id}`;
  if (LEADS_IN.has(job.kind)) return signedInTo(where, job, { email, name: student }, next, now);
  return { url: `${where.config.publicUrl}${next}`, signsIn: false };
}

/** The address of a page of the web app for a student, signed in where the mail may do that. */
async function signedInTo(
  where: Where,
  { id }: Claimed,
  reader: { email: string; name: string },
  next: string,
  now: number,
): Promise<{ url: string; signsIn: boolean }> {
  const { publicUrl } = where.config;
  if (!(await entersByMail(where.db.read, reader.email))) return { url: `${publicUrl}${next}`, signsIn: false };
  const name = reader.name === 'Student' ? '' : reader.name;
  const token = await keepMailToken(where, { id, email: reader.email, name }, now);
  return { url: signInUrl(publicUrl, token, next), signsIn: true };
}

/** A letter about a waiting list or a request. Of a seat that is no longer held nobody is told. */
async function writeWaitingLetter(where: Where, job: Claimed, email: string, payload: Payload, now: number) {
  const { read } = where.db;
  const found = job.event_id === null ? undefined : await findWaiting(read, job.event_id, payload.entry ?? 0);
  if (!found || job.event_id === null) throw new Undeliverable('what it is about is gone');
  const gone = found.state !== 'offered' || (found.offered_until ?? 0) <= now;
  if (job.kind === 'waiting_offered' && gone) throw new ObsoleteMailError('the seat was no longer held by then');
  const { kind } = job;
  const setting = await settingOf(where, { kind, reader: email }, payload, await managerIdOfEvent(read, job.event_id));
  const next = payload.page ?? `/my?waiting=${payload.entry ?? ''}`;
  const way =
    job.kind === 'request_made'
      ? { url: `${where.config.publicUrl}${next}`, signsIn: false }
      : await signedInTo(where, job, { email, name: found.name }, next, now);
  const { words = null, until = null, licensed = false } = payload;
  const told = { course: found.title, student: found.name, words, until, licensed, ...way };
  return { setting, letter: waitingLetter(job.kind as WaitingKind, told, setting) };
}

function readPayload(text: string): Payload {
  return JSON.parse(text) as Payload;
}

/** Who reads the mail, and in whose name it comes. */
async function settingOf(
  { config, db }: Pick<Where, 'config' | 'db'>,
  { kind, reader }: { kind: string; reader: string },
  payload: Payload,
  managerId: number | null,
): Promise<Setting> {
  const brand = await brandOf(db.read, config);
  const manager = managerId === null ? undefined : await findManager(db.read, managerId);
  const { language, timeZone } = await readerOf(db.read, reader, payload, manager, brand.languages);
  return {
    language,
    dates: datesIn(language, timeZone),
    brand,
    manager: manager ? { name: manager.name, email: manager.email } : null,
    own: await ownText(db.read, { kind, language }),
  };
}

async function writeLetter(
  where: Where,
  job: Claimed,
  reader: string,
  now: number,
): Promise<{ letter: Letter; setting: Setting }> {
  const { read } = where.db;
  const payload = readPayload(job.payload);
  if (job.kind in texts.en.link || job.kind in texts.en.notice) {
    const link = job.kind in texts.en.link ? linkFacts(payload, now) : null;
    if (job.kind === 'mailed_code') refuseStaleCode(payload, now);
    const owner = payload.managerId ?? (job.event_id === null ? null : await managerIdOfEvent(read, job.event_id));
    const setting = await settingOf(where, { kind: job.kind, reader }, payload, owner);
    const page = `${where.config.publicUrl}${pageOf(job.kind, payload)}`;
    if (!link) return { setting, letter: noticeLetter(job.kind as NoticeKind, payload, page, setting) };
    return { setting, letter: linkLetter(job.kind as LinkKind, link, setting) };
  }
  if (job.kind in texts.en.waiting) return writeWaitingLetter(where, job, reader, payload, now);
  if (!(job.kind in texts.en.license)) throw new Undeliverable(`there is no text for a mail of the kind ${job.kind}`);
  const license = job.license_id === null ? undefined : await findLicense(read, job.license_id);
  if (!license) throw new Undeliverable('there is no such license');
  await stillTrue(read, job, license, payload, now);
  const setting = await settingOf(where, { kind: job.kind, reader }, payload, license.manager_id);
  const way = await wayIn(where, job, { ...license, email: reader }, now);
  const told = {
    course: license.title,
    student: license.student,
    transferable: license.transferable,
    byLink: license.byLink,
    full: payload.full ?? null,
    end: license.end_at,
    ended: license.ended_at,
    ...way,
  };
  return { setting, letter: licenseLetter(job.kind as LicenseKind, told, setting) };
}

/** What ends a header line, or a string in another program, has no place in a header. */
function headerText(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new Undeliverable('its subject would hold a control character');
  return plainText(text);
}

/** Mails to the members of a license manager are switched off on a page of theirs. */
function settingsPage({ config }: Pick<Where, 'config'>, job: Claimed): string | null {
  const place = /^\/m\/\d+\//.exec(readPayload(job.payload).page ?? '')?.[0];
  return job.kind.startsWith('manager_') && place ? `${config.publicUrl}${place}settings` : null;
}

function senderName({ language, manager, brand }: Setting): string {
  const publisher = brand.senderName ?? brand.publisher;
  const name = manager ? texts[language].via(named(manager.name), named(publisher)) : named(publisher);
  return headerName(plainText(name));
}

/** Writes the mail from what is true now. Throws `Undeliverable` or `ObsoleteMailError`. Times in seconds. */
export async function compose(where: Where, job: Claimed, now: number): Promise<Mail> {
  const to = parseEmail(job.recipient);
  if (!to || ![to.address, to.key].includes(job.recipient))
    throw new Undeliverable('its address is not an email address');
  const { letter, setting } = await writeLetter(where, job, to.key, now);
  const answers = answersTo(setting);
  const { logoHash } = setting.brand;
  return {
    id: job.id,
    to: to.address,
    from: senderName(setting),
    replyTo: answers && { name: headerName(answers.name), address: answers.address },
    language: letter.language,
    unsubscribe: settingsPage(where, job),
    subject: headerText(letter.subject),
    html: letterHtml(letter),
    text: letterText(letter),
    logo: (logoHash && (await findLogo(where.db.read, logoHash))) || null,
    event: { id: job.event_id ?? 0, at: job.created_at },
  };
}
