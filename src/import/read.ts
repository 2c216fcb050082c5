import { setImmediate as nextTurn } from 'node:timers/promises';
import { isList, type ReadRecord, readers } from './fields.ts';
import { MAX_CHARACTERS, OVERSIZE, readJsonBytes, readJsonFile, type Taker } from './json-file.ts';
import { Staging } from './staging.ts';

const ITEMS_PER_TURN = 1000;
const oversized: ReadRecord = {
  values: null,
  id: null,
  wrong: [{ at: '', what: `has more than ${MAX_CHARACTERS} characters` }],
};

/** Reads what a file holds into the staging tables, and notes what is wrong with its form. */
class Intake implements Taker {
  readonly #staging: Staging;
  readonly #members = new Set<string>();

  constructor(staging: Staging) {
    this.#staging = staging;
  }

  item(list: string, place: number, value: unknown): void {
    const again = this.#members.has(list);
    if (!isList(list) || again) return;
    const { values, id, wrong } = value === OVERSIZE ? oversized : readers[list](value);
    for (const { at, what } of wrong) this.#staging.problems.add(`${list}[${place}]${at}`, what);
    if (values) this.#staging.put(list, place, values);
    else if (id !== null && list !== 'progress') this.#staging.putId(list, place, id);
  }

  member(name: string, value: unknown): void {
    const { problems } = this.#staging;
    if (!isList(name)) problems.add(name, 'is not known here');
    else if (this.#members.has(name)) problems.add(name, 'is there twice');
    else if (!Array.isArray(value)) problems.add(name, 'must be array');
    this.#members.add(name);
  }

  whole(): void {
    this.#staging.problems.add('the file', 'must be object');
    this.#staging.problems.settle();
  }
}

async function takeAll(file: unknown, intake: Intake): Promise<void> {
  if (typeof file !== 'object' || file === null || Array.isArray(file)) return intake.whole();
  for (const [name, value] of Object.entries(file)) {
    for (const [place, item] of Array.isArray(value) ? value.entries() : []) {
      intake.item(name, place, item);
      if (place % ITEMS_PER_TURN === ITEMS_PER_TURN - 1) await nextTurn();
    }
    intake.member(name, value);
  }
}

async function stage(fill: (intake: Intake) => Promise<void>): Promise<Staging> {
  using stack = new DisposableStack();
  const staging = stack.use(new Staging());
  await fill(new Intake(staging));
  stack.move();
  return staging;
}

/**
 * Reads an import file that is in memory, by its form alone. Throws ImportProblems where it is none at all.
 * Whoever asks for the records disposes of them.
 */
export const readImport = (file: unknown): Promise<Staging> => stage((intake) => takeAll(file, intake));

/** The same from bytes as they come, of any size. Throws NotJson, and what reading them throws. */
export const readImportBytes = (pieces: AsyncIterable<Buffer>): Promise<Staging> =>
  stage((intake) => readJsonBytes(pieces, intake));

/** The same from the disk, of any size. Throws NotJson, and what reading the file throws. */
export const readImportFile = (path: string): Promise<Staging> => stage((intake) => readJsonFile(path, intake));
