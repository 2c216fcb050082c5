const BROWSERS: [sign: string, name: string][] = [
  ['Firefox/', 'Firefox'],
  ['FxiOS/', 'Firefox'],
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['CriOS/', 'Chrome'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
];
const SYSTEMS: [sign: string, name: string][] = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'Mac'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
];

/** The browser and the system, out of a user agent's many words: nothing of what a stranger may have written there. */
export function browserName(agent: string | undefined): string {
  const of = (known: [string, string][]) => known.find(([sign]) => agent?.includes(sign))?.[1];
  return [of(BROWSERS), of(SYSTEMS)].filter(Boolean).join(' · ') || 'Unknown browser';
}
