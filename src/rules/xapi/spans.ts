/** Where a JSON value stands in its text, so that what came can be kept as it came. */
export interface Span {
  start: number;
  end: number;
  /** Of an object: its members by name, in their order. */
  members?: Map<string, Span>;
  /** Of an array. */
  items?: Span[];
}

const MAX_LEVELS = 64;
const MAX_VALUES = 200_000;
const SPACE = /[ \t\n\r]*/y;
const WORD = /[^\s,:\]}]+/y;

/** Something in a text that is JSON, and is refused all the same. */
export class NotPlain extends Error {
  readonly pointer: string;
  constructor(pointer: string, detail: string) {
    super(detail);
    this.pointer = pointer;
  }
}

const step = (name: string): string => `/${name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** Follows a text that JSON.parse has taken, so every value is whole. */
class Reader {
  readonly #text: string;
  #at = 0;
  #values = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(pointer: string, level: number): Span {
    if (level > MAX_LEVELS) throw new NotPlain('', `is nested more than ${MAX_LEVELS} levels deep`);
    if (++this.#values > MAX_VALUES) throw new NotPlain('', `has more than ${MAX_VALUES} members and items`);
    this.#take(SPACE);
    const start = this.#at;
    const first = this.#text[start];
    if (first === '{') return { start, members: this.#members(pointer, level), end: this.#at };
    if (first === '[') return { start, items: this.#items(pointer, level), end: this.#at };
    if (first === '"') this.#string(pointer);
    else this.#take(WORD);
    return { start, end: this.#at };
  }

  #members(pointer: string, level: number): Map<string, Span> {
    const members = new Map<string, Span>();
    this.#each('}', () => {
      const name = this.#string(pointer);
      if (members.has(name)) throw new NotPlain(pointer + step(name), 'is given twice');
      this.#take(SPACE);
      this.#at++; // the colon
      members.set(name, this.value(pointer + step(name), level + 1));
    });
    return members;
  }

  #items(pointer: string, level: number): Span[] {
    const items: Span[] = [];
    this.#each(']', () => items.push(this.value(`${pointer}/${items.length}`, level + 1)));
    return items;
  }

  /** Steps over the opening bracket, the parts and the commas between them, and the closing bracket. */
  #each(close: string, part: () => void): void {
    this.#at++;
    this.#take(SPACE);
    while (this.#text[this.#at] !== close) {
      part();
      this.#take(SPACE);
      if (this.#text[this.#at] === ',') this.#at++;
      this.#take(SPACE);
    }
    this.#at++;
  }

  /** PostgreSQL and many clients could not take a NUL or half a surrogate pair. */
  #string(pointer: string): string {
    const raw = this.#quoted();
    if (!raw.includes('\\')) return raw.slice(1, -1);
    const value = JSON.parse(raw) as string;
    if (!value.includes('\0') && value.isWellFormed()) return value;
    throw new NotPlain(pointer, 'contains a NUL character or half a surrogate pair');
  }

  /** An expression would keep its place for every character of a long text. */
  #quoted(): string {
    const start = this.#at++;
    while (this.#text[this.#at] !== '"') this.#at += this.#text[this.#at] === '\\' ? 2 : 1;
    return this.#text.slice(start, ++this.#at);
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [taken = ''] = pattern.exec(this.#text) ?? [];
    this.#at += taken.length;
    return taken;
  }
}

/** Where the values of a text stand that is JSON already. Throws NotPlain for names that are given twice, and for what nobody could keep. */
export const readSpans = (text: string): Span => new Reader(text).value('', 0);

export const slice = (text: string, { start, end }: Span): string => text.slice(start, end);

/** An object's text anew: its members in their order but for those that `change` drops (null) or writes otherwise, then more. */
export function rewrite(
  { members }: Span,
  change: (name: string, span: Span) => string | null,
  more: readonly (readonly [name: string, json: string])[] = [],
): string {
  const kept = [...(members ?? [])].flatMap(([name, span]) => {
    const json = change(name, span);
    return json === null ? [] : [`${JSON.stringify(name)}:${json}`];
  });
  return `{${[...kept, ...more.map(([name, json]) => `${JSON.stringify(name)}:${json}`)].join(',')}}`;
}
