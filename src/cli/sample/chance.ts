/** Chance that is the same every time. */
export interface Chance {
  /** A whole number from `low` up to, but not, `high`; `low` where nothing lies between. */
  between(low: number, high: number): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
}

/** The generator mulberry32: small, fast and even enough for a sample. */
export function seededChance(seed: number): Chance {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (low: number, high: number) => low + Math.floor(next() * Math.max(high - low, 0));
  return {
    between,
    happens: (probability) => next() < probability,
    pick: (list) => list[between(0, list.length)] as (typeof list)[number],
  };
}
