import type { LazyAuth } from './lazy-auth.ts';

/** Where a sign-in link leads, and what its mail says. */
export interface EnrollInvitation {
  email: string;
  name?: string;
  /** The page to come back to, signed in. */
  next: string;
  course: string;
  manager: string;
}

/** Mails a link that signs in whoever opens it, with an account made for them if need be, and comes back to a page. */
export async function mailEnrollLink(
  auth: LazyAuth,
  { email, name, next, course, manager }: EnrollInvitation,
): Promise<void> {
  const metadata = { letter: { course, manager, ...(name ? { name } : {}) } };
  const body = { email, callbackURL: next, errorCallbackURL: next, metadata, ...(name ? { name } : {}) };
  await (await auth()).api.signInMagicLink({ body, headers: new Headers() });
}
