const quote = (text: string) =>
  /[",\n]/.test(text) || /^[=+\-@\t\r]/.test(text)
    ? `"${text.replaceAll('"', '""').replace(/^([=+\-@\t\r])/, "'$1")}"`
    : text;

/** Hands rows back as a CSV, to be put right and sent again. */
export function downloadRows(
  name: string,
  rows: { email: string; name?: string | null; endDate?: string | null; why: string }[],
): void {
  const lines = rows.map((r) => [r.email, r.name ?? '', r.endDate ?? '', r.why].map(quote).join(','));
  const url = URL.createObjectURL(new Blob([`email,name,endDate,reason\n${lines.join('\n')}\n`], { type: 'text/csv' }));
  const a = Object.assign(document.createElement('a'), { href: url, download: name });
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
