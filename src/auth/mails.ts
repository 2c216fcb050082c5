import { type Context, now } from '../context.ts';
import { type NewMail, record, system } from '../event/record.ts';
import type { Language } from '../rules/language.ts';
import { isDisabled, isExpected } from './person.ts';

async function mail(
  context: Context,
  kind: 'account.link_sent' | 'account.reset_sent',
  message: NewMail,
): Promise<void> {
  await context.db.write(async (tx) => record(tx, { managerId: null, at: now(context), kind, by: system }, message));
}

/** Whose link it is, and the language in which they asked for it. */
interface Asked {
  email: string;
  url: string;
  language: Language | null;
}

/**
 * Mails a sign-in link to an address that may have an account; to another one, or one that is disabled, nothing is sent. With a letter it is
 * the link of an enrollment page, which anybody may ask for.
 */
export async function mailSignInLink(context: Context, asked: Asked, letter?: object): Promise<void> {
  const { email, url, language } = asked;
  if (!letter && !(await isExpected(context.db.read, email))) return;
  if (await isDisabled(context.db.read, email)) return;
  const kind = letter ? 'enroll_link' : 'sign_in_link';
  await mail(context, 'account.link_sent', { kind, to: email, payload: { url, language, ...letter } });
}

/** Mails the way to a new password: a page of the web app. */
export async function mailReset(
  context: Context,
  user: { email: string; name: string },
  token: string,
  language: Language | null,
): Promise<void> {
  if (await isDisabled(context.db.read, user.email)) return;
  const url = `${context.config.publicUrl}/reset?token=${token}`;
  await mail(context, 'account.reset_sent', {
    kind: 'password_reset',
    to: user.email,
    payload: { url, name: user.name, language },
  });
}
