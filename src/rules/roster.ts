import type { Email } from './email.ts';
import { type AssignRefusal, decideAssign, decideEdit, type LicenseFacts } from './license.ts';
import { isRunning, type PoolFacts } from './pool.ts';

/** A pool whose seats a roster may use. */
export interface RosterPool extends PoolFacts {
  id: number;
  courseId: number;
}

/** An active license of a course in scope. */
export interface Holding extends LicenseFacts {
  id: number;
  poolId: number;
  courseId: number;
  student: { id: number; name: string; email: string; key: string };
}

/** A row that names a person and a course in scope. */
export interface RosterAsk {
  email: Email;
  courseId: number;
  /** 00:00 UTC, in seconds; null: the end of a license that is held stays, a new one ends with its pool. */
  endDate: number | null;
}

export interface RosterFacts {
  /** The pools of the courses in scope. */
  pools: readonly RosterPool[];
  held: readonly Holding[];
  /** Who has an active license of a course from another license manager, by `placeOf`. */
  heldElsewhere: ReadonlySet<string>;
  allowedDomains: ReadonlySet<string>;
}

export type RosterCode = AssignRefusal | 'license_not_editable' | 'license_not_revokable';

/** What becomes of a person's license of a course. Times in seconds. */
export type RosterDecision =
  | { action: 'assign'; poolId: number; end: number }
  | { action: 'edit'; held: Holding; end: number }
  | { action: 'keep'; held: Holding; code: RosterCode | null }
  | { action: 'revoke'; held: Holding }
  | { action: 'refuse'; code: RosterCode };

/** One person and one course, as a key. */
export const placeOf = (courseId: number, emailKey: string): string => `${courseId} ${emailKey}`;

/** Licenses that go, and those that stay only because they cannot be revoked. */
export const leavers = (held: readonly Holding[], present: ReadonlySet<string>): RosterDecision[] =>
  held
    .filter(({ courseId, student }) => !present.has(placeOf(courseId, student.key)))
    .map((one) =>
      one.transferable ? { action: 'revoke', held: one } : { action: 'keep', held: one, code: 'license_not_revokable' },
    );

/**
 * Decides the rows of a roster one after the other, each against what those before it leave; the seats of the leavers
 * are free. `present` has every person and course that a row names, refused ones too. Pools are used in the order of
 * their end.
 */
export function decideRoster(
  { pools, held, heldElsewhere, allowedDomains }: RosterFacts,
  present: ReadonlySet<string>,
  now: number,
): (ask: RosterAsk) => RosterDecision {
  const holdings = new Map(held.map((one) => [placeOf(one.courseId, one.student.key), one]));
  const taken = new Map<number, number>();
  for (const gone of leavers(held, present)) {
    if (gone.action === 'revoke') taken.set(gone.held.poolId, (taken.get(gone.held.poolId) ?? 0) - 1);
  }
  for (const { id, waiting = 0 } of pools) {
    const freed = taken.get(id);
    if (freed !== undefined && waiting > 0) taken.set(id, Math.min(0, freed + waiting)); // who waits comes first
  }
  const ends = new Map(pools.map(({ id, end }) => [id, end]));
  const assign = assigner({ pools, heldElsewhere, allowedDomains }, taken, now);
  return (ask) => {
    const one = holdings.get(placeOf(ask.courseId, ask.email.key));
    return one ? keepOrEdit(one, ask, ends.get(one.poolId) ?? one.end, now) : assign(ask);
  };
}

/** Assigns from the pools of a course, the earliest end first; `taken` has the seats that rows before took or left. */
function assigner(
  { pools, heldElsewhere, allowedDomains }: Pick<RosterFacts, 'pools' | 'heldElsewhere' | 'allowedDomains'>,
  taken: Map<number, number>,
  now: number,
): (ask: RosterAsk) => RosterDecision {
  const inOrder = pools.filter((pool) => isRunning(pool, now)).sort((a, b) => a.end - b.end || a.id - b.id);
  const running = Map.groupBy(
    inOrder.filter(({ closed }) => !closed),
    ({ courseId }) => courseId,
  );
  const closed = new Set(inOrder.filter((pool) => pool.closed).map(({ courseId }) => courseId));
  return ({ email, courseId, endDate }) => {
    let code: AssignRefusal | null = null;
    for (const pool of running.get(courseId) ?? []) {
      const used = taken.get(pool.id) ?? 0;
      const facts = {
        pool: { ...pool, held: pool.held + used },
        endDate,
        domainAllowed: allowedDomains.has(email.domain),
        enrolled: heldElsewhere.has(placeOf(courseId, email.key)),
        ...{ recycle: false, recyclable: false },
      };
      const decision = decideAssign(facts, now);
      if (decision.refused) {
        code ??= decision.refused;
        continue;
      }
      taken.set(pool.id, used + 1);
      return { action: 'assign', poolId: pool.id, end: decision.end };
    }
    return { action: 'refuse', code: code ?? (closed.has(courseId) ? 'pool_closed' : 'pool_not_running') };
  };
}

/** A license that is held stays, or gets the end that the row asks for, at most the pool's. */
function keepOrEdit(one: Holding, { endDate }: RosterAsk, poolEnd: number, now: number): RosterDecision {
  if (endDate === null) return { action: 'keep', held: one, code: null };
  if (endDate <= now) return { action: 'refuse', code: 'end_date_in_past' };
  const end = Math.min(endDate, poolEnd);
  if (end === one.end) return { action: 'keep', held: one, code: null };
  const edit = decideEdit(one, poolEnd, endDate, now);
  return edit.refused === 'license_not_editable'
    ? { action: 'refuse', code: edit.refused }
    : { action: 'edit', held: one, end };
}

const LEAST_TOO_MANY = 5;
const MAX_REVOKED = 0.2;

/** Whether so many licenses would go that somebody has to say their number first (additions, section 2). */
export const isTooMany = (revocations: number, transferable: number): boolean =>
  revocations >= LEAST_TOO_MANY && revocations > transferable * MAX_REVOKED;
