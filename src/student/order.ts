import { at, type StudentColumns, WIDTH } from './columns.ts';
import { isActiveAt } from './match.ts';

export const sorts = ['name', 'email', 'progress', 'lastAccess', 'enrolled', 'expires'] as const;

export type Sort = (typeof sorts)[number];

/** Texts in the order in which both engines have them: by code points, where JavaScript compares halves of some. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x === y) continue;
    const [surrogateX, surrogateY] = [x >= 0xd800 && x < 0xe000, y >= 0xd800 && y < 0xe000];
    return surrogateX === surrogateY ? x - y : surrogateX ? 1 : -1;
  }
  return a.length - b.length;
}

type Compare = (a: number, b: number) => number;

const byName =
  ({ searchKeys, ids }: StudentColumns): Compare =>
  (a, b) =>
    compareTexts(searchKeys[a] as string, searchKeys[b] as string) || (ids[a] as number) - (ids[b] as number);

const byEmail =
  ({ emailKeys }: StudentColumns): Compare =>
  (a, b) =>
    compareTexts(emailKeys[a] as string, emailKeys[b] as string);

const byId =
  ({ ids }: StudentColumns): Compare =>
  (a, b) =>
    (ids[a] as number) - (ids[b] as number);

/** The orders that time does not change, and that are kept from one change to the next. */
export const standing = { name: byName, email: byEmail, id: byId };
export type Standing = keyof typeof standing;

/** An order with the changed rows put where they now belong: the others have stayed in theirs. */
export function reorder(order: Int32Array, changed: ReadonlySet<number>, compare: Compare): Int32Array {
  const moved = [...changed].sort(compare);
  const stayed = order.filter((row) => !changed.has(row));
  const merged = new Int32Array(stayed.length + moved.length);
  for (let to = 0, s = 0, m = 0; to < merged.length; to++) {
    const takeMoved = s >= stayed.length || (m < moved.length && compare(moved[m] as number, stayed[s] as number) < 0);
    merged[to] = (takeMoved ? moved[m++] : stayed[s++]) as number;
  }
  return merged;
}

/** The mean over active licenses or, where none is, over all. */
function meanProgress(values: Float64Array, from: number, to: number, now: number): number {
  let [sum, active, sumOfAll] = [0, 0, 0];
  for (let i = from; i < to; i += WIDTH) {
    const percent = values[i + at.percent] as number;
    sumOfAll += percent;
    if (!isActiveAt(values, i, now)) continue;
    sum += percent;
    active++;
  }
  return active > 0 ? sum / active : sumOfAll / ((to - from) / WIDTH);
}

const extreme = (field: number, choose: (a: number, b: number) => number, empty: number) => {
  return (values: Float64Array, from: number, to: number): number => {
    let found = empty;
    for (let i = from; i < to; i += WIDTH) found = choose(found, values[i + field] as number);
    return found;
  };
};

export const reckoned = {
  progress: meanProgress,
  lastAccess: extreme(at.access, Math.max, 0),
  enrolled: extreme(at.start, Math.min, Number.POSITIVE_INFINITY),
  expires: extreme(at.end, Math.max, 0),
};

/**
 * Rows by a value that is reckoned from licenses; those that are alike stay in the order in which they are given, both
 * ways.
 */
export function sortByValue(
  { values, first, count }: StudentColumns,
  sort: keyof typeof reckoned,
  descending: boolean,
  rows: Int32Array,
  now: number,
): Int32Array {
  const own = Float64Array.from(rows, (row) => {
    const from = first[row] as number;
    return reckoned[sort](values, from, from + (count[row] as number) * WIDTH, now);
  });
  const way = descending ? -1 : 1;
  return Int32Array.from(rows, (_, i) => i)
    .sort((a, b) => way * ((own[a] as number) - (own[b] as number)))
    .map((i) => rows[i] as number);
}

/** An order of all rows, in which some of them can be put. */
export class RowOrder {
  readonly rows: Int32Array;
  #places: Int32Array | null = null;

  constructor(rows: Int32Array) {
    this.rows = rows;
  }

  /** Some rows in this order. Few are sorted by their places; many are taken out of all. */
  pick(some: number[]): Int32Array {
    if (some.length * 8 < this.rows.length) {
      const places = this.#allPlaces();
      const picked = new Int32Array(some.length); // in loops: what takes a function for each takes three times as long
      for (let i = 0; i < some.length; i++) picked[i] = places[some[i] as number] as number;
      picked.sort();
      for (let i = 0; i < picked.length; i++) picked[i] = this.rows[picked[i] as number] as number;
      return picked;
    }
    const marked = new Uint8Array(this.rows.length);
    for (const row of some) marked[row] = 1;
    return this.rows.filter((row) => marked[row] === 1);
  }

  #allPlaces(): Int32Array {
    if (this.#places) return this.#places;
    const places = new Int32Array(this.rows.length);
    for (let place = 0; place < places.length; place++) places[this.rows[place] as number] = place;
    this.#places = places;
    return places;
  }
}
