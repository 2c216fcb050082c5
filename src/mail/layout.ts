import { html } from './html.ts';
import type { Letter } from './letters.ts';

const body = 'margin:0;padding:32px 16px;background:#f5f4f1;color:#22211f;font:16px/1.55 system-ui,sans-serif';
const sheet = 'max-width:34rem;margin:0 auto;padding:32px;background:#fff;border-radius:12px';
const button =
  'display:inline-block;padding:12px 22px;border-radius:8px;background:#1f4d3f;color:#fff;text-decoration:none;font-weight:600';
const small = 'color:#5d5a54;font-size:13px';

const greeting = ({ name }: Letter) => (name ? `Hello ${name},` : 'Hello,');

/** A letter as HTML: no images, nothing loaded from elsewhere, the link readable. */
export function letterHtml(letter: Letter): string {
  const { action } = letter;
  const way = action
    ? html`<p style="margin:28px 0"><a href="${action.url}" style="${button}">${action.label}</a></p>
<p style="${small};overflow-wrap:anywhere">${action.url}</p>`
    : html``;
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${letter.subject}</title></head>
<body style="${body}">
<div style="${sheet}">
<p>${greeting(letter)}</p>
${letter.paragraphs.map((paragraph) => html`<p>${paragraph}</p>\n`)}${way}
<p style="${small};margin:28px 0 0;border-top:1px solid #e4e1da;padding-top:16px">${letter.footnote}</p>
</div>
</body>
</html>
`.text;
}

/** The same as plain text. */
export function letterText(letter: Letter): string {
  const { action } = letter;
  const parts = [greeting(letter), ...letter.paragraphs, ...(action ? [`${action.label}:\n${action.url}`] : [])];
  return `${parts.join('\n\n')}\n\n-- \n${letter.footnote}\n`;
}
