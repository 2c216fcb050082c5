import { Html, html } from '../html.ts';
import type { Letter } from './letters.ts';

/** Inline for programs that know nothing else; the classes are for those that also know dark screens. */
const style = {
  body: 'margin:0;padding:24px 12px;background:#f4f3ef;color:#22211f;font:16px/1.55 system-ui,-apple-system,Segoe UI,sans-serif',
  frame: 'max-width:36rem;margin:0 auto',
  brand: 'margin:0 0 16px 4px;color:#1c6a4e;font-size:17px;font-weight:700;letter-spacing:.01em',
  sheet: 'padding:28px 24px;background:#ffffff;border:1px solid #e4e1da;border-radius:12px',
  title: 'margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:650;overflow-wrap:anywhere',
  paragraph: 'margin:0 0 14px;overflow-wrap:anywhere',
  facts: 'width:100%;margin:20px 0;border-collapse:collapse;background:#f4f3ef;border-radius:8px',
  label: 'padding:6px 0 6px 16px;width:6rem;text-align:left;vertical-align:top;font-weight:400;color:#5d5a54',
  value: 'padding:6px 16px 6px 8px;vertical-align:top;font-weight:600;overflow-wrap:anywhere',
  button:
    'display:inline-block;padding:12px 22px;border-radius:8px;background:#1c6a4e;color:#ffffff;text-decoration:none;font-weight:600',
  url: 'margin:0;color:#5d5a54;font-size:13px;overflow-wrap:anywhere',
  foot: 'margin:18px 4px 0;color:#5d5a54;font-size:13px;overflow-wrap:anywhere',
};

const dark = new Html(`@media (prefers-color-scheme: dark) {
.body { background: #161715 !important; color: #ecebe6 !important }
.sheet { background: #20221f !important; border-color: #353833 !important }
.facts { background: #161715 !important }
.brand { color: #8fc3ac !important }
.soft { color: #b3b1a8 !important }
.button { background: #8fc3ac !important; color: #10261c !important }
}`);

const greeting = ({ name }: Letter) => (name ? `Hello ${name},` : 'Hello,');

const factsHtml = ({ facts }: Letter): Html =>
  facts.length === 0
    ? html``
    : html`<table class="facts" style="${style.facts}">
${facts.map(([label, value]) => html`<tr><th scope="row" class="soft" style="${style.label}">${label}</th><td style="${style.value}">${value}</td></tr>\n`)}</table>
`;

const actionHtml = ({ action }: Letter): Html =>
  action
    ? html`<p style="margin:24px 0 12px"><a href="${action.url}" class="button" style="${style.button}">${action.label}</a></p>
<p class="soft" style="${style.url}">Or copy this address into a browser:<br>${action.url}</p>
`
    : html``;

/** A letter as HTML: no images, nothing loaded from elsewhere, the link readable, on light and dark screens. */
export function letterHtml(letter: Letter): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${letter.subject}</title><style>${dark}</style></head>
<body class="body" style="${style.body}">
<div style="${style.frame}">
<p class="brand" style="${style.brand}">Carrel</p>
<div class="sheet" style="${style.sheet}">
<h1 style="${style.title}">${letter.subject}</h1>
<p style="${style.paragraph}">${greeting(letter)}</p>
${letter.paragraphs.map((paragraph) => html`<p style="${style.paragraph}">${paragraph}</p>\n`)}${factsHtml(letter)}${actionHtml(letter)}</div>
<p class="soft" style="${style.foot}">${letter.footnote}</p>
</div>
</body>
</html>
`.text;
}

function factsText({ facts }: Letter): string[] {
  const width = Math.max(...facts.map(([label]) => label.length)) + 2;
  return facts.length === 0 ? [] : [facts.map(([label, value]) => `${`${label}:`.padEnd(width)}${value}`).join('\n')];
}

/** The same as plain text. */
export function letterText(letter: Letter): string {
  const { action } = letter;
  const way = action ? [`${action.label}:\n${action.url}`] : [];
  const parts = [greeting(letter), ...letter.paragraphs, ...factsText(letter), ...way];
  return `${parts.join('\n\n')}\n\n-- \n${letter.footnote}\n`;
}
