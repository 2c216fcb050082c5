import type { CommandSpec } from './command.ts';
import { assign } from './commands/assign.ts';
import { compare } from './commands/compare.ts';
import { copy } from './commands/copy.ts';
import { events } from './commands/events.ts';
import { extend } from './commands/extend.ts';
import { courses, licenses, me, pools, student, students } from './commands/lists.ts';
import { login, logout } from './commands/login.ts';
import { mcp } from './commands/mcp.ts';
import { revoke } from './commands/revoke.ts';
import { rosterApply, rosterPlan } from './commands/roster.ts';

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  login,
  logout,
  me,
  courses,
  pools,
  licenses,
  students,
  student,
  assign,
  revoke,
  extend,
  rosterPlan,
  rosterApply,
  events,
  copy,
  compare,
  mcp,
];
