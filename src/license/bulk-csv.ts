import { CsvError, parse } from 'csv-parse/sync';
import { invalid } from '../errors.ts';

export const MOST_ROWS = 5000;

/** A row of a list of people, as it was written. */
export interface CsvRow {
  /** Its line in the list. */
  row: number;
  email: string;
  name: string | null;
  endDate: string | null;
}

type Column = 'email' | 'name' | 'endDate';

const WITHOUT_HEADER: (Column | null)[] = ['email', 'name', 'endDate'];
const TITLES = new Map<string, Column>([
  ['email', 'email'],
  ['e-mail', 'email'],
  ['mail', 'email'],
  ['email address', 'email'],
  ['name', 'name'],
  ['full name', 'name'],
  ['student', 'name'],
  ['enddate', 'endDate'],
  ['end date', 'endDate'],
  ['end', 'endDate'],
  ['expires', 'endDate'],
]);

const refuse = (detail: string) => invalid({ pointer: '/csv', detail });

/** Whichever stands most often in the first line. */
function delimiterOf(csv: string): string {
  const [line = ''] = csv.trimStart().split(/\r\n|\r|\n/, 1);
  const times = (mark: string) => line.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (times(mark) > times(best) ? mark : best));
}

function recordsOf(csv: string): { record: string[]; info: { lines: number } }[] {
  const options = { bom: true, info: true, skip_empty_lines: true, relax_column_count: true, trim: true };
  try {
    return parse(csv, { ...options, delimiter: delimiterOf(csv), to: MOST_ROWS + 2 }) as never;
  } catch (error) {
    if (error instanceof CsvError) throw refuse(error.message);
    throw error;
  }
}

/** The columns that a first line of titles names, in any order and among others; null where it is no such line. */
function columnsOf(titles: string[]): (Column | null)[] | null {
  const columns = titles.map((title) => TITLES.get(title.toLowerCase()) ?? null);
  return columns.includes('email') ? columns : null;
}

/**
 * Reads a list of people: CSV with commas, semicolons or tabs, with a line of titles or without (then address, name,
 * end date). Throws `invalid_request`.
 */
export function readCsv(csv: string): CsvRow[] {
  const records = recordsOf(csv);
  const titled = columnsOf(records[0]?.record ?? []);
  const columns = titled ?? WITHOUT_HEADER;
  const rows = titled ? records.slice(1) : records;
  if (rows.length === 0) throw refuse('has no row');
  if (rows.length > MOST_ROWS) throw refuse(`has more than ${MOST_ROWS} rows; send it in parts`);
  return rows.map(({ record, info }) => {
    const cell = (column: Column) => record[columns.indexOf(column)] || null;
    return { row: info.lines, email: cell('email') ?? '', name: cell('name'), endDate: cell('endDate') };
  });
}
