import i18next from 'i18next';
import { saveFile } from '../ui/saveFile.ts';

/** As spreadsheets do it: where numbers have a decimal comma, cells are separated by semicolons. */
const delimiter = () => (new Intl.NumberFormat(i18next.language).format(0.5).includes(',') ? ';' : ',');

/** As the export does: what a spreadsheet would run has a mark before it, and what has such a mark has one more. */
const guard = (text: string) => (/^'*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);
const quote = (text: string) => (/[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

interface Row {
  email: string;
  name?: string | null;
  endDate?: string | null;
  why: string;
}

/** Hands rows back as CSV that spreadsheets read as UTF-8, to be put right and sent again. */
export function downloadRows(name: string, rows: Row[]): void {
  const cells = rows.map((r) => [r.email, r.name ?? '', r.endDate ?? '', r.why]);
  const table = [['email', 'name', 'endDate', 'reason'], ...cells];
  const lines = table.map((row) => row.map(guard).map(quote).join(delimiter()));
  saveFile(name, `\ufeff${lines.join('\r\n')}\r\n`, 'text/csv;charset=utf-8');
}
