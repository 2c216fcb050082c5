export type { ClientOptions, LicensingClient } from './client.ts';
export { createClient } from './client.ts';
export type { Fault, Problem } from './problem.ts';
export { ApiError, readProblem } from './problem.ts';
export type { components, paths } from './schema.ts';
