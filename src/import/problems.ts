const MAX_KEPT = 200;
const MAX_SHOWN = 300;

/** An import file that is refused, with what is wrong with it, each by its place. */
export class ImportProblems extends Error {
  /** The first ones. */
  readonly problems: string[];
  /** How many there are. */
  readonly count: number;

  constructor({ list, count }: Problems) {
    super([...list, ...(count > list.length ? [`… and ${count - list.length} more`] : [])].join('\n'));
    this.problems = list;
    this.count = count;
  }
}

const shorten = (text: string) => (text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text);

/** Counts problems while a file is read, and keeps as many as are ever told. */
export class Problems {
  readonly list: string[];
  count: number;

  constructor(earlier?: Problems) {
    this.list = [...(earlier?.list ?? [])];
    this.count = earlier?.count ?? 0;
  }

  add(place: string, what: string): void {
    this.count++;
    if (this.list.length < MAX_KEPT) this.list.push(place ? `${shorten(place)}: ${what}` : what);
  }

  /** Throws where something was found. */
  settle(): void {
    if (this.count > 0) throw new ImportProblems(this);
  }
}
