import { saveFile } from '../ui/saveFile.ts';

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
  const lines = [['email', 'name', 'endDate', 'reason'], ...cells].map((row) => row.map(guard).map(quote).join(','));
  saveFile(name, `\ufeff${lines.join('\r\n')}\r\n`, 'text/csv;charset=utf-8');
}
