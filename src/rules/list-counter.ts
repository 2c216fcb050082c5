import { hasNothing, type ListColumn, type ListRow, type Reading } from './list-rows.ts';
import type { ListRecord } from './list-text.ts';
import type { TextFault } from './text.ts';

/** So many rows are counted to tell how many are too many, where no more are allowed. */
const MAX_COUNTED = 20_000;
const ROWS_PER_TURN = 200;

export const listFault = (reason: string, detail: string, values?: TextFault['values']): TextFault => ({
  reason: `list_${reason}`,
  detail,
  ...(values && { values }),
});

/** Skips what has no content, counts the rest, and now and then lets the caller do something else. */
export class Counter {
  skipped = 0;
  rows = 0;
  #looked = 0;
  readonly #mostCounted: number;
  readonly mostRows: number;

  constructor(mostRows: number) {
    this.mostRows = mostRows;
    this.#mostCounted = Math.max(MAX_COUNTED, mostRows + 1);
  }

  /** More need not be read. */
  isFull(): boolean {
    return this.rows > this.#mostCounted;
  }

  /** Once in a while: others shall have a turn. */
  tired(): boolean {
    return ++this.#looked % ROWS_PER_TURN === 0;
  }

  skips(record: ListRecord): boolean {
    const blank = hasNothing(record);
    if (blank) this.skipped++;
    return blank;
  }

  /** False for rows past the most that a list may have. */
  counts(): boolean {
    return ++this.rows <= this.mostRows;
  }

  settle(rows: ListRow[], columns: ListColumn[]): Reading {
    const { mostRows: allowed, skipped } = this;
    const given = Math.min(this.rows, this.#mostCounted);
    const refuse = (wrong: TextFault): Reading => ({ list: null, fault: wrong, columns });
    if (given === 0) return refuse(listFault('empty', 'has no row'));
    if (given > allowed)
      return refuse(
        listFault(
          'long',
          `has ${given < this.#mostCounted ? given : `at least ${given}`} rows; up to ${allowed} go at once: send it in parts`,
          { given, allowed },
        ),
      );
    const broken = rows.find((row) => row.fault?.reason === 'list_quote');
    if (broken && rows.every((row) => row.fault?.reason === 'list_quote'))
      return refuse(
        listFault('quotes', `has a quotation mark that opens on line ${broken.line} and is not closed`, {
          line: broken.line,
        }),
      );
    return { list: { rows, columns, skipped }, fault: null };
  }
}
