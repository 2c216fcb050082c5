import type { components } from 'carrel-client';
import { keyOf, studentOf } from '../holders.ts';
import type { Session } from '../session.ts';
import type { Result } from './journal.ts';
import type { FileRow } from './read.ts';
import { type Batch, chunksOf, isRefusal, MAX_BATCH } from './run.ts';

export interface Refusal {
  code: string;
  detail: string;
}

/** A license to be assigned. */
export interface AssignTask {
  line: number;
  email: string;
  name: string | null;
  endDate: string | null;
  poolId: number;
  /** Why it need not be asked of the server. */
  refusal: Refusal | null;
  /** The refusal that the rehearsal saw. */
  expected: string | null;
}

const ID = /^[1-9]\d{0,15}$/;

/** The rows of a file as licenses to be assigned. */
export function assignTasks(rows: readonly FileRow[], pool: string | undefined): AssignTask[] {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const email = row.email ?? '';
    const named = row.pool ?? pool ?? '';
    const key = `${named} ${keyOf(email)}`;
    const before = seen.get(key);
    seen.set(key, before ?? row.line);
    const refusal =
      email === ''
        ? { code: 'invalid_request', detail: 'The row has no address.' }
        : !ID.test(named)
          ? { code: 'invalid_request', detail: 'The row has no id of a pool, and no --pool was given.' }
          : before !== undefined
            ? { code: 'duplicate_row', detail: `The same person stands in line ${before}.` }
            : null;
    const { line, name = null, endDate = null } = row;
    return { line, email, name, endDate, poolId: refusal ? 0 : Number(named), refusal, expected: null };
  });
}

/** Requests of so many rows, each for one pool. */
export function batchesOf(tasks: readonly AssignTask[], size: number): AssignTask[][] {
  return [...Map.groupBy(tasks, ({ poolId }) => poolId).values()].flatMap((some) => chunksOf(some, size));
}

export const refused = ({ line, email }: { line: number; email: string }, { code, detail }: Refusal): Result => ({
  line,
  email,
  outcome: 'refused',
  code,
  detail,
  licenseId: null,
  end: null,
  recycled: null,
});

interface Given {
  id: number;
  end: string;
}

const assigned = ({ line, email }: AssignTask, { id, end }: Given, recycled: string | null): Result => ({
  line,
  email,
  outcome: 'assigned',
  code: null,
  detail: null,
  licenseId: id,
  end,
  recycled,
});

export interface AssignOptions {
  recycle: boolean;
}

type BulkResult = components['schemas']['BulkAssigned']['results'][number];

function resultOf(task: AssignTask, row: BulkResult | undefined): Result {
  if (row?.license) return assigned(task, row.license, row.recycled?.student.email ?? null);
  const fault = row?.errors?.[0];
  const detail = fault ? `${fault.pointer}: ${fault.detail}` : (row?.detail ?? 'The server said nothing of this row.');
  return refused(task, { code: row?.code ?? 'internal_error', detail });
}

const rowOf = ({ email, name, endDate }: AssignTask) => ({ email, ...(name && { name }), ...(endDate && { endDate }) });

/** A dry run that the server did not know would have been done: then nothing more is sent. */
function assertRehearsed(response: Response): void {
  if (response.headers.get('dry-run') === 'true') return;
  throw new Error('The server did not say that this was a dry run. It may have been done: look before you go on.');
}

interface BulkRequest {
  tasks: readonly AssignTask[];
  recycle: boolean;
  /** Licenses of earlier batches, which are not taken back for this one. */
  spare: number[];
  key: string | null;
}

const MAX_SPARED = 5000;

async function assignTogether({ client }: Session, { tasks, recycle, spare, key }: BulkRequest): Promise<Result[]> {
  const [first] = tasks;
  if (!first) return [];
  const body = { rows: tasks.map(rowOf), ...(recycle && { recycle, spare: spare.slice(-MAX_SPARED) }) };
  const header = key === null ? {} : { 'idempotency-key': key };
  const query = key === null ? { dryRun: true } : {};
  try {
    const { data, response } = await client.POST('/api/licensing/v1/pool/{id}/bulk', {
      params: { path: { id: first.poolId }, header, query },
      body,
    });
    if (key === null) assertRehearsed(response);
    return tasks.map((task, i) => resultOf(task, data?.results[i]));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return tasks.map((task) => refused(task, { code: error.code, detail: error.message }));
  }
}

/** Assigns a license by a request of its own, as every server of the published API can. */
async function assignAlone(session: Session, task: AssignTask, batch: Batch<AssignTask>, recycle: boolean) {
  const lostBefore = session.lost();
  try {
    const { data } = await session.client.POST('/api/licensing/v1/pool/{id}/license', {
      params: { path: { id: task.poolId }, header: { 'idempotency-key': batch.key } },
      body: { ...rowOf(task), ...(recycle && { recycle }) },
    });
    if (!data || !('end' in data)) throw new Error('The server answered without a license.');
    return assigned(task, data, null);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const doubtful = (batch.again || session.lost() > lostBefore) && task.expected === null;
    const given = doubtful ? await givenBefore(session, task) : null;
    return given ? assigned(task, given, null) : refused(task, { code: error.code, detail: error.message });
  }
}

/** The license that a request gave whose answer was lost. Who held one before it was told so by the rehearsal. */
async function givenBefore(session: Session, { email, poolId }: AssignTask): Promise<Given | null> {
  const student = await studentOf(session, email);
  const held = student?.courses.find((course) => course.poolId === poolId && course.licenseActive);
  return held ? { id: held.licenseId, end: held.end } : null;
}

/** The sent tasks' results between those of the tasks that are refused without the server. */
async function withRefused(
  tasks: readonly AssignTask[],
  send: (tasks: AssignTask[]) => Promise<Result[]>,
): Promise<Result[]> {
  const results = await send(tasks.filter(({ refusal }) => refusal === null));
  const local = tasks.flatMap((task) => (task.refusal ? [refused(task, task.refusal)] : []));
  return [...results, ...local].sort((a, b) => a.line - b.line);
}

/** Does a batch: in one request, or as the only row of it. */
export function performAssign(
  session: Session,
  { recycle, together, given }: AssignOptions & { together: boolean; given: () => number[] },
): (batch: Batch<AssignTask>) => Promise<Result[]> {
  return (batch) =>
    withRefused(batch.tasks, (tasks) =>
      together
        ? assignTogether(session, { tasks, recycle, spare: recycle ? given() : [], key: batch.key })
        : Promise.all(tasks.map((task) => assignAlone(session, task, batch, recycle))),
    );
}

/** What a server that knows dry runs says that it would do. It decides each request by itself: seats are counted here. */
export async function rehearseAssign(
  session: Session,
  tasks: readonly AssignTask[],
  { recycle }: AssignOptions,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const some of batchesOf(tasks, MAX_BATCH))
    results.push(
      ...(await withRefused(some, (sent) => assignTogether(session, { tasks: sent, recycle, spare: [], key: null }))),
    );
  const pools = new Map(tasks.map(({ line, poolId }) => [line, poolId]));
  const told = results.map((result) => ({ ...result, licenseId: null })).sort((a, b) => a.line - b.line);
  return recycle ? told : withinSeats(session, told, pools);
}

/** Refuses what is more than the pools have available. */
export async function withinSeats(
  { client }: Session,
  results: readonly Result[],
  pools: ReadonlyMap<number, number>,
): Promise<Result[]> {
  const available = new Map<number, number>();
  const checked: Result[] = [];
  for (const result of results.toSorted((a, b) => a.line - b.line)) {
    const pool = pools.get(result.line) ?? 0;
    if (result.outcome === 'refused') checked.push(result);
    else {
      if (!available.has(pool)) {
        const { data } = await client.GET('/api/licensing/v1/pool/{id}', { params: { path: { id: pool } } });
        available.set(pool, data?.availableLicenses ?? 0);
      }
      const left = available.get(pool) ?? 0;
      available.set(pool, left - 1);
      const none = { code: 'no_available_licenses', detail: 'The pool has no license available.' };
      checked.push(left > 0 ? result : refused(result, none));
    }
  }
  return checked;
}
