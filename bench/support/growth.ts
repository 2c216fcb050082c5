import type { Postgres } from '../../test/support/postgres.ts';
import { load, type Requests } from './load.ts';
import { type Finding, median, type Options } from './measure.ts';
import { atRest, type Running, startProduct } from './processes.ts';
import { countdown } from './progress.ts';
import { type Group, makeWorld, tokenOf, type World } from './world.ts';

const SMALL: Group = { managers: 1, licenses: 1000, pools: 20 };
const LARGE: Group = { managers: 1, licenses: 100_000, pools: 200 };
/** Many short turns: what the machine does beside comes and goes within seconds. */
const ROUNDS = { reads: 25, changes: 9, searches: 3 };
const REQUESTS = 40;
/** The disk takes its time now and then, so that 40 tell too little. */
const ASSIGNMENTS = 100;
/** A license can be revoked only once, and a small manager has 450. */
const REVOCATIONS = 20;
/** What is asked of each read before anything is measured: the first touch of a page is no growth. */
const WARM_UP = { ofManyRecords: 3000, ofOne: 100 };

/** BENCH_ONLY is a regular expression: only such endpoints are measured. */
const ONLY = new RegExp(process.env.BENCH_ONLY ?? '');

/** A manager of a running server, and where its records begin. */
interface Subject {
  name: string;
  server: Running;
  token: string;
  group: Group;
  first: { pool: number; student: number; license: number };
  /** Transferable licenses that are active and nobody has revoked yet. */
  revocable: number[];
}

function subject(name: string, server: Running, token: string, group: Group, before: Group | null): Subject {
  const first = {
    pool: 1 + (before?.pools ?? 0),
    student: 1 + (before?.licenses ?? 0) / 2,
    license: 1 + (before?.licenses ?? 0),
  };
  const perPool = group.licenses / group.pools;
  const places = Array.from({ length: group.licenses }, (_, i) => i);
  const revocable = places
    .filter((i) => Math.floor(i / perPool) % 2 === 1 && i % 10 !== 9)
    .map((i) => first.license + i);
  return { name, server, token, group, first, revocable };
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const lists = [
  '/v1/licenses',
  '/v1/licenses?includeInactive=true',
  '/v1/students',
  '/v1/students?includeInactive=true',
  '/v1/students/search',
];

type Asked = Record<string, (subject: Subject) => Omit<Requests, 'headers'>>;

const get = (path: string, ids?: { from: number; to: number }) => () => ({
  method: 'GET' as const,
  paths: [path],
  ...(ids ? { ids } : {}),
});
const each = (paths: string[]): Asked => Object.fromEntries(paths.map((path) => [`GET ${path}`, get(path)]));

const search = (by: string) => `/v1/students/search?${by}`;

/** What no index of the database tells: parts of names, and every column that is reckoned. */
const searches = ({ first, group }: Subject): Asked => ({
  ...each(['search=ent', 'search=e', 'sort=email', 'sort=progress', 'sort=lastAccess', 'sort=expires'].map(search)),
  'GET /v1/students/search?search={address}': get(search('search=student.{id}@'), studentIds({ first, group })),
});

const studentIds = ({ first, group }: Pick<Subject, 'first' | 'group'>) => ({
  from: first.student,
  to: first.student + group.licenses / 2 - 1,
});

/** Who has this course: every filter, and some together. */
const filters = (pools: { from: number; to: number }): Asked => ({
  'GET /v1/students/search?courseId': get(search('courseId={id}'), { from: 1, to: 10 }),
  'GET /v1/students/search?poolId': get(search('poolId={id}'), pools),
  ...each(
    [
      'progress=started',
      'progress=completed',
      'opened=never',
      'endsWithin=400',
      'linkId=1',
      'status=inactive&courseId=1',
      'courseId=1&progress=none&opened=never&search=ent&sort=expires',
    ].map(search),
  ),
});

/** Every endpoint, asked about records of the subject that are drawn at random. */
function endpoints({ first, group }: Subject): Asked {
  const pools = { from: first.pool, to: first.pool + group.pools - 1 };
  const students = studentIds({ first, group });
  const licenses = { from: first.license, to: first.license + group.licenses - 1 };
  const reads = {
    'GET /v1/me': get('/v1/me'),
    'GET /v1/courses': get('/v1/courses'),
    'GET /v1/course/{id}': get('/v1/course/{id}', { from: 1, to: 10 }),
    'GET /v1/pools': get('/v1/pools'),
    'GET /v1/pool/{id}': get('/v1/pool/{id}', pools),
    'GET /v1/pool/{id}/licenses': get('/v1/pool/{id}/licenses', pools),
    'GET /v1/license/{id}': get('/v1/license/{id}', licenses),
    'GET /v1/student?id': get('/v1/student?id={id}&includeInactive=true', students),
    'GET /v1/student?email': get('/v1/student?email=student.{id}@example.com&includeInactive=true', students),
    'GET /v1/students/{id}/courses': get('/v1/students/{id}/courses', students),
    'GET /v1/events': get('/v1/events'),
    'GET /v1/links': get('/v1/links'),
    'GET /v1/library': get('/v1/library'),
    ...each(lists),
    ...filters(pools),
  };
  return {
    ...reads,
    'POST /v1/pool/{id}/license': () => ({
      method: 'POST',
      paths: ['/v1/pool/{id}/license'],
      ids: pools,
      bodies: ['{"email":"grown.{unique}@example.com"}'],
    }),
    'PATCH /v1/license/{id}': ({ revocable }) => ({
      method: 'PATCH',
      paths: ['/v1/license/{id}'],
      ids: revocable.slice(-REQUESTS),
      bodies: [`{"endDate":"${inDays(100)}"}`],
    }),
    'DELETE /v1/license/{id}': ({ revocable }) => ({
      method: 'DELETE',
      paths: ['/v1/license/{id}'],
      ids: revocable.splice(0, REVOCATIONS),
    }),
  };
}

const usual = ({ method }: Pick<Requests, 'method'>) => (method === 'POST' ? ASSIGNMENTS : REQUESTS);

async function ask(to: Subject, requests: Omit<Requests, 'headers'>, times = usual(requests)): Promise<number> {
  const paths = requests.paths.map((path) => `/api/licensing${path}`);
  const headers = { authorization: `Bearer ${to.token}` };
  const count = Array.isArray(requests.ids) ? requests.ids.length : times;
  if (count === 0) throw new Error(`${to.name}: nothing is left for ${requests.method} ${paths[0]}`);
  if (requests.method !== 'GET') await atRest(to.server);
  return (await load(to.server, { connections: 1, count, requests: { ...requests, paths, headers } })).p50;
}

/** How many times as long the median answer takes as the base's, in strict turns: a server asked twice in a row is faster. */
async function slowdown(rounds: number, base: () => Promise<number>, other: () => Promise<number>): Promise<number> {
  const ratios: number[] = [];
  await base();
  await other();
  for (let round = 0; round < rounds; round++) {
    const first = await base();
    ratios.push((await other()) / first);
  }
  return median(ratios);
}

async function warmUp(to: Subject, asked: [string, Asked[string]][]): Promise<void> {
  for (const [, make] of asked) {
    const requests = make(to);
    if (requests.method === 'GET') await ask(to, requests, requests.ids ? WARM_UP.ofManyRecords : WARM_UP.ofOne);
  }
}

type Slowdowns = [endpoint: string, ratio: number][];

async function compare(
  base: Subject,
  other: Subject,
  asked: (of: Subject) => Asked,
  tell: Options['tell'],
  rounds?: number,
): Promise<Slowdowns> {
  const found: Slowdowns = [];
  const ours = asked(base);
  const others = asked(other);
  const all = Object.entries(ours).filter(([name]) => ONLY.test(name));
  await warmUp(base, all);
  await warmUp(
    other,
    Object.entries(others).filter(([name]) => ONLY.test(name)),
  );
  const step = countdown(all.length, other.name, tell);
  for (const [name, make] of all) {
    const theirs = others[name] as typeof make;
    const ratio = await slowdown(
      rounds ?? (name.startsWith('GET') ? ROUNDS.reads : ROUNDS.changes),
      () => ask(base, make(base)),
      () => ask(other, theirs(other)),
    );
    found.push([name, ratio]);
    step(`${name} ${ratio.toFixed(2)}`);
  }
  return found;
}

function judge(base: Subject, other: Subject, found: Slowdowns): Finding {
  const slow = found.filter(([, ratio]) => ratio > 1.3).map(([name, ratio]) => `${name} ${ratio.toFixed(2)}`);
  const ratios = found.map(([, ratio]) => ratio);
  return {
    what: `${other.name}, ${found.length} endpoints`,
    floor: base.name,
    goal: 'median of each ≤ 1.3×',
    result: `**${Math.max(...ratios).toFixed(2)}** the slowest, ${median(ratios).toFixed(2)} the middle one${slow.length ? `; above: ${slow.join(', ')}` : ''}`,
    reached: slow.length === 0,
  };
}

const searched = (base: Subject, other: Subject, found: Slowdowns): Finding => ({
  what: `${other.name}, students searched by text and sorted by each column`,
  floor: base.name,
  goal: 'median of each ≤ 3×',
  result: found.map(([name, ratio]) => `${name} **${ratio.toFixed(2)}**`).join(', '),
  reached: found.every(([, ratio]) => ratio <= 3),
});

async function lastPages(large: Subject): Promise<Finding> {
  await atRest(large.server);
  const found: Slowdowns = [];
  for (const path of lists) {
    const answer = await fetch(`http://127.0.0.1:${large.server.port}/api/licensing${path}`, {
      headers: { authorization: `Bearer ${large.token}` },
    });
    const page = `page=${Math.ceil(Number(answer.headers.get('x-total-count')) / 10)}`;
    const last = `${path}${path.includes('?') ? '&' : '?'}${page}`;
    const asking = (of: string) => () => ask(large, { method: 'GET', paths: [of] });
    found.push([path, await slowdown(ROUNDS.reads, asking(path), asking(last))]);
  }
  const most = Math.max(...found.map(([, ratio]) => ratio));
  return {
    what: `the last page of ${large.name}`,
    floor: 'its first page',
    goal: '≤ 3×',
    result: `**${most.toFixed(2)}** at most: ${found.map(([path, ratio]) => `${path} ${ratio.toFixed(2)}`).join(', ')}`,
    reached: most <= 3,
  };
}

/** Every endpoint for a manager of 1,000 licenses and one of 100,000, in databases of growing size. */
export async function measureGrowth({ full, found, tell }: Options, postgres?: Postgres): Promise<void> {
  const open = async (groups: Group[]) => {
    const world = await makeWorld(groups, postgres, tell);
    return { world, server: await startProduct(world) };
  };
  const close = async ({ server, world }: { server: Running; world: World }) => {
    await server.stop();
    await world.close();
  };
  for (const total of full ? [200_000, 5_000_000] : [200_000]) {
    // Anew each time, for it runs out of licenses to revoke.
    const small = await open([{ ...SMALL, managers: 2 }]);
    const base = subject('1,000 licenses in a database of 2,000', small.server, tokenOf(small.world, 1), SMALL, null);
    const others = (total - SMALL.licenses - LARGE.licenses) / 1000;
    const big = await open([SMALL, LARGE, { ...SMALL, managers: others }]);
    const inAll = `in a database of ${total.toLocaleString('en')}`;
    const few = subject(`1,000 licenses ${inAll}`, big.server, tokenOf(big.world, 1), SMALL, null);
    const many = subject(`100,000 licenses ${inAll}`, big.server, tokenOf(big.world, 2), LARGE, SMALL);
    found(judge(base, few, await compare(base, few, endpoints, tell)));
    found(judge(base, many, await compare(base, many, endpoints, tell)));
    found(await lastPages(many));
    found(searched(base, many, await compare(base, many, searches, tell, ROUNDS.searches)));
    await close(big);
    await close(small);
  }
}
