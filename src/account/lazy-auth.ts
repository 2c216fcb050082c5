import type { Context } from '../context.ts';
import type { Auth } from './auth.ts';

/** Better Auth, once it is loaded. */
export type LazyAuth = () => Promise<Auth>;

/** Better Auth is the largest part of the server: one that only answers the API starts faster, and is smaller, without it. */
export function lazyAuth(context: Context): LazyAuth {
  let loading: Promise<Auth> | undefined;
  return () => (loading ??= import('./auth.ts').then(({ createAuth }) => createAuth(context)));
}
