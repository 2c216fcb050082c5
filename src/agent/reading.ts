import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Static, type TProperties, Type } from 'typebox';
import { DAY, isoTime } from '../rules/time.ts';
import { type Agent, type Ask, READS, type Tool } from './tool.ts';

const PAGE_SIZE = 25;
/** Of one student so many licenses are told, the last ones. */
const MAX_LICENSES = 50;
const POOLS_PER_READ = 1000;
const MAX_POOLS = 10_000;

const Page = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 100_000, description: 'Which page of the answer, from 1.' }),
);
const Id = (description: string) => Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, description });
const Days = (description: string) => Type.Optional(Type.Integer({ minimum: 1, maximum: 3650, description }));
const Words = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });

interface Paged {
  page?: number | undefined;
}

/** How a page of a list is told. */
const paged = (total: number, { page = 1 }: Paged) => ({
  total,
  page,
  pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
});

const tool = <T extends TProperties>(
  told: Pick<Tool, 'name' | 'title' | 'description'>,
  members: T,
  run: (agent: Agent, input: Static<ReturnType<typeof Type.Object<T>>>) => Promise<object>,
): Tool => ({
  ...told,
  hints: READS,
  input: Type.Object(members, { additionalProperties: false }),
  run: run as Tool['run'],
});

interface Holding {
  student: { id: number; name: string; email: string };
  courses: { licenseId: number }[];
}

const toHolder = ({ student, courses }: Holding) => ({ ...student, licenses: courses.slice(-MAX_LICENSES) });

/** Students with those of their licenses that match, a page of them. */
async function holders(ask: Ask, { page, ...filter }: Paged & Record<string, string | number | undefined>) {
  const query = { status: 'active', ...filter, page: page ?? 1, pageSize: PAGE_SIZE };
  const { body, total } = await ask<Holding[]>({ path: '/v1/students/courses', query });
  return { ...paged(total, { page }), students: body.map(toHolder) };
}

interface Pool {
  id: string;
  course: { id: string; title: string };
  start: string;
  end: string;
  transferable: boolean;
  licenses: number;
  assignedLicenses: number;
  availableLicenses: number;
}

/** The pools that run now. */
async function runningPools({ ask, now }: Agent): Promise<Pool[]> {
  const pools: Pool[] = [];
  for (let page = 1, read = 0; ; page++) {
    const query = { page, pageSize: POOLS_PER_READ };
    const { body, total } = await ask<Pool[]>({ path: '/v1/pools', query });
    const [at, ms] = [now(), Date.parse];
    pools.push(...body.filter(({ start, end }) => ms(start) <= at * 1000 && at * 1000 < ms(end)));
    read += body.length;
    if (body.length === 0 || read >= Math.min(total, MAX_POOLS)) return pools;
    await nextTurn();
  }
}

const findStudents = tool(
  {
    name: 'find_students',
    title: 'Find students',
    description:
      'Finds students by a part of their name or email address, with the licenses that they hold or held. Each license has its licenseId, which the proposing tools take.',
  },
  { search: Words('A part of a name or of an email address.'), page: Page },
  async ({ ask }, { search, page }) => {
    const query = { search, status: 'all', page: page ?? 1, pageSize: PAGE_SIZE };
    const { body, total } = await ask<{ id: number; active: boolean }[]>({ path: '/v1/students/search', query });
    if (body.length === 0) return { ...paged(total, { page }), students: [] };
    const named = { status: 'all', studentIds: body.map(({ id }) => id).join(','), pageSize: PAGE_SIZE };
    const held = await ask<Holding[]>({ path: '/v1/students/courses', query: named });
    const licenses = new Map(held.body.map(({ student, courses }) => [student.id, courses.slice(-MAX_LICENSES)]));
    const students = body.map((student) => ({ ...student, licenses: licenses.get(student.id) ?? [] }));
    return { ...paged(total, { page }), students };
  },
);

const whoHoldsCourse = tool(
  {
    name: 'who_holds_course',
    title: 'Who holds a course',
    description: 'Lists the students who hold an active license of a course, with the license and their progress.',
  },
  {
    courseId: Id('The id of the course; list_courses tells it.'),
    neverOpened: Type.Optional(Type.Boolean({ description: 'Only those who have never opened it.' })),
    page: Page,
  },
  ({ ask }, { courseId, neverOpened, page }) =>
    holders(ask, { courseId, opened: neverOpened ? 'never' : undefined, page }),
);

const listCourses = tool(
  {
    name: 'list_courses',
    title: 'List courses',
    description: 'Lists the courses by title, each with its seats and its pools.',
  },
  { search: Type.Optional(Words('A part of the title.')), page: Page },
  async ({ ask }, { search, page }) => {
    const query = { search, page: page ?? 1, pageSize: PAGE_SIZE };
    const { body, total } = await ask({ path: '/v1/library', query });
    return { ...paged(total, { page }), courses: body };
  },
);

const listPools = tool(
  {
    name: 'list_pools',
    title: 'List pools',
    description:
      'Lists the pools (purchases of licenses of one course), also those that are over or still to come, by id.',
  },
  { page: Page },
  async ({ ask }, { page }) => {
    const { body, total } = await ask({ path: '/v1/pools', query: { page: page ?? 1, pageSize: PAGE_SIZE } });
    return { ...paged(total, { page }), pools: body };
  },
);

const poolsRunningOut = tool(
  {
    name: 'pools_running_out',
    title: 'Pools that run out',
    description:
      'Lists the running pools that are nearly full or end soon: those with the fewest available licenses first.',
  },
  {
    available: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 1000,
        description: 'Up to so many available licenses are few; 5 without it.',
      }),
    ),
    days: Days('An end within so many days is soon; 60 without it.'),
    page: Page,
  },
  async (agent, { available = 5, days = 60, page = 1 }) => {
    const soon = (agent.now() + days * DAY) * 1000;
    const pools = (await runningPools(agent))
      .map((pool) => ({
        ...pool,
        isNearlyFull: pool.availableLicenses <= available,
        endsSoon: Date.parse(pool.end) <= soon,
      }))
      .filter(({ isNearlyFull, endsSoon }) => isNearlyFull || endsSoon)
      .sort((a, b) => a.availableLicenses - b.availableLicenses || Date.parse(a.end) - Date.parse(b.end));
    return { ...paged(pools.length, { page }), pools: pools.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE) };
  },
);

const licensesEndingSoon = tool(
  {
    name: 'licenses_ending_soon',
    title: 'Licenses that end soon',
    description: 'Lists the students whose active licenses end within some days, with those licenses.',
  },
  {
    days: Days('Within so many days; 30 without it.'),
    courseId: Type.Optional(Id('Only of this course.')),
    page: Page,
  },
  ({ ask }, { days = 30, courseId, page }) => holders(ask, { endsWithin: days, courseId, page }),
);

const studentHistory = tool(
  {
    name: 'student_history',
    title: 'History of a student',
    description: 'Tells what happened to the licenses of a student, the latest first: what, when, and by whom.',
  },
  { studentId: Id('The id of the student; find_students tells it.'), page: Page },
  async ({ ask }, { studentId, page }) => {
    const query = { studentId, page: page ?? 1, pageSize: PAGE_SIZE };
    const { body, total } = await ask({ path: '/v1/events', query });
    return { ...paged(total, { page }), events: body };
  },
);

const sum = (pools: readonly Pool[], of: 'licenses' | 'assignedLicenses' | 'availableLicenses') =>
  pools.reduce((total, pool) => total + pool[of], 0);

const insights = tool(
  {
    name: 'insights',
    title: 'Seats that are used, free and idle',
    description:
      'Tells how many seats of the running pools are bought, used and free, and how many students hold an active license that they never opened, that they have completed, or that ends within 30 days; of one course, or of all.',
  },
  { courseId: Type.Optional(Id('Only of this course.')) },
  async (agent, { courseId }) => {
    const running = await runningPools(agent);
    const pools = courseId === undefined ? running : running.filter(({ course }) => course.id === String(courseId));
    const count = async (filter: Record<string, string | number>) => {
      const query = { courseId, ...filter, pageSize: 1 };
      return (await agent.ask({ path: '/v1/students/search', query })).total;
    };
    return {
      at: isoTime(agent.now()),
      courseId: courseId ?? null,
      seats: {
        pools: pools.length,
        bought: sum(pools, 'licenses'),
        used: sum(pools, 'assignedLicenses'),
        free: sum(pools, 'availableLicenses'),
      },
      students: {
        active: await count({}),
        neverOpened: await count({ opened: 'never' }),
        completed: await count({ progress: 'completed' }),
        endWithin30Days: await count({ endsWithin: 30 }),
      },
    };
  },
);

/** What only reads. */
export const readingTools: readonly Tool[] = [
  findStudents,
  whoHoldsCourse,
  listCourses,
  listPools,
  poolsRunningOut,
  licensesEndingSoon,
  studentHistory,
  insights,
];
