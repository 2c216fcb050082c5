import { isRecord } from './check.ts';
import { readMoment } from './terms.ts';

/** Set by the store, or changing nothing of what a statement says. */
const APART = new Set(['id', 'authority', 'stored', 'version', 'attachments']);

/** Seconds count to the hundredth, cut and not rounded. */
const cutDuration = (text: string): string =>
  text.replace(/[.,](\d+)S$/, (_, digits: string) => {
    const two = digits.slice(0, 2).replace(/0+$/, '');
    return two === '' ? 'S' : `.${two}S`;
  });

const asList = (value: unknown): unknown => (Array.isArray(value) ? value : [value]);

/** A member as it is compared: the name it stands under says how. */
function comparable(name: string, value: unknown): unknown {
  if (typeof value === 'string') {
    if (name === 'duration') return cutDuration(value);
    if (name === 'timestamp') return readMoment(value)?.ms ?? value;
    return name === 'registration' ? value.toLowerCase() : value;
  }
  if (name === 'contextActivities' && isRecord(value)) {
    return normal(Object.fromEntries(Object.entries(value).map(([kind, some]) => [kind, asList(some)])));
  }
  return normal(value);
}

/** Without the words for people, which may differ, and with names in one order. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal);
  if (!isRecord(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, comparable(name, value[name])]));
}

const without = (value: unknown, name: string): unknown =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([other]) => other !== name)) : value;

/** Two statements say the same where this text is one: order, spelling of moments and words for people aside. */
export function meaning(statement: Record<string, unknown>): string {
  const said = Object.fromEntries(Object.entries(statement).filter(([name]) => !APART.has(name)));
  return JSON.stringify(
    normal({ ...said, verb: without(said.verb, 'display'), object: without(said.object, 'definition') }),
  );
}
