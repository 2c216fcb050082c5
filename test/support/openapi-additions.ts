/** Words that nothing depends on. */
const PROSE = new Set(['description', 'summary', 'title', 'example', 'examples', 'tags', 'info', 'servers']);
/** What a request may be refused for: a bound that comes newly, or that is drawn closer, refuses what was taken. */
const UPPER = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']);
const LOWER = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']);
const RESTRICTIONS = new Set([...UPPER, ...LOWER, 'pattern', 'format', 'enum', 'const', 'additionalProperties']);

/** Whether a client sends what a schema describes, or is answered with it. */
type Use = 'sent' | 'answered';
type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);
const without = (some: unknown[], others: unknown[]) => some.filter((one) => !others.some((other) => same(one, other)));

/** Compares two documents by what a client relies on. */
class Comparison {
  readonly #before: Node;
  readonly #after: Node;
  readonly #seen = new Set<string>();
  readonly faults: string[] = [];

  constructor(before: Node, after: Node) {
    this.#before = before;
    this.#after = after;
    this.#nodes(before, after, '#', 'answered');
  }

  #resolved(document: Node, value: unknown): unknown {
    if (!isNode(value) || typeof value.$ref !== 'string') return value;
    const steps = value.$ref.split('/').slice(1);
    return steps.reduce<unknown>((found, step) => (found as Node)[step.replace('~1', '/')], document);
  }

  #compare(before: unknown, after: unknown, place: string, use: Use): void {
    const ref = isNode(before) && typeof before.$ref === 'string' ? `${use} ${before.$ref}` : null;
    if (ref !== null && this.#seen.has(ref)) return;
    if (ref !== null) this.#seen.add(ref);
    const [was, is] = [this.#resolved(this.#before, before), this.#resolved(this.#after, after)];
    if (isNode(was) && isNode(is)) this.#nodes(was, is, place, use);
    else if (Array.isArray(was) && Array.isArray(is)) this.#lists(was, is, place, use);
    else if (!same(was, is) && !this.#isWider(was, is, place, use)) this.faults.push(`${place} is another`);
  }

  #isWider(was: unknown, is: unknown, place: string, use: Use): boolean {
    const key = place.slice(place.lastIndexOf('/') + 1);
    if (use === 'answered' || typeof was !== 'number' || typeof is !== 'number') return false;
    return (UPPER.has(key) && is > was) || (LOWER.has(key) && is < was);
  }

  #nodes(was: Node, is: Node, place: string, use: Use): void {
    for (const [key, value] of Object.entries(was)) {
      if (PROSE.has(key) && !place.endsWith('/properties')) continue;
      if (place === '#/components' && key === 'schemas') continue; // looked at where they are used
      const at = `${place}/${key}`;
      const sent = key === 'requestBody' || key === 'parameters' ? 'sent' : use;
      if (key in is) this.#compare(value, is[key], at, sent);
      else if (!(key === 'required' && use === 'sent')) this.faults.push(`${at} is gone`);
    }
    if (use === 'answered' || place.endsWith('/properties')) return;
    for (const key of Object.keys(is)) {
      if (!(key in was) && (RESTRICTIONS.has(key) || (key === 'required' && is[key] !== false)))
        this.faults.push(`${place}/${key} is new`);
    }
  }

  #lists(was: unknown[], is: unknown[], place: string, use: Use): void {
    const key = place.slice(place.lastIndexOf('/') + 1);
    if (key === 'parameters') {
      this.#parameters(was as Node[], is as Node[], place);
    } else if (key === 'required' || key === 'enum') {
      const lost = key === 'required' && use === 'sent' ? without(is, was) : without(was, is);
      if (lost.length > 0) this.faults.push(`${place}: ${lost.join(', ')}`);
    } else {
      if (was.length !== is.length) this.faults.push(`${place} has another length`);
      for (const [index, value] of was.entries()) this.#compare(value, is[index], `${place}/${index}`, use);
    }
  }

  #parameters(was: Node[], is: Node[], place: string): void {
    const named = (some: Node[]) => new Map(some.map((one) => [`${one.in} ${one.name}`, one]));
    const [before, after] = [named(was), named(is)];
    for (const [name, parameter] of before) {
      const now = after.get(name);
      if (now) this.#compare(parameter, now, `${place}/${name}`, 'sent');
      else this.faults.push(`${place}/${name} is gone`);
    }
    for (const [name, { required }] of after)
      if (!before.has(name) && required === true) this.faults.push(`${place}/${name} is new, and required`);
  }
}

/** What a client that was written for the document `before` would miss or stumble over in `after`, by place. */
export const breaksOf = (before: object, after: object): string[] =>
  new Comparison(before as Node, after as Node).faults;
