import { type Static, Type } from 'typebox';
import { isoTime } from '../rules/time.ts';
import { applyPlan } from './apply.ts';
import {
  getPlan,
  keepPlan,
  type LookedAt,
  licensesById,
  type NewPlan,
  type Plan,
  type Refused,
  type Step,
  stateOf,
} from './store.ts';
import { type Agent, DESTROYS, PROPOSES, READS, type Tool, ToolRefusal } from './tool.ts';

const MAX_STEPS = 1000;
const SHOWN = 50;

const Day = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$', description: 'YYYY-MM-DD, 00:00 UTC.' });
const PlanId = Type.String({ minLength: 1, maxLength: 100, description: 'The planId that a proposing tool answered.' });
const LicenseIds = Type.Array(Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }), {
  minItems: 1,
  maxItems: MAX_STEPS,
  uniqueItems: true,
  description: 'The ids of the licenses; find_students, who_holds_course and licenses_ending_soon tell them.',
});

const VERBS = { assign: 'assigned', revoke: 'revoked', extend: 'extended' };

function summaryOf({ action, steps, refused, terms }: Plan): string {
  const losing = steps.filter(({ takenFrom }) => takenFrom !== null).length;
  const parts = [
    `${steps.length} ${steps.length === 1 ? 'license' : 'licenses'} of ${terms.courses.map((title) => `“${title}”`).join(', ')} to be ${VERBS[action]}`,
    ...(losing > 0 ? [`${losing} taken back from others for it`] : []),
    ...(refused.length > 0 ? [`${refused.length} that were asked for cannot be, and are no part of the plan`] : []),
  ];
  return `${parts.join('; ')}.`;
}

/** A plan as agents and people are told of it, with a page of its steps. */
function toPlanView(plan: Plan, now: number, page = 1) {
  const from = (page - 1) * SHOWN;
  return {
    planId: plan.id,
    action: plan.action,
    state: stateOf(plan, now),
    summary: summaryOf(plan),
    counts: {
      steps: plan.steps.length,
      takenBack: plan.steps.filter(({ takenFrom }) => takenFrom !== null).length,
      refused: plan.refused.length,
    },
    pools: plan.terms.pools,
    courses: plan.terms.courses,
    endDate: plan.terms.endDate,
    proposedBy: plan.maker,
    made: isoTime(plan.made),
    expires: isoTime(plan.expires),
    page,
    pages: Math.max(1, Math.ceil(Math.max(plan.steps.length, plan.refused.length) / SHOWN)),
    steps: plan.steps.slice(from, from + SHOWN),
    refused: plan.refused.slice(from, from + SHOWN),
  };
}

/** Keeps what was proposed, or refuses it where nothing of it can be done. */
async function propose({ db, managerId, label: maker, now }: Agent, plan: NewPlan): Promise<object> {
  if (plan.steps.length === 0) {
    const told = plan.refused.slice(0, SHOWN).map(({ of, detail }) => `${of}: ${detail}`);
    throw new ToolRefusal({
      status: 400,
      code: 'nothing_to_do',
      detail: `Nothing of this can be done. ${told.join(' ')}`,
    });
  }
  return toPlanView(await keepPlan(db, { managerId, maker, now: now() }, plan), now());
}

interface AssignedRow {
  row: number;
  code: string | null;
  detail: string | null;
  license: { end: string; student: { name: string; email: string } } | null;
  recycled: { licenseId: number; student: { name: string; email: string } } | null;
}

const toAssignStep = ({ license, recycled }: AssignedRow): Step[] =>
  license === null
    ? []
    : [
        {
          licenseId: null,
          student: { name: license.student.name, email: license.student.email },
          end: null,
          newEnd: license.end,
          takenFrom: recycled && {
            licenseId: recycled.licenseId,
            name: recycled.student.name,
            email: recycled.student.email,
          },
        },
      ];

const AssignInput = Type.Object(
  {
    poolId: Type.Integer({
      minimum: 1,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'The pool; list_pools tells it.',
    }),
    people: Type.Array(
      Type.Object(
        {
          email: Type.String({ minLength: 1, maxLength: 320 }),
          name: Type.Optional(Type.String({ maxLength: 200, description: 'For a student who is not known yet.' })),
        },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: MAX_STEPS },
    ),
    endDate: Type.Optional(Day),
    takeBack: Type.Optional(
      Type.Boolean({
        description:
          'Where no license is available, take one back from another student of the pool: the plan names whom. False without it.',
      }),
    ),
  },
  { additionalProperties: false },
);

async function proposeAssign(agent: Agent, { poolId, people, endDate, takeBack }: Static<typeof AssignInput>) {
  const path = `/v1/pool/${poolId}`;
  const pool = await agent.ask<{ course: { title: string } }>({ path });
  const rows = people.map((person) => ({ ...person, ...(endDate && { endDate }) }));
  const common = takeBack ? { recycle: true } : {};
  const query = { dryRun: true };
  const asked = { method: 'POST' as const, path: `${path}/bulk`, query, body: { rows, ...common } };
  const { results } = (await agent.ask<{ results: AssignedRow[] }>(asked)).body;
  const refused = results.flatMap(({ row, license, code, detail }): Refused[] =>
    license ? [] : [{ of: people[row - 1]?.email ?? '', code: code ?? '', detail: detail ?? '' }],
  );
  const taken = rows.filter((_, index) => results[index]?.license);
  return propose(agent, {
    action: 'assign',
    request: { path: `${path}/bulk`, body: { rows: taken, ...common, mode: 'all' } },
    terms: { pools: [poolId], courses: [pool.body.course.title], endDate: endDate ?? null },
    steps: results.flatMap(toAssignStep),
    refused,
  });
}

interface ChangedRow {
  id: number;
  code: string | null;
  detail: string | null;
  license: { end: string } | null;
}

interface Change {
  action: 'revoke' | 'extend';
  path: string;
  ids: number[];
  endDate: string | null;
}

/** Why a license that could be edited is not extended by it. */
function notLater({ id, license }: ChangedRow, looked: LookedAt): Refused | null {
  if (license === null || Date.parse(license.end) > looked.end_at * 1000) return null;
  const detail = `The license ends on ${isoTime(looked.end_at)}, which this date does not move to later: it is no later date, or its pool ends then.`;
  return { of: id, code: 'not_extended', detail };
}

/** What a change of many licenses comes to: a step for each that can be changed. */
async function proposeChange(agent: Agent, { action, path, ids, endDate }: Change): Promise<object> {
  const looked = new Map(
    (await licensesById(agent.db.read, { managerId: agent.managerId, ids: JSON.stringify(ids) })).map((one) => [
      one.id,
      one,
    ]),
  );
  const more = endDate === null ? {} : { endDate };
  const asked = { method: 'POST' as const, path, query: { dryRun: true }, body: { ids, ...more } };
  const { results } = (await agent.ask<{ results: ChangedRow[] }>(asked)).body;
  const steps: (Step & { licenseId: number })[] = [];
  const refused: Refused[] = [];
  for (const row of results) {
    const one = looked.get(row.id);
    if (!row.license || !one) {
      refused.push({ of: row.id, code: row.code ?? 'not_found', detail: row.detail ?? 'There is no such license.' });
      continue;
    }
    const no = action === 'extend' ? notLater(row, one) : null;
    if (no) refused.push(no);
    else {
      const newEnd = action === 'extend' ? row.license.end : null;
      const student = { name: one.name, email: one.email };
      steps.push({ licenseId: row.id, student, end: isoTime(one.end_at), newEnd, takenFrom: null });
    }
  }
  const own = steps.flatMap(({ licenseId }) => looked.get(licenseId) ?? []);
  return propose(agent, {
    action,
    request: { path, body: { ids: steps.map(({ licenseId }) => licenseId), ...more, mode: 'all' } },
    terms: {
      pools: [...new Set(own.map((one) => one.pool_id))].sort((a, b) => a - b),
      courses: [...new Set(own.map(({ title }) => title))],
      endDate,
    },
    steps,
    refused,
  });
}

const BEFORE_APPLY =
  'It changes nothing and answers a plan. Tell the user its names and counts, and call apply with its planId once they agree.';

const RevokeInput = Type.Object({ licenseIds: LicenseIds }, { additionalProperties: false });
const ExtendInput = Type.Object({ licenseIds: LicenseIds, endDate: Day }, { additionalProperties: false });
const ShowInput = Type.Object(
  {
    planId: PlanId,
    page: Type.Optional(
      Type.Integer({ minimum: 1, maximum: MAX_STEPS, description: 'Which page of its steps, from 1.' }),
    ),
  },
  { additionalProperties: false },
);
const ApplyInput = Type.Object({ planId: PlanId }, { additionalProperties: false });

/** What proposes, shows and applies plans. */
export const planTools: readonly Tool[] = [
  {
    name: 'propose_assign',
    title: 'Propose to assign licenses',
    description: `Proposes to give people a license of a pool. ${BEFORE_APPLY}`,
    hints: PROPOSES,
    input: AssignInput,
    run: proposeAssign as Tool['run'],
  },
  {
    name: 'propose_revoke',
    title: 'Propose to revoke licenses',
    description: `Proposes to revoke licenses: their students lose access, and the seats come free. ${BEFORE_APPLY}`,
    hints: PROPOSES,
    input: RevokeInput,
    run: (agent, { licenseIds }: Static<typeof RevokeInput>) =>
      proposeChange(agent, { action: 'revoke', path: '/v1/licenses/revoke', ids: licenseIds, endDate: null }),
  } satisfies Tool<Static<typeof RevokeInput>> as Tool,
  {
    name: 'propose_extend',
    title: 'Propose to extend licenses',
    description: `Proposes a later end for licenses, at most the end of their pools. ${BEFORE_APPLY}`,
    hints: PROPOSES,
    input: ExtendInput,
    run: (agent, { licenseIds, endDate }: Static<typeof ExtendInput>) =>
      proposeChange(agent, { action: 'extend', path: '/v1/licenses/edit', ids: licenseIds, endDate }),
  } satisfies Tool<Static<typeof ExtendInput>> as Tool,
  {
    name: 'show_plan',
    title: 'Show a plan',
    description: 'Tells again what a plan does, 50 steps to a page, and whether it can still be applied.',
    hints: READS,
    input: ShowInput,
    run: async ({ db, managerId, now }, { planId, page }: Static<typeof ShowInput>) =>
      toPlanView(await getPlan(db.read, managerId, planId), now(), page),
  } satisfies Tool<Static<typeof ShowInput>> as Tool,
  {
    name: 'apply',
    title: 'Apply a plan',
    description:
      'Does what a plan says, all of it or nothing, once, within 24 hours; students are told by mail. Refused where anything that the plan is about has changed since: propose it again then. Call it only after the user has agreed to the plan.',
    hints: DESTROYS,
    input: ApplyInput,
    run: (agent, { planId }: Static<typeof ApplyInput>) => applyPlan(agent, planId),
  } satisfies Tool<Static<typeof ApplyInput>> as Tool,
];
