/** What one benchmark found: one row of docs/performance.md, and what stands below the table. */
export interface Finding {
  what: string;
  floor: string;
  goal: string;
  /** The ratio (or whatever the goal speaks of), with its spread. */
  result: string;
  reached: boolean;
}

/** How a benchmark is run. */
export interface Options {
  /** With the largest databases too. */
  full: boolean;
  /** Takes a finding as soon as there is one: a later failure does not lose it. */
  found(finding: Finding): void;
  /** Tells the one who waits how far it is. */
  tell(line: string): void;
}

export interface Benchmark {
  title: string;
  /** Where the time goes: what profiles showed, and what was done about it. */
  notes: string;
  run(options: Options): Promise<void>;
}

export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

export interface Measured {
  perSecond: number;
  /** Seconds of processor time that one took. */
  cpu: number;
}

/** How many times as fast as the floor; above 1 is faster. */
export interface Ratio {
  median: number;
  least: number;
  most: number;
  product: number;
  floor: number;
  /** The same by processor time: it tells more where other programs run beside. */
  byCpu: number;
}

/** Two that were measured one after the other. */
export interface Pair {
  floor: Measured;
  product: Measured;
}

/** Runs floor and product in turns, changing who goes first. */
export async function inTurns(
  rounds: number,
  floor: () => Promise<Measured>,
  product: () => Promise<Measured>,
): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = await (round % 2 === 0 ? floor() : product());
    const second = await (round % 2 === 0 ? product() : floor());
    pairs.push(round % 2 === 0 ? { floor: first, product: second } : { floor: second, product: first });
  }
  return pairs;
}

/** A ratio is only ever taken between neighbours. */
export function ratioOf(pairs: Pair[]): Ratio {
  const ratios = pairs.map((pair) => pair.product.perSecond / pair.floor.perSecond);
  return {
    median: median(ratios),
    least: Math.min(...ratios),
    most: Math.max(...ratios),
    product: median(pairs.map((pair) => pair.product.perSecond)),
    floor: median(pairs.map((pair) => pair.floor.perSecond)),
    byCpu: median(pairs.map((pair) => pair.floor.cpu / pair.product.cpu)),
  };
}

/** The ratio of floor and product that run in turns. */
export const alternate = async (...turns: Parameters<typeof inTurns>): Promise<Ratio> =>
  ratioOf(await inTurns(...turns));

const round = (value: number) => Number(value.toPrecision(3));

export function tellRatio({ median, least, most, product, floor, byCpu }: Ratio): string {
  const cpu = Number.isFinite(byCpu) ? `; ${byCpu.toFixed(2)} by processor time` : '';
  return `**${median.toFixed(2)}** (${least.toFixed(2)} to ${most.toFixed(2)}), ${round(product)}/s against ${round(floor)}/s${cpu}`;
}

/** A finding that is reached where the median is at least `goal`. */
export const ratioFinding = (what: string, floor: string, goal: number, ratio: Ratio): Finding => ({
  what,
  floor,
  goal: `≥ ${goal}`,
  result: tellRatio(ratio),
  reached: ratio.median >= goal,
});
