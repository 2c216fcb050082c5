import { sha256 } from '../crypto.ts';
import type { Language } from '../rules/language.ts';
import { decodeAddresses, encodeAddress } from './address-encoding.ts';
import type { LazyAuth } from './better-auth/lazy.ts';

/** Where a sign-in link leads, and what its mail says. */
export interface EnrollInvitation {
  email: string;
  /** For an account that is made. It is not in the mail, because whoever asked may be a stranger. */
  name?: string;
  /** The page to come back to, signed in. */
  next: string;
  course: string;
  managerId: number;
  /** In which it was asked for. */
  language: Language | null;
}

/** Mails a link that signs in whoever opens it, with an account made for them if need be, and comes back to a page. */
export async function mailEnrollLink(
  auth: LazyAuth,
  { email, name, next, ...letter }: EnrollInvitation,
): Promise<void> {
  const metadata = { letter };
  const body = { email: encodeAddress(email), callbackURL: next, metadata, ...(name ? { name } : {}) };
  await (await auth()).api.signInMagicLink({ body, headers: new Headers() });
}

/**
 * What a mail links to: a page with a button. Programs that look into mails open every link, so opening one changes
 * nothing. `asked` is the link as Better Auth made it, which knows the page to come back to.
 */
export function signInPage(publicUrl: string, token: string, asked: string): string {
  const next = new URL(asked).searchParams.get('callbackURL') ?? '/';
  return signInUrl(publicUrl, token, next);
}

/** The page with that button. `next` is a path of the web app. */
export const signInUrl = (publicUrl: string, token: string, next: string): string =>
  `${publicUrl}/sign-in/link?${new URLSearchParams({ token, next })}`;

/** The address that a sign-in link is for, without using it up; null where it is used or too old. */
export async function addressOfLink(auth: LazyAuth, token: string): Promise<string | null> {
  const { internalAdapter } = await (await auth()).$context;
  const kept = await internalAdapter.findVerificationValue(`magic-link:${sha256(token)}`);
  if (!kept || kept.expiresAt.getTime() <= Date.now()) return null;
  return decodeAddresses((JSON.parse(kept.value) as { email: string }).email);
}
