import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from 'carrel-client';

const worthRetrying = (error: unknown) => !(error instanceof ApiError) || error.status === 0 || error.status >= 500;

function askWhoIsSignedIn(error: unknown): void {
  if (error instanceof ApiError && error.status === 401) void queryClient.invalidateQueries({ queryKey: ['session'] });
}

/** What is of a license manager is gone for whoever works there no more: the session tells. */
function askWhereOneWorks(error: unknown): void {
  if (error instanceof ApiError && error.status === 404) void queryClient.invalidateQueries({ queryKey: ['session'] });
}

/**
 * The one cache. Without a network a call fails at once, and says so, instead of waiting for it unseen. A session that
 * ended elsewhere is noticed at the first answer that says so.
 */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== 'session') askWhoIsSignedIn(error);
      if (query.queryKey[0] === 'manager') askWhereOneWorks(error);
    },
  }),
  mutationCache: new MutationCache({ onError: askWhoIsSignedIn }),
  defaultOptions: {
    queries: { networkMode: 'always', staleTime: 15_000, retry: (count, error) => count < 2 && worthRetrying(error) },
    mutations: { networkMode: 'always', retry: false },
  },
});
