export type { ClientOptions, LicensingClient } from './client.ts';
export { createClient } from './client.ts';
export type { Feed, FeedOptions, Item, LicensingPaths, List, ListPath } from './list.ts';
export type { Fault, Problem } from './problem.ts';
export { ApiError, readProblem } from './problem.ts';
export type { components, paths } from './schema.ts';
export type { SendOptions, Wait } from './send.ts';
