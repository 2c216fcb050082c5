import type { Brand } from '../brand/brand.ts';
import { Html, html } from '../html.ts';
import type { Fact, Letter } from './letters.ts';
import { plainText, withNames } from './names.ts';

/** By which a mail refers to the image that is sent with it. */
export const LOGO_ID = 'logo@carrel';

const LIGHT = '#1c6a4e';
const DARK = '#8fc3ac';

/** Inline for programs that know nothing else; the classes are for those that also know dark screens. */
const style = {
  body: 'margin:0;padding:24px 12px;background:#f4f3ef;color:#22211f;font:16px/1.55 system-ui,-apple-system,Segoe UI,sans-serif',
  frame: 'max-width:36rem;margin:0 auto',
  brand: 'margin:0 0 16px 4px;font-size:17px;font-weight:700;letter-spacing:.01em;overflow-wrap:anywhere',
  sheet: 'padding:28px 24px;background:#ffffff;border:1px solid #e4e1da;border-radius:12px',
  title: 'margin:0 0 16px;font-size:22px;line-height:1.3;font-weight:650;overflow-wrap:anywhere',
  paragraph: 'margin:0 0 14px;overflow-wrap:anywhere',
  facts: 'width:100%;margin:20px 0;border-collapse:collapse;background:#f4f3ef;border-radius:8px',
  label: 'padding:6px 0 6px 16px;width:6rem;text-align:left;vertical-align:top;font-weight:400;color:#5d5a54',
  value: 'padding:6px 16px 6px 8px;vertical-align:top;font-weight:600;overflow-wrap:anywhere',
  long: 'padding:6px 16px;text-align:left;vertical-align:top;font-weight:400;color:#5d5a54;overflow-wrap:anywhere',
  under: 'font-weight:600;color:#22211f',
  exact: 'font-weight:400;font-size:13px;color:#5d5a54',
  button: 'display:inline-block;padding:12px 22px;border-radius:8px;color:#ffffff;text-decoration:none;font-weight:600',
  url: 'margin:0;color:#5d5a54;font-size:13px;overflow-wrap:anywhere',
  foot: 'margin:18px 4px 0;color:#5d5a54;font-size:13px;overflow-wrap:anywhere',
  contact: 'margin:6px 4px 0;color:#5d5a54;font-size:13px;overflow-wrap:anywhere',
  logo: 'max-height:40px;max-width:160px;margin-right:10px;vertical-align:middle;border:0',
  footer: 'margin:14px 4px 0;color:#5d5a54;font-size:12px;overflow-wrap:anywhere;white-space:pre-line',
};

const darkOf = (color: string) =>
  new Html(`@media (prefers-color-scheme: dark) {
.body { background: #161715 !important; color: #ecebe6 !important }
.sheet { background: #20221f !important; border-color: #353833 !important }
.facts { background: #161715 !important }
.brand, .link { color: ${color} !important }
.soft { color: #b3b1a8 !important }
.strong { color: #ecebe6 !important }
.button { background: ${color} !important; color: #10261c !important }
}`);

function valueHtml({ value }: Fact): Html {
  if (typeof value === 'string') return html`${withNames(value)}`;
  if (value.text === value.exact) return html`<time datetime="${value.iso}">${value.text}</time>`;
  return html`<time datetime="${value.iso}" title="${value.exact}">${value.text}</time><br><span class="soft" style="${style.exact}">(${value.exact})</span>`;
}

const factHtml = (fact: Fact): Html =>
  fact.label.length > WIDEST_LABEL
    ? html`<tr><th scope="row" colspan="2" class="soft" style="${style.long}">${withNames(fact.label)}<br><span class="strong" style="${style.under}">${valueHtml(fact)}</span></th></tr>\n`
    : html`<tr><th scope="row" class="soft" style="${style.label}">${withNames(fact.label)}</th><td style="${style.value}">${valueHtml(fact)}</td></tr>\n`;

const factsHtml = ({ facts }: Letter): Html =>
  facts.length === 0 ? html`` : html`<table class="facts" style="${style.facts}">\n${facts.map(factHtml)}</table>\n`;

const colorOf = ({ lightColor }: Brand): string => lightColor ?? LIGHT;

const actionHtml = ({ action, brand }: Letter): Html =>
  action
    ? html`<p style="margin:24px 0 12px"><a href="${action.url}" class="button" style="${style.button};background:${colorOf(brand)}">${action.label}</a></p>
<p class="soft" style="${style.url}">${action.copyAddress}<br>${action.url}</p>
`
    : html``;

const contactHtml = ({ contact, brand }: Letter): Html =>
  contact
    ? html`<p class="soft" style="${style.contact}">${withNames(contact.label)} <a href="mailto:${encodeURIComponent(contact.address)}" class="link" style="color:${colorOf(brand)}">${contact.address}</a></p>\n`
    : html``;

const logoHtml = (logo: string | null): Html =>
  logo === null ? html`` : html`<img src="${logo}" alt="" style="${style.logo}">`;

const footerHtml = ({ brand }: Letter): Html =>
  brand.footer === null ? html`` : html`<p class="soft" style="${style.footer}">${brand.footer}</p>\n`;

/** A letter as HTML: nothing loaded from elsewhere, the link readable, on light and dark screens. */
export function letterHtml(letter: Letter, logo: string | null = `cid:${LOGO_ID}`): string {
  return html`<!doctype html>
<html lang="${letter.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${plainText(letter.subject)}</title><style>${darkOf(letter.brand.darkColor ?? DARK)}</style></head>
<body class="body" style="${style.body}">
<div style="${style.frame}">
<p class="brand" style="${style.brand};color:${colorOf(letter.brand)}">${logoHtml(letter.brand.logoHash && logo)}${letter.brand.publisher}</p>
<div class="sheet" style="${style.sheet}">
<h1 style="${style.title}">${withNames(letter.subject)}</h1>
<p style="${style.paragraph}">${withNames(letter.greeting)}</p>
${letter.paragraphs.map((paragraph) => html`<p style="${style.paragraph}">${withNames(paragraph)}</p>\n`)}${factsHtml(letter)}${actionHtml(letter)}</div>
<p class="soft" style="${style.foot}">${withNames(letter.footnote)}</p>
${contactHtml(letter)}${footerHtml(letter)}</div>
</body>
</html>
`.text;
}

const valueText = ({ value }: Fact): string =>
  typeof value === 'string' ? value : value.text === value.exact ? value.text : `${value.text} (${value.exact})`;

/** Labels of more characters, such as titles of courses, have a line of their own. */
const WIDEST_LABEL = 20;

function factsText({ facts }: Letter): string[] {
  const width = Math.min(WIDEST_LABEL, Math.max(...facts.map(({ label }) => label.length))) + 2;
  const line = (fact: Fact) => `${`${fact.label}:`.padEnd(width)}${valueText(fact)}`;
  const lines = facts.map((fact) =>
    fact.label.length > WIDEST_LABEL ? `${fact.label}:\n  ${valueText(fact)}` : line(fact),
  );
  return lines.length === 0 ? [] : [lines.join('\n')];
}

/** The same as plain text. */
export function letterText(letter: Letter): string {
  const { action, contact } = letter;
  const way = action ? [`${action.label}:\n${action.url}`] : [];
  const parts = [letter.greeting, ...letter.paragraphs, ...factsText(letter), ...way];
  const told = contact ? [`${contact.label} ${contact.address}`] : [];
  const foot = [letter.footnote, ...told, ...(letter.brand.footer === null ? [] : ['', letter.brand.footer])];
  return plainText(`${parts.join('\n\n')}\n\n-- \n${foot.join('\n')}\n`);
}
