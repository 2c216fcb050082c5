import { readResults } from './results.ts';

/** Seconds that benchmarks took when they last ran in the same way; null where one never did. */
export function expectedSeconds(names: readonly string[], full: boolean): number | null {
  const results = readResults();
  const seconds = names.map((name) => {
    const last = results[name];
    const alike = last && (last.full === full || !name.startsWith('growth'));
    return alike && !last.failed ? last.seconds : null;
  });
  return seconds.includes(null) ? null : seconds.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

export const minutes = (seconds: number | null): string =>
  seconds === null ? 'an unknown time' : `about ${Math.max(1, Math.round(seconds / 60))} min`;

/** Tells after each of `count` equal steps how long the rest will take. */
export function countdown(count: number, what: string, tell: (line: string) => void): (step: string) => void {
  const startedAt = performance.now();
  let done = 0;
  return (step) => {
    done++;
    const left = ((performance.now() - startedAt) / done) * (count - done);
    tell(`${what}: ${done} of ${count}, ${step}, ${Math.ceil(left / 1000)} s left`);
  };
}
