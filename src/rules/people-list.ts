import { Counter, listFault } from './list-counter.ts';
import { type Entry, entriesOf, readEntry, rowElsewhere, usesOf } from './list-entries.ts';
import {
  clean,
  courseIn,
  hasNothing,
  type ListColumn,
  type ListOptions,
  type ListRow,
  openFault,
  type Reading,
  rowFault,
  rowOf,
} from './list-rows.ts';
import { beginningOf, DELIMITERS, type ListRecord, recordsOf, splitOutside, unquote } from './list-text.ts';
import { columnUses, readTitles, type Titles } from './list-titles.ts';
import type { TextFault } from './text.ts';

const MAX_JUDGED_LINES = 50;
const MAX_LINES_SEEN = 1000;
const MAX_JUDGED_CHARACTERS = 2000;
const MAX_TITLES = 20;
const MAX_TITLE_CHARACTERS = 60;

/** The delimiter that makes the most of the titles, else the one that stands in the most lines. */
function delimiterOf(text: string, from: number): string {
  const lines: string[] = [];
  let seen = 0;
  for (const record of recordsOf(text, { delimiter: '\0', from, line: 1, width: 0 })) {
    if (!hasNothing(record)) lines.push(record.text.slice(0, MAX_JUDGED_CHARACTERS).split(/[\r\n]/, 1)[0] ?? '');
    if (lines.length === MAX_JUDGED_LINES || ++seen === MAX_LINES_SEEN) break;
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

const quoted = (titles: readonly (string | null)[]): string =>
  titles
    .slice(0, MAX_TITLES)
    .map((title) => `“${title?.slice(0, MAX_TITLE_CHARACTERS) ?? ''}”`)
    .join(', ');

/** Two columns for one thing, or none for the address. */
function faultOf(columns: readonly ListColumn[]): TextFault | null {
  for (const use of columnUses) {
    const titles = columns.filter(({ as }) => as === use).map(({ title }, at) => title ?? String(at + 1));
    if (titles.length > 1)
      return listFault('twice', `has several columns for ${use}: ${quoted(titles)}; keep one of them`, {
        use,
        titles: quoted(titles),
      });
  }
  if (columns.some(({ as }) => as === 'email')) return null;
  const titles = quoted(columns.map(({ title }) => title));
  return listFault('no_email', `has no column for the email address among ${titles}; give one the title “email”`, {
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
