import type { Language } from '../rules/language.ts';
import { isActive } from '../rules/license.ts';
import { isoTime } from '../rules/time.ts';
import { type CsvShape, exportTitles } from './export.ts';

const titles: Record<Language, string[]> = {
  en: exportTitles,
  it: [
    'id studente',
    'nome',
    'email',
    'corso',
    'id corso',
    'pacchetto',
    'licenza',
    'trasferibile',
    'attiva',
    'avanzamento',
    'completato',
    'ultimo accesso',
    'iscritto',
    'scadenza',
  ],
};

const yesNo: Record<Language, [string, string]> = { en: ['yes', 'no'], it: ['sì', 'no'] };

/** As spreadsheets do it: where numbers have a decimal comma, cells are separated by semicolons. */
export const delimiterIn = (language: Language): string =>
  new Intl.NumberFormat(language).format(0.5).includes(',') ? ';' : ',';

/** The day of a moment in a time zone, `2026-11-30`: spreadsheets in every language take it for a date. */
export function dayIn(timeZone: string): (seconds: number) => string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (seconds) => {
    const parts = Object.fromEntries(format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
    return `${parts.year?.padStart(4, '0')}-${parts.month}-${parts.day}`;
  };
}

/**
 * The file that people open in a spreadsheet: what happened by the reader's days, the end as lists take an end date
 * (by UTC), so that the app reads its own file back.
 */
export function spreadsheetShape(language: Language, timeZone: string): CsvShape {
  const [yes, no] = yesNo[language];
  const day = dayIn(timeZone);
  const dayOrNull = (seconds: number | null) => (seconds === null ? null : day(seconds));
  return {
    columns: titles[language],
    delimiter: delimiterIn(language),
    cells: (student, held, now) => [
      student.id,
      student.name,
      student.email,
      held.title,
      held.courseId,
      held.poolId,
      held.licenseId,
      held.transferable ? yes : no,
      isActive(held, now) ? yes : no,
      held.percent,
      dayOrNull(held.completed),
      dayOrNull(held.lastAccess),
      day(held.start),
      isoTime(held.end).slice(0, 10),
    ],
  };
}

const MAX_CHARACTERS = 80;

/** The name of a file after whom it is of and a day, with what every file system takes. */
export function fileNameOf(manager: string, day: string): string {
  const words = manager
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const name = [...words].slice(0, MAX_CHARACTERS).join('').replace(/-+$/, '');
  return `${[name, 'students', day].filter(Boolean).join('-')}.csv`;
}

/** `Content-Disposition` of a file to keep (RFC 6266), with a name in plain letters for whoever reads no other. */
export function attachment(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^-+/, '');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
}
