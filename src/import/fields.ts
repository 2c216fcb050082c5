import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { Static, TSchema } from 'typebox';
import { asciiDomain, type Email, emailFault, parseEmail } from '../rules/email.ts';
import { nameFault, parseName } from '../rules/name.ts';
import { type TextFault, trimUnseen } from '../rules/text.ts';
import { parseTime } from '../rules/time.ts';
import {
  ImportCourse,
  ImportLicense,
  ImportManager,
  ImportPool,
  ImportProgress,
  ImportStudent,
  MAX_IMPORTED_ID,
} from './schema.ts';

/** What is wrong with a record: at itself (''), or at a member (`.poolId`, `.allowedDomains[1]`). */
export interface Wrong {
  at: string;
  what: string;
}

export type Value = string | number | null;

export interface ReadRecord {
  /** Where nothing is wrong: what it holds, in the order of the columns of its list (staging.ts). Times in seconds. */
  values: Value[] | null;
  /** What others may refer to it by; also where something else is wrong with it. */
  id: number | null;
  wrong: Wrong[];
}

const cleanText = (text: string) => (text.includes('\0') || !text.isWellFormed() ? null : text);
const cleanDomain = (text: string) => asciiDomain(trimUnseen(text)) && trimUnseen(text);

/** Turns the texts of one record into values, and notes those that are none. What has the wrong shape is not looked at. */
class Reader {
  readonly wrong: Wrong[];

  constructor(wrong: Wrong[]) {
    this.wrong = wrong;
  }

  add(at: string, what: string): void {
    this.wrong.push({ at, what });
  }

  at(at: string): boolean {
    return this.wrong.some((one) => one.at === at);
  }

  #read<T>(
    text: string,
    at: string,
    parse: (text: string) => T | null,
    what: string | ((text: string) => TextFault),
  ): T | null {
    if (this.at(at)) return null;
    const value = parse(text);
    if (value === null) this.add(at, typeof what === 'string' ? what : what(text).detail);
    return value;
  }

  time(text: string, at: string): number | null {
    return this.#read(text, at, parseTime, 'is not an ISO 8601 date-time with an offset');
  }

  timeOrNull(text: string | null | undefined, at: string): number | null {
    return text == null ? null : this.time(text, at);
  }

  /** The start and an end after it. */
  span(item: { start: string; end: string }): [number | null, number | null] {
    const [start, end] = [this.time(item.start, '.start'), this.time(item.end, '.end')];
    if (start !== null && end !== null && end <= start) this.add('.end', 'is not after the start');
    return [start, end];
  }

  name(text: string, at: string): string | null {
    return this.#read(text, at, parseName, nameFault);
  }

  email(text: string): Email | null {
    return this.#read(text, '.email', parseEmail, emailFault);
  }

  domains(texts: string[]): string | null {
    if (this.at('.allowedDomains') || this.at('')) return null;
    const read = (text: string, i: number) =>
      this.#read(text, `.allowedDomains[${i}]`, cleanDomain, 'is not a domain name');
    return JSON.stringify(texts.map(read));
  }

  textOrNull(text: string | null | undefined, at: string): string | null {
    return text == null ? null : this.#read(text, at, cleanText, 'contains a NUL character or half a surrogate pair');
  }
}

/** `/allowedDomains/1` as `.allowedDomains[1]` */
const place = (pointer: string) => pointer.replace(/\/(\d+)(?=\/|$)/g, '[$1]').replaceAll('/', '.');

function* wrongShapes(errors: readonly ErrorObject[]): Generator<Wrong> {
  for (const { instancePath, keyword, params, message } of errors) {
    const at = place(instancePath);
    const eitherOr = keyword === 'anyOf' || (keyword === 'type' && params.type === 'null');
    if (eitherOr) continue; // the other half of "or null" tells more
    if (keyword === 'additionalProperties')
      yield { at: `${at}.${params.additionalProperty}`, what: 'is not known here' };
    else if (keyword === 'required') yield { at: `${at}.${params.missingProperty}`, what: 'is missing' };
    else yield { at, what: message ?? 'is not valid' };
  }
}

const idOf = (item: unknown): number | null => {
  const id = (item as { id?: unknown } | null)?.id;
  return typeof id === 'number' && Number.isInteger(id) && id >= 1 && id <= MAX_IMPORTED_ID ? id : null;
};

let ajv: Ajv | undefined;

/** Reads the records of one list. Its shape is compiled with the first of them: a server seldom sees one. */
function reading<S extends TSchema>(shape: S, valuesOf: (item: Static<S>, read: Reader) => Value[]) {
  let validate: ValidateFunction | undefined;
  return (item: unknown): ReadRecord => {
    validate ??= (ajv ??= new Ajv({ allErrors: true, strict: false })).compile(shape);
    const wrong = validate(item) ? [] : [...wrongShapes(validate.errors ?? [])];
    const reader = new Reader(wrong);
    const values = reader.at('') ? null : valuesOf(item as Static<S>, reader);
    return { values: wrong.length > 0 ? null : values, id: idOf(item), wrong };
  };
}

/** How a record of each list is read by its form alone. */
export const readers = {
  managers: reading(ImportManager, (m, read) => [
    ...[m.id, read.name(m.name, '.name'), read.email(m.email)?.address ?? null, read.domains(m.allowedDomains)],
  ]),
  courses: reading(ImportCourse, (c, read) => [c.id, read.name(c.title, '.title')]),
  pools: reading(ImportPool, (p, read) => [
    ...[p.id, p.managerId, p.courseId, Number(p.transferable), p.licenses],
    ...[...read.span(p), read.textOrNull(p.order, '.order')],
  ]),
  students: reading(ImportStudent, (s, read) => {
    const email = read.email(s.email);
    return [s.id, read.name(s.name, '.name'), email?.address ?? null, email?.key ?? null];
  }),
  licenses: reading(ImportLicense, (l, read) => [
    ...[l.id, l.poolId, l.studentId, ...read.span(l), read.timeOrNull(l.revoked, '.revoked')],
  ]),
  progress: reading(ImportProgress, (p, read) => [
    ...[p.studentId, p.courseId, p.percent],
    ...[read.timeOrNull(p.completed, '.completed'), read.timeOrNull(p.lastAccess, '.lastAccess')],
  ]),
};

export type List = keyof typeof readers;
export const isList = (name: string): name is List => Object.hasOwn(readers, name);
