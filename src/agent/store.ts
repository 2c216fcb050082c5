import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Database, Engine, Queries, Transaction } from '../db/database.ts';
import { idsIn, locked } from '../db/dialect.ts';
import { prepare } from '../db/prepare.ts';
import type { AgentPlanTable } from '../db/tables.ts';
import { notFound } from '../errors.ts';
import { DAY } from '../rules/time.ts';

/** A plan can be applied for 24 hours. */
const VALID_SECONDS = DAY;
/** So many plans of a license manager are kept; the oldest go. */
const MAX_PLANS = 50;

export interface Person {
  name: string;
  email: string;
}

/** What a plan does with one license, as people are told. Times as ISO 8601. */
export interface Step {
  /** The license that is revoked or extended; null where one will be assigned. */
  licenseId: number | null;
  student: Person;
  /** When the license ends as it is now; null where there is none yet. */
  end: string | null;
  /** When it is going to end; null where it is revoked. */
  newEnd: string | null;
  /** Whose license is taken back for it. */
  takenFrom: (Person & { licenseId: number }) | null;
}

/** What was asked for and cannot be done. */
export interface Refused {
  of: string | number;
  code: string;
  detail: string;
}

/** What is the same for all steps. */
export interface Terms {
  pools: number[];
  courses: string[];
  endDate: string | null;
}

export interface NewPlan {
  action: AgentPlanTable['action'];
  request: { path: string; body: object };
  terms: Terms;
  steps: Step[];
  refused: Refused[];
}

export type PlanState = 'ready' | 'applied' | 'outdated' | 'expired';

/** A plan as it is kept. Times in seconds. */
export interface Plan extends NewPlan {
  id: string;
  managerId: number;
  made: number;
  expires: number;
  maker: string;
  applied: number | null;
  outdated: number | null;
}

type Row = Selectable<AgentPlanTable>;

const byId = prepare((db, p: { id: string; managerId: number }) =>
  db.selectFrom('agent_plan').selectAll().where('id', '=', p.id).where('manager_id', '=', p.managerId),
);
const lockById = prepare((db, p: { id: string; managerId: number }, engine: Engine) =>
  locked(db.selectFrom('agent_plan').selectAll().where('id', '=', p.id).where('manager_id', '=', p.managerId), engine),
);
const insert = prepare((db, p: Omit<Row, 'applied_at' | 'outdated_at'>) =>
  db.insertInto('agent_plan').values({
    id: p.id,
    manager_id: p.manager_id,
    action: p.action,
    made_at: p.made_at,
    expires_at: p.expires_at,
    maker: p.maker,
    request: p.request,
    terms: p.terms,
    steps: p.steps,
    refused: p.refused,
  }),
);
const deleteOldest = prepare((db, p: { managerId: number; kept: number }) =>
  db
    .deleteFrom('agent_plan')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('agent_plan')
        .select('id')
        .where('manager_id', '=', p.managerId)
        .orderBy('made_at', 'desc')
        .orderBy('id', 'desc')
        .limit(MAX_PLANS)
        .offset(p.kept),
    ),
);
const setApplied = prepare((db, p: { id: string; now: number }) =>
  db.updateTable('agent_plan').set({ applied_at: p.now }).where('id', '=', p.id),
);
const setOutdated = prepare((db, p: { id: string; now: number }) =>
  db.updateTable('agent_plan').set({ outdated_at: p.now }).where('id', '=', p.id).where('applied_at', 'is', null),
);

const toPlan = (row: Row): Plan => ({
  id: row.id,
  managerId: row.manager_id,
  action: row.action,
  made: row.made_at,
  expires: row.expires_at,
  maker: row.maker,
  request: JSON.parse(row.request),
  terms: JSON.parse(row.terms),
  steps: JSON.parse(row.steps),
  refused: JSON.parse(row.refused),
  applied: row.applied_at,
  outdated: row.outdated_at,
});

/** A plan of the manager; throws `not_found`. */
export async function getPlan(db: Queries, managerId: number, id: string): Promise<Plan> {
  const [row] = await byId(db, { id, managerId });
  if (!row) throw notFound();
  return toPlan(row);
}

/** The same under a lock, until the transaction ends. */
export async function lockPlan(tx: Transaction, managerId: number, id: string): Promise<Plan> {
  const [row] = await lockById(tx, { id, managerId });
  if (!row) throw notFound();
  return toPlan(row);
}

/** Keeps a plan, and forgets the oldest ones of the manager. */
export async function keepPlan(
  db: Database,
  { managerId, maker, now }: { managerId: number; maker: string; now: number },
  plan: NewPlan,
): Promise<Plan> {
  const times = { made: now, expires: now + VALID_SECONDS, applied: null, outdated: null };
  const kept: Plan = { ...plan, id: randomUUID(), managerId, maker, ...times };
  await db.write(async (tx) => {
    await deleteOldest(tx, { managerId, kept: MAX_PLANS - 1 });
    await insert(tx, {
      id: kept.id,
      manager_id: managerId,
      action: plan.action,
      made_at: kept.made,
      expires_at: kept.expires,
      maker,
      request: JSON.stringify(plan.request),
      terms: JSON.stringify(plan.terms),
      steps: JSON.stringify(plan.steps),
      refused: JSON.stringify(plan.refused),
    });
  });
  return kept;
}

export const markApplied = (tx: Transaction, id: string, now: number) => setApplied(tx, { id, now });
export const markOutdated = (tx: Transaction, id: string, now: number) => setOutdated(tx, { id, now });

export function stateOf({ applied, outdated, expires }: Plan, now: number): PlanState {
  if (applied !== null) return 'applied';
  if (expires <= now) return 'expired';
  return outdated === null ? 'ready' : 'outdated';
}

/** A license as a plan looks at it. Times in seconds. */
export interface LookedAt {
  id: number;
  pool_id: number;
  title: string;
  end_at: number;
  ended_at: number | null;
  name: string;
  email: string;
}

/** Those of these licenses that the manager has. */
export const licensesById = prepare((db, p: { managerId: number; ids: string }, engine: Engine) =>
  db
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .innerJoin('course', 'course.id', 'license.course_id')
    .select(['license.id', 'license.pool_id', 'course.title', 'license.end_at', 'license.ended_at'])
    .select(['student.name', 'student.email'])
    .where('license.id', 'in', idsIn(p.ids, engine))
    .where('license.manager_id', '=', p.managerId),
);
