export { ApiError, readProblem } from './problem.ts';
export type { Fault, Problem } from './problem.ts';
