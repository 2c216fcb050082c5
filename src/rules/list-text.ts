import { trimUnseen } from './text.ts';

/** One row of a list as it was written: a line, or several where a cell in quotation marks holds line breaks. */
export interface ListRecord {
  /** The line of the file, from 1, where it begins; CRLF is one line end. */
  line: number;
  cells: string[];
  /** All of it, as it stands in the file. */
  text: string;
  /** A quotation mark opens in it and is not closed. */
  open: boolean;
}

/** How a list is to be read. */
export interface ListShape {
  delimiter: string;
  /** Where its first row begins, and the number of that line. */
  from: number;
  line: number;
  /** How many columns it has, once that is known; 0 until then. */
  width: number;
}

export const DELIMITERS = ['\t', ';', ',', '|'] as const;

export const MAX_CELLS = 200;
const STEPS_PER_TURN = 5000;
/** A cell in quotation marks that is longer, and goes over several lines, is taken for one that is not closed. */
const LONGEST_QUOTED = 5000;
/** The same, on one line: a line of nothing but quotation marks is not followed to its end. */
const LONGEST_QUOTED_LINE = 64 * 1024;
const LINE_END = /\r\n|\n|\r/;
const LINE_ENDS = /\r\n|\n|\r/g;

interface Cell {
  text: string;
  end: number;
  open: boolean;
}

/** Whether what stands between quotation marks over several lines is itself rows of the list. */
function holdsRows(quoted: string, delimiter: string, width: number): boolean {
  const [, ...lines] = quoted.split(LINE_END);
  return lines.some((line) => line.includes('@') && (width < 2 || line.split(delimiter).length === width));
}

/** Reads cell by cell, in one pass: nothing is looked for behind the end of its line but the end of what is quoted. */
class CellReader {
  readonly #text: string;
  readonly #delimiter: string;
  readonly #shape: ListShape;
  readonly #breaks = /[\r\n]/g;
  #lineEnd = -1;

  constructor(text: string, shape: ListShape) {
    this.#text = text;
    this.#delimiter = shape.delimiter;
    this.#shape = shape;
  }

  endOfLine(from: number): number {
    if (from > this.#lineEnd) {
      this.#breaks.lastIndex = from;
      this.#lineEnd = this.#breaks.exec(this.#text)?.index ?? this.#text.length;
    }
    return this.#lineEnd;
  }

  #skipBlanks(from: number): number {
    let at = from;
    while (' \t\u00a0'.includes(this.#text.charAt(at) || '.') && this.#text.charAt(at) !== this.#delimiter) at++;
    return at;
  }

  /** Up to the end of the cell, from a place inside it. */
  #plain(from: number, start: number): Cell {
    const line = this.endOfLine(from);
    const mark = this.#text.slice(from, line).indexOf(this.#delimiter);
    const end = mark < 0 ? line : from + mark;
    return { text: this.#text.slice(start, end), end, open: false };
  }

  /** Where the quotation mark that opens at `from` is closed; -1 where it is not. */
  #closing(from: number): number {
    const line = Math.min(this.endOfLine(from), from + LONGEST_QUOTED_LINE);
    const text = this.#text.slice(0, Math.max(line, from + LONGEST_QUOTED));
    for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 2)) {
      if (this.#text.charAt(at + 1) !== '"') return at;
    }
    return -1;
  }

  /** The cell that begins here. A quotation mark counts where it opens a cell and another one closes the cell. */
  cell(start: number): Cell {
    const [text, delimiter] = [this.#text, this.#delimiter];
    const from = this.#skipBlanks(start);
    if (text.charAt(from) !== '"') return this.#plain(start, start);
    const close = this.#closing(from);
    const line = this.endOfLine(from);
    const open = { text: text.slice(start, line), end: line, open: true };
    if (close < 0) return open;
    const end = this.#skipBlanks(close + 1);
    const closes = end >= text.length || text.startsWith(delimiter, end) || /[\r\n]/.test(text.charAt(end));
    if (!closes) return close < line ? this.#plain(end, start) : open;
    const quoted = text.slice(from + 1, close);
    if (close > line && holdsRows(quoted, delimiter, this.#shape.width)) return open;
    return { text: quoted.replaceAll('""', '"'), end, open: false };
  }
}

/** Reads a list row by row. */
export function* recordsOf(text: string, shape: ListShape): Generator<ListRecord> {
  const { delimiter, from, line } = shape;
  const reader = new CellReader(text, shape);
  for (let [at, number] = [from, line]; at < text.length; ) {
    const cells: string[] = [];
    let [open, end] = [false, at];
    for (let next = at; ; next = end + delimiter.length) {
      const cell = reader.cell(next);
      cells.push(cell.text);
      end = cell.end;
      open ||= cell.open;
      if (!text.startsWith(delimiter, end)) break;
      if (cells.length < MAX_CELLS) continue;
      end = reader.endOfLine(end); // no row has so many, a line of addresses may
      break;
    }
    const record: ListRecord = { line: number, cells, text: text.slice(at, end), open };
    number += (record.text.match(LINE_ENDS)?.length ?? 0) + 1;
    at = text.startsWith('\r\n', end) ? end + 2 : end + 1;
    yield record;
  }
}

const closings: Record<string, string> = { '"': '"', '<': '>' };

/**
 * What stands between marks that are outside quotation marks and, if wanted, angle brackets. Null in between, where
 * the caller may do something else.
 */
export function* partsOf(text: string, mark: string, brackets = true): Generator<string | null> {
  const found = new RegExp(`["${brackets ? '<' : ''}${RegExp.escape(mark)}]`, 'g');
  const unclosed = new Set<string>();
  let [start, steps] = [0, 0];
  for (let match = found.exec(text); match; match = found.exec(text)) {
    const [character] = match;
    const close = character === mark || unclosed.has(character) ? undefined : closings[character];
    const end = close ? text.indexOf(close, found.lastIndex) : -1;
    if (end >= 0) found.lastIndex = end + 1;
    else if (close) unclosed.add(character); // none follows, and each search would go to the end
    if (character === mark) {
      yield text.slice(start, match.index);
      start = found.lastIndex;
    } else if (++steps % STEPS_PER_TURN === 0) yield null;
  }
  yield text.slice(start);
}

/** The same at once, for short texts. */
export const splitOutside = (text: string, mark: string): string[] =>
  [...partsOf(text, mark)].filter((part) => part !== null);

/** A cell without the quotation marks around all of it. */
export function unquote(cell: string): string {
  const text = trimUnseen(cell);
  const inner = text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : null;
  return inner === null || inner.replaceAll('""', '').includes('"') ? text : inner.replaceAll('""', '"');
}

const SEPARATOR_LINE = /^"?sep=(.)"?[ \t]*(?:\r\n|\n|\r|$)/i;

/** Where the list begins, behind byte order marks and a line that names the delimiter, as Excel writes it. */
export function beginningOf(text: string): { from: number; line: number; delimiter: string | null } {
  let from = 0;
  while (text.charAt(from) === '\ufeff') from++;
  const separator = SEPARATOR_LINE.exec(text.slice(from, from + 20));
  if (!separator) return { from, line: 1, delimiter: null };
  return { from: from + separator[0].length, line: 2, delimiter: separator[1] ?? null };
}
