import { lazyRouteComponent } from '@tanstack/react-router';
import { askServer } from '../account/session.ts';

/** Code that does not come means either that the server is away, which is said, or that a newer version replaced it. */
async function explain(error: unknown): Promise<never> {
  await askServer();
  throw error;
}

/** A part of the app whose code is fetched when it is first shown. */
export const lazyPart: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(() => load().catch(explain), name);
