/** In seconds. */
export const HOUR = 60 * 60;
export const DAY = 24 * HOUR;
const MAX_DAYS = 10_000;
const days = new Map<number, string>();
const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** `2024-04-17` of the days since 1970. Few days are ever told of, and writing one takes a microsecond. */
function isoDay(day: number): string {
  const known = days.get(day);
  if (known) return known;
  const text = new Date(day * DAY * 1000).toISOString().slice(0, 10);
  if (days.size >= MAX_DAYS) days.clear();
  days.set(day, text);
  return text;
}

/** `2024-04-17T15:23:08+00:00`: ISO 8601 to the second in UTC, as the contract writes it. */
export function isoTime(seconds: number): string {
  const day = Math.floor(seconds / DAY);
  const left = seconds - day * DAY;
  const [hour, minute, second] = [Math.floor(left / HOUR), Math.floor(left / 60) % 60, left % 60];
  return `${isoDay(day)}T${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[second]}+00:00`;
}

/** The same, where there may be nothing to tell. */
export const isoTimeOrNull = (seconds: number | null): string | null => (seconds === null ? null : isoTime(seconds));

/** 00:00:00 UTC of a real date `YYYY-MM-DD`, in seconds; null for anything else. */
export function startOfDay(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime()) || !at.toISOString().startsWith(date) ? null : at.getTime() / 1000;
}

const DATE_TIME =
  /^(?<date>\d{4}-\d{2}-\d{2})T(?<hour>[01]\d|2[0-3]):(?<minute>[0-5]\d)(:(?<second>[0-5]\d)([.,]\d{1,9})?)?(Z|(?<sign>[+-])(?<hours>[01]\d|2[0-3])(:?(?<minutes>[0-5]\d))?)$/;
/** What can be written with four digits of a year, in seconds. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z') / 1000;
export const LATEST = Date.parse('9999-12-31T23:59:59Z') / 1000;

/** An ISO 8601 date-time with an offset, in whole seconds; null for anything else, and outside the years 1 to 9999. */
export function parseTime(text: string): number | null {
  const parts = DATE_TIME.exec(text)?.groups;
  const day = parts?.date === undefined ? null : startOfDay(parts.date);
  if (!parts || day === null) return null;
  const { hour, minute, second = 0, sign, hours = 0, minutes = 0 } = parts;
  const offset = (Number(hours) * HOUR + Number(minutes) * 60) * (sign === '-' ? -1 : 1);
  const time = day + Number(hour) * HOUR + Number(minute) * 60 + Number(second) - offset;
  return time < EARLIEST || time > LATEST ? null : time;
}

/** The same time of the day, months later; the last day of a month that is too short. */
export function monthsLater(seconds: number, months: number): number {
  const at = new Date(seconds * 1000);
  const day = at.getUTCDate();
  at.setUTCMonth(at.getUTCMonth() + months, 1);
  const days = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  at.setUTCDate(Math.min(day, days));
  return at.getTime() / 1000;
}
