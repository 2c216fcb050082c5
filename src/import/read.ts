import { Ajv } from 'ajv';
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

/** An import file whose every record is well-formed. Times in seconds; the place of a record is its index. */
export interface Records {
  managers: ManagerRecord[];
  courses: CourseRecord[];
  pools: PoolRecord[];
  students: StudentRecord[];
  licenses: LicenseRecord[];
  progress: ProgressRecord[];
}

const validate = new Ajv({ allErrors: true, strict: false }).compile<ImportFile>(ImportFile);

/** `/licenses/3/poolId` as `licenses[3].poolId` */
const place = (pointer: string, member?: unknown) =>
  `${pointer}${member === undefined ? '' : `/${String(member)}`}`.replace(/\/(\d+)(?=\/|$)/g, '[$1]').replace(/^\//, '').replaceAll('/', '.');

function checkShape(file: unknown, problems: Problems): file is ImportFile {
  if (validate(file)) return true;
  for (const { instancePath, keyword, params, message } of validate.errors ?? []) {
    if (keyword === 'anyOf') continue;
    if (keyword === 'additionalProperties') problems.add(place(instancePath, params.additionalProperty), 'is not known here');
    else if (keyword === 'required') problems.add(place(instancePath, params.missingProperty), 'is missing');
    else problems.add(place(instancePath) || 'the file', message ?? 'is not valid');
  }
  return false;
}

/** Turns texts into values, and notes those that are none. */
class Reader {
  readonly #problems: Problems;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  #or<T>(value: T | null, at: string, what: string, instead: T): T {
    if (value === null) this.#problems.add(at, what);
    return value ?? instead;
  }

  time = (text: string, at: string): number => this.#or(parseTime(text), at, 'is not an ISO 8601 date-time with an offset', 0);
  timeOrNull = (text: string | null | undefined, at: string): number | null => (text == null ? null : this.time(text, at));
  name = (text: string, at: string): string => this.#or(parseName(text), at, 'must have 1 to 200 characters, none a control character', '');
  email = (text: string, at: string) => this.#or(parseEmail(text), at, 'is not an email address', { address: '', key: '', domain: '' });
  domain = (text: string, at: string): string => this.#or(asciiDomain(text.trim()) && text.trim(), at, 'is not a domain name', '');
  text = (text: string, at: string): string =>
    this.#or(text.includes('\0') || !text.isWellFormed() ? null : text, at, 'contains a NUL character or half a surrogate pair', '');
}

function readRecords(file: ImportFile, reader: Reader): Records {
  return {
    managers: (file.managers ?? []).map((m, i) => ({
      id: m.id,
      name: reader.name(m.name, `managers[${i}].name`),
      email: reader.email(m.email, `managers[${i}].email`).address,
      allowedDomains: m.allowedDomains.map((domain, d) => reader.domain(domain, `managers[${i}].allowedDomains[${d}]`)),
    })),
    courses: (file.courses ?? []).map((c, i) => ({ id: c.id, title: reader.name(c.title, `courses[${i}].title`) })),
    pools: (file.pools ?? []).map((p, i) => ({
      ...p,
      start: reader.time(p.start, `pools[${i}].start`),
      end: reader.time(p.end, `pools[${i}].end`),
      order: p.order == null ? null : reader.text(p.order, `pools[${i}].order`),
    })),
    students: (file.students ?? []).map((s, i) => {
      const email = reader.email(s.email, `students[${i}].email`);
      return { id: s.id, name: reader.name(s.name, `students[${i}].name`), email: email.address, key: email.key };
    }),
    licenses: (file.licenses ?? []).map((l, i) => ({
      id: l.id,
      poolId: l.poolId,
      studentId: l.studentId,
      start: reader.time(l.start, `licenses[${i}].start`),
      end: reader.time(l.end, `licenses[${i}].end`),
      revoked: reader.timeOrNull(l.revoked, `licenses[${i}].revoked`),
    })),
    progress: (file.progress ?? []).map((p, i) => ({
      studentId: p.studentId,
      courseId: p.courseId,
      percent: p.percent,
      completed: reader.timeOrNull(p.completed, `progress[${i}].completed`),
      lastAccess: reader.timeOrNull(p.lastAccess, `progress[${i}].lastAccess`),
    })),
  };
}

/** Reads an import file by its form alone; throws ImportProblems with everything that is wrong. */
export function readImport(file: unknown): Records {
  const problems = new Problems();
  if (!checkShape(file, problems)) problems.settle();
  const records = readRecords(file as ImportFile, new Reader(problems));
  problems.settle();
  return records;
}
