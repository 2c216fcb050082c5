import { base } from '../api/base.ts';
import { queryString } from '../api/http.ts';
import { managerPath } from '../shell/manager.ts';
import { type Meant, queriesOf } from './targets.ts';

const download = (href: string) =>
  Object.assign(document.createElement('a'), { href, download: 'students.csv' }).click();

const withoutTitles = (csv: string) => csv.slice(csv.indexOf('\n') + 1);

/** Saves who is chosen as one file: straight from the server, or put together where they are chosen one by one. */
export async function exportSelection(m: number, meant: Meant): Promise<void> {
  const addresses = queriesOf(meant).map((query) => base + managerPath(m, 'students.csv') + queryString({ ...query }));
  if (meant.selection.all && meant.selection.ids.size === 0) return download(addresses[0] ?? '');
  const left = [...meant.selection.ids].map(String);
  const parts: string[] = [];
  for (const address of addresses) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`the file was refused: ${answer.status}`);
    parts.push(await answer.text());
  }
  const rows = parts.map((text, i) => (i === 0 ? text : withoutTitles(text))).join('');
  const kept = meant.selection.all
    ? rows.split('\r\n').filter((row) => !left.includes(row.split(',', 1)[0] ?? ''))
    : [rows];
  const url = URL.createObjectURL(new Blob(['\ufeff', kept.join('\r\n').replace(/^\ufeff/, '')], { type: 'text/csv' }));
  download(url);
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
