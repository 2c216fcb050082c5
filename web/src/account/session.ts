import { queryOptions, useSuspenseQuery } from '@tanstack/react-query';
import { request } from '../api/http.ts';
import { queryClient } from '../api/queries.ts';
import type { Session } from '../api/types.ts';

/** Throws what is in the way where the server does not answer. */
export const askServer = (signal?: AbortSignal): Promise<Session> =>
  request<Session>('/api/app/session', signal && { signal });

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => askServer(signal),
  staleTime: 60_000,
});

/** Who is signed in, and what they may see. */
export const useSession = (): Session => useSuspenseQuery(sessionQuery).data;

/** Asks again who is signed in, after something that changes it. */
export async function refreshSession(): Promise<Session> {
  return queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
}

/** Forgets everything that the last person has seen. */
export async function signOut(): Promise<void> {
  await request('/api/auth/sign-out', { method: 'POST', body: {} });
  queryClient.clear();
}

/** Where a person lands who asked for no page in particular. */
export function homePath(session: Session): string {
  if (session.setupNeeded) return '/setup';
  if (!session.user) return '/sign-in';
  const [manager] = session.managers;
  if (manager) return `/m/${manager.id}/licenses`;
  return session.publisher ? '/publisher/courses' : '/my';
}
