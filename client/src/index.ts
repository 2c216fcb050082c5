export type { Fault, Problem } from './problem.ts';
export { ApiError, readProblem } from './problem.ts';
