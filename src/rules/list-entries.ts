import { clean, dateFrom, type ListRow, looksLikeDate, orNull } from './list-rows.ts';
import { DELIMITERS, type ListRecord, MAX_CELLS, partsOf, splitOutside, unquote } from './list-text.ts';
import type { ColumnUse } from './list-titles.ts';
import { isBlank, trimUnseen } from './text.ts';
import { parseWrittenAddress, type WrittenAddress } from './written-address.ts';

const MAX_ENTRY_CHARACTERS = 2000;

/** Whether a line has two addresses or more; null in between, as `partsOf`. */
function* hasSeveral(text: string): Generator<null, boolean> {
  let parts = 0;
  for (const part of partsOf(text, '@', false)) {
    if (part === null) yield null;
    else if (++parts > 2) return true;
  }
  return false;
}

/** Each person of a line by itself: where a line has several addresses, it is parted between them. */
export function* entriesOf(text: string, marks = [';', '\t', ',', '|']): Generator<string | null> {
  const [mark, ...others] = marks;
  if (mark === undefined || !(yield* hasSeveral(text))) return yield text;
  for (const part of partsOf(text, mark)) {
    if (part === null) yield null;
    else if (!isBlank(part)) yield* entriesOf(part, others);
  }
}

/** An entry of a list without titles: its cells, with the place of the address and what it says. */
export interface Entry {
  line: number;
  cells: string[];
  at: number;
  mailbox: WrittenAddress | null;
  open: boolean;
}

export function readEntry(text: string, delimiter: string, { line, open }: ListRecord): Entry {
  if (text.length > MAX_ENTRY_CHARACTERS)
    return { line, cells: [text.slice(0, MAX_ENTRY_CHARACTERS)], at: -1, mailbox: null, open };
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
export function usesOf(entries: readonly Entry[]): (ColumnUse | null)[] {
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

/** A row whose address does not stand where those of the others do. */
export function rowElsewhere(
  line: number,
  cells: readonly string[],
  at: number,
  mailbox: WrittenAddress | null,
): ListRow {
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
