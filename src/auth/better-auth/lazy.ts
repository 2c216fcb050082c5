import { setImmediate as turn } from 'node:timers/promises';
import type { Context } from '../../context.ts';
import type { Auth } from './options.ts';

/** Better Auth, once it is loaded. */
export type LazyAuth = () => Promise<Auth>;

/**
 * What auth.ts builds on. Loaded at one go, all of it would keep the event loop busy for longer than a request may, so
 * each part has a turn for itself; what others need comes first.
 */
const PARTS: readonly (() => Promise<unknown>)[] = [
  () => import('better-auth/crypto'),
  () => import('./store.ts'),
  () => import('./provider.ts'),
  () => import('../second-factor.ts'),
];

async function load(context: Context): Promise<Auth> {
  for (const part of PARTS) {
    await part();
    await turn();
  }
  const { createAuth } = await import('./options.ts');
  await turn();
  return createAuth(context);
}

/** Better Auth is the largest part of the server: one that only answers the API starts faster, and is smaller, without it. */
export function lazyAuth(context: Context): LazyAuth {
  let loading: Promise<Auth> | undefined;
  return () => (loading ??= load(context));
}
