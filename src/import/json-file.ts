import { createReadStream } from 'node:fs';

/** A file that is not JSON in UTF-8; the message says where. */
export class NotJson extends Error {
  /** `line 3, column 14`, both from 1; empty where it is not known. */
  where = '';
}

/** Stands for a value of more than `MAX_CHARACTERS`, which is read over and not kept. */
export const OVERSIZE = Symbol('oversize');
export const MAX_CHARACTERS = 1_048_576;
const PIECE = 256 * 1024;

/** Takes what a file holds as it goes by. */
export interface Taker {
  /** An item of a list, in its place. */
  item(list: string, place: number, value: unknown): void;
  /** A member of the file; of a list whose items went by before, an empty one. */
  member(name: string, value: unknown): void;
  /** The file itself, where it is no object. */
  whole(value: unknown): void;
}

const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const OPENING = new Set(['{', '['].map((bracket) => bracket.charCodeAt(0)));
const SPACE = new Set([' ', '\n', '\r', '\t'].map((space) => space.charCodeAt(0)));
/** Where a number or a word ends, where a text may end, and what counts outside of texts. */
const WORD_END = /[\s,:\]}]/g;
const TEXT_END = /["\\]/g;
const STRUCTURE = /["[\]{}]/g;

/** How far a value was followed. */
interface Extent {
  length: number;
  isWord: boolean;
  inText: boolean;
  /** Brackets that are open. */
  depth: number;
}

/** Follows the value that begins at `at`, brackets and texts only; true where it is whole. */
function follow(text: string, at: number, extent: Extent): boolean {
  for (;;) {
    const stop = extent.isWord ? WORD_END : extent.inText ? TEXT_END : STRUCTURE;
    stop.lastIndex = at + extent.length;
    if (!stop.test(text)) break;
    const found = text.charCodeAt(stop.lastIndex - 1);
    extent.length = stop.lastIndex - at - (extent.isWord ? 1 : 0);
    if (found === BACKSLASH) extent.length++;
    else if (found === QUOTE) extent.inText = !extent.inText;
    else if (!extent.isWord) extent.depth += OPENING.has(found) ? 1 : -1;
    if (extent.depth === 0 && !extent.inText) return true;
  }
  extent.length = Math.max(extent.length, text.length - at);
  return false;
}

/**
 * Finds where the members of an object and the items of its lists begin and end, and leaves what is in them to
 * JSON.parse: one of them is in memory at a time, with the piece of text that it came in.
 */
class ListReader {
  readonly #pieces: AsyncIterator<string>;
  readonly #taker: Taker;
  /** What of the file is in memory, from the character `#before` on; all before `#at` was taken. */
  #text = '';
  #before = 0;
  /** Line ends before what is in memory, and how far behind the last of them that begins. */
  #lines = 0;
  #column = 0;
  #at = 0;
  #member = '';
  #place = -1;

  constructor(pieces: AsyncIterator<string>, taker: Taker) {
    this.#pieces = pieces;
    this.#taker = taker;
  }

  async readFile(): Promise<void> {
    if ((await this.#peek()) === '{') await this.#readEach('}', () => this.#readMember());
    else this.#taker.whole(await this.#readValue());
    this.#member = 'after the end';
    if (await this.#peek()) throw this.#wrong();
  }

  async #readMember(): Promise<void> {
    this.#member = '';
    if ((await this.#peek()) !== '"') throw this.#wrong();
    const name = await this.#readValue();
    this.#member = typeof name === 'string' ? name : 'a name that is too long';
    await this.#take(':');
    if ((await this.#peek()) !== '[') return this.#taker.member(this.#member, await this.#readValue());
    await this.#readEach(']', async (place) => {
      this.#place = place;
      this.#taker.item(this.#member, place, await this.#readValue());
    });
    this.#place = -1;
    this.#taker.member(this.#member, []);
  }

  /** Reads what is between brackets, parted by commas. */
  async #readEach(end: '}' | ']', read: (place: number) => Promise<void>): Promise<void> {
    this.#at++;
    if ((await this.#peek()) === end) this.#at++;
    else for (let place = 0, next = ','; next === ','; next = await this.#take(',', end)) await read(place++);
  }

  /** The next character that is no white space, without taking it; '' at the end. */
  async #peek(): Promise<string> {
    for (;;) {
      while (SPACE.has(this.#text.charCodeAt(this.#at))) this.#at++;
      if (this.#at < this.#text.length) return this.#text.charAt(this.#at);
      if (!(await this.#more())) return '';
    }
  }

  async #take(...expected: string[]): Promise<string> {
    const found = await this.#peek();
    if (!expected.includes(found)) throw this.#wrong();
    this.#at++;
    return found;
  }

  /** Reads on and lets go of what was taken; false at the end of the file. */
  async #more(): Promise<boolean> {
    const { value, done } = await this.#pieces.next();
    if (done) return false;
    this.#before += this.#at;
    [this.#lines, this.#column] = this.#position();
    this.#text = this.#text.slice(this.#at) + value;
    this.#at = 0;
    return true;
  }

  /** The next value, or OVERSIZE. */
  async #readValue(): Promise<unknown> {
    const first = (await this.#peek()).charCodeAt(0);
    const extent = { length: 0, isWord: first !== QUOTE && !OPENING.has(first), inText: false, depth: 0 };
    let oversize = false;
    while (!follow(this.#text, this.#at, extent)) {
      if (extent.length > MAX_CHARACTERS) {
        oversize = true;
        extent.length -= this.#text.length - this.#at;
        this.#at = this.#text.length;
      }
      if (await this.#more()) continue;
      if (extent.isWord) break;
      this.#at = this.#text.length;
      throw this.#wrong();
    }
    if (extent.length === 0 && !oversize) throw this.#wrong();
    const value = oversize ? OVERSIZE : this.#parse(this.#text.slice(this.#at, this.#at + extent.length));
    this.#at += extent.length;
    return value;
  }

  #parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw this.#wrong((error as Error).message);
    }
  }

  #wrong(reason = this.#unexpected()): NotJson {
    const place = `${this.#member}${this.#place < 0 ? '' : `[${this.#place}]`}`;
    const shown = place.length > 100 ? `${place.slice(0, 100)}…` : place;
    const fault = new NotJson(`${shown}${shown && ', '}at character ${this.#before + this.#at + 1}: ${reason}`);
    const [lines, column] = this.#position();
    fault.where = `line ${lines + 1}, column ${column + 1}`;
    return fault;
  }

  /** How many lines end before what is read next, and how far behind the last of these ends that is. */
  #position(): [lines: number, column: number] {
    const taken = this.#text.slice(0, this.#at).split(/\r\n|\n|\r/);
    const last = taken.at(-1)?.length ?? 0;
    return taken.length > 1 ? [this.#lines + taken.length - 1, last] : [this.#lines, this.#column + last];
  }

  #unexpected(): string {
    const found = this.#text.charAt(this.#at);
    return found ? `Unexpected ${JSON.stringify(found)}` : 'Unexpected end';
  }
}

/** Text from bytes, without a byte order mark. Throws NotJson where it is not UTF-8, and what reading throws. */
async function* textOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let [from, to] = [0, 0];
  const decode = (bytes?: Buffer): string => {
    [from, to] = [to, to + (bytes?.length ?? 0)];
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch (error) {
      throw new NotJson(`not UTF-8 between byte ${from} and byte ${to}`, { cause: error });
    }
  };
  for await (const bytes of pieces) yield decode(bytes);
  yield decode();
}

/**
 * Hands over the lists in a JSON text of any size, in the order in which they are there; memory does not grow with it.
 * Throws NotJson.
 */
export async function readJson(pieces: AsyncGenerator<string>, taker: Taker): Promise<void> {
  try {
    await new ListReader(pieces, taker).readFile();
  } finally {
    await pieces.return(undefined);
  }
}

/** The same of bytes as they come; throws also what reading them throws. */
export const readJsonBytes = (pieces: AsyncIterable<Buffer>, taker: Taker): Promise<void> =>
  readJson(textOf(pieces), taker);

/** The same of a file; throws also what reading it throws. */
export const readJsonFile = (path: string, taker: Taker): Promise<void> =>
  readJsonBytes(createReadStream(path, { highWaterMark: PIECE }), taker);
