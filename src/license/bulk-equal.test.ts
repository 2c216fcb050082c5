/** Many at once comes to what one after the other comes to: answers, licenses, history and mails. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { ImportFile } from '#import/schema.ts';
import { type Client, onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { inspect } from '../db/inspect.ts';
import { DAY, isoTime } from '../rules/time.ts';

/** Choices that are the same for the same seed (mulberry32). */
function chance(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    whole,
    maybe: (part: number) => next() < part,
    pick: <T>(from: readonly T[]) => from[whole(0, from.length - 1)] as T,
  };
}
type Chance = ReturnType<typeof chance>;

const [ALICE, CHARLIE, DAX, SQL] = [1, 2, 10, 11];
const [ROOMY, SMALL, OWNED, OTHER, ENDED, CHARLIES] = [21, 22, 23, 24, 25, 31];
const ALL_POOLS = [ROOMY, SMALL, OWNED, OTHER, ENDED, CHARLIES];
const COURSE_OF = new Map(ALL_POOLS.map((id) => [id, id === OTHER ? SQL : DAX]));
const NOW = Date.parse('2024-04-19T06:36:10Z') / 1000;

const at = (days: number) => isoTime(NOW + days * DAY);
const dayAt = (days: number) => at(days).slice(0, 10);
const pool = (id: number, licenses: number, [from, to]: [number, number], more = {}) => ({
  ...{
    id,
    managerId: ALICE,
    courseId: COURSE_OF.get(id) as number,
    transferable: true,
    licenses,
    start: at(from),
    end: at(to),
  },
  ...more,
});
const world = (): ImportFile => ({
  managers: [
    { id: ALICE, name: 'Alder', email: 'alice@alder.example', allowedDomains: ['alder.example', 'bücher.example'] },
    { id: CHARLIE, name: 'Cedar', email: 'charlie@cedar.example', allowedDomains: ['alder.example'] },
  ],
  courses: [DAX, SQL].map((id) => ({ id, title: `Course ${id}` })),
  pools: [
    pool(ROOMY, 60, [-30, 200]),
    pool(SMALL, 7, [-30, 100]),
    pool(OWNED, 9, [-30, 200], { transferable: false }),
    pool(OTHER, 12, [-30, 60]),
    pool(ENDED, 5, [-30, 6]),
    pool(CHARLIES, 10, [-30, 200], { managerId: CHARLIE }),
  ],
  students: [],
  licenses: [],
  progress: [],
});

interface Subject {
  app: TestApp;
  alice: Client;
  charlie: Client;
}

interface Row {
  email: string;
  name?: string;
  endDate?: string;
  recycle?: boolean;
}

/** One of 30 people, in one of the spellings of the address, or what is no address of theirs. */
function address({ whole, maybe, pick }: Chance): string {
  if (maybe(0.06)) return pick(['', 'nobody', 'x@elsewhere.example', 'a..b@alder.example']);
  const n = whole(1, 30);
  const host =
    n % 7 === 0 ? pick(['bücher.example', 'xn--bcher-kva.example']) : pick(['alder.example', 'Alder.Example']);
  return maybe(0.2) ? ` P${n}@${host} ` : `p${n}@${host}`;
}

function row(random: Chance): Row {
  const { whole, maybe, pick } = random;
  return {
    email: address(random),
    ...(maybe(0.3) ? { name: pick(['Ann', 'Ann Lee', 'bad\u0007', 'Ünï']) } : {}),
    ...(maybe(0.4) ? { endDate: maybe(0.1) ? '2024-02-30' : dayAt(whole(-3, 300)) } : {}),
    ...(maybe(0.3) ? { recycle: maybe(0.7) } : {}),
  };
}

/** Licenses by whom they are of, which both databases agree upon. */
async function namesOfLicenses({ app }: Subject): Promise<Map<number, string>> {
  const rows = await app.context.db.read.kysely
    .selectFrom('license')
    .innerJoin('student', 'student.id', 'license.student_id')
    .select(['license.id', 'pool_id', 'email_key'])
    .orderBy('license.id')
    .execute();
  const count = new Map<string, number>();
  return new Map(
    rows.map(({ id, pool_id, email_key }) => {
      const whose = `${email_key} in ${pool_id}`;
      count.set(whose, (count.get(whose) ?? 0) + 1);
      return [id, `${whose} no. ${count.get(whose)}`];
    }),
  );
}

/** Everything that licenses leave behind, with names in the place of ids. */
async function everything(subject: Subject): Promise<object> {
  const { kysely } = subject.app.context.db.read;
  const names = await namesOfLicenses(subject);
  const students = await kysely.selectFrom('student').selectAll().execute();
  const keys = new Map(students.map(({ id, email_key }) => [id, email_key]));
  const licenses = await kysely.selectFrom('license').selectAll().execute();
  const events = await kysely.selectFrom('event').selectAll().orderBy('id').execute();
  const mails = await kysely.selectFrom('outbox').selectAll().orderBy('event_id').execute();
  const order = new Map(events.map(({ id }, n) => [id, n]));
  const told = (details: string) => {
    const { why, ...rest } = JSON.parse(details);
    return { ...rest, ...(why ? { why: { ...why, for: keys.get(why.for) } } : {}) };
  };
  return {
    students: students.map(({ id, ...rest }) => rest).sort((a, b) => (a.email_key < b.email_key ? -1 : 1)),
    licenses: licenses
      .map(({ id, student_id, seat, ...rest }) => ({ ...rest, name: names.get(id) }))
      .sort((a, b) => ((a.name as string) < (b.name as string) ? -1 : 1)),
    events: events
      .filter(({ kind }) => /^license/.test(kind))
      .map(({ at, kind, actor_kind, student_id, course_id, pool_id, license_id, details }) => ({
        ...{ at, kind, actor_kind, course_id, pool_id, ...told(details) },
        student: keys.get(student_id ?? 0),
        license: names.get(license_id ?? 0),
      })),
    mails: mails.map(({ event_id, kind, recipient, payload, license_id, created_at, run_at }) => {
      const { licenseId, ...more } = JSON.parse(payload);
      const about = { license: names.get(license_id ?? 0), of: names.get(licenseId) };
      return { ...about, event: order.get(event_id ?? 0), kind, recipient, more, created_at, run_at };
    }),
  };
}

onBothEngines('many at once and one after the other', (engine) => {
  let many: Subject;
  let single: Subject;

  const subject = async (): Promise<Subject> => {
    const app = await startApp(engine, { world: world() });
    return { app, alice: await app.client(ALICE), charlie: await app.client(CHARLIE) };
  };
  const both = <T>(work: (one: Subject) => Promise<T>) => Promise.all([work(many), work(single)]);
  const forward = (seconds: number) => {
    for (const { app } of [many, single]) app.clock.forward(seconds);
  };
  const sameEverywhere = async (what: string) => {
    const [one, other] = await both(everything);
    assert.deepEqual(one, other, what);
    for (const { app } of [many, single]) assert.deepEqual(await inspect(app.context.db), []);
  };

  before(async () => {
    many = await subject();
    single = await subject();
  });

  /** The rows one by one, as a program does that remembers whom it has seen. */
  async function assignEach(poolId: number, rows: readonly Row[], more: { recycle: boolean; minHeldDays?: number }) {
    const names: string[] = [];
    const seen = new Set<string>();
    for (const row of rows) {
      const key = row.email.trim().toLowerCase().replace('bücher', 'xn--bcher-kva');
      const known = seen.has(key);
      if (/^[\w]+@/.test(key)) seen.add(key);
      if (known) {
        names.push('duplicate_row');
        continue;
      }
      const recycle = row.recycle ?? more.recycle;
      const terms = recycle ? { recycle, minHeldDays: more.minHeldDays ?? 0 } : {};
      const { recycle: _, ...asked } = row;
      const { status, body, headers } = await single.alice.post(`/v1/pool/${poolId}/license`, { ...asked, ...terms });
      names.push(status === 200 ? `${body.student.email} ${body.end} ${headers.has('recycled-license')}` : body.code);
    }
    return names;
  }

  async function assignAtOnce(poolId: number, rows: readonly Row[], more: object) {
    const { status, body } = await many.alice.post(`/v1/pool/${poolId}/bulk`, { rows, ...more });
    assert.equal(status, 200, JSON.stringify(body).slice(0, 300));
    return body.results.map(
      ({ code, license, recycled }: { code: string; license: { student: Row; end: string }; recycled: unknown }) =>
        code ?? `${license.student.email} ${license.end} ${recycled !== null}`,
    );
  }

  const licensesOf = async (one: Subject): Promise<Map<string, number>> =>
    new Map([...(await namesOfLicenses(one))].map(([id, name]) => [name, id]));

  async function change(random: Chance, to: 'revoke' | 'edit'): Promise<void> {
    const [ids, others] = await both(licensesOf);
    const names = [...ids.keys()].sort().filter(() => random.maybe(0.3));
    if (names.length === 0) return;
    const endDate = dayAt(random.whole(-2, 150));
    const body = { ids: names.map((name) => ids.get(name)), ...(to === 'edit' ? { endDate } : {}) };
    const answer = await many.alice.post(`/v1/licenses/${to}`, body);
    const atOnce = answer.body.results.map(
      ({ code, license }: { code: string; license: { end: string; active: boolean } }) =>
        code ?? `${license.end} ${license.active}`,
    );
    const each: string[] = [];
    for (const name of names) {
      const path = `/v1/license/${others.get(name)}`;
      const one = await (to === 'edit' ? single.alice.patch(path, { endDate }) : single.alice.delete(path));
      each.push(one.status === 200 ? `${one.body.end} ${one.body.active}` : one.body.code);
    }
    assert.deepEqual(atOnce, each);
  }

  for (const seed of [1, 2, 3, 4]) {
    test(`random batches, seed ${seed}`, async () => {
      const random = chance(seed);
      for (let round = 0; round < 5; round++) {
        const poolId = random.pick([ROOMY, SMALL, SMALL, OWNED, OTHER, ENDED]);
        const rows = Array.from({ length: random.whole(1, 40) }, () => row(random));
        const recycle = random.maybe(0.5);
        const terms = recycle || rows.some((one) => one.recycle) ? { minHeldDays: 1 } : {};
        const atOnce = await assignAtOnce(poolId, rows, { recycle, ...terms });
        assert.deepEqual(atOnce, await assignEach(poolId, rows, { recycle, ...terms }), `round ${round}`);
        await change(random, 'edit');
        if (random.maybe(0.5)) await change(random, 'revoke');
        const others = address(random);
        await both(({ charlie }) => charlie.post(`/v1/pool/${CHARLIES}/license`, { email: others }));
        await sameEverywhere(`seed ${seed}, round ${round}`);
        forward(random.pick([0, 3600, DAY, 2 * DAY]));
      }
    });
  }

  test('more rows than a part has, all of one kind or another', async () => {
    const rows = Array.from({ length: 250 }, (_, n) => ({ email: `m${n % 230}@alder.example` }));
    assert.deepEqual(await assignAtOnce(ROOMY, rows, {}), await assignEach(ROOMY, rows, { recycle: false }));
    await sameEverywhere('250 rows');
    const refused = Array.from({ length: 1000 }, (_, n) => ({ email: `n${n}@elsewhere.example` }));
    assert.deepEqual(new Set(await assignAtOnce(SMALL, refused, {})), new Set(['domain_not_allowed']));
    await sameEverywhere('1,000 refusals');
  });

  test('a roster', async () => {
    const active = ({ app }: Subject) =>
      app.context.db.read.kysely
        .selectFrom('license')
        .innerJoin('student', 'student.id', 'license.student_id')
        .select(['license.id', 'license.course_id as courseId', 'student.email'])
        .where('manager_id', '=', ALICE)
        .where('ended_at', 'is', null)
        .where('end_at', '>', app.clock.ms / 1000)
        .orderBy('license.course_id')
        .orderBy('student.email')
        .execute();
    const [held, others] = await both(active);
    const name = ({ email, courseId }: { email: string; courseId: number }) => `${email} ${courseId}`;
    const ids = new Map(others.map((license) => [name(license), license.id]));
    const stay = held
      .filter((_, n) => n % 3 > 0)
      .map(({ email, courseId }, n) => ({
        email,
        courseId: String(courseId),
        ...(n % 2 ? { endDate: dayAt(95) } : {}),
      }));
    const come = [1, 2, 3, 4, 5].flatMap((n) =>
      [DAX, SQL].map((courseId) => ({
        email: `Come${n}@alder.example`,
        name: `${courseId}`,
        courseId: String(courseId),
      })),
    );
    const { body: plan } = await many.alice.call('PUT', '/v1/roster?pageSize=10000', { rows: [...stay, ...come] });
    const allowed = { allowRevocations: plan.counts.revoke };
    const applied = await many.alice.post(`/v1/roster/${plan.id}/apply`, allowed);
    assert.equal(applied.status, 200, applied.text);
    assert.ok(plan.counts.assign > 3 && plan.counts.revoke > 3 && plan.counts.edit > 3, JSON.stringify(plan.counts));
    const of = (action: string) => plan.rows.filter((row: { action: string }) => row.action === action);
    const idOf = ({ student, courseId }: { student: Row; courseId: string }) => ids.get(`${student.email} ${courseId}`);
    for (const row of of('revoke')) assert.equal((await single.alice.delete(`/v1/license/${idOf(row)}`)).status, 200);
    for (const row of of('edit')) {
      const { status } = await single.alice.patch(`/v1/license/${idOf(row)}`, { endDate: dayAt(95) });
      assert.equal(status, 200);
    }
    for (const { student, poolId } of of('assign')) {
      const { status } = await single.alice.post(`/v1/pool/${poolId}/license`, {
        email: student.email,
        name: student.name,
      });
      assert.equal(status, 200);
    }
    await sameEverywhere('a roster');
  });
});
