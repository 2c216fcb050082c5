import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Fault, invalid, Refusal } from '../errors.ts';
import { NotJson, OVERSIZE, readJsonBytes } from '../import/json-file.ts';
import { readPeople } from '../rules/people-list.ts';

/** How many rows a roster may have. */
export const MAX_ROWS = 50_000;
/** How many courses it may name to say what it is about. */
export const MAX_COURSES = 1000;
const MAX_CHARACTERS = 500;
const MAX_FAULTS = 10;
const PIECE = 32 * 1024;

/** A row as it was written. */
export interface WrittenRow {
  /** The line of the file where it begins; in JSON its number. From 1. */
  line: number;
  email: string;
  name: string | null;
  endDate: string | null;
  course: string | null;
  /** What is wrong before anything in it is read. */
  faults: Fault[];
}

export interface WrittenRoster {
  rows: WrittenRow[];
  /** The ids of the courses that it is about; null: those of its rows. */
  courses: string[] | null;
}

/** Text as both engines take it, and no longer than people read. */
export const storable = (text: string): string =>
  text.slice(0, MAX_CHARACTERS).toWellFormed().replaceAll('\0', '\uFFFD');

const tooMany = (given: number) =>
  invalid({ pointer: '/rows', detail: `has ${given} rows; up to ${MAX_ROWS} go in one roster` });

const noRow = () => invalid({ pointer: '/rows', detail: 'has no row; a roster without people is not taken' });

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const isId = (value: unknown): boolean =>
  typeof value === 'string' ? /^[1-9]\d{0,15}$/.test(value) : Number.isSafeInteger(value) && Number(value) > 0;

const MEMBERS = new Map<string, (value: unknown) => string | null>([
  ['email', (value) => (typeof value === 'string' ? null : 'must be text')],
  ['name', (value) => (value == null || typeof value === 'string' ? null : 'must be text or null')],
  ['courseId', (value) => (isId(value) ? null : 'must be the id of a course')],
  ['endDate', (value) => (value == null || typeof value === 'string' ? null : 'must be a date, YYYY-MM-DD, or null')],
]);

function shapeFaults(row: Record<string, unknown>): Fault[] {
  const unknown = Object.keys(row).filter((name) => !MEMBERS.has(name));
  const wrong = [...MEMBERS].flatMap(([name, judge]) => {
    const detail = judge(row[name]);
    return detail ? [{ pointer: `/${name}`, detail }] : [];
  });
  return [...wrong, ...unknown.map((name) => ({ pointer: `/${storable(name)}`, detail: 'is not known' }))].slice(
    0,
    MAX_FAULTS,
  );
}

/** A row of JSON; one of another shape is refused by itself. */
function rowOf(value: unknown, line: number): WrittenRow {
  const isRow = typeof value === 'object' && value !== null && !Array.isArray(value);
  const row = (isRow ? value : {}) as Record<string, unknown>;
  return {
    line,
    email: textOf(row.email),
    name: typeof row.name === 'string' ? row.name : null,
    endDate: typeof row.endDate === 'string' ? row.endDate : null,
    course: isId(row.courseId) ? String(row.courseId) : null,
    faults: isRow ? shapeFaults(row) : [{ pointer: '', detail: 'must be an object' }],
  };
}

/** The bytes of a body, a piece in a turn of the event loop. */
async function* piecesOf(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE);
    await nextTurn();
  }
}

const notJson = (error: NotJson) =>
  invalid({ pointer: '', detail: `is not JSON in UTF-8: ${error.where && `${error.where}: `}${error.message}` });

/**
 * Reads a roster in JSON, item by item: others get turns meanwhile. Throws `invalid_request` where the whole cannot be
 * read; rows of a wrong shape are told by themselves.
 */
export async function readJsonRoster(bytes: Buffer): Promise<WrittenRoster> {
  if (bytes.length === 0) throw noRow();
  const rows: WrittenRow[] = [];
  let given = 0;
  let courses: string[] | null = null;
  const seen = new Set<string>();
  const takeCourse = (value: unknown, place: number) => {
    if (!isId(value)) throw invalid({ pointer: `/courses/${place}`, detail: 'must be the id of a course' });
    if (place >= MAX_COURSES) throw invalid({ pointer: '/courses', detail: `has more than ${MAX_COURSES} courses` });
    courses = [...(courses ?? []), String(value)];
  };
  const taker = {
    item: (list: string, place: number, value: unknown) => {
      if (list === 'rows' && ++given <= MAX_ROWS) rows.push(rowOf(value === OVERSIZE ? null : value, place + 1));
      if (list === 'courses') takeCourse(value, place);
    },
    member: (name: string, value: unknown) => {
      const place = `/${storable(name)}`;
      if (name !== 'rows' && name !== 'courses') throw invalid({ pointer: place, detail: 'is not known' });
      if (seen.has(name)) throw invalid({ pointer: place, detail: 'stands twice' });
      seen.add(name);
      if (name === 'courses' && Array.isArray(value)) courses ??= [];
      if (Array.isArray(value) || (name === 'courses' && value === null)) return;
      throw invalid({ pointer: place, detail: 'must be a list' });
    },
    whole: () => {
      throw invalid({ pointer: '', detail: 'must be an object with rows' });
    },
  };
  await readJsonBytes(piecesOf(bytes), taker).catch((error: unknown) => {
    throw error instanceof NotJson ? notJson(error) : error;
  });
  if (given > MAX_ROWS) throw tooMany(given);
  if (given === 0) throw noRow();
  return { rows, courses };
}

/** Text of a file: UTF-8, or as its mark or `charset` says, else Windows-1252, which takes every byte. */
function decode(bytes: Buffer, charset: string | null): string {
  const mark = bytes.readUInt16BE.bind(bytes);
  const wide = bytes.length < 2 ? null : mark(0) === 0xfffe ? 'utf-16le' : mark(0) === 0xfeff ? 'utf-16be' : null;
  for (const label of [wide, charset, 'utf-8', 'windows-1252']) {
    if (!label) continue;
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes);
    } catch {
      // not in this encoding, or not one that is known
    }
  }
  return bytes.toString('latin1');
}

/** Reads a roster in CSV with a column for the course; others get turns meanwhile. Throws `invalid_request`. */
export async function readCsvRoster(bytes: Buffer, charset: string | null): Promise<WrittenRoster> {
  const reading = readPeople(decode(bytes, charset), { as: null, course: null, mostRows: MAX_ROWS });
  for (;;) {
    const { done, value } = reading.next();
    if (!done) {
      await nextTurn();
      continue;
    }
    if (!value.list)
      throw new Refusal('invalid_request', {
        detail: `The list ${value.fault.detail}.`,
        errors: [{ pointer: '', ...value.fault }],
      });
    const { rows, columns } = value.list;
    if (!columns.some(({ compared }) => compared))
      throw invalid({ pointer: '', detail: 'has no column for the course; give one the title “course”' });
    return {
      rows: rows.map(({ fault, ...row }) => ({ ...row, faults: fault ? [fault] : [] })),
      courses: null,
    };
  }
}
