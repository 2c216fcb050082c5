let format: Intl.DateTimeFormat | undefined; // made at the first use: it takes longer than many a module

/** A moment in words, in UTC, which is what the dates of licenses are in. */
export function timeForPeople(seconds: number): string {
  format ??= new Intl.DateTimeFormat('en-US', {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
    hour12: false,
  });
  return `${format.format(seconds * 1000)} UTC`;
}
