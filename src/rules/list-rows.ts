import type { ListRecord } from './list-text.ts';
import type { ColumnUse, Titles } from './list-titles.ts';
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

const MAX_COMPARED_CHARACTERS = 500;

export const hasNothing = (record: ListRecord): boolean =>
  record.cells.every(isBlank) || isBlank(record.text.replace(/[,;|]+/g, ''));

/** Exactly what the app's own files put before a cell that a spreadsheet would run. */
const withoutGuard = (cell: string): string => (/^''*[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell);
export const clean = (cell: string): string => withoutGuard(trimUnseen(cell));
export const orNull = (cell: string | undefined): string | null =>
  cell ? clean(cell).replace(/\s+/g, ' ') || null : null;

export const looksLikeDate = (cell: string): boolean => /^\d[\d\s./:T+-]{3,}Z?$/.test(clean(cell));

/** `2027-06-30T00:00:00+00:00`, as the app's own export writes the end of a day, is that day. */
export const dateFrom = (cell: string | undefined): string | null =>
  orNull(cell)?.replace(/^(\d{4}-\d{2}-\d{2})T00:00(?::00(?:\.0+)?)?(?:Z|\+00:?00)$/, '$1') ?? null;

export const openFault = (line: number) => ({
  pointer: '/email',
  reason: 'list_quote',
  detail: `stands in a row where a quotation mark opens that is not closed: line ${line}`,
  values: { line },
});

/** A row from cells by what their columns are taken for; the name is joined where it has two columns. */
export function rowOf(
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
export const courseIn = (cells: readonly string[], columns: readonly ListColumn[]): string | null =>
  columns.flatMap(({ compared }, at) =>
    compared ? (orNull(cells[at]?.slice(0, MAX_COMPARED_CHARACTERS)) ?? []) : [],
  )[0] ?? null;

/** What a row says beside the person: another course, a license that ended, more cells than there are columns. */
export function rowFault(
  record: ListRecord,
  columns: readonly ListColumn[],
  titles: Titles,
  course: ListOptions['course'],
) {
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
      const named = compared ? clean(cells[at] ?? '').slice(0, MAX_COMPARED_CHARACTERS) : '';
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
