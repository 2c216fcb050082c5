import { API } from '../support/http.ts';
import type { Driver } from './driver.ts';
import { absent, type ModelAddress } from './state.ts';
import { licenseView } from './views.ts';

interface Row {
  to: ModelAddress;
  endDate: { text: string; value: number | null } | null;
}

interface Result {
  outcome: string;
  code: string | null;
  license: { id: number; student: { id: number } } | null;
  recycled: { licenseId: number } | null;
}

const bodyOf = ({ to, endDate }: Row) => ({ email: to.text, ...(endDate ? { endDate: endDate.text } : {}) });

/** Asks what a list would come to, then assigns it, and compares row by row. */
export async function assignMany(driver: Driver): Promise<void> {
  const { model, chance, subject } = driver;
  const manager = driver.manager();
  const { id: poolId } = chance.pick(model.pools);
  const { token, refusal } = driver.caller(manager);
  const rows = Array.from(
    { length: chance.whole(1, 6) },
    (): Row => ({ to: chance.pick(driver.addresses), endDate: chance.maybe(0.2) ? driver.date() : null }),
  );
  const recycle = chance.maybe(0.4);
  const pool = model.pool(manager.id, poolId);
  const expected = refusal ?? (pool ? null : absent);
  const foretold = await preview(driver, token, poolId, rows, recycle);
  const body = { rows: rows.map(bodyOf), recycle };
  const reply = await subject.http.send({ method: 'POST', path: `${API}/pool/${poolId}/bulk`, token, body });
  if (expected || !pool) return driver.compare('bulk', reply, expected ?? absent);
  if (reply.status !== 200) return driver.compare('bulk', reply, { status: 200, body: 'results' });
  driver.note('bulk', { status: 200 });
  const results: Result[] = reply.json().results;
  const seen = new Set<string>();
  const given = new Set<number>();
  for (const [n, row] of rows.entries()) compareRow(driver, pool, row, { recycle, seen, given }, results[n]);
  const behind = model.licenses.some((license) => license.start > model.now); // a stepped clock: only the doing tells
  const outcomes = results.map(({ code }) => code);
  if (foretold && !behind && JSON.stringify(foretold) !== JSON.stringify(outcomes))
    driver.failures.add(`command ${driver.commands}: foretold ${foretold}, and it came to ${outcomes}`);
}

/** The codes that a list is told to come to; null where it cannot be written as CSV. */
async function preview(driver: Driver, token: string, poolId: number, rows: Row[], recycle: boolean) {
  if (rows.some(({ to }) => to.text.trim() === '')) return null;
  const csv = ['email,endDate', ...rows.map(({ to, endDate }) => `${to.text},${endDate?.text ?? ''}`)].join('\n');
  const path = `${API}/pool/${poolId}/bulk/preview`;
  const reply = await driver.subject.http.send({ method: 'POST', path, token, body: { csv, recycle } });
  if (reply.status !== 200) return null; // as the doing is answered, and compared there
  driver.note('preview', { status: 200 });
  const empty = rows.some(({ endDate }) => endDate?.text === ''); // as CSV that is no date, and not a wrong one
  return empty ? null : reply.json().rows.map(({ code }: Result) => code);
}

/** What the rows before have left behind: the addresses of the list, and the licenses that it gave. */
interface Before {
  recycle: boolean;
  seen: Set<string>;
  given: Set<number>;
}

function compareRow(
  driver: Driver,
  pool: NonNullable<ReturnType<Driver['model']['pool']>>,
  { to, endDate }: Row,
  { recycle, seen, given }: Before,
  result: Result | undefined,
): void {
  const { model } = driver;
  const twice = to.key !== null && seen.has(to.key);
  if (to.key !== null) seen.add(to.key);
  const wrong = to.key === null || endDate?.value === null;
  const value = endDate?.value ?? null;
  const why = twice ? 'duplicate_row' : wrong ? 'invalid_request' : model.whyNotAssign(pool, to, value, recycle, given);
  driver.note('row', { status: 200, code: why ?? 'assigned' });
  const oldest = !why && model.available(pool) <= 0 ? (model.oldest(pool, given)?.id ?? null) : null;
  const same = result?.code === why && result.outcome === (why ? 'refused' : 'assigned');
  if (!same || (result.recycled?.licenseId ?? null) !== oldest)
    driver.failures.add(`command ${driver.commands}, row ${JSON.stringify(result)} instead of ${why}, ${oldest}`);
  if (!same || why || !result.license) return;
  const ids = { license: result.license.id, student: result.license.student.id };
  given.add(ids.license);
  model.assign(pool, to, 'Student', value, ids, given);
}

/** Revokes several at once, other people's and absent ones among them. */
export async function revokeMany(driver: Driver): Promise<void> {
  const { model, chance, subject } = driver;
  const manager = driver.manager();
  const { token, refusal } = driver.caller(manager);
  const ids = Array.from({ length: chance.whole(1, 4) }, () => driver.licenseId(manager));
  const body = { ids: ids.map(String) };
  const reply = await subject.http.send({ method: 'POST', path: `${API}/licenses/revoke`, token, body });
  if (refusal) return driver.compare('revokeMany', reply, refusal);
  const whys = ids.map((id, n) => {
    const license = model.license(manager.id, id);
    const why = ids.indexOf(id) < n ? 'duplicate_row' : license ? model.revoke(license) : 'not_found';
    driver.note('one', { status: 200, code: why ?? 'revoked' });
    return why;
  });
  driver.note('revokeMany', { status: 200 });
  const results: { id: string; outcome: string; code: string | null }[] = reply.json()?.results ?? [];
  const told = results.map(({ id, outcome, code }) => `${id} ${outcome} ${code}`);
  const wanted = ids.map((id, n) => `${id} ${whys[n] ? 'refused' : 'revoked'} ${whys[n]}`);
  if (told.join() !== wanted.join()) driver.failures.add(`command ${driver.commands}: ${told} instead of ${wanted}`);
  const [last] = ids.slice(-1);
  const license = model.license(manager.id, last as number);
  const one = await subject.http.send({ path: `${API}/license/${last}`, token });
  driver.compare('license', one, license ? { status: 200, body: licenseView(model, license) } : absent);
}
