import { Ajv, type ValidateFunction } from 'ajv';
import { asciiDomain, parseEmail } from '../rules/email.ts';
import { parseName } from '../rules/name.ts';
import { parseTime } from '../rules/time.ts';
import { Problems } from './problems.ts';
import { ImportFile } from './schema.ts';

export interface ManagerRecord {
  id: number;
  name: string;
  email: string;
  allowedDomains: string[];
}
export interface CourseRecord {
  id: number;
  title: string;
}
export interface PoolRecord {
  id: number;
  managerId: number;
  courseId: number;
  transferable: boolean;
  licenses: number;
  start: number;
  end: number;
  order: string | null;
}
export interface StudentRecord {
  id: number;
  name: string;
  email: string;
  key: string;
}
export interface LicenseRecord {
  id: number;
  poolId: number;
  studentId: number;
  start: number;
  end: number;
  revoked: number | null;
}
export interface ProgressRecord {
  studentId: number;
  courseId: number;
  percent: number;
  completed: number | null;
  lastAccess: number | null;
}

/** Where a record stands in its list. */
export type Placed<T> = T & { place: number };

export type Kind = 'managers' | 'courses' | 'pools' | 'students' | 'licenses';

/** The well-formed records of an import file. Times in seconds. */
export interface Records {
  managers: Placed<ManagerRecord>[];
  courses: Placed<CourseRecord>[];
  pools: Placed<PoolRecord>[];
  students: Placed<StudentRecord>[];
  licenses: Placed<LicenseRecord>[];
  progress: Placed<ProgressRecord>[];
  /** Every id that the file gives, those of records that are not well-formed too: a reference to one is no problem more. */
  ids: Record<Kind, Map<number, number>>;
  /** What is wrong with the others. Such a file is refused, but only when all the rest was checked as well. */
  problems: readonly string[];
}

/** Compiled with the first file: a server seldom sees one. */
let compiled: ValidateFunction<ImportFile> | undefined;
const validator = () => (compiled ??= new Ajv({ allErrors: true, strict: false }).compile<ImportFile>(ImportFile));

/** `/licenses/3/poolId` as `licenses[3].poolId` */
const place = (pointer: string, member?: unknown) =>
  `${pointer}${member === undefined ? '' : `/${String(member)}`}`
    .replace(/\/(\d+)(?=\/|$)/g, '[$1]')
    .replace(/^\//, '')
    .replaceAll('/', '.');

function checkShape(file: unknown, problems: Problems): void {
  const validate = validator();
  if (validate(file)) return;
  for (const { instancePath, keyword, params, message } of validate.errors ?? []) {
    const eitherOr = keyword === 'anyOf' || (keyword === 'type' && params.type === 'null');
    if (eitherOr) continue; // the other half of "or null" tells more
    if (keyword === 'additionalProperties')
      problems.add(place(instancePath, params.additionalProperty), 'is not known here');
    else if (keyword === 'required') problems.add(place(instancePath, params.missingProperty), 'is missing');
    else problems.add(place(instancePath) || 'the file', message ?? 'is not valid');
  }
}

const cleanText = (text: string) => (text.includes('\0') || !text.isWellFormed() ? null : text);

/** Turns texts into values, and notes those that are none. What has the wrong shape was noted before, and is not looked at. */
class Reader {
  readonly #problems: Problems;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  #read<T>(
    text: string,
    at: string,
    { parse, what, instead }: { parse: (text: string) => T | null; what: string; instead: T },
  ): T {
    if (this.#problems.at(at)) return instead;
    const value = parse(text);
    if (value === null) this.#problems.add(at, what);
    return value ?? instead;
  }

  time = (text: string, at: string): number =>
    this.#read(text, at, { parse: parseTime, what: 'is not an ISO 8601 date-time with an offset', instead: 0 });
  /** A time with an end after its start. */
  span = ({ start, end }: { start: string; end: string }, at: string): { start: number; end: number } => {
    const span = { start: this.time(start, `${at}.start`), end: this.time(end, `${at}.end`) };
    const known = !this.#problems.at(`${at}.start`) && !this.#problems.at(`${at}.end`);
    if (known && span.end <= span.start) this.#problems.add(`${at}.end`, 'is not after the start');
    return span;
  };
  timeOrNull = (text: string | null | undefined, at: string): number | null =>
    text == null ? null : this.time(text, at);
  name = (text: string, at: string): string =>
    this.#read(text, at, {
      parse: parseName,
      what: 'must have 1 to 200 characters, none a control character',
      instead: '',
    });
  email = (text: string, at: string) =>
    this.#read(text, at, {
      parse: parseEmail,
      what: 'is not an email address',
      instead: { address: '', key: '', domain: '' },
    });
  domain = (text: string, at: string): string =>
    this.#read(text, at, {
      parse: (given) => asciiDomain(given.trim()) && given.trim(),
      what: 'is not a domain name',
      instead: '',
    });
  text = (text: string, at: string): string =>
    this.#read(text, at, { parse: cleanText, what: 'contains a NUL character or half a surrogate pair', instead: '' });
}

type Read<T, R> = (item: T, at: string) => R;

/** Reads the records of one list; answers those in which nothing is wrong. */
function readList<T extends object, R>(
  list: T[] | undefined,
  kind: string,
  problems: Problems,
  read: Read<T, R>,
): Placed<R>[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item, place) => {
    const at = `${kind}[${place}]`;
    if (problems.at(at)) return []; // it is no object
    const record = { ...read(item, at), place };
    return problems.within(at) ? [] : [record];
  });
}

/** Notes the id of every record, and those that are given twice. */
function readIds(file: ImportFile, kind: Kind, problems: Problems): Map<number, number> {
  const places = new Map<number, number>();
  const list: ({ id?: unknown } | null)[] = Array.isArray(file[kind]) ? file[kind] : [];
  for (const [i, item] of list.entries()) {
    const id = item?.id;
    if (typeof id !== 'number') continue;
    const earlier = places.get(id);
    if (earlier !== undefined) problems.add(`${kind}[${i}].id`, `${id} is used by ${kind}[${earlier}] already`);
    else places.set(id, i);
  }
  return places;
}

function readRecords(file: ImportFile, problems: Problems): Omit<Records, 'ids' | 'problems'> {
  const reader = new Reader(problems);
  return {
    managers: readList(file.managers, 'managers', problems, (m, at) => ({
      id: m.id,
      name: reader.name(m.name, `${at}.name`),
      email: reader.email(m.email, `${at}.email`).address,
      allowedDomains: Array.isArray(m.allowedDomains)
        ? m.allowedDomains.map((domain, d) => reader.domain(domain, `${at}.allowedDomains[${d}]`))
        : [],
    })),
    courses: readList(file.courses, 'courses', problems, (c, at) => ({
      id: c.id,
      title: reader.name(c.title, `${at}.title`),
    })),
    pools: readList(file.pools, 'pools', problems, (p, at) => ({
      ...p,
      ...reader.span(p, at),
      order: p.order == null ? null : reader.text(p.order, `${at}.order`),
    })),
    students: readList(file.students, 'students', problems, (s, at) => {
      const email = reader.email(s.email, `${at}.email`);
      return { id: s.id, name: reader.name(s.name, `${at}.name`), email: email.address, key: email.key };
    }),
    licenses: readList(file.licenses, 'licenses', problems, (l, at) => ({
      id: l.id,
      poolId: l.poolId,
      studentId: l.studentId,
      ...reader.span(l, at),
      revoked: reader.timeOrNull(l.revoked, `${at}.revoked`),
    })),
    progress: readList(file.progress, 'progress', problems, (p, at) => ({
      studentId: p.studentId,
      courseId: p.courseId,
      percent: p.percent,
      completed: reader.timeOrNull(p.completed, `${at}.completed`),
      lastAccess: reader.timeOrNull(p.lastAccess, `${at}.lastAccess`),
    })),
  };
}

/** Reads an import file by its form alone. Throws ImportProblems where it is none at all. */
export function readImport(file: unknown): Records {
  const problems = new Problems();
  checkShape(file, problems);
  if (typeof file !== 'object' || file === null || Array.isArray(file)) problems.settle();
  const given = file as ImportFile;
  const ids = {
    managers: readIds(given, 'managers', problems),
    courses: readIds(given, 'courses', problems),
    pools: readIds(given, 'pools', problems),
    students: readIds(given, 'students', problems),
    licenses: readIds(given, 'licenses', problems),
  };
  return { ...readRecords(given, problems), ids, problems: problems.list };
}
