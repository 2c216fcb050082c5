import {
  beginningOf,
  DELIMITERS,
  type ListRecord,
  MAX_CELLS,
  partsOf,
  recordsOf,
  splitOutside,
  unquote,
} from './list-text.ts';
import { type ColumnUse, columnUses, readTitles, type Titles } from './list-titles.ts';
import { fold } from './search.ts';
import { isBlank, type TextFault, trimUnseen } from './text.ts';
import { parseWrittenAddress, type WrittenAddress } from './written-address.ts';

/** A person of a list, as written. */
export interface ListRow {
  /** The line of the file where the row begins. */
  line: number;
  email: string;
  name: string | null;
  endDate: string | null;
  /** What the row says of the course, where a column does; only where the list names the courses itself. */
  course: string | null;
  /** What is wrong with the row before anything in it is read. */
  fault: (TextFault & { pointer: string }) | null;
}

export interface ListColumn {
  /** Null in a list without titles. */
  title: string | null;
  as: ColumnUse | null;
  /** Its cells must name the course. */
  compared: boolean;
}

export interface PeopleList {
  rows: ListRow[];
  columns: ListColumn[];
  /** Lines without content. */
  skipped: number;
}

export type Reading = { list: PeopleList; fault: null } | { list: null; fault: TextFault; columns: ListColumn[] };

export interface ListOptions {
  /** What the columns are to be taken for, from the first on; null: as their titles say. */
  as: readonly (ColumnUse | null)[] | null;
  /** What the list is for; null: its rows name the courses. */
  course: { id: number; title: string } | null;
  mostRows: number;
}

const LINES_TO_JUDGE = 50;
const LINES_TO_SEE = 1000;
/** So many rows are counted to tell how many are too many, where no more are allowed. */
const MAX_COUNTED = 20_000;
const ROWS_PER_TURN = 200;
const TITLES_TOLD = 20;
const LONGEST_TOLD = 60;
const LONGEST_JUDGED = 2000;
const LONGEST_ENTRY = 2000;
const LONGEST_COMPARED = 500;

const hasNothing = (record: ListRecord): boolean =>
  record.cells.every(isBlank) || isBlank(record.text.replace(/[,;|]+/g, ''));

/** Exactly what the app's own files put before a cell that a spreadsheet would run. */
const withoutGuard = (cell: string): string => (/^''*[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell);
const clean = (cell: string): string => withoutGuard(trimUnseen(cell));
const orNull = (cell: string | undefined): string | null => (cell ? clean(cell).replace(/\s+/g, ' ') || null : null);

const looksLikeDate = (cell: string): boolean => /^\d[\d\s./:T+-]{3,}Z?$/.test(clean(cell));

/** `2027-06-30T00:00:00+00:00`, as the app's own export writes the end of a day, is that day. */
const dateFrom = (cell: string | undefined): string | null =>
  orNull(cell)?.replace(/^(\d{4}-\d{2}-\d{2})T00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)$/, '$1') ?? null;

/** Whether a line has two addresses or more; null in between, as `partsOf`. */
function* hasSeveral(text: string): Generator<null, boolean> {
  let parts = 0;
  for (const part of partsOf(text, '@', false)) {
    if (part === null) yield null;
    else if (++parts > 2) return true;
  }
  return false;
}

/** The delimiter that makes the most of the titles, else the one that stands in the most lines. */
function delimiterOf(text: string, from: number): string {
  const lines: string[] = [];
  let seen = 0;
  for (const record of recordsOf(text, { delimiter: '\0', from, line: 1, width: 0 })) {
    if (!hasNothing(record)) lines.push(record.text.slice(0, LONGEST_JUDGED).split(/[\r\n]/, 1)[0] ?? '');
    if (lines.length === LINES_TO_JUDGE || ++seen === LINES_TO_SEE) break;
  }
  const [first = ''] = lines;
  const judged = DELIMITERS.map((mark) => {
    const titles = splitOutside(first, mark);
    const known = titles.length > 1 && !first.includes('@') ? readTitles(titles.map(unquote)).known : 0;
    return { mark, known, lines: lines.filter((line) => splitOutside(line, mark).length > 1).length };
  });
  const [best] = judged.sort((a, b) => b.known - a.known || b.lines - a.lines);
  return best && best.known + best.lines > 0 ? best.mark : ',';
}

const fault = (reason: string, detail: string, values?: TextFault['values']): TextFault => ({
  reason: `list_${reason}`,
  detail,
  ...(values && { values }),
});

const quoted = (titles: readonly (string | null)[]): string =>
  titles
    .slice(0, TITLES_TOLD)
    .map((title) => `“${title?.slice(0, LONGEST_TOLD) ?? ''}”`)
    .join(', ');

/** Two columns for one thing, or none for the address. */
function faultOf(columns: readonly ListColumn[]): TextFault | null {
  for (const use of columnUses) {
    const titles = columns.filter(({ as }) => as === use).map(({ title }, at) => title ?? String(at + 1));
    if (titles.length > 1)
      return fault('twice', `has several columns for ${use}: ${quoted(titles)}; keep one of them`, {
        use,
        titles: quoted(titles),
      });
  }
  if (columns.some(({ as }) => as === 'email')) return null;
  const titles = quoted(columns.map(({ title }) => title));
  return fault('no_email', `has no column for the email address among ${titles}; give one the title “email”`, {
    titles,
  });
}

/** Whether the first row names the columns, and what they are then taken for. */
function titlesOf(first: ListRecord, { as }: ListOptions, more: () => boolean) {
  const cells = first.cells.map(clean);
  const titles = readTitles(cells);
  const addressed = cells.some((cell) => cell.includes('@'));
  const meant = as?.indexOf('email') ?? -1;
  const titled =
    !addressed && (titles.known > 0 || (meant >= 0 && meant < cells.length) || (cells.length > 1 && more()));
  if (!titled) return null;
  const columns = cells.map(
    (title, at): ListColumn => ({
      title,
      as: as ? (as[at] ?? null) : (titles.uses[at] ?? null),
      compared: !as && titles.courses.includes(at),
    }),
  );
  return { columns, titles };
}

/** Each person of a line by itself: where a line has several addresses, it is parted between them. */
function* entriesOf(text: string, marks = [';', '\t', ',', '|']): Generator<string | null> {
  const [mark, ...others] = marks;
  if (mark === undefined || !(yield* hasSeveral(text))) return yield text;
  for (const part of partsOf(text, mark)) {
    if (part === null) yield null;
    else if (!isBlank(part)) yield* entriesOf(part, others);
  }
}

/** An entry of a list without titles: its cells, with the place of the address and what it says. */
interface Entry {
  line: number;
  cells: string[];
  at: number;
  mailbox: WrittenAddress | null;
  open: boolean;
}

function readEntry(text: string, delimiter: string, { line, open }: ListRecord): Entry {
  if (text.length > LONGEST_ENTRY) return { line, cells: [text.slice(0, LONGEST_ENTRY)], at: -1, mailbox: null, open };
  const mark = [delimiter, ...DELIMITERS].find((one) => splitOutside(text, one).length > 1);
  const parts = mark ? splitOutside(text, mark).slice(0, MAX_CELLS) : [text];
  const at = parts.findIndex((part) => part.replace(/"[^"]*"/g, '').includes('@'));
  const inBrackets = at === parts.length - 1 && /<[^<>]*>\W*$/.test(text);
  if (mark === ',' && at > 0 && inBrackets) {
    return { line, cells: [text], at: 0, mailbox: parseWrittenAddress(text), open }; // Ray, Bob <bob@example.com>
  }
  const cells = parts.map(unquote);
  return { line, cells, at, mailbox: at < 0 ? null : parseWrittenAddress(clean(parts[at] ?? '')), open };
}

/** What the columns of a list without titles are: the address, then a name, then an end date. */
function usesOf(entries: readonly Entry[]): (ColumnUse | null)[] {
  const width = entries.reduce((most, { cells }) => Math.max(most, cells.length), 1);
  const places = Array.from({ length: width }, (_, at) => entries.filter((entry) => entry.at === at).length);
  const email = places.indexOf(Math.max(...places));
  const dated = (at: number) => {
    const full = entries.flatMap(({ cells }) => (cells[at] && !isBlank(cells[at]) ? [cells[at]] : []));
    return full.length > 0 && full.filter(looksLikeDate).length * 2 > full.length;
  };
  const [first = -1, second = -1] = places.flatMap((_, at) => (at === email ? [] : [at]));
  const swapped = first >= 0 && dated(first) && !(second >= 0 && dated(second));
  const [name, endDate] = swapped ? [second, first] : [first, second];
  return places.map((_, at) => (at === email ? 'email' : at === name ? 'name' : at === endDate ? 'endDate' : null));
}

const openFault = (line: number) => ({
  pointer: '/email',
  reason: 'list_quote',
  detail: `stands in a row where a quotation mark opens that is not closed: line ${line}`,
  values: { line },
});

/** A row from cells by what their columns are taken for; the name is joined where it has two columns. */
function rowOf(
  line: number,
  cells: readonly string[],
  uses: readonly (ColumnUse | null)[],
  mailbox?: WrittenAddress,
): ListRow {
  const cell = (use: ColumnUse) => (uses.includes(use) ? cells[uses.indexOf(use)] : undefined);
  const { address, name } = mailbox ?? parseWrittenAddress(withoutGuard(trimUnseen(cell('email') ?? '')));
  const joined = [cell('firstName'), cell('lastName')].flatMap((part) => orNull(part) ?? []).join(' ');
  return {
    line,
    email: address,
    name: orNull(cell('name')) ?? (joined || null) ?? name,
    endDate: dateFrom(cell('endDate')),
    course: null,
    fault: null,
  };
}

/** The first cell of a row that names a course. */
const courseIn = (cells: readonly string[], columns: readonly ListColumn[]): string | null =>
  columns.flatMap(({ compared }, at) => (compared ? (orNull(cells[at]?.slice(0, LONGEST_COMPARED)) ?? []) : []))[0] ??
  null;

/** What a row says beside the person: another course, a license that ended, more cells than there are columns. */
function rowFault(record: ListRecord, columns: readonly ListColumn[], titles: Titles, course: ListOptions['course']) {
  const { cells, line, open } = record;
  if (open) return openFault(line);
  const surplus = cells.slice(columns.length).some((cell) => !isBlank(cell));
  if (surplus)
    return {
      pointer: '/row',
      reason: 'list_cells',
      detail: `has ${cells.length} cells under ${columns.length} titles; put text with a separator in quotation marks`,
      values: { given: cells.length, allowed: columns.length },
    };
  const other =
    course &&
    columns.flatMap(({ compared }, at) => {
      const named = compared ? clean(cells[at] ?? '').slice(0, LONGEST_COMPARED) : '';
      return named === '' || named === String(course.id) || fold(named) === fold(course.title) ? [] : [named];
    })[0];
  if (course && other != null)
    return {
      pointer: '/course',
      reason: 'list_course',
      detail: `is “${other}”, but the pool gives “${course.title}”`,
      values: { given: other, course: course.title },
    };
  if (titles.active >= 0 && clean(cells[titles.active] ?? '') === 'no')
    return { pointer: '/active', reason: 'list_ended', detail: 'is “no”: the license on this line has ended' };
  return null;
}

/** Skips what has no content, counts the rest, and now and then lets the caller do something else. */
class Counter {
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
    if (given === 0) return refuse(fault('empty', 'has no row'));
    if (given > allowed)
      return refuse(
        fault(
          'long',
          `has ${given < this.#mostCounted ? given : `at least ${given}`} rows; up to ${allowed} go at once: send it in parts`,
          { given, allowed },
        ),
      );
    const broken = rows.find((row) => row.fault?.reason === 'list_quote');
    if (broken && rows.every((row) => row.fault?.reason === 'list_quote'))
      return refuse(
        fault('quotes', `has a quotation mark that opens on line ${broken.line} and is not closed`, {
          line: broken.line,
        }),
      );
    return { list: { rows, columns, skipped }, fault: null };
  }
}

type Records = Generator<ListRecord>;

function* readTable(
  records: Records,
  { columns, titles }: { columns: ListColumn[]; titles: Titles },
  { course }: ListOptions,
  counter: Counter,
): Generator<void, Reading> {
  const uses = columns.map(({ as }) => as);
  const rows: ListRow[] = [];
  for (const record of records) {
    if (counter.tired()) yield;
    if (counter.isFull()) break;
    if (counter.skips(record) || !counter.counts()) continue;
    const wrong = rowFault(record, columns, titles, course);
    const named = course ? null : courseIn(record.cells, columns);
    rows.push({ ...rowOf(record.line, record.cells, uses), course: named, fault: wrong });
  }
  return counter.settle(rows, columns);
}

/** A list of addresses, with or without a column beside them, and without titles for these. */
function* readAddresses(
  first: ListRecord | null,
  records: Records,
  { delimiter, title, as }: { delimiter: string; title: string | null; as: ListOptions['as'] },
  counter: Counter,
): Generator<void, Reading> {
  const entries: Entry[] = [];
  function* take(record: ListRecord): Generator<void> {
    for (const text of entriesOf(record.text)) {
      if (text === null || counter.tired()) yield;
      if (counter.isFull()) break;
      if (text !== null && counter.counts()) entries.push(readEntry(text, delimiter, record));
    }
  }
  if (first) yield* take(first);
  for (const record of records) {
    if (counter.tired()) yield;
    if (counter.isFull()) break;
    if (!counter.skips(record)) yield* take(record);
  }
  const found = usesOf(entries);
  const uses = as ? found.map((_, at) => as[at] ?? null) : found;
  const columns = uses.map((use, at): ListColumn => ({ title: at === 0 ? title : null, as: use, compared: false }));
  const rows = entries.map(({ line, cells, at, mailbox, open }): ListRow => {
    const usual = at < 0 ? cells.length > 1 : uses[at] === 'email';
    const row = usual ? rowOf(line, cells, uses, mailbox ?? undefined) : rowElsewhere(line, cells, at, mailbox);
    return { ...row, fault: open ? openFault(line) : null };
  });
  return counter.settle(rows, columns);
}

/** A row whose address does not stand where those of the others do. */
function rowElsewhere(line: number, cells: readonly string[], at: number, mailbox: WrittenAddress | null): ListRow {
  const others = cells.filter((cell, place) => place !== at && !isBlank(cell));
  const name = others.find((cell) => !looksLikeDate(cell));
  return {
    line,
    email: mailbox ? mailbox.address : trimUnseen(cells.join(' ')),
    name: mailbox ? (orNull(name) ?? mailbox.name) : null,
    endDate: mailbox ? dateFrom(others.find(looksLikeDate)) : null,
    course: null,
    fault: null,
  };
}

/**
 * Reads a list of people however it was written: CSV with titles or without, in any order, or what a mail program puts
 * on the clipboard. Gives way now and then, and returns the list or why it cannot be read.
 */
export function* readPeople(text: string, options: ListOptions): Generator<void, Reading> {
  const counter = new Counter(options.mostRows);
  const { from, line, delimiter: named } = beginningOf(text);
  const delimiter = named ?? delimiterOf(text, from);
  yield;
  const shape = { delimiter, from, line, width: 0 };
  const records = recordsOf(text, shape);
  let first = records.next().value as ListRecord | undefined;
  while (first && counter.skips(first)) {
    if (counter.tired()) yield;
    first = records.next().value as ListRecord | undefined;
  }
  if (!first) return counter.settle([], []);
  const titled = titlesOf(first, options, () => text.includes('@'));
  const wrong = titled && faultOf(titled.columns);
  if (titled && wrong) return { list: null, fault: wrong, columns: titled.columns };
  if (!titled) return yield* readAddresses(first, records, { delimiter, title: null, as: options.as }, counter);
  if (titled.columns.length === 1) {
    const [{ title = null } = {}] = titled.columns;
    return yield* readAddresses(null, records, { delimiter: ',', title, as: null }, counter);
  }
  shape.width = titled.columns.length;
  return yield* readTable(records, titled, options, counter);
}
