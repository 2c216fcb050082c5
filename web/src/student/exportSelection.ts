import i18next from 'i18next';
import { base } from '../api/base.ts';
import { queryString, zone } from '../api/http.ts';
import { managerPath } from '../api/manager.ts';
import { saveFile } from '../ui/saveFile.ts';
import type { StudentFilters } from './filters.ts';
import { type Meant, queriesOf } from './targets.ts';

/** Where the file for spreadsheets is, in the reader's language and days; the server names it. */
export const spreadsheetOf = (m: number, filters: StudentFilters): string =>
  base +
  managerPath(m, 'students/spreadsheet.csv') +
  queryString({ ...filters, language: i18next.language, timeZone: zone });

const follow = (href: string) => Object.assign(document.createElement('a'), { href, download: '' }).click();

const nameIn = (answer: Response): string => {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
  return encoded ? decodeURIComponent(encoded) : 'students.csv';
};

const withoutTitles = (csv: string) => csv.slice(csv.indexOf('\n') + 1);

/** Saves who is chosen as one file: straight from the server, or put together where they are chosen one by one. */
export async function exportSelection(m: number, meant: Meant): Promise<void> {
  const addresses = queriesOf(meant).map((query) => spreadsheetOf(m, query));
  if (meant.selection.all && meant.selection.ids.size === 0) return follow(addresses[0] ?? '');
  const left = [...meant.selection.ids].map(String);
  const parts: string[] = [];
  let name = '';
  for (const address of addresses) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`the file was refused: ${answer.status}`);
    name = nameIn(answer);
    parts.push(await answer.text());
  }
  const rows = parts.map((text, i) => (i === 0 ? text : withoutTitles(text))).join('');
  const kept = meant.selection.all
    ? rows.split('\r\n').filter((row) => !left.includes(/^\d+/.exec(row)?.[0] ?? ''))
    : [rows];
  saveFile(name, `\ufeff${kept.join('\r\n').replace(/^\ufeff/, '')}`, 'text/csv;charset=utf-8');
}
