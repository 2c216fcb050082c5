import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { get, send } from '../api/app.ts';
import { forgetDrafts } from '../api/drafts.ts';
import { noteLoss, noteTerms, tellTabs } from '../api/presence.ts';
import { queryClient } from '../api/queries.ts';
import type { Session } from '../api/types.ts';
import { showBrand } from '../ui/brand.ts';

/** Throws what is in the way where the server does not answer. */
export const askServer = (signal?: AbortSignal): Promise<Session> => get('/api/app/session', signal ? { signal } : {});

/**
 * Who is signed in. A session that ended takes nothing away from the page: its person stays known until somebody signs
 * in again, over the page, or leaves it.
 */
async function readSession(signal: AbortSignal): Promise<Session> {
  const answer = await askServer(signal);
  showBrand(answer.brand);
  const known = queryClient.getQueryData<Session>(['session']);
  if (known?.user && !answer.user) {
    noteLoss();
    return known;
  }
  if (known?.user && known.user.id !== answer.user?.id)
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  noteTerms(answer.terms);
  return answer;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => readSession(signal),
  staleTime: 60_000,
});

/** Who is signed in, and what they may see. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

/** Asks again who is signed in, after something that changes it. */
export async function refreshSession(): Promise<Session> {
  return queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

/** Forgets who was signed in and everything that they have seen; what they typed too, unless they come back to it. */
export function forgetPerson(drafts: 'forget' | 'keep' = 'forget'): void {
  if (drafts === 'forget') forgetDrafts();
  noteTerms(null);
  queryClient.clear();
}

export async function signOut(): Promise<void> {
  await send('post', '/api/auth/sign-out', { body: {} });
  forgetPerson();
  tellTabs('signed-out');
}

/** Where a person lands who asked for no page in particular. */
export function homePath(session: Session): string {
  if (session.setupNeeded) return '/setup';
  if (!session.user) return '/sign-in';
  const [manager] = session.managers;
  if (manager) return `/m/${manager.id}/licenses`;
  return session.publisher ? '/publisher/overview' : '/my';
}
