import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { clockOf, now } from '../context.ts';
import { Refusal, unavailable } from '../errors.ts';
import { advanceFeed } from '../event/feed.ts';
import { describePage, sliceOf } from '../http/list.ts';
import { operation } from '../http/operation.ts';
import { answers, IdempotencyKeyHeader, ref } from '../http/schema.ts';
import { parametersOnly } from '../http/validate.ts';
import { change } from '../http/write.ts';
import { managerIdOf, principalOf } from '../principal.ts';
import { applyPlan } from './apply.ts';
import { dropOldPlans } from './cleanup.ts';
import { type Action, actions, planRoster as makePlan, type PlannedRow } from './plan.ts';
import { readCsvRoster, readJsonRoster, type WrittenRoster } from './read.ts';
import { ApplyRosterBody, RosterApplied, RosterBody, RosterPlan, toPlanView } from './schema.ts';
import { stateOf } from './state.ts';
import { type Counts, getPlan, keepPlan, markOutdated, newPlan, PlanTaken, rowsOf } from './store.ts';

const tags = ['Roster'];
const BODY_LIMIT = 8 * 1024 * 1024;
const PAGE_SIZE = 1000;
/** How long who applies a plan that another request applies waits, and between two looks, in milliseconds. */
const MAX_WAIT_MS = 30_000;
const WAIT_MS = 100;

const RowsQuery = Type.Object({
  page: Type.Optional(Type.Integer({ minimum: 1, default: 1, description: 'Which page of the rows, from 1.' })),
  pageSize: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 10_000, default: PAGE_SIZE, description: 'Rows per page.' }),
  ),
  action: Type.Optional(Type.Enum([...actions], { type: 'string', description: 'Only rows of this action.' })),
});

const PlanPath = Type.Object({ id: Type.String({ maxLength: 100, description: 'The id of the plan.' }) });

interface RowsAsked {
  page?: number;
  pageSize?: number;
  action?: Action;
}

const totalOf = (counts: Counts, action: Action | null): number =>
  action ? counts[action] : Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Says how many rows there are and where their other pages are; answers the part of the rows that is asked for. */
function pageOf(request: FastifyRequest, reply: FastifyReply, counts: Counts) {
  const { page = 1, pageSize = PAGE_SIZE, action = null } = request.query as RowsAsked;
  describePage(request, reply, totalOf(counts, action), { page, pageSize });
  return { action, slice: sliceOf({ page, pageSize }) };
}

const charsetOf = (type = ''): string | null => /;\s*charset\s*=\s*"?([\w.:-]{1,40})"?/i.exec(type)?.[1] ?? null;

function readRoster({ headers, body }: FastifyRequest): Promise<WrittenRoster> {
  const bytes = (body as Buffer | undefined) ?? Buffer.alloc(0);
  const type = headers['content-type'] ?? '';
  return /^text\/csv\b/i.test(type) ? readCsvRoster(bytes, charsetOf(type)) : readJsonRoster(bytes);
}

export const planRoster = operation(
  {
    bodyLimit: BODY_LIMIT,
    config: { readsBytes: true },
    validatorCompiler: parametersOnly,
    schema: {
      operationId: 'planRoster',
      tags,
      summary: 'Plan what makes exactly the people of a roster hold its courses; changes nothing',
      description: 'Up to 50,000 rows, 8 MiB. Rows that cannot be taken are refused by themselves.',
      querystring: RowsQuery,
      body: RosterBody,
      response: answers(ref(RosterPlan), 403, 413, 415),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const roster = await readRoster(request);
    const position = await advanceFeed(context.db); // before anything is read: what happens meanwhile makes the plan outdated
    const at = now(context);
    const planned = await makePlan(context.db.read, managerId, roster, at);
    const plan = newPlan(randomUUID(), managerId, position, planned, at);
    if (!request.dryRun) {
      await dropOldPlans(context.db, managerId);
      await keepPlan(context.db, plan, planned.rows);
    }
    const { action, slice } = pageOf(request, reply, plan.counts);
    const rows = action ? planned.rows.filter((row: PlannedRow) => row.action === action) : planned.rows;
    return toPlanView(plan, 'ready', rows.slice(slice.offset, slice.offset + slice.limit));
  },
);

/** Waits while another request applies the plan, and then finds out what became of it; throws `unavailable`. */
async function untilFree<T>(apply: () => Promise<T>): Promise<T> {
  for (const until = performance.now() + MAX_WAIT_MS; ; await pause(WAIT_MS)) {
    try {
      return await apply();
    } catch (error) {
      if (!(error instanceof PlanTaken)) throw error;
      if (performance.now() > until) throw unavailable(error);
    }
  }
}

export const applyRoster = operation(
  {
    schema: {
      operationId: 'applyRoster',
      tags,
      summary: 'Do what a plan says, all of it or nothing',
      params: PlanPath,
      headers: IdempotencyKeyHeader,
      body: ApplyRosterBody,
      response: answers(ref(RosterApplied), 403, 404, 413, 415),
    },
  },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const actor = principalOf(request);
    const { id } = request.params;
    const asked = { managerId, id, allowed: request.body?.allowRevocations ?? null };
    const apply = () =>
      change(context, request, reply, async (tx) => ({
        state: 'applied',
        counts: await applyPlan(tx, asked, actor, clockOf(context)),
      }));
    try {
      return await untilFree(apply);
    } catch (error) {
      const isOutdated = error instanceof Refusal && error.code === 'plan_outdated' && !request.dryRun;
      if (isOutdated) await context.db.write((tx) => markOutdated(tx, id, now(context)));
      throw error;
    }
  },
);

export const getRoster = operation(
  {
    schema: {
      operationId: 'getRoster',
      tags,
      summary: 'A plan, and a page of its rows',
      params: PlanPath,
      querystring: RowsQuery,
      response: answers(ref(RosterPlan), 404),
    },
  },
  async (context, request, reply) => {
    const plan = await getPlan(context.db.read, managerIdOf(request), request.params.id);
    const { action, slice } = pageOf(request, reply, plan.counts);
    const rows = await rowsOf(context.db.read, plan.id, action, slice);
    return toPlanView(plan, await stateOf(context.db.read, plan, now(context)), rows);
  },
);
