import type { Language } from '../rules/language.ts';
import { isoTime } from '../rules/time.ts';

/** A time in the words of the reader, and exactly. */
export interface TimeInWords {
  text: string;
  /** The moment, with the name of the time zone. */
  exact: string;
  iso: string;
}

/** Writes times for one reader. Times in seconds. */
export interface Dates {
  /** A moment. */
  moment(seconds: number): TimeInWords;
  /** The last day on which something can be used that ends at this moment. */
  lastDay(end: number): TimeInWords;
  day(seconds: number): string;
}

const locales: Record<Language, string> = { en: 'en-US', it: 'it-IT' };
const MAX_KEPT = 100;
const kept = new Map<string, Dates>(); // making a format takes longer than many a query

function make(language: Language, timeZone: string): Dates {
  const locale = locales[language];
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone });
  const moment = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
    timeZoneName: 'short',
  });
  const told = (text: string, seconds: number) => ({
    text,
    exact: moment.format(seconds * 1000),
    iso: isoTime(seconds),
  });
  return {
    moment: (seconds) => told(moment.format(seconds * 1000), seconds),
    lastDay: (end) => told(day.format((end - 1) * 1000), end),
    day: (seconds) => day.format(seconds * 1000),
  };
}

/** The dates of a language and a time zone of the IANA database. */
export function datesIn(language: Language, timeZone: string): Dates {
  const key = `${language} ${timeZone}`;
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= MAX_KEPT) kept.clear();
  const dates = make(language, timeZone);
  kept.set(key, dates);
  return dates;
}
