const MOST_LISTED = 200;

/** An import file that is refused, with everything that is wrong with it, each by its place. */
export class ImportProblems extends Error {
  readonly problems: string[];

  constructor(problems: string[]) {
    const more = problems.length - MOST_LISTED;
    super([...problems.slice(0, MOST_LISTED), ...(more > 0 ? [`… and ${more} more`] : [])].join('\n'));
    this.problems = problems;
  }
}

/** Collects problems while a file is read. */
export class Problems {
  readonly list: string[] = [];
  readonly #places = new Set<string>();

  add(place: string, what: string): void {
    this.list.push(place ? `${place}: ${what}` : what);
    this.#places.add(place);
    const record = /^\w+\[\d+\]/.exec(place)?.[0];
    if (record !== undefined) this.#places.add(`${record} or within`);
  }

  /** True where something is wrong at exactly this place. */
  at(place: string): boolean {
    return this.#places.has(place);
  }

  /** True where something is wrong with this record, or with a member of it. */
  within(record: string): boolean {
    return this.#places.has(`${record} or within`);
  }

  /** Throws where something was found. */
  settle(): void {
    if (this.list.length > 0) throw new ImportProblems(this.list);
  }
}
