import type { Context } from '../context.ts';

/** What the resources work with. */
export interface Services extends Context {
  /** The path of the mount, as clients see it. */
  path: string;
}
