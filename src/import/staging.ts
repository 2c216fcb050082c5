import { Scratch } from '../db/sqlite-scratch.ts';
import type { List, Value } from './fields.ts';
import { Problems } from './problems.ts';

/** A record with nothing but its id is one that is not well-formed: references to it are no problem more. */
const LISTS = `
create table managers (place integer primary key, id integer unique, name text, email text, allowed_domains text);
create table courses (place integer primary key, id integer unique, title text);
create table pools (place integer primary key, id integer unique, manager_id integer, course_id integer,
  transferable integer, licenses integer, start_at integer, end_at integer, order_ref text);
create table students (place integer primary key, id integer unique, name text, email text, email_key text);
create table licenses (place integer primary key, id integer unique, pool_id integer, student_id integer,
  start_at integer, end_at integer, revoked_at integer);
create table progress (place integer primary key, student_id integer, course_id integer, percent integer,
  completed_at integer, last_access_at integer, unique (student_id, course_id));
`;

/**
 * What the database says to the lists (known.ts): ids it has; the pools that licenses go to, new ones too; who has an
 * address; seats that came back, the lowest first; what students hold that is not ended; and the new licenses.
 */
const ANSWERS = `
create table known (kind text, id integer, primary key (kind, id)) without rowid;
create table targets (id integer primary key, manager_id integer, course_id integer, transferable integer,
  licenses integer, start_at integer, end_at integer, held integer, last_seat integer, returned integer default 0);
create table erased (id integer primary key);
create table owners (email_key text primary key, student_id integer) without rowid;
create table returned (pool_id integer, nth integer, seat integer, primary key (pool_id, nth)) without rowid;
create table holdings (student_id integer, course_id integer, license_id integer, start_at integer, end_at integer,
  primary key (student_id, course_id, license_id)) without rowid;
create table placed (place integer primary key, id integer, pool_id integer, student_id integer, course_id integer,
  start_at integer, end_at integer, revoked_at integer, ended integer, seated integer, nth integer);
`;

const marks = (count: number) => Array(count).fill('?').join(', ');

/** The well-formed records of an import file by their places, out of memory, and what is wrong with the others. */
export class Staging extends Scratch {
  readonly problems = new Problems();

  constructor() {
    super(LISTS + ANSWERS);
  }

  /** Keeps a record; notes where its id, or its student and course, came before. */
  put(list: List, place: number, values: readonly Value[]): void {
    const kept = this.run(`insert or ignore into ${list} values (${marks(values.length + 1)})`, place, ...values);
    if (kept === 0) this.#addTwice(list, place, values);
  }

  /** Keeps no more than the id of a record that is not well-formed. */
  putId(list: Exclude<List, 'progress'>, place: number, id: number): void {
    if (this.run(`insert or ignore into ${list} (place, id) values (?, ?)`, place, id) === 0)
      this.#addTwice(list, place, [id]);
  }

  #addTwice(list: List, place: number, [id, courseId]: readonly Value[]): void {
    const at = `${list}[${place}]`;
    if (list === 'progress') {
      this.problems.add(at, `student ${id} has progress in course ${courseId} already in this file`);
    } else {
      const earlier = this.row<{ place: number }>(`select place from ${list} where id = ?`, id as number)?.place;
      this.problems.add(`${at}.id`, `${id} is used by ${list}[${earlier}] already`);
    }
  }

  /** Forgets what the database said, so that it can be asked anew. */
  forget(): void {
    for (const table of ['known', 'targets', 'erased', 'owners', 'returned', 'holdings', 'placed'])
      this.run(`delete from ${table}`);
  }
}
