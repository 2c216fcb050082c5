import type { TSchema } from 'typebox';
import type { Database } from '../db/database.ts';
import type { Guard } from '../guard.ts';

/** What is asked of the API. */
export interface Asked {
  method?: 'POST';
  /** Behind `/api/licensing`. */
  path: string;
  query?: Record<string, string | number | boolean | undefined>;
  body?: object;
  guard?: Guard;
}

/** A good answer. `total` is its `X-Total-Count`, where it is a list. */
export interface Answered<T = unknown> {
  body: T;
  total: number;
}

/** Asks the API in the name of the agent. Throws `ToolRefusal`. */
export type Ask = <T = unknown>(asked: Asked) => Promise<Answered<T>>;

/** One agent at work. Times in seconds. */
export interface Agent {
  ask: Ask;
  db: Database;
  managerId: number;
  mayWrite: boolean;
  /** The name of its token. */
  label: string;
  now: () => number;
}

/** A problem as agents are told of it. */
export interface ToolProblem {
  status: number;
  code: string;
  detail: string;
}

/** Why a tool did not do what was asked. */
export class ToolRefusal extends Error {
  readonly problem: ToolProblem;

  constructor(problem: ToolProblem) {
    super(problem.detail);
    this.problem = problem;
  }
}

/** What a host may take a tool for, before it lets an agent call it. */
interface Hints {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
}

export const READS: Hints = { readOnlyHint: true, destructiveHint: false, idempotentHint: true };
export const PROPOSES: Hints = { readOnlyHint: false, destructiveHint: false, idempotentHint: false };
export const DESTROYS: Hints = { readOnlyHint: false, destructiveHint: true, idempotentHint: true };

/** A tool as agents are told of it, and what it does. */
export interface Tool<Input = never> {
  name: string;
  title: string;
  description: string;
  hints: Hints;
  input: TSchema;
  run(agent: Agent, input: Input): Promise<object>;
}
