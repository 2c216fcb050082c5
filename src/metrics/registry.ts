/** Labels and values of one metric, written in the text format of Prometheus 0.0.4. */

export type Labels = Record<string, string>;

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

function sample(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`;
}

interface Metric {
  lines(): string[];
}

/** Only grows. */
export class Counter implements Metric {
  readonly #name: string;
  readonly #values = new Map<string, { labels: Labels; value: number }>();

  constructor(name: string) {
    this.#name = name;
  }

  add(labels: Labels = {}, amount = 1): void {
    const key = JSON.stringify(labels);
    const kept = this.#values.get(key);
    if (kept) kept.value += amount;
    else this.#values.set(key, { labels, value: amount });
  }

  lines(): string[] {
    return [...this.#values.values()].map(({ labels, value }) => sample(this.#name, labels, value));
  }
}

/** Counts how often a value was at most so large. */
export class Histogram implements Metric {
  readonly #name: string;
  readonly #bounds: readonly number[];
  readonly #values = new Map<string, { labels: Labels; counts: number[]; sum: number; count: number }>();

  constructor(name: string, bounds: readonly number[]) {
    this.#name = name;
    this.#bounds = bounds;
  }

  observe(value: number, labels: Labels = {}): void {
    const key = JSON.stringify(labels);
    let kept = this.#values.get(key);
    if (!kept) this.#values.set(key, (kept = { labels, counts: this.#bounds.map(() => 0), sum: 0, count: 0 }));
    kept.sum += value;
    kept.count++;
    for (const [n, bound] of this.#bounds.entries()) if (value <= bound) kept.counts[n] = (kept.counts[n] ?? 0) + 1;
  }

  lines(): string[] {
    return [...this.#values.values()].flatMap(({ labels, counts, sum, count }) => [
      ...this.#bounds.map((bound, n) =>
        sample(`${this.#name}_bucket`, { ...labels, le: String(bound) }, counts[n] ?? 0),
      ),
      sample(`${this.#name}_bucket`, { ...labels, le: '+Inf' }, count),
      sample(`${this.#name}_sum`, labels, sum),
      sample(`${this.#name}_count`, labels, count),
    ]);
  }
}

/** What a metric is called, what it is, and where its samples come from when somebody asks. */
export interface Description {
  name: string;
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  lines(): string[];
}

/** A gauge that is read when somebody asks. */
export const readWhenAsked = (name: string, value: number) => sample(name, {}, value);

export const expose = (metrics: readonly Description[]): string =>
  metrics
    .flatMap(({ name, help, type, lines }) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines()])
    .map((line) => `${line}\n`)
    .join('');
