/** What is wrong, and at which member. */
export interface Wrong {
  pointer: string;
  detail: string;
}

/** Looks at a value that stands at a JSON pointer, and adds what is wrong with it. */
export type Check = (value: unknown, at: string, wrong: Wrong[]) => void;

/** A member's step of a JSON pointer (RFC 6901), cut so that an answer stays short. */
const step = (name: string): string => `/${name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value that holds to a rule, told of as `detail`. */
export const holds =
  (rule: (value: unknown) => boolean, detail: string): Check =>
  (value, pointer, wrong) => {
    if (!rule(value)) wrong.push({ pointer, detail });
  };

/** A text that holds to a rule. */
export const textThat = (rule: (text: string) => boolean, detail: string): Check =>
  holds((value) => typeof value === 'string' && rule(value), detail);

export const text = textThat(() => true, 'must be a text');
export const number = holds((value) => typeof value === 'number', 'must be a number');
export const flag = holds((value) => typeof value === 'boolean', 'must be true or false');

export const all =
  (...checks: Check[]): Check =>
  (value, at, wrong) => {
    for (const check of checks) check(value, at, wrong);
  };

/** An object with these members and no others. */
export const record =
  (members: Record<string, Check>, required: readonly string[] = []): Check =>
  (value, at, wrong) => {
    if (!isRecord(value)) return void wrong.push({ pointer: at, detail: 'must be an object' });
    for (const name of required) {
      if (!Object.hasOwn(value, name)) wrong.push({ pointer: at + step(name), detail: 'is required' });
    }
    for (const [name, member] of Object.entries(value)) {
      const check = Object.hasOwn(members, name) ? members[name] : undefined;
      if (check) check(member, at + step(name), wrong);
      else wrong.push({ pointer: at + step(name), detail: 'is not known here' });
    }
  };

/** An object whose names and values each hold to a rule. */
export const map =
  (isName: (name: string) => boolean, detail: string, check: Check): Check =>
  (value, at, wrong) => {
    if (!isRecord(value)) return void wrong.push({ pointer: at, detail: 'must be an object' });
    for (const [name, member] of Object.entries(value)) {
      if (isName(name)) check(member, at + step(name), wrong);
      else wrong.push({ pointer: at + step(name), detail });
    }
  };

export const list =
  (check: Check, least = 0): Check =>
  (value, at, wrong) => {
    if (!Array.isArray(value)) return void wrong.push({ pointer: at, detail: 'must be an array' });
    if (value.length < least) wrong.push({ pointer: at, detail: 'must not be empty' });
    for (const [place, item] of value.entries()) check(item, `${at}/${place}`, wrong);
  };

/** A value that is judged by what it is. */
export const byValue =
  (choose: (value: Record<string, unknown>) => Check): Check =>
  (value, at, wrong) => {
    if (isRecord(value)) choose(value)(value, at, wrong);
    else wrong.push({ pointer: at, detail: 'must be an object' });
  };
