import { parse } from 'csv-parse/sync';
import { UsageError } from '../errors.ts';
import { readGiven } from '../files.ts';

const MAX_BYTES = 16 * 1024 * 1024;
const MAX_ROWS = 50_000;

/** Titles that are understood, without case, spaces, `_` and `-`. */
const TITLES = {
  email: ['email', 'emailaddress', 'mail', 'address'],
  name: ['name', 'fullname', 'student'],
  endDate: ['enddate', 'end', 'until'],
  pool: ['pool', 'poolid'],
  license: ['license', 'licenseid', 'id'],
  course: ['course', 'courseid'],
} as const;

export type Field = keyof typeof TITLES;

/** A row of a file: the line on which it begins, and what stands under each title. */
export type FileRow = { line: number } & Partial<Record<Field, string>>;

function fieldOf(title: string): Field | null {
  const plain = title.toLowerCase().replaceAll(/[\s_-]/g, '');
  const found = Object.entries(TITLES).find(([, titles]) => (titles as readonly string[]).includes(plain));
  return (found?.[0] as Field | undefined) ?? null;
}

const DELIMITERS = [';', '\t', ','];
/** What some spreadsheets write before the titles, and read again. */
const SEP = /^sep=(.)\r?\n/i;

/** The delimiter that stands most often in the line of the titles. A file has one: the others stand in its cells. */
function delimiterOf(text: string): string {
  const [titles = ''] = /^\s*[^\r\n]*/.exec(text.replaceAll(/"[^"]*"/g, '')) ?? [];
  const often = (delimiter: string) => titles.split(delimiter).length;
  return DELIMITERS.toSorted((a, b) => often(b) - often(a))[0] as string;
}

function records(path: string, text: string): { record: string[]; info: { lines: number } }[] {
  const said = SEP.exec(text)?.[1];
  const options = {
    bom: true,
    delimiter: said ?? delimiterOf(text),
    from_line: said === undefined ? 1 : 2,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  };
  try {
    return parse(text, options) as unknown as ReturnType<typeof records>;
  } catch (error) {
    throw new UsageError(`${path} cannot be read as CSV: ${(error as Error).message}`);
  }
}

/** The line on which each record begins: `lines` counts to its end. */
const cellsIn = (record: string[]) => record.reduce((sum, cell) => sum + (cell.match(/\r?\n/g)?.length ?? 0), 0);

/** Nobody can say which of two columns is meant. */
function assertNoTwins(path: string, titles: readonly string[]): void {
  for (const [field, some] of Map.groupBy(titles, fieldOf))
    if (field !== null && some.length > 1)
      throw new UsageError(
        `${path} has ${some.length} columns for ${field}: ${some.map((title) => `“${title}”`).join(', ')}. Give all but one another title.`,
      );
}

/** Reads a CSV file whose first line has titles; `needed` says of which at least one has to be there. */
export function readRows(path: string, needed: readonly Field[]): FileRow[] {
  const [titles, ...rows] = records(path, readGiven(path, MAX_BYTES));
  const fields = (titles?.record ?? []).map(fieldOf);
  if (!needed.some((field) => fields.includes(field)))
    throw new UsageError(`${path} has no column ${needed.join(' or ')}: its first line has the titles of the columns.`);
  assertNoTwins(path, titles?.record ?? []);
  if (rows.length === 0) throw new UsageError(`${path} has no rows.`);
  if (rows.length > MAX_ROWS) throw new UsageError(`${path} has ${rows.length} rows; at most ${MAX_ROWS} are read.`);
  return rows.map(({ record, info }) => {
    const cells = record.flatMap((cell, i) => (fields[i] && cell !== '' ? [[fields[i], cell]] : []));
    return { line: info.lines - cellsIn(record), ...Object.fromEntries(cells) };
  });
}
