import Table from 'cli-table3';
import { stringify } from 'csv-stringify/sync';
import type { Environment } from './environment.ts';

export const FORMATS = ['table', 'json', 'csv'] as const;
export type Format = (typeof FORMATS)[number];

/** A column of a table or a CSV file: its title and its cell for an item. */
export type Column<T> = readonly [title: string, cell: (item: T) => string | number | boolean | null | undefined];

const BORDERLESS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: a name that moves the cursor is printed without that
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/** Text as a terminal may be given it. */
export const printable = (text: string): string => text.replaceAll(CONTROLS, '�');

function cellText(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : printable(String(value));
}

/** Rows in columns, without borders; numbers to the right. */
export function tableOf<T>(items: readonly T[], columns: readonly Column<T>[]): string {
  const first = items[0];
  const table = new Table({
    head: columns.map(([title]) => title),
    chars: BORDERLESS,
    colAligns: columns.map(([, cell]) => (first && typeof cell(first) === 'number' ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const item of items) table.push(columns.map(([, cell]) => cellText(cell(item))));
  const lines = table.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Cells that a spreadsheet would take for a formula begin with a `'`. */
export function csvOf<T>(items: readonly T[], columns: readonly Column<T>[], header = true): string {
  const rows = items.map((item) => columns.map(([, cell]) => cell(item) ?? ''));
  return stringify(header ? [columns.map(([title]) => title), ...rows] : rows, {
    escape_formulas: true,
    cast: { boolean: String },
  });
}

/** Prints items as the caller wants to read them; JSON has them as the server answered them. */
export function print<T>(
  environment: Environment,
  format: Format,
  items: readonly T[],
  columns: readonly Column<T>[],
): void {
  if (format === 'json') environment.output.write(`${JSON.stringify(items, null, 2)}\n`);
  else environment.output.write(format === 'csv' ? csvOf(items, columns) : tableOf(items, columns));
}

/** Prints one thing: a line per member, or the object as it was answered. */
export function printOne<T>(environment: Environment, format: Format, item: T, columns: readonly Column<T>[]): void {
  if (format === 'json') environment.output.write(`${JSON.stringify(item, null, 2)}\n`);
  else if (format === 'csv') print(environment, format, [item], columns);
  else {
    const width = Math.max(...columns.map(([title]) => title.length));
    for (const [title, cell] of columns)
      environment.output.write(`${title.padEnd(width)}  ${cellText(cell(item))}`.trimEnd().concat('\n'));
  }
}
