const format = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'UTC',
  hour12: false,
});

/** A moment in words, in UTC, which is what the dates of licenses are in. */
export const timeForPeople = (seconds: number): string => `${format.format(seconds * 1000)} UTC`;
