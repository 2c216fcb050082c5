import type { RosterAction, RosterPlan } from '../api/types.ts';

/** What may become of a row, what changes most first. */
export const actions = ['revoke', 'assign', 'edit', 'keep', 'refuse'] as const satisfies readonly RosterAction[];

export const isAction = (text: string | undefined): text is RosterAction =>
  (actions as readonly string[]).includes(text ?? '');

/** How many rows a plan has, of one action or in all. */
export const rowsOf = ({ counts }: Pick<RosterPlan, 'counts'>, action?: RosterAction): number =>
  action ? counts[action] : actions.reduce((sum, one) => sum + counts[one], 0);
