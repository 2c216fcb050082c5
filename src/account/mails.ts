import { type Context, now } from '../context.ts';
import { type NewMail, record, system } from '../outbox/event.ts';
import { isExpected } from './person.ts';

async function mail(context: Context, kind: string, message: NewMail): Promise<void> {
  await context.db.write((tx) => record(tx, { managerId: null, at: now(context), kind, by: system }, message));
}

/** Mails a sign-in link to an address that may have an account; to another one nothing is sent. */
export async function mailSignInLink(context: Context, email: string, url: string, toAnybody: boolean): Promise<void> {
  if (!toAnybody && !(await isExpected(context.db.read, email))) return;
  await mail(context, 'account.link_sent', { kind: 'sign_in_link', to: email, payload: { url } });
}

/** Mails the way to a new password: a page of the web app. */
export async function mailReset(context: Context, user: { email: string; name: string }, token: string): Promise<void> {
  const url = `${context.config.publicUrl}/reset?token=${token}`;
  await mail(context, 'account.reset_sent', {
    kind: 'password_reset',
    to: user.email,
    payload: { url, name: user.name },
  });
}
