import { BLOCK, TrigramFilter } from './trigrams.ts';

/** A license as it is looked through. Times in seconds. */
export interface ColumnLicense {
  courseId: number;
  poolId: number;
  linkId: number | null;
  start: number;
  end: number;
  ended: boolean;
  percent: number;
  completed: boolean;
  lastAccess: number | null;
}

/** A student of a license manager with all that this manager ever gave. */
export interface ColumnStudent {
  id: number;
  searchKey: string;
  emailKey: string;
  licenses: ColumnLicense[];
}

/** Where the values of a license stand in its part of `values`. */
export const at = { course: 0, pool: 1, link: 2, start: 3, end: 4, live: 5, percent: 6, completed: 7, access: 8 };
export const WIDTH = 9;

export const valuesOf = (one: ColumnLicense): number[] => [
  ...[one.courseId, one.poolId, one.linkId ?? 0, one.start, one.end, one.ended ? 0 : 1],
  ...[one.percent, one.completed ? 1 : 0, one.lastAccess ?? 0],
];

/** Students of a block, from which on it takes less to search all their keys as one text. */
const MANY = 64;
/** No key has it: neither engine keeps it, nor does a name. */
const BETWEEN = '\0';

interface Chunk {
  text: string;
  /** Where the key of each student begins, and where the last one ends. */
  starts: Int32Array;
}

/**
 * The students of a license manager and their licenses as columns of numbers and texts, so that looking through all
 * of them takes about a millisecond. A student has a row, which is never given to another.
 */
export class StudentColumns {
  readonly ids: number[] = [];
  readonly searchKeys: string[] = [];
  readonly emailKeys: string[] = [];
  /** The values of all licenses, `WIDTH` each. */
  values = new Float64Array(WIDTH * 64);
  /** Where the licenses of a student begin in `values`, and how many there are. */
  readonly first: number[] = [];
  readonly count: number[] = [];
  /** The rows of the students who have or had a license of a course, of a pool, by a link. */
  readonly holders = {
    courseId: new Map<number, number[]>(),
    poolId: new Map<number, number[]>(),
    linkId: new Map<number, number[]>(),
  };
  readonly #rows = new Map<number, number>();
  readonly #chunks: (Chunk | null)[] = [];
  readonly #trigrams = new TrigramFilter();
  #used = 0;
  #unused = 0;

  get size(): number {
    return this.ids.length;
  }

  /** About how many bytes this takes. */
  get bytes(): number {
    return this.values.byteLength * 1.5 + this.size * 250 + this.#trigrams.bytes;
  }

  rowOf(id: number): number | undefined {
    return this.#rows.get(id);
  }

  /** Takes a student as he is now; answers the row. */
  put({ id, searchKey, emailKey, licenses }: ColumnStudent): number {
    const row = this.#rows.get(id) ?? this.size;
    this.#rows.set(id, row);
    this.ids[row] = id;
    this.#trigrams.put(row, searchKey, this.searchKeys[row]);
    this.searchKeys[row] = searchKey;
    this.emailKeys[row] = emailKey;
    this.#chunks[Math.floor(row / BLOCK)] = null;
    const before = this.count[row] ?? 0;
    this.#unused += before * WIDTH;
    this.count[row] = 0;
    this.first[row] = this.#used;
    this.#makeRoom(licenses.length * WIDTH);
    this.first[row] = this.#used;
    this.count[row] = licenses.length;
    for (const license of licenses) {
      this.values.set(valuesOf(license), this.#used);
      this.#used += WIDTH;
    }
    for (const license of licenses) this.#hold(license, row, before > 0);
    return row;
  }

  #hold(license: ColumnLicense, row: number, known: boolean): void {
    for (const by of ['courseId', 'poolId', 'linkId'] as const) {
      const id = license[by];
      if (id === null) continue;
      const rows = this.holders[by].get(id);
      if (!rows) this.holders[by].set(id, [row]);
      else if (known ? !rows.includes(row) : rows.at(-1) !== row) rows.push(row);
    }
  }

  /** Grows by half, and leaves out what is no longer used once that is as much as what is. */
  #makeRoom(more: number): void {
    if (this.#used + more <= this.values.length) return;
    const used = this.#used - this.#unused;
    const values = new Float64Array(Math.ceil((used + more) * 1.5));
    let to = 0;
    for (let row = 0; row < this.count.length; row++) {
      const from = this.first[row] as number;
      const length = (this.count[row] as number) * WIDTH;
      values.set(this.values.subarray(from, from + length), to);
      this.first[row] = to;
      to += length;
    }
    this.values = values;
    this.#used = to;
    this.#unused = 0;
  }

  #chunk(index: number): Chunk {
    const known = this.#chunks[index];
    if (known) return known;
    const keys = this.searchKeys.slice(index * BLOCK, (index + 1) * BLOCK);
    const starts = new Int32Array(keys.length + 1);
    for (const [i, key] of keys.entries()) starts[i + 1] = (starts[i] as number) + key.length + BETWEEN.length;
    const chunk = { text: keys.join(BETWEEN), starts };
    this.#chunks[index] = chunk;
    return chunk;
  }

  /** Calls back with the row of each student whose name or address has the folded text in it. */
  find(text: string, found: (row: number) => void): void {
    if (text.includes(BETWEEN)) return;
    const possible = this.#trigrams.finder(text);
    for (let index = 0; index * BLOCK < this.size; index++) {
      const places = possible(index);
      if (!places || places.length > MANY) {
        this.#scan(index, text, found);
        continue;
      }
      for (const place of places) {
        const row = index * BLOCK + place;
        if (this.searchKeys[row]?.includes(text)) found(row);
      }
    }
  }

  #scan(index: number, text: string, found: (row: number) => void): void {
    const { text: keys, starts } = this.#chunk(index);
    for (let place = keys.indexOf(text), i = 0; place >= 0; place = keys.indexOf(text, starts[i])) {
      while ((starts[i + 1] as number) <= place) i++;
      found(index * BLOCK + i);
      i++;
      if (i >= starts.length - 1) break;
    }
  }
}
