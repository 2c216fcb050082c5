/** `2024-04-17T15:23:08+00:00`: ISO 8601 to the second in UTC, as the contract writes it. */
export const isoTime = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}+00:00`;

/** The same, where there may be nothing to tell. */
export const isoTimeOrNull = (seconds: number | null): string | null => (seconds === null ? null : isoTime(seconds));

/** 00:00:00 UTC of a real date `YYYY-MM-DD`, in seconds; null for anything else. */
export function startOfDay(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(date) ? null : at.getTime() / 1000;
}

const DATE_TIME = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** An ISO 8601 date-time with an offset, in whole seconds; null for anything else. */
export function parseTime(text: string): number | null {
  const date = DATE_TIME.exec(text)?.[1];
  if (date === undefined || startOfDay(date) === null) return null;
  return Math.floor(Date.parse(text) / 1000);
}
