import { useTranslation } from 'react-i18next';

export interface Format {
  /** The day of a moment, in the reader's time zone. */
  date: (value: string) => string;
  /** The last day, in the reader's time zone, on which something can be used that ends at this moment. */
  lastDay: (end: string) => string;
  /** A moment with the name of the time zone. */
  exact: (value: string) => string;
  /** A moment in the reader's own time. */
  dateTime: (value: string) => string;
  time: (value: string) => string;
  /** The heading of a day in a history. */
  day: (value: string) => string;
  /** "3 days ago", "in 2 months". */
  relative: (value: string) => string;
  /** When so many seconds have passed, at the latest: "in 3 hours", "tomorrow". */
  after: (seconds: number) => string;
  number: (value: number) => string;
}

const DAY = 86_400;
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', DAY],
  ['hour', 3600],
  ['minute', 60],
];

function relative(format: Intl.RelativeTimeFormat, value: string): string {
  const seconds = (Date.parse(value) - Date.now()) / 1000;
  const [unit, size] = steps.find(([, s]) => Math.abs(seconds) >= s) ?? ['minute', 60];
  return format.format(Math.trunc(seconds / size), unit);
}

/** Of the units that it takes at least one and a half of, the largest; never too early. */
function after(format: Intl.RelativeTimeFormat, seconds: number): string {
  const [unit, size] = steps.find(([, s]) => seconds > s * 1.5 || (s === DAY && seconds >= s)) ?? ['second', 1];
  return format.format(Math.ceil(seconds / size), unit);
}

const day: Intl.DateTimeFormatOptions = { dateStyle: 'medium' };

/** A moment that still belongs to what ends then. */
const before = (end: string): string => new Date(Date.parse(end) - 1000).toISOString();

function formatOf(language: string): Format {
  const make = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(language, options);
    return (value: string) => format.format(new Date(value));
  };
  const rtf = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const number = new Intl.NumberFormat(language);
  const date = make(day);
  return {
    date,
    lastDay: (end) => date(before(end)),
    exact: make({
      year: 'numeric',
      month: 'long',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
    }),
    dateTime: make({ dateStyle: 'medium', timeStyle: 'short' }),
    time: make({ timeStyle: 'short' }),
    day: make({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
    relative: (value) => relative(rtf, value),
    after: (seconds) => after(rtf, seconds),
    number: (value) => number.format(value),
  };
}

/** Making the formats takes longer than rendering a row, so a language's are made once. */
const formats = new Map<string, Format>();

/** Dates and numbers in the language of the page. */
export function useFormat(): Format {
  const { language } = useTranslation().i18n;
  const known = formats.get(language);
  if (known) return known;
  const made = formatOf(language);
  formats.set(language, made);
  return made;
}

/** The last day, in UTC, before a moment, as a date input wants it: licenses end by UTC days. */
export const lastInputDay = (end: string): string => before(end).slice(0, 10);

/** The day after a day of a date input. */
export const nextInputDay = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** The moment at which a day of a date input begins for the reader, some days later. */
export const localMidnight = (day: string, later = 0): string => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
};

/** A day as a date input wants it, some days from now. */
export const inputDay = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
