import type { Transaction } from '../db/database.ts';
import { Refusal } from '../errors.ts';
import type { Guard } from '../guard.ts';
import { lockPool } from '../pool/pool.ts';
import { isoTime } from '../rules/time.ts';
import { getPlan, licensesById, lockPlan, markApplied, markOutdated, type Plan, type Step } from './store.ts';
import { type Agent, ToolRefusal } from './tool.ts';

const outdated = (why: string) =>
  new Refusal('plan_outdated', { detail: `${why} Nothing was changed. Propose it again.` });

/** What a license was when it was planned for, against what it is. */
async function assertUnchanged(tx: Transaction, { managerId, steps }: Plan): Promise<void> {
  const planned = steps.filter(({ licenseId }) => licenseId !== null);
  if (planned.length === 0) return;
  const ids = JSON.stringify(planned.map(({ licenseId }) => licenseId));
  const found = new Map((await licensesById(tx, { managerId, ids })).map((one) => [one.id, one]));
  for (const { licenseId, end, student } of planned) {
    const one = found.get(licenseId ?? 0);
    const isSame = one !== undefined && one.ended_at === null && isoTime(one.end_at) === end;
    if (!isSame) throw outdated(`The license of ${student.email} has changed since the plan was made.`);
  }
}

interface DoneRow {
  license: { id: number | string; end: string; student: { email: string } };
  recycled?: { licenseId: number } | null;
}

/** Whether what was done is what the plan said. */
const isAsPlanned = (step: Step, { license, recycled }: DoneRow): boolean =>
  (step.licenseId === null || step.licenseId === Number(license.id)) &&
  step.student.email === license.student.email &&
  (step.newEnd === null || step.newEnd === license.end) &&
  (step.takenFrom?.licenseId ?? null) === (recycled?.licenseId ?? null);

/** Holds a plan, and what it is about, from before the change to its commit. */
function guardOf({ managerId, now }: Agent, id: string): Guard & { compared: boolean } {
  let held: Plan | undefined;
  return {
    compared: false,
    before: async (tx) => {
      held = await lockPlan(tx, managerId, id);
      if (held.applied !== null) throw new Refusal('plan_applied');
      if (held.expires <= now())
        throw new Refusal('plan_expired', { detail: 'A plan can be applied for 24 hours. Propose it again.' });
      if (held.outdated !== null) throw outdated('What the plan is about had changed before.');
      for (const poolId of held.terms.pools) await lockPool(tx, managerId, poolId); // in the order in which everybody locks them
      await assertUnchanged(tx, held);
    },
    async after(tx, body) {
      const { results } = JSON.parse(body) as { results: DoneRow[] };
      const steps = held?.steps ?? [];
      const differs = steps.findIndex((step, index) => !results[index] || !isAsPlanned(step, results[index]));
      if (differs >= 0 || steps.length !== results.length)
        throw outdated(`It would now come out differently for ${steps[differs]?.student.email ?? 'somebody'}.`);
      await markApplied(tx, id, now());
      this.compared = true;
    },
  };
}

const OWN = new Set(['plan_applied', 'plan_expired', 'plan_outdated']);

/**
 * Does what a plan says in one transaction: the request that was rehearsed, once more, held to the plan. Throws
 * `not_found`, or a ToolRefusal: `plan_applied`, `plan_expired`, `plan_outdated`.
 */
export async function applyPlan(agent: Agent, id: string): Promise<object> {
  const plan = await getPlan(agent.db.read, agent.managerId, id);
  const { path, body } = plan.request;
  const guard = guardOf(agent, id);
  try {
    await agent.ask({ method: 'POST', path, body, guard });
  } catch (error) {
    if (!(error instanceof ToolRefusal)) throw error;
    throw await asOutdated(agent, id, error);
  }
  if (!guard.compared) throw new Error(`${path} was changed without being held to the plan`);
  return { planId: id, state: 'applied', action: plan.action, licenses: plan.steps.length };
}

/** A refusal that the rules gave, where they had none when the plan was made, makes the plan outdated. */
async function asOutdated({ db, now }: Agent, id: string, refusal: ToolRefusal): Promise<ToolRefusal> {
  const { code, detail, status } = refusal.problem;
  const isRule = status === 400 && !OWN.has(code);
  if (isRule || code === 'plan_outdated') await db.write((tx) => markOutdated(tx, id, now()));
  return isRule ? new ToolRefusal({ status, code: 'plan_outdated', detail: outdated(detail).message }) : refusal;
}
