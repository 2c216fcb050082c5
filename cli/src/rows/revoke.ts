import type { components } from 'carrel-client';
import { holdersOf, keyOf, type Student } from '../holders.ts';
import type { Session } from '../session.ts';
import { type Refusal, refused } from './assign.ts';
import type { Result } from './journal.ts';
import type { FileRow } from './read.ts';
import { type Batch, chunksOf, isRefusal, MAX_BATCH } from './run.ts';

/** A license to be revoked. */
export interface RevokeTask {
  line: number;
  email: string;
  licenseId: number;
  refusal: Refusal | null;
  /** The refusal that the rehearsal saw. */
  expected: string | null;
}

const ID = /^[1-9]\d{0,15}$/;

interface Scope {
  course: string | undefined;
  pool: string | undefined;
}

type Held = Student['courses'][number];

const inScope =
  ({ course, pool }: Scope) =>
  (held: Held) =>
    (course === undefined || held.id === course || keyOf(held.title) === keyOf(course)) &&
    (pool === undefined || String(held.poolId) === pool);

function tasksOfHolder(row: FileRow, holder: Student | undefined, scope: Scope): RevokeTask[] {
  const [line, email] = [row.line, row.email ?? ''];
  const task = (licenseId: number, refusal: Refusal | null) => ({ line, email, licenseId, refusal, expected: null });
  const held = (holder?.courses ?? []).filter(inScope(scope));
  if (held.length === 0) return [task(0, { code: 'not_found', detail: 'This address holds no such license.' })];
  const revokable = held.filter(({ licenseRevokable }) => licenseRevokable);
  if (revokable.length > 0) return revokable.map(({ licenseId }) => task(licenseId, null));
  return [
    task(held[0]?.licenseId ?? 0, {
      code: 'license_not_revokable',
      detail: 'An untransferable license cannot be revoked.',
    }),
  ];
}

/** A row that names a license by its id: where an address stands beside it, the id has to be of a license that it holds. */
function taskOfId({ line, license = '', email = '' }: FileRow, holder: Student | undefined): RevokeTask {
  const task = (licenseId: number, refusal: Refusal | null) => ({ line, email, licenseId, refusal, expected: null });
  if (!ID.test(license))
    return task(0, {
      code: 'invalid_request',
      detail: 'The row has neither an address nor the id of a license.',
    });
  const id = Number(license);
  if (email === '' || holder?.courses.some(({ licenseId }) => licenseId === id)) return task(id, null);
  const detail = `This address holds no license ${id}. Give the column another title if it has ids of something else.`;
  return task(0, { code: 'not_found', detail });
}

/**
 * The rows of a file as licenses to be revoked: those that a row names by id, or what its address holds, of the course
 * or pool that is named.
 */
export async function revokeTasks(session: Session, rows: readonly FileRow[], scope: Scope): Promise<RevokeTask[]> {
  const emails = rows.flatMap(({ email }) => email ?? []);
  const holders = await holdersOf(session, emails);
  const tasks = rows.flatMap((row) => {
    const { license, email = '' } = row;
    const holder = holders.get(keyOf(email));
    if (license !== undefined || email === '') return [taskOfId(row, holder)];
    return tasksOfHolder(row, holder, { course: row.course ?? scope.course, pool: row.pool ?? scope.pool });
  });
  const seen = new Map<number, number>();
  return tasks.map((task) => {
    const before = task.refusal ? undefined : seen.get(task.licenseId);
    if (!task.refusal) seen.set(task.licenseId, before ?? task.line);
    if (before === undefined) return task;
    return { ...task, refusal: { code: 'duplicate_row', detail: `The same license stands in line ${before}.` } };
  });
}

type Revoked = components['schemas']['License'];

const revoked = ({ line, email, licenseId }: RevokeTask, license: Revoked | null): Result => ({
  line,
  email: license?.student.email ?? email,
  outcome: 'revoked',
  code: null,
  detail: null,
  licenseId,
  end: license?.end ?? null,
  recycled: null,
});

/** Revokes in one request; without a key it is a dry run. */
async function revokeTogether({ client }: Session, tasks: RevokeTask[], key: string | null): Promise<Result[]> {
  if (tasks.length === 0) return [];
  const { data, response } = await client.POST('/api/licensing/v1/licenses/revoke', {
    params: { query: key === null ? { dryRun: true } : {}, header: key === null ? {} : { 'idempotency-key': key } },
    body: { ids: tasks.map(({ licenseId }) => licenseId) },
  });
  if (key === null && response.headers.get('dry-run') !== 'true')
    throw new Error('The server did not say that this was a dry run. It may have been done: look before you go on.');
  return tasks.map((task, i) => {
    const row = data?.results[i];
    if (row?.outcome === 'revoked') return revoked(task, row.license);
    const why = { code: row?.code ?? 'internal_error', detail: row?.detail ?? 'The server said nothing of this row.' };
    return { ...refused(task, why), licenseId: task.licenseId };
  });
}

async function revokeAlone(session: Session, task: RevokeTask, batch: Batch<RevokeTask>): Promise<Result> {
  const lostBefore = session.lost();
  try {
    const { data } = await session.client.DELETE('/api/licensing/v1/license/{id}', {
      params: { path: { id: task.licenseId }, header: { 'idempotency-key': batch.key } },
    });
    return revoked(task, data ?? null);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const doubtful = (batch.again || session.lost() > lostBefore) && task.expected === null;
    if (doubtful && (await isOver(session, task))) return revoked(task, null);
    return { ...refused(task, { code: error.code, detail: error.message }), licenseId: task.licenseId };
  }
}

/** Whether the request whose answer was lost was done. What was over before it was told so by the rehearsal. */
async function isOver({ client }: Session, { licenseId }: RevokeTask): Promise<boolean> {
  const path = { id: licenseId };
  const { data } = await client.GET('/api/licensing/v1/license/{id}', { params: { path } });
  return data?.active === false;
}

const localRefusals = (tasks: readonly RevokeTask[]) =>
  tasks.flatMap((task) => (task.refusal ? [refused(task, task.refusal)] : []));

export function performRevoke(session: Session, together: boolean): (batch: Batch<RevokeTask>) => Promise<Result[]> {
  return async (batch) => {
    const sent = batch.tasks.filter(({ refusal }) => refusal === null);
    const results = together
      ? await revokeTogether(session, sent, batch.key)
      : await Promise.all(sent.map((task) => revokeAlone(session, task, batch)));
    return [...results, ...localRefusals(batch.tasks)].sort((a, b) => a.line - b.line);
  };
}

/** What would be done: as a server that knows dry runs says, else as its lists told when the tasks were made. */
export async function rehearseRevoke(session: Session, tasks: RevokeTask[], dryRuns: boolean): Promise<Result[]> {
  const sent = tasks.filter(({ refusal }) => refusal === null);
  const results: Result[] = [];
  if (dryRuns)
    for (const some of chunksOf(sent, MAX_BATCH)) results.push(...(await revokeTogether(session, some, null)));
  else results.push(...sent.map((task) => revoked(task, null)));
  return [...results, ...localRefusals(tasks)].sort((a, b) => a.line - b.line);
}
