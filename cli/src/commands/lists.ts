import type { components } from 'carrel-client';
import type { Call, CommandSpec } from '../command.ts';
import { EXIT } from '../errors.ts';
import { idOf } from '../id.ts';
import { type Column, print, printOne } from '../output.ts';
import { allOf } from '../walk.ts';

type Schemas = components['schemas'];

const INACTIVE = ['--include-inactive', 'also what has ended or not begun'] as const;

const MEMBERS: Column<Schemas['Me']>[] = [
  ['id', (me) => me.id],
  ['name', (me) => me.name],
  ['email', (me) => me.email],
  ['pools', (me) => me.pools],
  ['licenses', (me) => me.licenses],
  ['transferable', (me) => me.transferableLicenses],
  ['untransferable', (me) => me.untransferableLicenses],
  ['domains', (me) => me.allowedDomainsForTransferableLicenses.join(' ')],
];

export const me: CommandSpec = {
  usage: 'me',
  about: 'the license manager that the token belongs to',
  async run({ environment, options, session }: Call) {
    const { data } = await session().client.GET('/api/licensing/v1/me');
    if (data) printOne(environment, options.output, data, MEMBERS);
    return EXIT.done;
  },
};

const COURSES: Column<Schemas['Course']>[] = [
  ['id', (course) => course.id],
  ['title', (course) => course.title],
  ['licenses', (course) => course.licenses],
  ['assigned', (course) => course.assignedLicenses],
  ['available', (course) => course.availableLicenses],
];

export const courses: CommandSpec = {
  usage: 'courses',
  about: 'the courses with their licenses',
  async run({ environment, options, session }: Call) {
    print(environment, options.output, await allOf(session(), '/api/licensing/v1/courses'), COURSES);
    return EXIT.done;
  },
};

const POOLS: Column<Schemas['Pool']>[] = [
  ['id', (pool) => pool.id],
  ['course', (pool) => pool.course.title],
  ['transferable', (pool) => pool.transferable],
  ['licenses', (pool) => pool.licenses],
  ['assigned', (pool) => pool.assignedLicenses],
  ['available', (pool) => pool.availableLicenses],
  ['start', (pool) => pool.start],
  ['end', (pool) => pool.end],
];

export const pools: CommandSpec = {
  usage: 'pools',
  about: 'the pools with their licenses',
  async run({ environment, options, session }: Call) {
    print(environment, options.output, await allOf(session(), '/api/licensing/v1/pools'), POOLS);
    return EXIT.done;
  },
};

export const LICENSES: Column<Schemas['License']>[] = [
  ['id', (license) => license.id],
  ['pool', (license) => license.poolId],
  ['course', (license) => license.courseId],
  ['name', (license) => license.student.name],
  ['email', (license) => license.student.email],
  ['start', (license) => license.start],
  ['end', (license) => license.end],
  ['active', (license) => license.active],
];

export const licenses: CommandSpec = {
  usage: 'licenses',
  about: 'the licenses and who holds them',
  options: [['--pool <id>', 'of one pool'], INACTIVE],
  async run({ environment, options, session }: Call<{ pool?: string; includeInactive?: boolean }>) {
    const query = options.includeInactive ? { includeInactive: true } : {};
    const items =
      options.pool === undefined
        ? allOf(session(), '/api/licensing/v1/licenses', query)
        : allOf(session(), '/api/licensing/v1/pool/{id}/licenses', query, { id: idOf(options.pool) });
    print(environment, options.output, await items, LICENSES);
    return EXIT.done;
  },
};

const STUDENTS: Column<Schemas['Student']>[] = [
  ['id', (student) => student.id],
  ['name', (student) => student.name],
  ['email', (student) => student.email],
  ['courses', (student) => student.courses.length],
  ['completed', (student) => student.courses.filter(({ completed }) => completed !== null).length],
];

export const students: CommandSpec = {
  usage: 'students',
  about: 'the students who hold a license',
  options: [INACTIVE],
  async run({ environment, options, session }: Call<{ includeInactive?: boolean }>) {
    const query = options.includeInactive ? { includeInactive: true } : {};
    print(environment, options.output, await allOf(session(), '/api/licensing/v1/students', query), STUDENTS);
    return EXIT.done;
  },
};

type Held = Schemas['Student']['courses'][number];

const HELD: Column<Held>[] = [
  ['license', (course) => course.licenseId],
  ['pool', (course) => course.poolId],
  ['course', (course) => course.title],
  ['start', (course) => course.start],
  ['end', (course) => course.end],
  ['active', (course) => course.licenseActive],
  ['progress', (course) => course.progress],
  ['completed', (course) => course.completed],
];

export const student: CommandSpec = {
  usage: 'student <email-or-id>',
  about: 'one student, with the courses',
  options: [INACTIVE],
  async run({ environment, args: [named = ''], options, session }: Call<{ includeInactive?: boolean }>) {
    const query = {
      ...(named.includes('@') ? { email: named } : { id: idOf(named) }),
      ...(options.includeInactive && { includeInactive: true }),
    };
    const { data } = await session().client.GET('/api/licensing/v1/student', { params: { query } });
    if (!data) return EXIT.failed;
    if (options.output === 'table') environment.output.write(`${data.name} <${data.email}>, student ${data.id}\n\n`);
    if (options.output === 'json') printOne(environment, 'json', data, []);
    else print(environment, options.output, data.courses, HELD);
    return EXIT.done;
  },
};
