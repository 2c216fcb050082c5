import type { Queries } from '../db/database.ts';
import type { Slice } from '../db/page.ts';
import { type ColumnStudent, StudentColumns, WIDTH } from './columns.ts';
import { mergedInto, readChanges, readMark, readSome, readStudents } from './columns-load.ts';
import { isActiveAt, match, nextMoment, type StudentFilter } from './match.ts';
import { RowOrder, reckoned, reorder, type Sort, type Standing, sortByValue, standing } from './order.ts';

/** What all managers together may take; the one asked last may take more. */
const MAX_BYTES = 64 * 1024 * 1024;
/** What a manager takes besides. */
const OVERHEAD = 4096;
/** What the lists of a manager may take that are kept, for their further pages and for who asks again. */
const MAX_LIST_BYTES = 8 * 1024 * 1024;
/** What a list takes besides. */
const LIST_OVERHEAD = 1024;

/** In the row of a student who was merged: without licenses no question finds them. */
const nobody = (id: number): ColumnStudent => ({ id, searchKey: '', emailKey: '', licenses: [] });

interface KeptList {
  ids: Float64Array;
  /** In seconds: before and after it may be another. */
  from: number;
  until: number;
}

/** What the licenses of a student tell of him. Times in seconds. */
export interface StudentFigures {
  id: number;
  /** Active licenses. */
  licenses: number;
  /** Percent, over what the student holds or, holding nothing, ever held. */
  progress: number;
  lastAccess: number | null;
  enrolled: number;
  expires: number;
}

export interface Order {
  sort: Sort | 'id';
  descending: boolean;
}

/** The students of one manager in memory, brought up to date with each question by reading those that have changed. */
class ManagerStudents {
  readonly #db: Queries;
  readonly #managerId: number;
  #columns = new StudentColumns();
  #orders: Partial<Record<Standing, RowOrder>> = {};
  #lists = new Map<string, KeptList>();
  #listBytes = 0;
  #steady = { from: 0, until: 0 };
  #mark: number | null = null;
  /** Changes that were read, of those that may be told again. */
  #read = new Map<string, number>();
  #running: Promise<void> = Promise.resolve();
  #next: Promise<void> | null = null;

  constructor(db: Queries, managerId: number) {
    this.#db = db;
    this.#managerId = managerId;
  }

  get bytes(): number {
    return OVERHEAD + this.#columns.bytes + this.#listBytes;
  }

  /** Resolves once all that was committed before the call is known. Who asks meanwhile shares the next reading. */
  refresh(): Promise<void> {
    this.#next ??= this.#running
      .catch(() => undefined) // told to those who waited for it
      .then(() => {
        this.#next = null;
        this.#running = this.#mark === null ? this.#load() : this.#update(this.#mark);
        return this.#running;
      });
    return this.#next;
  }

  async #load(): Promise<void> {
    const mark = await readMark(this.#db, this.#managerId);
    const columns = new StudentColumns();
    for await (const students of readStudents(this.#db, this.#managerId)) {
      for (const student of students) columns.put(student);
    }
    this.#columns = columns;
    this.#orders = { name: new RowOrder(Int32Array.from({ length: columns.size }, (_, row) => row)) };
    this.#forget();
    this.#read.clear();
    this.#mark = await this.#takeChanges(mark); // while it was read; where those are too many, it is read anew next time
  }

  async #update(since: number): Promise<void> {
    this.#mark = await this.#takeChanges(since);
    if (this.#mark === null) await this.#load();
  }

  /** Takes what has changed since a mark; answers the mark of now, or null where too much has changed to take it. */
  async #takeChanges(since: number): Promise<number | null> {
    const { mark, students } = await readChanges(this.#db, this.#managerId, since);
    if (students === null) return null;
    const news = students.filter(({ key, changed }) => this.#read.get(key) !== changed);
    if (news.length > 0) await this.#take([...new Set(news.map(({ id }) => id))]);
    this.#read = new Map(students.filter(({ changed }) => changed >= mark).map(({ key, changed }) => [key, changed]));
    return mark;
  }

  async #take(ids: number[]): Promise<void> {
    const students = await readSome(this.#db, this.#managerId, ids);
    for (const id of await mergedInto(this.#db, ids))
      if (this.#columns.rowOf(id) !== undefined) students.push(nobody(id));
    const rows = new Set(students.map((student) => this.#columns.put(student)));
    for (const by of Object.keys(this.#orders) as Standing[]) {
      const earlier = (this.#orders[by] as RowOrder).rows;
      this.#orders[by] = new RowOrder(reorder(earlier, rows, standing[by](this.#columns)));
    }
    this.#forget();
  }

  #forget(): void {
    this.#lists.clear();
    this.#listBytes = 0;
    this.#steady = { from: 0, until: 0 };
  }

  #standing(by: Standing): RowOrder {
    return (this.#orders[by] ??= new RowOrder(this.#standing('name').rows.slice().sort(standing[by](this.#columns))));
  }

  #inOrder(rows: number[], { sort, descending }: Order, now: number): Int32Array {
    if (sort === 'name' || sort === 'email' || sort === 'id') {
      const sorted = this.#standing(sort).pick(rows);
      return descending ? sorted.reverse() : sorted;
    }
    return sortByValue(this.#columns, sort, descending, this.#standing('name').pick(rows), now);
  }

  /** Until when time alone changes nothing of what is active, and of what ends within some days. */
  #until(days: number | undefined, now: number): number {
    if (days !== undefined) return nextMoment(this.#columns, days, now);
    const { from, until } = this.#steady;
    if (from <= now && now < until) return until;
    this.#steady = { from: now, until: nextMoment(this.#columns, undefined, now) };
    return this.#steady.until;
  }

  /** The ids of the students that match, in order. */
  list(filter: StudentFilter, order: Order, now: number): Float64Array {
    const key = JSON.stringify([filter, order]);
    const kept = this.#lists.get(key);
    if (kept && kept.from <= now && now < kept.until) return kept.ids;
    const rows = this.#inOrder(match(this.#columns, filter, now), order, now);
    const ids = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) ids[i] = this.#columns.ids[rows[i] as number] as number;
    this.#drop(key);
    this.#lists.set(key, { ids, from: now, until: this.#until(filter.license?.endsWithin, now) });
    this.#listBytes += ids.byteLength + LIST_OVERHEAD;
    for (const oldest of this.#lists.keys()) {
      if (this.#listBytes <= MAX_LIST_BYTES || oldest === key) break;
      this.#drop(oldest);
    }
    return ids;
  }

  /** Of some students, in the order of their ids; those who are none of the manager's are left out. */
  figures(ids: Float64Array, now: number): StudentFigures[] {
    const { values, first, count } = this.#columns;
    return Array.from(ids, (id) => this.#columns.rowOf(id))
      .filter((row) => row !== undefined)
      .map((row) => {
        const from = first[row] as number;
        const to = from + (count[row] as number) * WIDTH;
        let licenses = 0;
        for (let i = from; i < to; i += WIDTH) if (isActiveAt(values, i, now)) licenses++;
        return {
          id: this.#columns.ids[row] as number,
          licenses,
          progress: reckoned.progress(values, from, to, now),
          lastAccess: reckoned.lastAccess(values, from, to) || null,
          enrolled: reckoned.enrolled(values, from, to),
          expires: reckoned.expires(values, from, to),
        };
      });
  }

  #drop(key: string): void {
    const kept = this.#lists.get(key);
    if (!kept) return;
    this.#lists.delete(key);
    this.#listBytes -= kept.ids.byteLength + LIST_OVERHEAD;
  }
}

/**
 * Finds and sorts the students of license managers, in whatever way, from what is held in memory: the few managers asked
 * about last. Each question first reads what has changed since the one before (docs/decisions/0054-students-in-memory.md).
 */
export class StudentCache {
  readonly #db: Queries;
  readonly #managers = new Map<number, { own: ManagerStudents; bytes: number }>();
  #bytes = 0;

  constructor(db: Queries) {
    this.#db = db;
  }

  /** The ids of all students that match, in order, as of now. */
  async list(filter: StudentFilter, order: Order, now: number): Promise<Float64Array> {
    return (await this.#ask(filter, order, now)).ids;
  }

  /** A slice of the students that match, with their figures, and how many match. */
  async page(
    filter: StudentFilter,
    order: Order,
    { offset, limit }: Slice,
    now: number,
  ): Promise<{ total: number; students: StudentFigures[] }> {
    const { own, ids } = await this.#ask(filter, order, now);
    return { total: ids.length, students: own.figures(ids.subarray(offset, offset + limit), now) };
  }

  async #ask(filter: StudentFilter, order: Order, now: number): Promise<{ own: ManagerStudents; ids: Float64Array }> {
    const { managerId } = filter;
    const kept = this.#managers.get(managerId) ?? { own: new ManagerStudents(this.#db, managerId), bytes: 0 };
    this.#managers.delete(managerId);
    this.#managers.set(managerId, kept); // the one asked last comes last
    await kept.own.refresh();
    const ids = kept.own.list(filter, order, now);
    if (this.#managers.get(managerId) === kept) this.#count(kept);
    return { own: kept.own, ids };
  }

  #count(kept: { own: ManagerStudents; bytes: number }): void {
    const { bytes } = kept.own;
    this.#bytes += bytes - kept.bytes;
    kept.bytes = bytes;
    for (const [id, oldest] of this.#managers) {
      if (this.#bytes <= MAX_BYTES || oldest === kept) return;
      this.#managers.delete(id);
      this.#bytes -= oldest.bytes;
    }
  }
}
